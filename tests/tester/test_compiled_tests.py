"""Test files are compiled once; a file that has changed since is compiled anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from _pytest.assertion import rewrite

from grader.tester import compiled_tests

if TYPE_CHECKING:
    from pathlib import Path

    from _pytest.config import Config


@pytest.fixture(autouse=True)
def _nothing_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_tests, "_COMPILED", {})
    monkeypatch.setattr(rewrite, "_rewrite_test", rewrite._rewrite_test)
    compiled_tests.install()


def test_a_file_is_compiled_with_rewritten_asserts(tmp_path: Path, pytestconfig: Config) -> None:
    """What pytest gets says the values of a failed assert, and is the same object each time."""
    file = tmp_path / "test_a.py"
    file.write_text("def test_it():\n    x = 3\n    assert x == 4\n", encoding="utf-8")
    compiled_tests.compile_ahead([str(file)])
    _, code = rewrite._rewrite_test(file, pytestconfig)
    assert rewrite._rewrite_test(file, pytestconfig)[1] is code
    names: dict[str, Any] = {}
    exec(code, names)
    with pytest.raises(AssertionError, match="3 == 4"):
        names["test_it"]()


def test_a_changed_file_is_compiled_anew(tmp_path: Path, pytestconfig: Config) -> None:
    """The content decides, not the name."""
    file = tmp_path / "test_a.py"
    file.write_text("VALUE = 1\n", encoding="utf-8")
    compiled_tests.compile_ahead([str(file)])
    file.write_text("VALUE = 2\n", encoding="utf-8")
    names: dict[str, Any] = {}
    exec(rewrite._rewrite_test(file, pytestconfig)[1], names)
    assert names["VALUE"] == 2


@pytest.mark.parametrize("content", ["def broken(:\n", "\0", None], ids=["syntax", "null", "missing"])
def test_a_file_that_cannot_be_compiled_is_left_to_pytest(tmp_path: Path, content: str | None) -> None:
    """Nothing is raised where the testers are forked."""
    file = tmp_path / "test_a.py"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    compiled_tests.compile_ahead([str(file)])
    assert compiled_tests._COMPILED == {}


def test_nothing_of_a_file_is_executed(tmp_path: Path) -> None:
    """It may import a student's module, which nobody has here."""
    file = tmp_path / "test_a.py"
    file.write_text("raise SystemExit('executed')\n", encoding="utf-8")
    compiled_tests.compile_ahead([str(file)])
    assert len(compiled_tests._COMPILED) == 1


def test_only_so_many_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long batch over many courses does not grow without end."""
    monkeypatch.setattr(compiled_tests, "MOST_FILES", 2)
    for number in range(4):
        (tmp_path / f"test_{number}.py").write_text(f"x = {number}\n", encoding="utf-8")
    compiled_tests.compile_ahead([str(path) for path in sorted(tmp_path.glob("*.py"))])
    assert len(compiled_tests._COMPILED) == 2

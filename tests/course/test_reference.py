"""Modules of the reference: the text that is there is what runs, whatever lies beside it."""

from __future__ import annotations

import os
import py_compile
import sys
from typing import TYPE_CHECKING

import pytest

from grader.course.reference import functions_of

if TYPE_CHECKING:
    from pathlib import Path

AN_HOUR = (1_700_000_000, 1_700_000_000)


@pytest.fixture(autouse=True)
def _byte_code_beside_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Python keep byte code as it does for most people."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


def written(folder: Path, text: str) -> Path:
    """Return the module with this text; each was written at the same second."""
    path = folder / "double.py"
    path.write_text(text)
    os.utime(path, AN_HOUR)
    return path


@pytest.mark.parametrize("name", ["double.py", "support/double.py"])
def test_a_text_of_the_same_second_and_length_replaces_the_one_before(tmp_path: Path, name: str) -> None:
    """Python's own byte code is found by second and length."""
    (tmp_path / "support").mkdir()
    folder = (tmp_path / name).parent
    for factor in ("2", "3"):
        functions, mistakes = functions_of(written(folder, f"def double(a):\n    return {factor} * a\n"), name)
        assert (mistakes, functions["double"](1)) == ([], int(factor))


def test_byte_code_that_lies_there_is_not_asked(tmp_path: Path) -> None:
    """Neither is it left behind in the folder of a course."""
    path = written(tmp_path, "def double(a):\n    return 9 * a\n")
    py_compile.compile(str(path), doraise=True)
    kept = list((tmp_path / "__pycache__").iterdir())
    functions, _ = functions_of(written(tmp_path, "def double(a):\n    return 2 * a\n"), "double.py")
    assert functions["double"](1) == 2
    assert list((tmp_path / "__pycache__").iterdir()) == kept


def test_a_course_stays_without_byte_code(tmp_path: Path) -> None:
    """Folders of a course may be read-only, or shared."""
    functions_of(written(tmp_path, "x = 1\n"), "double.py")
    assert [path.name for path in tmp_path.iterdir()] == ["double.py"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("def double(a)\n    return 2 * a\n", 1, "SyntaxError"),
        ("x = 1\ny = [][0]\n", 2, "IndexError"),
        ("raise SystemExit(3)\n", 1, "SystemExit: 3"),
        ("x = '\0'\n", 0, "null bytes"),
    ],
    ids=["no-python", "fails", "leaves", "null-byte"],
)
def test_a_module_that_cannot_be_imported_is_a_mistake_with_its_line(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    """What its author reads names file, line and error."""
    functions, [mistake] = functions_of(written(tmp_path, text), "reference/double.py")
    assert functions == {}
    assert (mistake.file, mistake.line) == ("reference/double.py", line)
    assert said in mistake.text


@pytest.mark.parametrize("text", ["import a_library_that_nobody_has\n", "raise ImportError('no')\n"])
def test_a_library_that_is_missing_is_told_with_the_interpreter_that_lacks_it(tmp_path: Path, text: str) -> None:
    """An author often has another Python in which the module can be imported."""
    _, (mistake,) = functions_of(written(tmp_path, text), "double.py")
    assert mistake.text.startswith("cannot be imported: ")
    assert (sys.executable in mistake.text) is text.startswith("import")

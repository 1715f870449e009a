"""The start of a run: what its processes compile together, and that it is read as it was written."""

from __future__ import annotations

from importlib.util import cache_from_source
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

from tests.bytecode import ROOT, compile_ahead, share_of, sources

FILES = [Path(f"{letter}.py") for letter in "abcdefgh"]


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_every_file_is_compiled_by_one_process(count: int) -> None:
    """No process compiles what another does, and no file is left out."""
    shares = [share_of(FILES, {"workerid": f"gw{number}", "workercount": count}) for number in range(count)]
    assert sorted(file for share in shares for file in share) == FILES


def test_a_process_alone_compiles_nothing_ahead() -> None:
    """It compiles what it imports, and nobody waits for the rest."""
    assert not share_of(FILES, None)


def test_students_code_is_not_compiled() -> None:
    """Much of it cannot be."""
    student = ROOT / "tests" / "hostile" / "eat_disk" / "scan.py"
    assert student.exists()
    assert Path(__file__) in sources()
    assert student not in sources()


def test_a_helper_is_compiled_as_python_will_look_for_it(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """It is not run."""
    file = tmp_path / "helpers.py"
    file.write_text("raise RuntimeError\n", encoding="utf-8")
    compile_ahead([file], request.config)
    assert Path(cache_from_source(str(file))).exists()


def test_a_test_is_compiled_as_pytest_will_look_for_it(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Its assertions are rewritten, and it is not run."""
    file = tmp_path / "test_of_something.py"
    file.write_text("raise RuntimeError\nassert []\n", encoding="utf-8")
    compile_ahead([file], request.config)
    (kept,) = (tmp_path / "__pycache__").iterdir()
    code = rewrite._read_pyc(file, kept)
    assert code is not None
    assert "@pytest_ar" in code.co_names

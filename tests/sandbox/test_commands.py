"""The grader's own code in a fresh interpreter: what comes back, and how it can fail."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from grader.sandbox import commands
from grader.sandbox.commands import CommandTimeout, call_module

if TYPE_CHECKING:
    from pathlib import Path

MODULE = """
import os, sys

def answer(request):
    print("noise")
    os.write(1, b"more noise")
    match request:
        case "fail":
            raise KeyError(5)
        case "sleep":
            import time
            time.sleep(60)
        case "where":
            return repr((os.getcwd(), "" in sys.path or os.getcwd() in sys.path))
    return request * 2
"""


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Return the name of a module that answers, found where ours are."""
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "answering_here.py").write_text(MODULE)
    monkeypatch.setattr(commands, "_ROOT", tmp_path / "ours")
    return "answering_here"


def test_a_request_is_answered_in_another_interpreter(module: str, tmp_path: Path) -> None:
    """Whole, in any language, and apart from what is printed meanwhile."""
    said = call_module(module, "é𝕏\n" * 100_000, folder=tmp_path, seconds=60)
    assert (said.code, said.output) == (0, "é𝕏\n" * 200_000)
    assert sorted(said.errors.split()) == ["more", "noise", "noise"]
    assert module not in sys.modules


def test_it_runs_in_the_folder_and_imports_nothing_of_it(module: str, tmp_path: Path) -> None:
    """A student's random.py is not taken for Python's own."""
    (tmp_path / "random.py").write_text("raise SystemExit('imported')")
    said = call_module(module, "where", folder=tmp_path, seconds=60)
    assert said.output == repr((str(tmp_path), False))


def test_a_fault_has_its_exit_code_and_its_traceback(module: str, tmp_path: Path) -> None:
    """And no answer."""
    said = call_module(module, "fail", folder=tmp_path, seconds=60)
    assert (said.code, said.output) == (1, "")
    assert said.errors.endswith("KeyError: 5\n")


def test_it_ends_when_its_time_is_over(module: str, tmp_path: Path) -> None:
    """Whatever it is doing."""
    with pytest.raises(CommandTimeout):
        call_module(module, "sleep", folder=tmp_path, seconds=0.5)

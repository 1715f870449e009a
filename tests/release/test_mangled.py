"""The kit's notebook, filled in and mangled as it comes back: its functions are found and graded as in the original."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.release import filled, mangled

if TYPE_CHECKING:
    from pathlib import Path

    from grader.results.model import SubmissionResult

QUICK = (
    "renamed",
    "cells-shuffled",
    "merged-into-one-cell",
    "starters-left-below",
    "downgraded-to-3",
    "errors-between",
)
"""Forms of the default run, in which two tasks are asked."""


def handed_in(folder: Path, name: str, only: tuple[str, ...]) -> SubmissionResult:
    """Write one form of the hand-in below `folder` and return what the grader says about it."""
    mangled.STARTERS[:] = filled.starters(only)
    for path, data in mangled.FORMS[name](filled.filled(only)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return filled.read(folder, only)


def read_as(result: SubmissionResult) -> dict[str, str]:
    """Return how each file was read, in words, and hold it to having some."""
    assert result.submission.reading
    for note in result.submission.reading:
        assert note.state == "whole" or note.name in note.message
    return {note.name: note.state for note in result.submission.reading}


@pytest.mark.parametrize("name", QUICK)
def test_a_form_of_two_tasks(tmp_path: Path, name: str) -> None:
    """Every function is found, and a word says how the file was read."""
    result = handed_in(tmp_path, name, filled.FEW)
    assert all(filled.held(result).values()), filled.held(result)
    assert read_as(result)


@pytest.mark.slow
def test_every_form(tmp_path: Path) -> None:
    """In 70 forms every function is found and graded as in the original; 95 % of them would be enough."""
    assert len(mangled.FORMS) == 70
    count = 0
    wrong: dict[str, Any] = {}
    for name in mangled.FORMS:
        result = handed_in(tmp_path / name, name, ())
        held = filled.held(result)
        assert read_as(result)
        count += len(held)
        lost = [function for function, well in held.items() if not well]
        wrong |= {name: lost} if lost else {}
    assert count == 70 * 19
    assert wrong == {}

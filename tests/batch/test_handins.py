"""The class in a download: an id for each, once, that JSON, a table and any disk take."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from grader.batch.distinct_ids import DistinctIds
from grader.batch.handins import _named, _text, handins
from grader.errors import UsageError
from grader.intake import HandIn
from grader.store import Folder

if TYPE_CHECKING:
    from pathlib import Path


def ids(*names: str) -> list[str]:
    """Return the ids that hand-ins of these names get."""
    return [hand_in.id for hand_in in _named([HandIn(name, None) for name in names], DistinctIds())]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(("ann", "bo"), ["ann", "bo"], id="different"),
        pytest.param(("ann", "ann"), ["ann-1", "ann-2"], id="the-same-twice"),
        pytest.param(("ann", "bo", "ann"), ["ann-1", "bo", "ann-3"], id="another-between"),
        pytest.param((), [], id="nobody"),
    ],
)
def test_no_two_students_have_one_id(names: tuple[str, ...], expected: list[str]) -> None:
    """A number tells them apart, by their place."""
    assert ids(*names) == expected


def test_ids_that_some_disks_take_for_one_are_told_apart() -> None:
    """By a part made of the name, which is the same on every run."""
    first, second = ids("Ada", "ada")
    assert first == "Ada"
    assert second.startswith("ada-")
    assert ids("Ada", "ada") == [first, second]


@pytest.mark.parametrize(
    ("raw", "text"),
    [(b"ann", "ann"), ("\u00fc".encode(), "\u00fc"), (b"a\xff", "a\\xff"), (b"\xc3", "\\xc3")],
    ids=repr,
)
def test_a_name_of_any_bytes_is_text(raw: bytes, text: str) -> None:
    """Neither JSON nor a table takes bytes that are no text."""
    assert _text(os.fsdecode(raw)) == text
    assert json.loads(json.dumps(text)) == text


def test_a_class_is_read_and_the_results_lie_apart(tmp_path: Path) -> None:
    """A folder of results inside the class is nobody's work."""
    for name in ("ann", "bo", "graded"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "double.py").write_text("def double(a):\n    return 2 * a\n")
    intake = handins(tmp_path, Folder(tmp_path / "graded"))
    assert [hand_in.id for hand_in in intake.hand_ins] == ["ann", "bo"]
    assert intake.sentence.startswith("Read as: folders")


def test_results_are_not_written_over_the_submissions(tmp_path: Path) -> None:
    """The sentence says what to do."""
    with pytest.raises(UsageError, match=r"holds the submissions\. Name another folder for the results with --out"):
        handins(tmp_path, Folder(tmp_path))

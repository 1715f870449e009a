"""Marks as rows: versions beside one another, the newest counts, and edits of a rubric part by part."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from grader.results import Rubric, RubricItem
from grader.store.marks import (
    SECOND,
    StaleMarkError,
    add_mark,
    all_marks,
    every_version,
    files_of,
    last_act,
    mark_history,
    marks_after,
    marks_of,
    marks_of_act,
    merged,
    newest_mark,
)
from tests.store.small_marks import ITEM, filled, mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Give the connection of a store with two answers."""
    folder = filled(tmp_path / "class", ana="because", ben="so")
    path = next(path for path in (tmp_path / "class").rglob("*.sqlite*") if path.suffix in {".sqlite", ".sqlite3"})
    del folder
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def saved(store: sqlite3.Connection, *marks: Any) -> None:
    """Save marks in order."""
    for stored in marks:
        add_mark(store, stored)


def test_the_newest_version_counts(store: sqlite3.Connection) -> None:
    """The older ones stay."""
    saved(store, mark("ana"), mark("ana", version=2, comment="better"), mark("ben"))
    newest = newest_mark(store, "ana", ITEM)
    assert newest is not None
    assert (newest.version, newest.mark.comment) == (2, "better")
    assert [stored.version for stored in mark_history(store, "ana", ITEM)] == [1, 2]
    assert [(stored.submission, stored.version) for stored in all_marks(store)] == [("ana", 2), ("ben", 1)]
    assert [stored.submission for stored in all_marks(store, ITEM)] == ["ana", "ben"]
    assert len(every_version(store)) == 3
    assert newest_mark(store, "eva", ITEM) is None


@pytest.mark.parametrize("version", [1, 3], ids=["seen-nothing", "ahead"])
def test_a_version_that_somebody_else_has_written_is_refused(store: sqlite3.Connection, version: int) -> None:
    """With theirs."""
    saved(store, mark("ana", by="Ben"))
    with pytest.raises(StaleMarkError) as error:
        saved(store, mark("ana", version=version))
    assert error.value.newest is not None
    assert error.value.newest.mark.by == "Ben"


def test_a_second_mark_counts_never(store: sqlite3.Connection) -> None:
    """It is compared alone."""
    saved(store, mark("ana", role=SECOND))
    assert marks_of(store, "ana") == {}
    assert [stored.submission for stored in all_marks(store, ITEM, SECOND)] == ["ana"]


def test_a_mark_that_was_taken_back_is_none(store: sqlite3.Connection) -> None:
    """Its versions stay."""
    saved(store, mark("ana"), mark("ana", version=2, state="cleared"))
    assert marks_of(store, "ana") == {}
    assert len(mark_history(store, "ana", ITEM)) == 2


def test_what_came_after_a_row_is_told(store: sqlite3.Connection) -> None:
    """And from where to ask again."""
    saved(store, mark("ana"))
    first, number = marks_after(store, 0)
    saved(store, mark("ben"))
    second, last = marks_after(store, number)
    assert ([stored.submission for stored in first], [stored.submission for stored in second]) == (["ana"], ["ben"])
    assert last > number
    assert marks_after(store, last) == ([], last)


def test_the_last_act_of_a_marker_can_be_taken_back(store: sqlite3.Connection) -> None:
    """As long as nobody has decided otherwise since."""
    saved(store, mark("ana", act="1"), mark("ben", act="1"))
    assert [stored.submission for stored in last_act(store, "Ada")] == ["ana", "ben"]
    assert last_act(store, "Eve") == []
    saved(store, mark("ben", version=2, by="Eve"))
    assert last_act(store, "Ada") == []
    assert len(marks_of_act(store, "1")) == 2


ONE, TWO, NEW = (RubricItem(id=id_, points=1, says=id_) for id_ in ("one", "two", "new"))
BETTER = RubricItem(id="one", points=2, says="one")


@pytest.mark.parametrize(
    ("file", "edited", "items"),
    [
        pytest.param((ONE, TWO), (ONE, TWO), (ONE, TWO), id="nobody"),
        pytest.param((BETTER, TWO), (ONE, TWO), (BETTER, TWO), id="the-file"),
        pytest.param((ONE, TWO), (BETTER, TWO), (BETTER, TWO), id="the-browser"),
        pytest.param((ONE, TWO, NEW), (ONE, TWO), (ONE, TWO, NEW), id="added-in-the-file"),
        pytest.param((ONE, TWO), (ONE, NEW, TWO), (ONE, NEW, TWO), id="added-in-the-browser"),
        pytest.param((ONE,), (ONE, TWO), (ONE,), id="removed-in-the-file"),
        pytest.param((ONE, TWO), (TWO,), (TWO,), id="removed-in-the-browser"),
        pytest.param((BETTER, TWO), (TWO,), (TWO,), id="removed-there-and-changed-here"),
    ],
)
def test_a_rubric_is_merged_part_by_part(file: Any, edited: Any, items: Any) -> None:
    """What was edited in the browser wins; all else follows the file."""
    base = Rubric(items=(ONE, TWO), text="old")
    made = merged(Rubric(items=file, text="of the file"), Rubric(items=edited, text="old"), base)
    assert (made.items, made.text) == (items, "of the file")
    assert merged(Rubric(text="of the file"), Rubric(text="edited"), base).text == "edited"


@pytest.mark.parametrize(("text", "digest"), [('{"files": "abc"}', "abc"), ("{}", "")], ids=["files", "none"])
def test_the_digest_of_the_files_is_in_what_decides(text: str, digest: str) -> None:
    """Empty where there is none."""
    assert files_of(text) == digest

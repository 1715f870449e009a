"""Marks as text: byte-stable, and nothing overwritten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import UsageError
from grader.marking.text_format import export_text, import_text
from grader.results import Rubric
from tests.store.small_marks import HALF, ITEM, RUBRICS, filled, mark, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANSWERS = {"ana": "because", "ben": "", "cleo": "since\n\nthen"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Any]:
    """Return a store with marks, of which one has a history, and an edited rubric."""
    with opened(filled(tmp_path / "one", **ANSWERS)) as marking:
        marking.save(
            [mark("cleo", HALF, answer="since", comment="Ünïcode ∑ “x”")],
            {mark("cleo", answer="since").mark.answer: "since"},
        )
        marking.save([mark("ana", HALF, act="a1")])
        marking.save([mark("ana", version=2, by="Bob")])
        marking.edit_rubric(ITEM, 0, Rubric(text="edited", items=(HALF,)), "Ada")
        yield marking


def exported(store: Any, path: Path) -> Any:
    """Write an export and return its path."""
    path.write_text(export_text(store), encoding="utf-8")
    return path


def test_the_same_marks_are_the_same_bytes(store: Any, tmp_path: Path) -> None:
    """Whatever the order in which they were saved; also after a way through another class."""
    text = export_text(store)
    with opened(filled(tmp_path / "two", **ANSWERS)) as other:
        imported = import_text(other, exported(store, tmp_path / "marks.json"))
        assert (imported.marks, imported.rubrics, imported.conflicts) == (3, 1, [])
        assert export_text(other) == text == export_text(store)
        assert other.newest("cleo").result.points == store.newest("cleo").result.points
        assert import_text(other, tmp_path / "marks.json").marks == 0


def test_what_is_there_is_not_overwritten(store: Any, tmp_path: Path) -> None:
    """Both are named, and the exit code says that there was something."""
    path = exported(store, tmp_path / "marks.json")
    with opened(filled(tmp_path / "two", **ANSWERS)) as other:
        other.save([mark("ana", by="Eva", comment="mine")])
        imported = import_text(other, path)
        assert imported.conflicts == [f"ana, {ITEM}: Eva marked it here, Ada in the file"]
        assert [one.mark.by for one in other.history("ana", ITEM)] == ["Eva"]
        assert other.mark_of("cleo", ITEM).mark.comment == "Ünïcode ∑ “x”"


def test_newer_versions_of_the_same_history_are_taken_in(store: Any, tmp_path: Path) -> None:
    """An export of later is merged into a store of earlier."""
    path = exported(store, tmp_path / "marks.json")
    with opened(filled(tmp_path / "two", **ANSWERS)) as other:
        other.save([mark("ana", HALF, act="a1")])
        assert import_text(other, path).conflicts == []
        assert other.mark_of("ana", ITEM).mark.by == "Bob"


def test_a_rubric_that_differs_is_listed(store: Any, tmp_path: Path) -> None:
    """The one that is here is kept."""
    path = exported(store, tmp_path / "marks.json")
    with opened(filled(tmp_path / "two", **ANSWERS)) as other:
        other.edit_rubric(ITEM, 0, Rubric(text="mine"), "Eva")
        assert import_text(other, path).conflicts == [f"rubric of {ITEM}, version 1: differs; the one here is kept"]
        assert other.rubrics()[ITEM].text == "mine"


def test_a_class_without_marks(tmp_path: Path) -> None:
    """It has an export too."""
    with opened(filled(tmp_path / "one", **ANSWERS)) as store:
        assert json.loads(export_text(store)) == {"format": "grader marks 1", "marks": [], "rubrics": [], "answers": {}}
        assert import_text(store, exported(store, tmp_path / "marks.json")).marks == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(lambda data: "{", "not an export of marks", id="no-json"),
        pytest.param(lambda data: json.dumps({**data, "format": "x"}), "expected the format", id="another-format"),
        pytest.param(lambda data: json.dumps({**data, "extra": 1}), "extra", id="an-unknown-key"),
        pytest.param(
            lambda data: json.dumps({**data, "marks": [{**data["marks"][0], "version": 5}]}), "missing", id="a-gap"
        ),
        pytest.param(
            lambda data: json.dumps({**data, "marks": [{**data["marks"][0], "mark": {"by": ""}}]}), "by", id="no-marker"
        ),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(store: Any, tmp_path: Path, change: Any, says: str) -> None:
    """With the place of its mistake, and nothing is taken in."""
    path = tmp_path / "bad.json"
    path.write_text(change(json.loads(export_text(store))))
    with opened(filled(tmp_path / "two", **ANSWERS), rubrics=RUBRICS) as other:
        with pytest.raises(UsageError, match=says):
            import_text(other, path)
        assert other.everything() == []


def test_a_file_that_is_not_there(store: Any, tmp_path: Path) -> None:
    """It says so."""
    with pytest.raises(UsageError, match="cannot be read"):
        import_text(store, tmp_path / "nothing.json")

"""Marks of the marking pages through batch and regrade: nothing is lost, and nothing is graded for a rubric's sake."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.batch import Batch, regrade, run
from grader.marking.index import MarkIndex
from grader.results.hand_marks import HandMark, answer_digest
from grader.results.overrides import Overrides
from grader.store import Folder, Store
from grader.store.marking import MarkingStore, StoredMark
from tests.batch.class_of import RIGHT, Threads, write_class
from tests.present import present

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = """\
  - id: proof
    title: the proof
    points: 2
    written: Proof
    rubric: [{id: half, points: 1, says: half of it}]
"""


@pytest.fixture
def klass(tmp_path: Path) -> Any:
    """Return a graded class of two with a written check."""
    root = write_class(tmp_path, anna=RIGHT, ben=RIGHT)
    task = next((root / "course/tasks").glob("*.yaml"))
    task.write_text(task.read_text().replace("checks:\n", f"checks:\n{WRITTEN}", 1))
    (root / "class/anna/answers.md").write_text("# Proof\nIt cancels.\n")
    graded(root)
    return root


def batch_of(root: Any) -> Any:
    """Return the batch."""
    return Batch(root / "class", root / "course", root / "out", Threads(), walls=False)


def graded(root: Any) -> Any:
    """Grade and return how many had to be."""
    return run(batch_of(root), lambda _: None).graded


def item_of(root: Any) -> Any:
    """Return the name of the written check."""
    with Store(Folder(root / "out")) as store:
        return f"{present(store.newest('anna')).result.tasks[0].id}.proof"


def save(root: Any, submission: str = "anna", version: int = 1, answer: str = "It cancels.", **fields: Any) -> None:
    """Save a mark as the marking pages do."""
    item = item_of(root)
    mark = HandMark(**{"points": 1.5, "by": "Ada", "at": "", "answer": answer_digest(answer), **fields})
    with MarkingStore(Folder(root / "out"), {}, Overrides) as store:
        store.save([StoredMark(submission, item, "first", version, mark)], {mark.answer: answer})


def proof(root: Any, submission: str = "anna") -> Any:
    """Return the written check."""
    with Store(Folder(root / "out")) as store:
        return next(c for c in present(store.newest(submission)).result.tasks[0].checks if c.id == "proof")


def row(root: Any, submission: str = "anna") -> Any:
    """Return the row of grades.csv."""
    rows = csv.DictReader((root / "out/grades.csv").read_text().splitlines())
    return next(row for row in rows if row["submission"] == submission)


def test_the_next_batch_publishes_what_was_marked(klass: Any) -> None:
    """Page and table follow without grading anything."""
    save(klass)
    assert graded(klass) == 0
    assert row(klass)["pending_points"] == "0"
    assert "Marked by Ada" in (klass / "out/reports/anna.html").read_text()
    with Store(Folder(klass / "out")) as store:
        assert store.unpublished() == []


def test_a_renamed_hand_in_has_its_marks_at_once(klass: Any) -> None:
    """In the result, the table and the page of the very batch that finds the new name, and on an open marking site."""
    save(klass)
    index, item = MarkIndex(), item_of(klass)
    with MarkingStore(Folder(klass / "out"), {}, Overrides) as store:
        index.follow(store)
        (klass / "class/anna").rename(klass / "class/zoe")
        graded(klass)
        assert proof(klass, "zoe").points == 1.5
        assert row(klass, "zoe")["pending_points"] == "0"
        assert "Marked by Ada" in (klass / "out/reports/zoe.html").read_text()
        assert store.unpublished() == []
        index.follow(store)
        assert {id_: stored.mark.points for id_, stored in index.of(item, "first").items()} == {"zoe": 1.5}


def test_a_changed_rubric_or_model_answer_grades_nobody_again(klass: Any) -> None:
    """The points of those who have the item follow."""
    item = {"id": "half", "points": 1, "says": "half of it"}
    save(klass, items=[item], points=None)
    task = next((klass / "course/tasks").glob("*.yaml"))
    task.write_text(task.read_text().replace("points: 1, says: half of it", "points: 0.5, says: a quarter of it"))
    (klass / "course/reference/answers.md").write_text("# Proof\nBy symmetry.\n")
    assert graded(klass) == 0
    assert (proof(klass).points, proof(klass).mark.items[0].says) == (0.5, "a quarter of it")
    assert proof(klass, "ben").rubric.items[0].points == 0.5
    assert graded(klass) == 0


def test_marks_survive_new_code_and_a_new_answer_waits(klass: Any) -> None:
    """The same answer keeps its points; another one is looked at again."""
    save(klass)
    for file in (klass / "class/anna").glob("*.py"):
        file.write_text(file.read_text() + "\n# better\n")
    assert graded(klass) == 1
    assert proof(klass).points == 1.5
    (klass / "class/anna/answers.md").write_text("# Proof\nIt cancels, since.\n")
    assert graded(klass) == 1
    assert str(proof(klass).outcome) == "pending"
    (klass / "class/anna/answers.md").write_text("# Proof\nIt cancels.\n")
    assert graded(klass) == 0
    assert proof(klass).points == 1.5


@pytest.mark.parametrize("apply", [False, True], ids=["dry", "applied"])
def test_a_regrade_keeps_what_people_decided(klass: Any, apply: bool) -> None:
    """Before and after, nobody's mark changes."""
    save(klass)
    reference = next((klass / "course/reference").glob("*.py"))
    reference.write_text(reference.read_text() + "\n# another\n")
    found = regrade(batch_of(klass), lambda _: None, apply=apply)
    assert (found.changes, found.same) == ([], 2)
    assert proof(klass).points == 1.5


def test_a_batch_is_not_kept_out_by_an_open_marking_store(klass: Any) -> None:
    """And the other way round: both write."""
    with MarkingStore(Folder(klass / "out"), {}, Overrides) as store:
        (klass / "class/ben/answers.md").write_text("# Proof\nSo.\n")
        assert graded(klass) == 1
        mark = HandMark(points=1, by="Ada", at="", answer=answer_digest("So."))
        store.save([StoredMark("ben", item_of(klass), "first", 1, mark)])
    assert proof(klass, "ben").points == 1


def test_where_the_work_lies_is_on_record(klass: Any) -> None:
    """The marking pages show what was handed in."""
    with Store(Folder(klass / "out")) as store:
        assert store.hand_in("anna") == (klass / "class/anna").absolute()
        assert store.hand_in("nobody") is None


def test_the_result_in_the_table_of_the_store_has_the_mark(klass: Any) -> None:
    """Who reads the column `result` reads what people decided."""
    save(klass)
    with Store(Folder(klass / "out")) as store:
        data = json.loads(present(store.newest("anna")).text)
    marks = [check["mark"] for task in data["tasks"] for check in task["checks"] if check["id"] == "proof"]
    assert (marks[0]["by"], marks[0]["points"]) == ("Ada", 1.5)


@pytest.mark.parametrize("new", ["annabel", "Anna", "a b"])
def test_marks_follow_a_folder_that_is_renamed(klass: Any, new: str) -> None:
    """The files are the same, so what a person said of them is too: in the result, the table and on the page."""
    save(klass)
    graded(klass)
    (klass / "class/anna").rename(klass / "class" / new)
    graded(klass)
    with Store(Folder(klass / "out")) as store:
        ids = store.ids()
        (id_,) = set(ids) - {"ben"}
        marked = next(c for c in present(store.newest(id_)).result.tasks[0].checks if c.id == "proof")
    assert (marked.points, present(marked.mark).by) == (1.5, "Ada")
    assert row(klass, id_)["points"] == str(3 + 1.5)
    graded(klass)
    assert row(klass, id_)["points"] == str(3 + 1.5)


def test_marks_go_to_nobody_whose_files_are_others(klass: Any) -> None:
    """A new student under another name has none of them, and the earlier one keeps theirs."""
    save(klass)
    graded(klass)
    (klass / "class/anna").rename(klass / "anna")
    (klass / "class/cy").mkdir()
    (klass / "class/cy/double.py").write_text(f"# mine\n{RIGHT}")
    graded(klass)
    assert proof(klass, "cy").mark is None
    assert proof(klass, "anna").mark.by == "Ada"

"""An import before it is written: what two tasks bring under one name."""

from __future__ import annotations

from grader.importing.model import Import, ImportedTask, ImportRow


def task(id_: str, **files: bytes) -> ImportedTask:
    """Return a task that brings files."""
    return ImportedTask(id_, id_, "", "source", (), files={f"support/{name}": data for name, data in files.items()})


def test_a_task_that_brings_another_file_of_the_same_name_is_left_out() -> None:
    """The first one stays; the table says so for every row of the other."""
    made = Import([task("a", data=b"1"), task("b", data=b"1"), task("c", data=b"2", more=b"3"), task("d", more=b"4")])
    made.rows = [ImportRow("nb", "q", "a"), ImportRow("nb", "q2", "c"), ImportRow("nb", "q3", "c")]
    made.leave_out_clashes()
    assert [imported.id for imported in made.tasks] == ["a", "b", "d"]
    assert [row.imported for row in made.rows] == [True, False, False]
    assert made.rows[1].reason == "an earlier task has another support/data: import it into a course of its own"


def test_what_is_left_out_has_a_row() -> None:
    """With the reason, and no task."""
    made = Import()
    made.leave_out("tests/q1.py", "q1", "is not Python")
    assert made.rows == [ImportRow("tests/q1.py", "q1", "", "is not Python")]
    assert not made.rows[0].imported

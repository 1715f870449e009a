"""The grades of a class, read from its folder for commands that carry them elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from grader.export.grade import Grade
    from grader.store import Store


def read_grades(folder: Path, *, so_far: bool) -> list[Grade]:
    """Return the grade of every submission; one result is in memory at a time.  Raises UsageError."""
    from grader.export.grade import grade_of
    from grader.store import Folder, Store

    with Store(Folder(folder)) as store:
        _require_same_policy(store, folder)
        grades = [grade_of(stored.result, so_far=so_far) for stored in store.all()]
    return sorted(grades, key=lambda grade: grade.facts.id.casefold())


def _require_same_policy(store: Store, folder: Path) -> None:
    """Raise UsageError if the course's late policy is not the one of the results and the students' pages."""
    from pathlib import Path

    from grader.course.late import late_fact, read_late
    from grader.errors import SpecError, UsageError

    stored, course = store.fact("late"), store.fact("course")
    if stored is None or course is None or not Path(course).is_dir():
        return
    policy, mistakes = read_late(Path(course))
    if mistakes:
        raise SpecError(mistakes)
    if late_fact(policy) != stored:
        raise UsageError(
            f"{folder}: the late policy in {course}/course.toml has changed since. Run the same `grader batch` again: "
            "it updates the students' pages without grading anything anew."
        )

"""Checks with objects in a students' kit: the reference's programs are recorded, and a mistake is shown as ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader import PUBLIC_SEED
from grader.course import load_course
from grader.judge import Grading, Preparation
from grader.release import release
from grader.release.recordable import Omission
from tests.judge.small_gradings import graded, outcomes, the
from tests.judge.test_object_checks import EVERY, REFERENCE, SPEC, course_of
from tests.samples.families import some_of

if TYPE_CHECKING:
    from grader.release.kit import TaskKit

KEPT = EVERY - {"repeat"}
"""All but the one that asks the reference about what a student's function returns."""


@pytest.fixture(scope="module")
def gradings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Grading, Grading, TaskKit]:
    """Give the course, its kit as students have it, and what is said of the kit."""
    folder = tmp_path_factory.mktemp("kit_of_objects")
    (folder / "course").mkdir()
    course = course_of(folder / "course", SPEC, REFERENCE)
    (released,) = release(course, course.tasks, folder / "kit")
    kit = load_course(folder / "kit", kits=True)
    by_course, by_kit = (Grading(one.tasks, Preparation(PUBLIC_SEED)) for one in (course, kit))
    return by_course, by_kit, released


def test_all_are_in_the_kit_that_ask_about_inputs(gradings: tuple[Grading, Grading, TaskKit]) -> None:
    """Only what the reference is asked about a student's answers is left out."""
    _, by_kit, released = gradings
    assert (released.left_out, released.reasons) == ({"repeat": Omission.REFERENCE}, {})
    assert {check.id for check in by_kit.tasks[0].checks} == KEPT


def test_no_code_of_the_reference_is_in_the_kit(gradings: tuple[Grading, Grading, TaskKit]) -> None:
    """What is known are answers, and the names of exceptions."""
    _, by_kit, _ = gradings
    known = by_kit.tasks[0].reference
    exceptions = {name for name, value in known.items() if isinstance(value, type)}
    assert exceptions == {"EmptyError"}
    assert {type(value).__name__ for name, value in known.items() if name not in exceptions} == {"RecordedFunction"}


@pytest.mark.parametrize(
    ("before", "after", "failing"),
    some_of(
        [
            ("", "", set[str]()),
            ("return self._items.pop()", "return self._items.pop(0)", {"steps"}),
            ("return x * w, (x, w)", "return x * w, (w, 2 * w)", {"back", "twice"}),
            ("return x * w, (x, w)", "return x * w", {"back", "twice"}),
            ("a.sort()", "a = sorted(a)", {"after"}),
            ('raise EmptyError("empty")', 'raise KeyError("empty")', {"empty"}),
            ('print("Hello", name)', 'print("Hallo", name)', {"prints"}),
            (
                "return len(self._items)\n    def total",
                "return 1 + len(self._items)\n    def total",
                {"length", "steps"},
            ),
        ]
    ),
    ids=["right", "first", "cache", "no-cache", "sorted-copy", "exception", "printed", "length"],
)
def test_a_kit_says_what_the_course_says(
    gradings: tuple[Grading, Grading, TaskKit], before: str, after: str, failing: set[str]
) -> None:
    """The same checks fail in as many cases, and about the same call; how far a case is simplified may differ."""
    by_course, by_kit, _ = gradings
    assert before in REFERENCE
    code = REFERENCE.replace(before, after) if before else REFERENCE
    mine, theirs = graded(by_kit, code), graded(by_course, code)
    failed = {id_ for id_, outcome in outcomes(mine).items() if outcome != "passed"}
    assert failed == failing
    for id_ in KEPT:
        kit, course = the(mine, id_), the(theirs, id_)
        assert (kit.outcome, kit.failed_cases, kit.points) == (course.outcome, course.failed_cases, course.points)
        assert kit.message.partition("(")[0] == course.message.partition("(")[0]
        assert bool(kit.repeat) == bool(course.repeat)

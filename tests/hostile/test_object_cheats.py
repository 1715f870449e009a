"""Objects that change their answers, and tricks round a test, in real processes, over each link and in a kit.

The cheats are those of `tests/tester/`; those of `read_cases` and `arrival_cases` are shown there to pass if nothing is known of the reference.
"""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

import pytest

from grader.course import load_course
from grader.judge import Grading, Preparation, grade
from grader.release import release
from grader.results import Outcome
from grader.submission import SourceFile, Submission
from tests.samples.course_files import course_of_files
from tests.samples.links import LINKS, workers_over
from tests.tester import arrival_cases, read_cases, trick_cases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.checks.task import Task
    from grader.course import Course
    from grader.sandbox.factory import WorkerFactory
    from tests.tester.answer_cases import AnswerCase

CHEATS = read_cases.CHANGING | trick_cases.TRICKS | {f"arriving-{name}": case for name, case in arrival_cases.CHEATS.items()}
HONEST = (
    read_cases.HONEST
    | trick_cases.HONEST_TRICKS
    | {f"arriving-{name}": case for name, case in arrival_cases.HONEST.items()}
)


def _tasks(cases: Mapping[str, AnswerCase], word: str) -> dict[str, AnswerCase]:
    """Return the cases by the ids of their tasks; those that look into the conversation itself are left out."""
    within = [case for case in cases.values() if "joined." not in case.test]
    return {f"{word}{number}": case for number, case in enumerate(within)}


TASKS = _tasks(CHEATS, "cheat") | _tasks(HONEST, "honest")


SOME = ["cheat0", "cheat20", "cheat31", "cheat64", "honest3", "honest43"]
EACH = [pytest.param(SOME, id="some"), pytest.param(list(TASKS), id="each", marks=pytest.mark.slow)]
STUDENTS = {task: case.student for task, case in TASKS.items()}
AT_ONCE = 10


@pytest.fixture(scope="module", params=LINKS)
def workers(request: pytest.FixtureRequest) -> Iterator[WorkerFactory]:
    """Give workers over each link, with all walls that it has."""
    with workers_over(request.param) as factory:
        yield factory


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Give the course of all cases."""
    return course_of(tmp_path_factory.mktemp("cheats"), TASKS)


def course_of(folder: Path, cases: Mapping[str, AnswerCase]) -> Course:
    """Return the course of some cases."""
    texts = {}
    for task, case in cases.items():
        texts[f"tasks/{task}.yaml"] = f"id: {task}\ntitle: {task}\nstatement: Write it.\ntests: all\n"
        texts[f"reference/{task}.py"] = case.reference
        texts[f"reference/tests/{task}.py"] = f"import {task} as work\n\ndef test_it():\n{indent(case.test, '    ')}\n"
    return course_of_files(folder, texts)


def outcomes(tasks: Sequence[Task], sources: Mapping[str, str], workers: WorkerFactory) -> dict[str, tuple[Outcome, str]]:
    """Return the outcomes by task; a submission has time for some tasks."""
    got: dict[str, tuple[Outcome, str]] = {}
    for first in range(0, len(tasks), AT_ONCE):
        some = tasks[first : first + AT_ONCE]
        files = tuple(SourceFile(f"{task.id}.py", sources[task.id].encode()) for task in some)
        result = grade(Submission("someone", files), Grading(some, Preparation(1)), workers.worker)
        got |= {task.id: (check.outcome, check.message) for task in result.tasks for check in task.checks}
    return got


def _assert_only_honest_ones_pass(got: dict[str, tuple[Outcome, str]]) -> None:
    passed = {task for task, (outcome, _) in got.items() if outcome is Outcome.PASSED}
    assert passed == {task for task in got if task.startswith("honest")}, {
        task: (got[task], TASKS[task].student) for task in got if (task in passed) == task.startswith("cheat")
    }
    assert {outcome for outcome, _ in got.values()} <= {Outcome.PASSED, Outcome.FAILED, Outcome.ERROR}


@pytest.mark.parametrize("chosen", EACH)
def test_only_honest_answers_pass(tmp_path: Path, workers: WorkerFactory, chosen: Sequence[str]) -> None:
    """No cheat passes, each honest answer does, and after them the references."""
    tasks = course_of(tmp_path, {task: TASKS[task] for task in chosen}).tasks
    _assert_only_honest_ones_pass(outcomes(tasks, STUDENTS, workers))
    references = outcomes(tasks, {task: case.reference for task, case in TASKS.items()}, workers)
    assert {outcome for outcome, _ in references.values()} == {Outcome.PASSED}, references


@pytest.mark.slow
def test_only_honest_answers_pass_in_a_kit(course: Course, workers: WorkerFactory, tmp_path: Path) -> None:
    """A kit has no reference and knows what it has shown."""
    release(course, course.tasks, tmp_path / "kit")
    _assert_only_honest_ones_pass(outcomes(load_course(tmp_path / "kit", kits=True).tasks, STUDENTS, workers))

"""The corpus of wrong solutions that the diagnosis is measured on: all courses, each with the true cause."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from benchmarks.diagnoses import COURSES, corpus, failing, is_named, kind_of
from grader.course import load_course
from grader.judge import Grading, Preparation, grade
from grader.results import CheckResult, Outcome
from grader.sandbox.process import Worker

SOLUTIONS = tuple(corpus())


def test_all_three_courses_are_in_it_with_at_least_forty_solutions_each() -> None:
    """A course without any would say nothing about its kinds of values."""
    counts = Counter(solution.course for solution in SOLUTIONS)
    assert counts.keys() == COURSES.keys()
    assert min(counts.values()) >= 40
    assert sum(counts.values()) >= 200


def test_names_are_unique_within_a_task() -> None:
    """A report tells them apart by name."""
    names = Counter((solution.course, solution.task, solution.name) for solution in SOLUTIONS)
    assert {name for name, count in names.items() if count > 1} == set()


def test_each_is_a_file_that_python_reads() -> None:
    """One that cannot be read would be counted as one that raises."""
    for solution in SOLUTIONS:
        compile(solution.files[0][1], f"{solution.task}:{solution.name}", "exec")


def test_those_of_neural_networks_say_their_true_cause() -> None:
    """A reader judges a sentence by it."""
    assert [s.name for s in SOLUTIONS if s.course == "neural_networks" and not s.cause] == []


def _check(kind: str = "expect", message: str = "", diagnosis: str = "") -> CheckResult:
    return CheckResult(
        id="a", kind=kind, title="", functions=(), outcome=Outcome.FAILED, points=0, max_points=1, message=message,
        diagnosis=diagnosis,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("checks", "kind"),
    [
        ([], "passes"),
        ([_check(diagnosis="A cause.")], "explained"),
        ([_check(diagnosis="Wherever it is wrong `f` returns exactly 1 too few.")], "manner"),
        (
            [_check(diagnosis="`f` is wrong nearly always: it is right only where `x` is empty.")],
            "little",
        ),
        ([_check(diagnosis="Wherever it is wrong it is so."), _check(diagnosis="A cause.")], "explained"),
        ([_check()], "nothing said"),
        ([_check(kind="chain", message="Line 2 does not follow.")], "named by the check"),
        ([_check(kind="distribution")], "named by the check"),
        ([_check(kind="distribution"), _check()], "nothing said"),
    ],
)
def test_a_manner_is_no_cause(checks: list[CheckResult], kind: str) -> None:
    """Only a cause or an exact "when" counts as explained."""
    assert kind_of(checks) == kind


def test_a_check_of_values_names_nothing_itself() -> None:
    """A line of an output is no line of a derivation."""
    assert not is_named(_check(message="Line 1 is `a`."))


SLOWEST = (
    ("two_layer_net", "grads_not_divided"),
    ("softmax_loss", "loss_divided_by_classes"),
    ("primes", "primes_up_to_odd"),
)


@pytest.mark.slow
@pytest.mark.parametrize(("task", "name"), SLOWEST)
def test_a_machine_of_a_third_of_the_speed_tells_the_same(
    task: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Steps and messages end a search, and no seconds: these searches took longest."""
    (wrong,) = (solution for solution in SOLUTIONS if (solution.task, solution.name) == (task, name))
    tasks = load_course(COURSES[wrong.course], [task]).tasks

    def told() -> list[tuple[str, str, str]]:
        result = grade(wrong.submission, Grading(tasks, Preparation(1)), Worker)
        return [(check.id, check.message, check.diagnosis) for check in failing(result)]

    fast, real = told(), time.thread_time
    monkeypatch.setattr(time, "thread_time", lambda: 3 * real())
    assert told() == fast
    assert any(diagnosis for *_, diagnosis in fast)

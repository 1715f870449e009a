"""Every number in a told sentence agrees with the case beside it, and with the cases that were tried."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.diagnoses import COURSES, WrongSolution, corpus, failing
from grader.course import load_course
from grader.diagnosis.case_values import ANSWER
from grader.diagnosis.conditions import sentence
from grader.diagnosis.observations import observe_cases
from grader.judge import Grading, Preparation, grade
from grader.results import CheckResult, Outcome
from grader.results.evidence import Counterexample
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.zygote import Zygote
from grader.worker.wire.value_writing import write_value
from tests.diagnosis.told_numbers import contradictions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.diagnosis.observations import Observations

EVERY = 6
"""Of each task one solution in so many is looked at: all of them take a quarter of an hour."""
SOLUTIONS = tuple(corpus())
TASKS = sorted({(solution.course, solution.task) for solution in SOLUTIONS})
COUNTED = (
    r"(wrong|right) exactly where .*: in (?:all (\d+) such cases|the one such case), and in none of the (\d+) others"
)


def _check(diagnosis: str, inputs: dict[str, Any], got: Any, expected: Any) -> CheckResult:
    return CheckResult(
        id="a", kind="expect", title="", functions=(), outcome=Outcome.FAILED, points=0, max_points=1, message="",
        diagnosis=diagnosis, counterexample=Counterexample(inputs=inputs, got={"f": got}, expected={"f": expected}),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("diagnosis", "inputs", "got", "expected", "is_so"),
    [
        ("`f` returns 2 times what is expected, in every case.", {}, 4, 2, True),
        ("`f` returns 2 times what is expected, in every case.", {}, 4, 3, False),
        ("`f` returns 0 for every input that was tried.", {}, [0.0, 0.0], [1, 2], True),
        ("`f` returns 0 for every input that was tried.", {}, [0.0, 1.0], [1, 2], False),
        ("`f` is wrong exactly where `x` is empty: in all 4 such cases", {"x": []}, 1, 0, True),
        ("`f` is wrong exactly where `x` is empty: in all 4 such cases", {"x": [1.0]}, 1, 0, False),
        ("`f` is right exactly where `x` is empty: in all 4 such cases", {"x": [1.0]}, 1, 0, True),
        ("`f` is wrong exactly where `x` has 3 numbers or more: in all 4 such cases", {"x": [1.0, 2.0]}, 1, 0, False),
        ("`f` is wrong exactly where `x` has 2 numbers or more: in all 4 such cases", {"x": [1.0, 2.0]}, 1, 0, True),
        ("It goes wrong from numbers in `x + c` of about 709 on.", {"x": [0.0], "c": 710}, 1, 0, True),
        ("It goes wrong from numbers in `x + c` of about 709 on.", {"x": [0.0], "c": 700}, 1, 0, False),
    ],
)
def test_a_number_that_is_at_odds_with_the_case_is_found(
    diagnosis: str, inputs: dict[str, Any], got: Any, expected: Any, is_so: bool
) -> None:
    """Or else the test of the corpus would find nothing."""
    wrong, compared = contradictions(_check(diagnosis, inputs, got, expected))
    assert compared == 1
    assert bool(wrong) is not is_so


class _Recorder:
    """Counts the cases that "exactly when" rests on, each once."""

    def __init__(self) -> None:
        self._fails: dict[bytes, bool] = {}
        self.told: dict[str, tuple[int, int]] = {}
        """The numbers of failing and of other cases, by the sentence that was made of them."""

    def observe(self, goal: Any, pool: Any) -> Observations | None:
        """Return the observations, and count their cases."""
        observations = observe_cases(goal, pool)
        if pool[0].name == "drawn":
            self._fails.clear()
        if observations is not None:
            for case, fails in zip(observations.cases, observations.failing, strict=True):
                given = {name: value for name, value in case.items() if name != ANSWER}  # that may be random
                self._fails.setdefault(write_value(given), bool(fails))
        return observations

    def worded(self, *words: Any) -> str:
        """Return the sentence, and note the cases."""
        text = sentence(*words)
        failing = sum(self._fails.values())
        self.told[text] = failing, len(self._fails) - failing
        return text


def _miscounted(text: str, told: dict[str, tuple[int, int]]) -> Iterator[str]:
    """Yield a sentence whose counts are not those of the cases."""
    for counted, (failing_cases, others) in told.items():
        found = re.search(COUNTED, counted)
        if found and counted in text:
            counts = int(found[2] or 1), int(found[3])
            due = (failing_cases, others) if found[1] == "wrong" else (others, failing_cases)
            if counts != due:
                yield f"{counted} {due}"


@pytest.mark.slow
@pytest.mark.parametrize(("course", "task"), TASKS)
def test_of_the_corpus_every_number_is_so(course: str, task: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the case beside it, and in the cases that it counts."""
    grading = Grading(load_course(COURSES[course], [task]).tasks, Preparation(1))
    wrong: list[str] = []
    with Zygote() as zygote:
        worker = WorkerFactory(True, zygote).worker
        for solution in [other for other in SOLUTIONS if (other.course, other.task) == (course, task)][::EVERY]:
            recorder = _Recorder()
            monkeypatch.setattr("grader.diagnosis.confirmation.observe_cases", recorder.observe)
            monkeypatch.setattr("grader.diagnosis.confirmation.sentence", recorder.worded)
            for check in failing(grade(solution.submission, grading, worker)):
                wrong += [f"{_name(solution, check)}: {text}" for text in contradictions(check)[0]]
                wrong += [f"{_name(solution, check)}: {text}" for text in _miscounted(check.diagnosis, recorder.told)]
            monkeypatch.undo()
    assert wrong == []


def _name(solution: WrongSolution, check: CheckResult) -> str:
    return f"{solution.name} {check.id}"

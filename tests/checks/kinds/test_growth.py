"""Growth, with made-up times: what is asked, in which order, and when a failure is said."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks.drawn_entries import SAMPLE
from grader.checks.kinds.growth import REPEATS, Growth
from grader.results import Outcome
from grader.sandbox.exits import EndReason, WorkerExit
from tests.present import present
from tests.samples.small_tasks import prepared, response_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.checks.verdict import Verdict

LARGEST = 40_000
NOISE = st.lists(st.floats(1, 1.25), min_size=9, max_size=9)
SPEC = f"""
sizes: {{n: [1, 6]}}
inputs: {{x: {{vector: n, integers: [-9, 9]}}}}
functions: {{f: {{args: [x]}}}}
checks: [{{id: a, title: t, points: 1, growth: f(x), over: n, up_to: {LARGEST}}}]
"""


@pytest.fixture(scope="module")
def growth(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return a check with a largest size that is quickly made, to which made-up times are given."""
    return prepared(
        tmp_path_factory.mktemp("course"), SPEC, "import numpy as np\n\ndef f(x):\n    return np.cumsum(x)\n"
    )


def judged(
    growth: Growth, seconds: Callable[..., Any], f: Callable[..., Any] | None = None, ends: WorkerExit | None = None
) -> tuple[Verdict, list[int]]:
    """Examine a submission whose call takes `seconds(size, how often it was asked)`; return verdict and sizes asked."""
    asked: list[Any] = []
    examination = growth.examine()
    question = next(examination)
    try:
        while True:
            size = int(question.groups[0].arguments[0].counts[0])
            if question.groups[0].entries:  # of the answer before
                question = examination.send(response_to(question, {"f": len}, cpu=0.0))
                continue
            taken = seconds(size, asked.count(size))
            asked.append(size)
            end = ends if ends and size == LARGEST else None
            reply = response_to(question, {"f": f or (lambda x: x.cumsum())}, end=end, cpu=taken)
            question = examination.send(reply)
    except StopIteration as stop:
        return stop.value, asked


def power(exponent: float, at_largest: float) -> Callable[..., Any]:
    """Return times that grow like the size to a power and are `at_largest` seconds for the largest size."""
    return lambda size, _: at_largest * (size / LARGEST) ** exponent


def n_log_n(size: int, _: int) -> float:
    """Return the time of a sort in Python."""
    return 0.6 * size * math.log(size) / (LARGEST * math.log(LARGEST))


def spike(at: Any, times: Any) -> Any:
    """Return linear times, except that the first `times` questions of the size numbered `at` take 30 times as long."""
    sizes = [LARGEST // 4**k for k in reversed(range(6))]
    return lambda size, again: 0.6 * size / LARGEST * (30 if size == sizes[at] and again < times else 1)


GENTLE = {
    "nothing": power(1, 0.0),
    "fast": power(1, 0.04),
    "fast though quadratic": power(2, 0.04),
    "linear": power(1, 0.1),
    "linear and very slow": power(1, 0.79),
    "n log n": n_log_n,
    "a constant": power(0, 0.5),
    "a large constant and little more": lambda size, _: 0.1 + 0.05 * size / LARGEST,
    "a spike at the largest size": spike(5, 1),
    "two spikes at the largest size": spike(5, 2),
    "a spike on the way": spike(3, 1),
    "a spike at the smallest size": spike(0, 1),
}


@pytest.mark.parametrize("seconds", GENTLE.values(), ids=GENTLE)
def test_what_grows_like_the_size_passes(growth: Growth, seconds: Callable[..., Any]) -> None:
    """Noise is asked again before anything is said."""
    verdict, asked = judged(growth, seconds)
    assert verdict.outcome is Outcome.PASSED
    assert asked[-1] == LARGEST


STEEP = {
    "quadratic": power(2, 30.0),
    "quadratic and fast": power(2, 0.45),
    "cubic and fast": power(3, 0.45),
    "cubic": power(3, 100.0),
    "n to the 1.6": power(1.6, 5.0),
    "quadratic with noise": lambda size, again: 30.0 * (size / LARGEST) ** 2 * (1 + 0.3 * (again % 3)),
}


@pytest.mark.parametrize("seconds", STEEP.values(), ids=STEEP)
def test_what_grows_faster_fails_after_it_was_asked_again(growth: Growth, seconds: Callable[..., Any]) -> None:
    """Both sizes are measured anew, the smallest times count, and the message names them."""
    verdict, asked = judged(growth, seconds)
    assert verdict.outcome is Outcome.FAILED
    assert asked.count(asked[-1]) == 1 + REPEATS
    assert f"for n = {asked[-1]}" in verdict.explanation.message
    assert present(verdict.explanation.counterexample).inputs == {"n": asked[-1]}
    assert asked[0] == growth.sizes[0].size


@settings(deadline=None)
@given(exponent=st.floats(1, 1.2), slowest=st.floats(1e-4, 0.6), noise=NOISE)
def test_a_linear_solution_never_fails_by_noise(growth: Growth, exponent: Any, slowest: Any, noise: Any) -> None:
    """A quarter more or less at every measurement, on any machine."""
    shake = itertools.cycle(noise)
    verdict, _ = judged(growth, lambda size, _: power(exponent, slowest)(size, 0) * next(shake))
    assert verdict.outcome is Outcome.PASSED


@settings(deadline=None)
@given(slowest=st.floats(0.2, 200), noise=NOISE)
def test_a_slow_quadratic_solution_never_passes(growth: Growth, slowest: Any, noise: Any) -> None:
    """Noise of a quarter does not hide it, and a size is not skipped past the point where it would show."""
    shake = itertools.cycle(noise)
    verdict, _ = judged(growth, lambda size, _: power(2, slowest)(size, 0) * next(shake))
    assert verdict.outcome is Outcome.FAILED


def test_nobody_waits_for_a_quadratic_solution(growth: Growth) -> None:
    """The next size is one that a quadratic solution answers within a second, where there is one."""
    for slowest in (0.5, 5.0, 50.0):
        _, asked = judged(growth, power(2, slowest))
        first = asked[: next((i for i in range(1, len(asked)) if asked[i] <= asked[i - 1]), len(asked))]
        for size, next_size in itertools.pairwise(first):
            within_a_second = slowest * (next_size / LARGEST) ** 2 <= 1.001
            assert within_a_second or next_size == 4 * size or next_size - 4 * size < 4


def padded(size: int, _: int) -> float:
    """Return the times of a quadratic solution that waits at small sizes, so that they lie on a line."""
    return 4.0 * size / LARGEST


def test_waiting_at_small_sizes_does_not_make_a_slow_solution_gentle(growth: Growth) -> None:
    """A line of any steepness is not enough: a hundred microseconds an item are no step for each of them."""
    verdict, asked = judged(growth, padded)
    assert verdict.outcome is Outcome.FAILED
    assert "100 microseconds for each number" in verdict.explanation.message
    assert asked.count(LARGEST) == 1 + REPEATS


def test_a_slow_reference_makes_the_line_generous(growth: Growth) -> None:
    """A solution may be a thousand times as slow as the reference, whatever that is."""
    sizes = tuple(replace(sized, reference_seconds=0.01) for sized in growth.sizes)
    assert judged(replace(growth, sizes=sizes), padded)[0].outcome is Outcome.PASSED


def remembering() -> Callable[..., Any]:
    """Return a function that has an answer ready for inputs that it has met."""
    known: dict[bytes, Any] = {}

    def f(x: Any) -> Any:
        hits.append(x.tobytes() in known)
        return known.setdefault(x.tobytes(), x.cumsum())

    hits: list[bool] = []
    f.hits = hits  # type: ignore[attr-defined]
    return f


def test_no_input_comes_a_second_time(growth: Growth) -> None:
    """So that an answer which is remembered saves no time."""
    f = remembering()
    verdict, asked = judged(growth, power(2, 30.0), f=f)
    assert verdict.outcome is Outcome.FAILED
    assert len(asked) > len(set(asked))
    assert not any(f.hits)  # type: ignore[attr-defined]


def test_every_submission_gets_the_same_fresh_inputs(growth: Growth) -> None:
    """A repeat is drawn once and serves the whole class."""
    assert growth.question_for(5, 2) is growth.question_for(5, 2)
    assert growth.question_for(5, 2) is not growth.question_for(5, 1)


def only_looked_at(x: Any) -> Any:
    """Compute the entries at evenly spaced places alone."""
    places = np.linspace(0, len(x) - 1, SAMPLE).astype(int)
    answer = np.zeros(len(x))
    answer[places] = x.cumsum()[places]
    return answer


def looked_at_and_means(x: Any) -> Any:
    """Compute the entries at evenly spaced places, and others between them that have the right mean."""
    places = np.linspace(0, len(x) - 1, SAMPLE).astype(int)
    answer, right = np.zeros(len(x)), x.cumsum()
    for begin, end in itertools.pairwise([*places, len(x)]):
        answer[begin:end] = right[begin:end].sum() - right[begin]
        answer[begin + 1 : end] /= max(1, end - begin - 1)
        answer[begin] = right[begin]
    return answer


def listed(x: Any) -> Any:
    """Return a list, as pure Python does."""
    return [float(entry) for entry in x.cumsum()]


@pytest.mark.parametrize(
    ("f", "outcome"),
    [
        (only_looked_at, Outcome.FAILED),
        (looked_at_and_means, Outcome.FAILED),
        (lambda x: np.where(np.arange(len(x)) % 2 == 0, x.cumsum(), 0), Outcome.FAILED),
        (lambda x: x.cumsum().astype(np.int64), Outcome.PASSED),
        (lambda x: x.cumsum() + 1e-9, Outcome.PASSED),
        (listed, Outcome.PASSED),
    ],
    ids=["places", "places and means", "every other", "whole numbers", "rounding", "a list"],
)
def test_every_entry_of_a_long_answer_counts(growth: Growth, f: Callable[..., Any], outcome: Outcome) -> None:
    """And not those alone that are compared one by one."""
    assert judged(growth, power(1, 0.01), f=f)[0].outcome is outcome


def test_a_fast_solution_is_asked_twice_only(growth: Growth) -> None:
    """The smallest size and the largest one decide when nothing takes long."""
    verdict, asked = judged(growth, lambda size, _: 1e-7)
    assert asked == [growth.sizes[0].size, LARGEST]
    assert verdict.cases == 2


@pytest.mark.parametrize(
    ("f", "outcome", "message"),
    [
        (lambda x: x, Outcome.FAILED, "`f` is not right for this many numbers, so its time is not looked at."),
        (lambda x: None, Outcome.FAILED, "`f` returns None"),
        (lambda x: 1 / 0, Outcome.ERROR, "`f` raises ZeroDivisionError"),
        (lambda x: x.cumsum() * (len(x) < LARGEST), Outcome.FAILED, "`f` is not right"),
        (str, Outcome.FAILED, "`f` returns a"),
    ],
    ids=["wrong", "nothing", "raises", "wrong for many only", "a text"],
)
def test_the_time_of_a_wrong_answer_counts_for_nothing(
    growth: Growth, f: Callable[..., Any], outcome: Outcome, message: str
) -> None:
    """However fast it is."""
    verdict, _ = judged(growth, power(1, 0.0), f=f)
    assert verdict.outcome is outcome
    assert verdict.explanation.message.startswith(message)


@pytest.mark.parametrize(
    ("how", "outcome"),
    [
        (EndReason.TIME, Outcome.TIMEOUT),
        (EndReason.CPU, Outcome.TIMEOUT),
        (EndReason.SIGNAL, Outcome.ERROR),
        (EndReason.WIRE, Outcome.ERROR),
    ],
)
def test_a_worker_that_ends_at_the_largest_size_does_not_pass(growth: Growth, how: EndReason, outcome: Outcome) -> None:
    """Even if its answer had come back before."""
    verdict, _ = judged(growth, power(1, 0.01), ends=WorkerExit(how, 9, 2**40))
    assert verdict.outcome is outcome
    assert present(verdict.explanation.counterexample).inputs == {"n": LARGEST}

"""From which size on: named where one number separates what holds from what fails."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.diagnosis.magnitudes import REASONS, MeasuredCase, kind_of
from grader.diagnosis.magnitudes import find_threshold as threshold_in


def find_threshold(some: list[MeasuredCase]) -> str:
    """Return the sentence about a size; nothing where none separates the cases."""
    threshold = threshold_in(some)
    return threshold.text if threshold is not None else ""


def cases(
    limit: int, *, kind: Any = "infinity", measure: Any = np.max, count: int = 40, spread: int = 1000
) -> list[MeasuredCase]:
    """Return cases of a vector x that fail where `measure` of it is above `limit`."""
    rng = np.random.default_rng(2)
    values = [rng.uniform(-spread, spread, 3) for _ in range(count)]
    return [
        MeasuredCase((("x", x), ("i", 3)), bool(measure(x) <= limit), kind if measure(x) > limit else None)
        for x in values
    ]


@pytest.mark.parametrize(
    ("measure", "limit", "says"),
    [
        pytest.param(np.max, 700, "numbers in `x` of about 7", id="largest"),
        pytest.param(lambda x: np.max(np.abs(x)), 700, "in size", id="size"),
        pytest.param(lambda x: np.max(-x), 700, "of about -7", id="smallest"),
        pytest.param(np.ptp, 900, "apart", id="far-apart"),
        pytest.param(lambda x: -np.max(x), 200, "all below about -2", id="all-small"),
    ],
)
def test_the_size_is_named(measure: Any, limit: int, says: str) -> None:
    """By the smallest number that fails, of the measure that separates all cases."""
    text = find_threshold(cases(limit, measure=measure))
    assert says in text
    assert text.startswith("It goes wrong from")
    assert REASONS["infinity"] in text


def test_a_wide_gap_names_both_ends() -> None:
    """Where nothing lies between, what is still right is told."""
    some = [MeasuredCase((("x", np.array([size])),), size < 100, None if size < 100 else "infinity") for size in
            (1.0, 2.0, 30.0, 900.0, 950.0, 990.0)]  # fmt: skip
    assert "about 900 (up to 30 it is right)" in find_threshold(some)


@pytest.mark.parametrize("kind", list(REASONS))
def test_each_kind_has_its_reason(kind: Any) -> None:
    """Whatever the answers have in common."""
    assert REASONS[kind] in find_threshold(cases(700, kind=kind))


def test_nothing_is_said_where_one_case_contradicts() -> None:
    """A large case that holds, a small one that fails, or two kinds of failure."""
    some = cases(700)
    large = max(range(len(some)), key=lambda n: some[n].arguments[0][1].max())
    assert find_threshold([*some, MeasuredCase(some[large].arguments, True)]) == ""
    assert find_threshold([*some, MeasuredCase((("x", np.zeros(3)), ("i", 3)), False, "infinity")]) == ""
    assert find_threshold([*some, MeasuredCase((("x", np.full(3, 999.0)), ("i", 3)), False, "nearly right")]) == ""


@pytest.mark.parametrize("limit", [-1001, 1001, 995], ids=["all-fail", "none-fails", "few-fail"])
def test_nothing_is_said_without_enough_on_either_side(limit: int) -> None:
    """Three cases at least."""
    assert find_threshold(cases(limit)) == ""


def test_small_numbers_do_not_overflow() -> None:
    """What begins at 3 has another reason."""
    assert find_threshold(cases(3, spread=9)) == ""


@pytest.mark.parametrize(
    ("got", "due", "kind"),
    [
        pytest.param(None, [1.0], None, id="nothing"),
        pytest.param([np.nan, 1.0], [1.0, 1.0], "not a number", id="not-a-number"),
        pytest.param([-np.inf], [-800.0], "minus infinity", id="minus-infinite"),
        pytest.param([np.inf, 2.0], [800.0, 2.0], "infinity", id="infinite"),
        pytest.param([np.inf, -np.inf], [800.0, 2.0], "not finite", id="infinite-both-ways"),
        pytest.param([np.inf, np.nan], [800.0, 2.0], "not finite", id="infinite-and-not-a-number"),
        pytest.param([0.0, 1.0], [1e-3, 1.0], "zero", id="zero"),
        pytest.param([1.001], [1.0], "nearly right", id="nearly"),
        pytest.param([3.0], [1.0], None, id="something-else"),
        pytest.param([1.0, 1.0], [1.0], None, id="another-shape"),
    ],
)
def test_what_a_failure_looks_like(got: list[float] | None, due: list[float], kind: Any | None) -> None:
    """From its numbers alone."""
    assert kind_of(None if got is None else np.array(got), np.array(due), 1e-6) == kind


@pytest.mark.parametrize("kind", ["minus infinity", "not a number", "not finite", "zero"])
def test_only_plain_infinity_is_said_to_be_infinite(kind: Any) -> None:
    """0 / 0 is no overflow, and minus infinity is not infinity."""
    assert "The answer is infinite there." not in find_threshold(cases(700, kind=kind))


def test_infinities_of_two_kinds_have_the_words_for_both() -> None:
    """One case infinite, the other not a number: neither sentence would be true of all."""
    some = cases(700)
    row = next(n for n, case in enumerate(some) if not case.holds)
    some[row] = MeasuredCase(some[row].arguments, False, "not a number")
    assert REASONS["not finite"] in find_threshold(some)


@pytest.mark.parametrize("kind", list(REASONS))
def test_the_reason_is_a_question(kind: Any) -> None:
    """What happens on the way cannot be seen from an answer."""
    assert REASONS[kind].endswith("?")


def test_sizes_near_the_bound_are_tried_on_both_sides() -> None:
    """Between what is right and what fails, and a little below and above it."""
    threshold = threshold_in(cases(700))
    assert threshold is not None
    x = np.array([-3.0, 50.0, 20.0])
    sizes = [float((factor * x).max()) for factor in threshold.factors(x)]
    assert any(threshold.good < size < threshold.bad for size in sizes)
    assert min(sizes) < threshold.good < threshold.bad < max(sizes) < 1.5 * threshold.bad
    assert threshold.factors(np.zeros(3)) == []

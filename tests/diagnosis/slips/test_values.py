"""Slips of texts, lists, dicts and truths, and slips on the way in, are named where they fit every case."""

from __future__ import annotations

import copy
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.diagnosis.slips import SIMPLE, Call, Sample, input_slip_of, value_slip_of
from grader.diagnosis.slips.call import is_alike

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TEXTS = ["Ab c", "x y ", "hello", "Zz top!", "a", "B b B", " padded", "q.w.", " r ", "s "]
NUMBERS = [[3, 1, 2], [4, 2], [9, 0, 8], [5, 5], [9], [0, -4, 7, 7], [1, 2, 3, 4], [-2, -2, -1]]


def call_of(reference: Any, student: Any, cases: Sequence[Any], names: tuple[str, ...] = ("x",)) -> Call:
    """Return the cases of a call of `student` beside those of `reference`."""
    rows = [case if isinstance(case, tuple) else (case,) for case in cases]
    samples = [Sample(row, reference(*row), student(*row)) for row in rows]
    return Call("f", names, samples, {"f": reference})


def counts(text: str) -> dict[str, int]:
    """Return how often each character occurs."""
    return dict(Counter(text))


def counts_less_one(text: str) -> dict[str, int]:
    """Return the same, each count from 0 on."""
    return {sign: count - 1 for sign, count in Counter(text).items()}


OUTPUTS: dict[str, tuple[Callable[..., Any], Callable[..., Any], Sequence[Any], str]] = {
    "lower": (lambda t: t.title(), lambda t: t.title().lower(), TEXTS, "in lower case"),
    "backwards": (str.upper, lambda t: t.upper()[::-1], TEXTS, "backwards"),
    "no-first": (str.upper, lambda t: t.upper()[1:], TEXTS, "without its first character"),
    "not": (lambda t: len(t) > 3, lambda t: len(t) <= 3, TEXTS, "the opposite"),
    "reversed-list": (lambda x: [2 * i for i in x], lambda x: [2 * i for i in x][::-1], NUMBERS, "opposite order"),
    "sorted-list": (lambda x: [2 * i for i in x], lambda x: sorted(2 * i for i in x), NUMBERS, "sorted"),
    "last-missing": (sorted, lambda x: sorted(x)[:-1], NUMBERS, "without the last one"),
    "no-duplicates": (sorted, lambda x: sorted(set(x)), NUMBERS, "equal ones once only"),
    "from-one": (lambda x: list(range(len(x))), lambda x: list(range(1, len(x) + 1)), NUMBERS, "all larger by 1"),
    "as-text": (sorted, lambda x: [str(i) for i in sorted(x)], NUMBERS, "texts where numbers"),
    "counts-less-one": (counts, counts_less_one, TEXTS, "small by 1"),
    "keys-values": (
        lambda x: {i: 2 * i for i in x}, lambda x: {2 * i: i for i in x}, NUMBERS, "keys and values exchanged",
    ),
    "length": (sorted, len, NUMBERS, "the number of the right items"),
    "none-stays-none": (
        lambda x: [x[0], x[-1]] if len(x) > 2 else None,
        lambda x: [x[0] + 1, x[-1] + 1] if len(x) > 2 else None,
        NUMBERS,
        "all larger by 1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_slip_of_an_answer_is_named(name: str) -> None:
    """The first one that turns every right answer into the student's."""
    reference, student, cases, says = OUTPUTS[name]
    assert says in value_slip_of(call_of(reference, student, cases))


VECTORS = [np.array(x, dtype=float) for x in ([3, -1, 2], [5.5, 0.5], [-9, 1, 4], [0.25, -4, 7, 7], [1, -2, 3.5])]
MATRICES = [np.arange(4.0).reshape(2, 2) * k + np.eye(2) for k in (1, -2, 3, 0.5)]


def energy(matrix: Any) -> Any:
    """Return the sum of the squares, a row weighed by its number."""
    return float((np.arange(1, len(matrix) + 1) @ matrix**2).sum())


INPUTS: dict[str, tuple[Callable[..., Any], Callable[..., Any], Sequence[Any], str]] = {
    "lower": (lambda t: t[0] + t, lambda t: (t[0] + t).lower(), TEXTS, "`x` in lower case"),
    "stripped": (lambda t: t + "|", lambda t: t.strip() + "|", TEXTS, "without the blanks around it"),
    "sorted": (lambda x: [2 * i for i in x][:2], lambda x: [2 * i for i in sorted(x)][:2], NUMBERS, "`x` sorted"),
    "distinct": (sum, lambda x: sum(set(x)), NUMBERS, "without items that occur before"),
    "clipped": (np.cumsum, lambda x: np.cumsum(np.maximum(x, 0)), VECTORS, "with 0 for what is below 0"),
    "floor": (np.cumsum, lambda x: np.cumsum(np.floor(x)), VECTORS, "rounded down"),
    "no-sign": (lambda x: float(x.sum()), lambda x: float(np.abs(x).sum()), VECTORS, "without the signs"),
    "no-last": (lambda x: float(x.sum()), lambda x: float(x[:-1].sum()), VECTORS, "without its last number"),
    "standardised": (
        np.exp, lambda x: np.exp((x - x.mean()) / x.std()), VECTORS, "standardised",
    ),
    "transposed": (energy, lambda m: energy(m.T), MATRICES, "rows and columns exchanged"),
    "no-diagonal": (energy, lambda m: energy(m - np.diag(np.diag(m))), MATRICES, "with a diagonal of 0"),
    "minus-one": (lambda n: list(range(n)), lambda n: list(range(n - 1)), [3, 4, 5, 8], "`x` minus 1"),
    "degrees": (np.cos, lambda v: np.cos(np.radians(v)), [1.0, 20.0, 3.5, 90.0], "an angle in degrees"),
    "unused": (lambda x: x * 3.0 + 1, lambda _: 1.0, [1.0, 2.0, 3.0, 5.0], ""),
}  # fmt: skip


@pytest.mark.parametrize("name", INPUTS)
def test_a_slip_on_the_way_in_is_named(name: str) -> None:
    """The answers are right for an argument that was changed; one answer for all is no such slip."""
    reference, student, cases, says = INPUTS[name]
    text = input_slip_of(call_of(reference, student, cases))
    assert says in text if says else text == ""


def largest_of_rows(rows: list[list[int]]) -> list[int]:
    """Return the largest number of each row, which is sorted for it."""
    for row in rows:
        row.sort()
    return [row[-1] for row in rows]


def test_a_reference_that_changes_its_arguments_changes_no_case() -> None:
    """Not even the lists in a list."""
    rows = [[[3, 1], [2, 9, 0]], [[5, 4]], [[7, 1], [1, 0]]]
    samples = [Sample((copy.deepcopy(case),), largest_of_rows(copy.deepcopy(case)), [0]) for case in rows]
    input_slip_of(Call("f", ("x",), samples, {"f": largest_of_rows}))
    assert [sample.arguments[0] for sample in samples] == rows


def test_an_argument_that_is_not_used_is_named() -> None:
    """With another argument beside it, so that answers differ."""
    cases = [(float(a), float(b)) for a in (1, 2, 5) for b in (3, 4)]
    text = input_slip_of(call_of(lambda a, b: a * 10 + b, lambda a, _: a * 10, cases, ("a", "b")))
    assert "`b` is 0, whatever `b` is" in text


def test_a_slip_on_either_side_is_named() -> None:
    """The opposite sign of what is right for numbers rounded down."""
    call = call_of(np.cumsum, lambda x: -np.cumsum(np.floor(x)), VECTORS)
    assert input_slip_of(call) == ""
    text = input_slip_of(call, SIMPLE)
    assert "opposite sign" in text
    assert "`x` rounded down" in text


@pytest.mark.parametrize("name", OUTPUTS)
def test_one_case_that_contradicts_leaves_nothing(name: str) -> None:
    """Every sentence holds in all cases."""
    reference, student, cases, _ = OUTPUTS[name]
    call = call_of(reference, student, cases)
    odd = Sample(call.cases[-1].arguments, call.cases[-1].expected, "something else")
    assert value_slip_of(Call("f", call.names, [*call.cases[:-1], odd], call.reference)) == ""


def scored(matrix: Any, labels: Any) -> float:
    """Return a sum over rows, in which a label of 0 counts as well."""
    return float((np.exp(labels / 4) * (1 + matrix.sum(axis=1) ** 2)).sum())


def test_the_first_row_of_data_and_labels_left_out_is_named() -> None:
    """Two arguments of one length are shortened together."""
    cases = [(matrix, np.arange(2.0) + k + 1) for k, matrix in enumerate(MATRICES)]
    call = call_of(scored, lambda m, k: scored(m[1:], k[1:]), cases, ("X", "k"))
    assert "without the first row of `X` and `k`" in input_slip_of(call)


@pytest.mark.parametrize(("values", "says"), [((0.5, 2.0, -1.5), "`x` times 2"), ((0.0, 1.0), "-1 and +1")])
def test_signs_for_truths_are_named_for_truths_alone(values: tuple[float, ...], says: str) -> None:
    """Of other numbers the same change is another slip."""

    def answer(x: Any) -> Any:
        return np.exp(x - x.max()) / np.exp(x - x.max()).sum()

    rng = np.random.default_rng(2)
    call = call_of(answer, lambda x: answer(2 * x - 1), [rng.choice(values, 4) for _ in range(9)])
    assert says in input_slip_of(call) or "`x` times 2" in input_slip_of(call)
    assert says == "-1 and +1" or "-1 and +1" not in input_slip_of(call)


@pytest.mark.parametrize("outputs", [(), SIMPLE], ids=["one slip", "two slips"])
@pytest.mark.parametrize("answer", [np.nan, np.inf], ids=str)
def test_what_is_never_finite_is_like_no_slip(answer: float, outputs: Any) -> None:
    """Many mistakes lead to NaN everywhere; a slip that makes no sense for vectors must not be one of them."""
    vectors = [np.array(numbers, dtype=float) for numbers in NUMBERS]
    assert input_slip_of(call_of(np.sort, lambda x: np.full(len(x), answer), vectors), outputs) == ""


@pytest.mark.parametrize("got", [np.array([np.inf, 1.0]), np.array([np.nan, 1.0])], ids=["inf", "nan"])
def test_nothing_but_the_same_is_near_a_number_that_is_not_finite(got: Any) -> None:
    """An infinite distance is within no tolerance."""
    assert is_alike(got, got.copy(), 1.0)
    assert not is_alike(np.array([1.0, 1.0]), got, 1.0)
    assert not is_alike(1.0, float(got[0]), 1.0)

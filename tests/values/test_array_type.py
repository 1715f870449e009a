"""The type of arrays: its words, which lists stand for one, and as what the entries pass."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.values.array_type import ADD_ADVICE, ANY, LISTED_NOTE, ArrayType, array_like
from grader.values.refusal import Location, Refusal, TypeGate


@pytest.mark.parametrize(
    ("kind", "phrase", "exact"),
    [
        pytest.param(ArrayType(), "an array", False, id="open"),
        pytest.param(ArrayType(None, "boolean"), "an array of True and False", True, id="open-truths"),
        pytest.param(ArrayType((3,)), "an array of shape (3,)", False, id="vector"),
        pytest.param(ArrayType((2, ANY), "integer"), "an array of shape (2, any)", True, id="any-size"),
        pytest.param(ArrayType((), "complex"), "an array of complex numbers of shape ()", False, id="no-dimension"),
        pytest.param(ArrayType((1,), "text"), "an array of text of shape (1,)", True, id="texts"),
    ],
)
def test_a_type_is_named_in_a_sentence(kind: ArrayType, phrase: str, exact: bool) -> None:
    """Whether rounding can decide depends on the entries."""
    assert (kind.phrase, kind.is_exact) == (phrase, exact)


@pytest.mark.parametrize(
    ("value", "due"),
    [
        pytest.param(np.arange(3, dtype=np.int8), "int64", id="small-integers-do-not-wrap"),
        pytest.param(np.arange(3, dtype=np.float32), "float64", id="single-precision"),
        pytest.param(np.array([2**63], dtype=np.uint64), "uint64", id="beyond-64-bits"),
        pytest.param(np.array([1j], dtype=np.complex64), "complex128", id="complex"),
        pytest.param(np.array(["a"]), "<U1", id="text"),
    ],
)
def test_entries_pass_in_the_widest_type_of_their_kind(value: Any, due: str) -> None:
    """So that sums and products of the expressions are right."""
    kind = "any" if value.dtype.kind == "U" else "complex" if value.dtype.kind == "c" else "number"
    assert ArrayType(None, kind).conform(value, Location()).dtype == np.dtype(due)


@pytest.mark.parametrize("size", [2**53, 2**60], ids=["exact", "beyond"])
def test_whole_reals_are_integers_as_far_as_they_are_exact(size: int) -> None:
    """A float beyond 2**53 may stand for several integers."""
    got = ArrayType((1,), "integer").conform(np.array([float(size)]), Location())
    assert got.dtype == (np.int64 if size == 2**53 else np.float64)


@pytest.mark.parametrize(
    ("value", "listed"),
    [
        pytest.param([1, 2.5], True, id="numbers"),
        pytest.param(((1,), (2,)), True, id="nested-tuples"),
        pytest.param([True, False], False, id="truths-for-numbers"),
        pytest.param([1, None], False, id="none-inside"),
        pytest.param([[1], [1, 2]], False, id="uneven"),
        pytest.param(["1"], False, id="texts"),
        pytest.param(10**30, False, id="no-list"),
        pytest.param([[[[[[[[[[1]]]]]]]]]], False, id="too-deep"),
    ],
)
def test_a_list_stands_for_an_array_where_it_is_even_and_of_numbers(value: Any, listed: bool) -> None:
    """It passes with a remark; anything else is refused."""
    gate = TypeGate()
    if listed:
        assert isinstance(ArrayType().conform(value, Location(gate=gate)), np.ndarray)
        assert gate.notes == [LISTED_NOTE]
    else:
        with pytest.raises(Refusal):
            ArrayType().conform(value, Location(gate=gate))


@pytest.mark.parametrize(
    ("expected", "of"),
    [
        (np.zeros(2), "real"), (np.arange(2), "number"), (np.array([True]), "boolean"), (np.array([1j]), "complex"),
        (np.array(["a"]), "text"), (np.array([b"a"]), "any"),
    ],
    ids=["reals", "integers", "truths", "complex", "texts", "bytes"],
)  # fmt: skip
def test_a_type_like_an_answer_takes_it(expected: Any, of: str) -> None:
    """Whole numbers of the reference do not refuse reals of a student."""
    kind = array_like(expected)
    assert kind == ArrayType(expected.shape, of)
    assert np.array_equal(kind.conform(expected, Location(expected)), expected)


def test_a_missing_dimension_is_named() -> None:
    """With the values that were probably meant."""
    with pytest.raises(Refusal) as refusal:
        ArrayType((3, 1)).conform(np.ones(3), Location(np.ones((3, 1))))
    assert refusal.value.advice == ADD_ADVICE
    assert refusal.value.right_otherwise()


@pytest.mark.parametrize(
    ("entry", "text"),
    [(np.nan, "nan (not a number)"), (np.inf, "infinity"), (-np.inf, "minus infinity")],
    ids=["nan", "infinity", "minus"],
)
def test_the_first_bad_entry_is_told_with_its_position(entry: float, text: str) -> None:
    """One that the reference has as well is right, and passed over."""
    due = np.array([[np.nan, 1.0], [2.0, 3.0]])
    got = due.copy()
    got[1, 0] = entry
    with pytest.raises(Refusal) as refusal:
        ArrayType((2, 2)).conform(got, Location(due))
    assert refusal.value.sentence("f").startswith(f"`f` returns {text} at position (1, 0).")

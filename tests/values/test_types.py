"""Types: what passes, as what, and the one sentence for each thing that does not."""

from __future__ import annotations

from collections import Counter, OrderedDict
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from grader.values.array_type import ANY, LISTED_NOTE, ArrayType
from grader.values.comparison import equal
from grader.values.derivation import type_like
from grader.values.either_type import EitherType, optional
from grader.values.refusal import MISSING, Location, Refusal, TypeGate
from grader.values.types import (
    AnyType,
    KindType,
    ListType,
    MappingType,
    NumberType,
    RecordType,
    SetType,
    TupleType,
)
from grader.worker.wire.plain import Opaque
from tests.values.any_value import VALUES
from tests.worker.wire.canonical import canonical

REAL, INTEGER = NumberType("real"), NumberType("integer")
TEXT, BOOLEAN = KindType("text"), KindType("boolean")
VECTOR = ArrayType((3,))
LOSS = TupleType((REAL, ArrayType((2, ANY))), ("loss", "dW"))
PARAMETERS = RecordType({"W": VECTOR, "b": REAL})
NAN, INFINITY = float("nan"), float("inf")


@given(VALUES)
def test_the_reference_is_of_its_own_type(value: Any) -> None:
    """A submission that is the reference passes, and passes as what it is."""
    passed = type_like(value).conform(value, Location(value))
    assert equal(passed, value)


PASSES = [
    pytest.param(REAL, 3, 3.0, id="an-integer-for-a-real"),
    pytest.param(REAL, np.array(2.5), 2.5, id="a-0d-array-for-a-number"),
    pytest.param(INTEGER, 3.0, 3, id="a-whole-real-for-an-integer"),
    pytest.param(INTEGER, 10**30, 10**30, id="an-integer-of-any-size"),
    pytest.param(NumberType(), 3, 3, id="a-number-keeps-its-kind"),
    pytest.param(NumberType("complex"), 3, 3, id="a-real-for-a-complex"),
    pytest.param(BOOLEAN, np.array(True), True, id="a-0d-truth"),
    pytest.param(VECTOR, np.array([1, 2, 3]), np.array([1.0, 2.0, 3.0]), id="integers-for-an-array-of-reals"),
    pytest.param(VECTOR, [1, 2, 3.5], np.array([1.0, 2.0, 3.5]), id="a-list-for-an-array"),
    pytest.param(VECTOR, (1, 2, 3), np.array([1.0, 2.0, 3.0]), id="a-tuple-for-an-array"),
    pytest.param(ArrayType((2, 1)), [[1], [2]], np.array([[1.0], [2.0]]), id="nested-lists-for-a-matrix"),
    pytest.param(ArrayType((2, 2)), [np.ones(2), np.ones(2)], np.ones((2, 2)), id="a-list-of-arrays-for-a-matrix"),
    pytest.param(ArrayType((2,), "integer"), np.array([1.0, 2.0]), np.array([1, 2]), id="whole-reals-for-integers"),
    pytest.param(ArrayType((2,), "boolean"), [True, False], np.array([True, False]), id="a-list-of-truths"),
    pytest.param(ArrayType((ANY, 2)), np.ones((5, 2)), np.ones((5, 2)), id="any-rows"),
    pytest.param(ArrayType(None), np.ones((5, 2, 1)), np.ones((5, 2, 1)), id="any-dimensions"),
    pytest.param(ListType(INTEGER), [1.0, 2], [1, 2], id="a-list-of-integers"),
    pytest.param(LOSS, (1, np.ones((2, 7))), (1.0, np.ones((2, 7))), id="a-tuple"),
    pytest.param(PARAMETERS, OrderedDict(b=1, W=[1, 2, 3]), {"W": np.array([1.0, 2, 3]), "b": 1.0}, id="a-record"),
    pytest.param(MappingType(TEXT, INTEGER), Counter("ab"), {"a": 1, "b": 1}, id="a-counter-for-a-dict"),
    pytest.param(SetType(INTEGER), frozenset({1.0}), frozenset({1}), id="a-frozenset-for-a-set"),
    pytest.param(optional(INTEGER), None, None, id="none-for-an-optional"),
    pytest.param(optional(INTEGER), 3, 3, id="a-value-for-an-optional"),
    pytest.param(EitherType((TEXT, INTEGER)), 3, 3, id="the-second-of-two"),
    pytest.param(AnyType(), Opaque("Layer"), None, id="anything"),
]


@pytest.mark.parametrize(
    ("listed", "shape"),
    [([], (0,)), ([], (0, 3)), ([], (0, 2, 2)), ((), (0, 4)), ([[], []], (2, 0)), ([[]], (1, 0, 3))],
)
def test_an_empty_list_stands_for_an_array_of_no_rows(listed: Any, shape: tuple[int, ...]) -> None:
    """It cannot say how long they are; an array can."""
    kind, expected = ArrayType((ANY,) * len(shape)), np.zeros(shape)
    assert kind.conform(listed, Location(expected)).shape == shape
    if len(shape) > np.ndim(listed):
        with pytest.raises(Refusal):
            kind.conform(np.array(listed), Location(expected))
    with pytest.raises(Refusal):
        ArrayType((4, *shape[1:])).conform(listed, Location(np.zeros((4, *shape[1:]))))


@pytest.mark.parametrize(("kind", "value", "passed"), PASSES)
def test_what_passes(kind: Any, value: Any, passed: Any) -> None:
    """And as what the expressions see it."""
    got = kind.conform(value, Location())
    if passed is not None or value is None:
        assert canonical(got).replace("NamedValues(loss; dW; ", "tuple(") == canonical(passed)


REFUSED = [
    pytest.param(REAL, True, MISSING, "returns True; expected a number. Turn it into a number with int(...).",
                 id="a-truth-for-a-number"),
    pytest.param(INTEGER, np.True_, 1, "returns True; expected a whole number. The values are right. "
                 "Turn it into a number with int(...).", id="a-truth-for-one"),
    pytest.param(REAL, None, MISSING,
                 "returns None; expected a number. Does every way through it end with `return`?", id="none"),
    pytest.param(REAL, "3", MISSING, "returns a text; expected a number.", id="a-text-for-a-number"),
    pytest.param(REAL, 1j, MISSING, "returns a complex number; expected a number.", id="a-complex-number"),
    pytest.param(REAL, NAN, 1.0, "returns nan (not a number). "
                 "Which step first gets too large, or divides by 0?", id="nan"),
    pytest.param(REAL, -INFINITY, INFINITY, "returns minus infinity. "
                 "Which step first gets too large, or divides by 0?", id="another-infinity"),
    pytest.param(REAL, np.array([2.0]), 2.0, "returns an array of shape (1,); expected a number. "
                 "The values are right. Take the number out of the array.", id="an-array-of-one"),
    pytest.param(REAL, np.array([2.0]), 3.0, "returns an array of shape (1,); expected a number. "
                 "Take the number out of the array.", id="an-array-of-one-wrong-number"),
    pytest.param(INTEGER, 2.5, MISSING, "returns 2.5; expected a whole number.", id="a-fraction"),
    pytest.param(BOOLEAN, 1, True, "returns the number 1; expected True or False. "
                 "The values are right. Return True or False, as a comparison does.", id="1"),
    pytest.param(BOOLEAN, "yes", True, "returns a text; expected True or False.", id="yes"),
    pytest.param(TEXT, b"a", "a", "returns bytes; expected a text. The values are right. "
                 "Turn it into a text with .decode().", id="bytes"),
    pytest.param(TEXT, b"\xff", "a", "returns bytes; expected a text. Turn it into a text with .decode().",
                 id="other-bytes"),
    pytest.param(KindType("bytes"), "a", b"a", "returns a text; expected bytes. The values are right. "
                 "Turn it into bytes with .encode().", id="text-for-bytes"),
    pytest.param(KindType("bytes"), "\ud800", b"a", "returns a text; expected bytes. "
                 "Turn it into bytes with .encode().", id="half-a-sign-for-bytes"),
    pytest.param(ArrayType((ANY,)), np.array([[1.0], [2]]), np.array([1.0, 2]), "returns an array of shape (2, 1); "
                 "expected an array of shape (any,). The values are right. Drop the extra dimension.",
                 id="n-1-for-any"),
    pytest.param(ArrayType((ANY,)), np.array([[1.0], [3]]), np.array([1.0, 2]), "returns an array of shape (2, 1); "
                 "expected an array of shape (any,). Drop the extra dimension.", id="n-1-for-any-wrong-numbers"),
    pytest.param(VECTOR, np.ones(3) + 0j, np.ones(3), "returns complex numbers; expected real numbers. "
                 "The values are right. Return its real part.", id="complex-without-imaginary-part"),
    pytest.param(REAL, 2 + 0j, 2.0, "returns a complex number; expected a number. The values are right. "
                 "Return its real part.", id="a-complex-number-without-imaginary-part"),
    pytest.param(VECTOR, np.array([True] * 3), np.ones(3), "returns True and False; expected numbers. "
                 "The values are right. Turn it into numbers with .astype(float).", id="truths-for-ones"),
    pytest.param(ArrayType((2,), "boolean"), np.array([1, 0]), np.array([True, False]), "returns numbers; expected "
                 "True and False. The values are right. Return True or False, as a comparison does.",
                 id="ones-for-truths"),
    pytest.param(ArrayType((2,), "boolean"), np.array([3, 0]), MISSING, "returns numbers; expected True and False.",
                 id="a-three-for-a-truth"),
    pytest.param(VECTOR, np.array([[1.0], [2], [3]]), np.array([1.0, 2, 3]), "returns an array of shape (3, 1); "
                 "expected an array of shape (3,). The values are right. Drop the extra dimension.", id="n-1-for-n"),
    pytest.param(VECTOR, np.array([[1.0], [2], [4]]), np.array([1.0, 2, 3]), "returns an array of shape (3, 1); "
                 "expected an array of shape (3,). Drop the extra dimension.", id="n-1-for-n-wrong-numbers"),
    pytest.param(VECTOR, np.ones(2), MISSING, "returns an array of shape (2,); expected an array of shape (3,).",
                 id="another-length"),
    pytest.param(VECTOR, [1, [2]], MISSING, "returns a list of 2 items; expected an array of shape (3,).", id="uneven"),
    pytest.param(VECTOR, [1, True, 2], MISSING, "returns a list of 3 items; expected an array of shape (3,).",
                 id="truths-among-numbers"),
    pytest.param(VECTOR, np.array([True] * 3), MISSING, "returns True and False; expected numbers. "
                 "Turn it into numbers with .astype(float).", id="truths"),
    pytest.param(VECTOR, np.ones(3) * 1j, MISSING, "returns complex numbers; expected real numbers.", id="complex"),
    pytest.param(VECTOR, np.array([1.0, NAN, 2]), np.ones(3), "returns nan (not a number) at position 1. "
                 "Which step first gets too large, or divides by 0?", id="nan-in-an-array"),
    pytest.param(ArrayType((2,), "integer"), np.array([1.5, 2.0]), MISSING,
                 "returns fractions; expected whole numbers.", id="fractions"),
    pytest.param(ArrayType((2,), "boolean"), np.array([1, 0]), MISSING,
                 "returns numbers; expected True and False. "
                 "Return True or False, as a comparison does.", id="numbers-for-truths"),
    pytest.param(ListType(INTEGER), (1, 2), [1, 2], "returns a tuple of 2 items; expected a list. "
                 "The values are right. Put it into list(...).", id="a-tuple-for-a-list"),
    pytest.param(ListType(INTEGER), (1, 3), [1, 2], "returns a tuple of 2 items; expected a list. "
                 "Put it into list(...).", id="a-tuple-of-other-numbers-for-a-list"),
    pytest.param(ListType(INTEGER), np.array([1, 2]), [1, 2], "returns an array of shape (2,); expected a list. "
                 "The values are right. Use .tolist().", id="an-array-for-a-list"),
    pytest.param(ListType(INTEGER), Opaque("generator"), [1], "returns something of type generator; expected a list. "
                 "Put it into list(...).", id="a-generator-for-a-list"),
    pytest.param(ListType(INTEGER), [1, "2"], [1, 2], "returns a text as its part `[1]`; expected a whole number.",
                 id="a-text-in-a-list"),
    pytest.param(LOSS, [0.5, np.ones((2, 1))], (0.5, np.ones((2, 1))), "returns a list of 2 items; expected a tuple "
                 "of 2 items (loss, dW). The values are right. Separate what is returned by commas, without square "
                 "brackets.", id="a-list-for-a-tuple"),
    pytest.param(LOSS, 0.5, MISSING, "returns a number; expected a tuple of 2 items (loss, dW).", id="one-for-two"),
    pytest.param(LOSS, (0.5, np.ones(3)), (0.5, np.ones((2, 3))), "returns an array of shape (3,) as its part `.dW`; "
                 "expected an array of shape (2, any).", id="a-part-of-another-shape"),
    pytest.param(PARAMETERS, {"W": np.ones(3)}, MISSING,
                 "returns a dict that has no key 'b'; expected a dict with the keys 'W', 'b'.", id="no-key"),
    pytest.param(PARAMETERS, {"W": np.ones(3), "b": 1, "c": 1}, MISSING,
                 "returns a dict with a key 'c'; expected a dict with the keys 'W', 'b'.", id="a-key-too-many"),
    pytest.param(PARAMETERS, {"W": np.ones(3), "b": "1"}, MISSING,
                 'returns a text as its part `["b"]`; expected a number.', id="a-text-in-a-dict"),
    pytest.param(SetType(INTEGER), [1], MISSING, "returns a list of 1 item; expected a set. Put it into set(...).",
                 id="a-list-for-a-set"),
    pytest.param(optional(INTEGER), "a", MISSING, "returns a text; expected None or a whole number.", id="optional"),
    pytest.param(REAL, Opaque("list", "contains itself"), MISSING,
                 "returns something of type list that contains itself; expected a number.", id="a-cycle"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "due", "sentence"), REFUSED)
def test_what_is_refused(kind: Any, value: Any, due: Any, sentence: Any) -> None:
    """With a sentence of its own; that the values are right is said only where they are."""
    with pytest.raises(Refusal) as refusal:
        kind.conform(value, Location(due))
    assert refusal.value.sentence("f") == f"`f` {sentence}"


@pytest.mark.parametrize("due", [INFINITY, -INFINITY, NAN])
def test_what_the_reference_has_is_no_fault(due: Any) -> None:
    """Infinity and NaN pass where the reference has the same."""
    assert equal(REAL.conform(due, Location(due)), due)
    array = np.array([1.0, due, 2.0])
    assert equal(VECTOR.conform(array, Location(array)), array)


def test_a_list_for_an_array_costs_a_note_or_is_refused() -> None:
    """As the function says."""
    gate = TypeGate()
    VECTOR.conform([1, 2, 3], Location(gate=gate))
    VECTOR.conform((1, 2, 3), Location(gate=gate))
    assert gate.notes == [LISTED_NOTE]
    with pytest.raises(Refusal) as refusal:
        VECTOR.conform([1, 2, 3], Location(np.array([1.0, 2, 3]), gate=TypeGate(strict=True)))
    assert refusal.value.sentence("f") == (
        "`f` returns a list of 3 items; expected an array of shape (3,). "
        "The values are right. Put it into np.array(...)."
    )


def test_single_precision_is_remembered() -> None:
    """The check may say so where the numbers are not close enough."""
    gate = TypeGate()
    VECTOR.conform(np.ones(3, dtype=np.float32), Location(gate=gate))
    assert gate.single


def test_named_sizes_are_those_of_the_reference() -> None:
    """The task names them; the reference's answer says how large they are."""
    with pytest.raises(Refusal, match=r"expected an array of shape \(2, any\)"):
        ArrayType((7, ANY)).conform(np.ones((3, 4)), Location(np.ones((2, 5))))

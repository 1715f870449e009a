"""Values of one of several types: the first that fits, and one sentence where none does."""

from __future__ import annotations

from typing import Any

import pytest

from grader.values.array_type import ArrayType
from grader.values.either_type import EitherType, optional
from grader.values.refusal import MISSING, Location, Refusal
from grader.values.types import KindType, ListType, NumberType, RecordType

TEXT, NONE, REAL, INTEGER = KindType("text"), KindType("none"), NumberType("real"), NumberType("integer")


@pytest.mark.parametrize(
    ("types", "value", "passed"),
    [
        pytest.param((INTEGER, REAL), 3.0, 3, id="the-first-counts"),
        pytest.param((REAL, INTEGER), 3, 3.0, id="also-turned-round"),
        pytest.param((NONE, TEXT), None, None, id="none"),
        pytest.param((INTEGER, REAL), 2.5, 2.5, id="the-second"),
        pytest.param((ListType(INTEGER), ListType(TEXT)), ["a"], ["a"], id="by-the-items"),
    ],
)
def test_the_first_type_that_fits_counts(types: Any, value: Any, passed: Any) -> None:
    """With the value as that type has it."""
    got = EitherType(types).conform(value, Location())
    assert (got, type(got)) == (passed, type(passed))


@pytest.mark.parametrize(
    ("kind", "phrase", "exact"),
    [
        pytest.param(optional(TEXT), "None or a text", True, id="optional"),
        pytest.param(EitherType((TEXT, REAL)), "a text or a number", False, id="rounded"),
        pytest.param(EitherType((TEXT, INTEGER, NONE)), "a text or a whole number or None", True, id="three"),
    ],
)
def test_all_types_are_named(kind: EitherType, phrase: str, exact: bool) -> None:
    """Rounding decides nothing only where no type has reals."""
    assert (kind.phrase, kind.is_exact) == (phrase, exact)


@pytest.mark.parametrize(
    ("kind", "value", "due", "sentence"),
    [
        pytest.param(
            optional(RecordType({"a": INTEGER})), {"a": "x"}, MISSING,
            'returns a text as its part `["a"]`; expected a whole number.', id="the-one-that-fits-on-the-outside",
        ),
        pytest.param(
            EitherType((ListType(INTEGER), ListType(TEXT))), [None], MISSING,
            "returns a list of 1 item; expected a list or a list.", id="two-that-do",
        ),
        pytest.param(
            optional(KindType("bytes")), "a", b"a",
            "returns a text; expected None or bytes. The values are right. Turn it into bytes with .encode().",
            id="one-that-may-have-been-meant",
        ),
        pytest.param(
            optional(ArrayType((2,))), "a", MISSING, "returns a text; expected None or an array of shape (2,).",
            id="none-at-all",
        ),
    ],
)  # fmt: skip
def test_a_refusal_is_that_of_the_type_that_was_meant(kind: EitherType, value: Any, due: Any, sentence: str) -> None:
    """Or of all, where nobody can tell which one that is."""
    with pytest.raises(Refusal) as refusal:
        kind.conform(value, Location(due))
    assert refusal.value.sentence("f") == f"`f` {sentence}"

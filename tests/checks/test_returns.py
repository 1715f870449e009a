"""The key `returns`: words and forms as types, and the named sizes in them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from grader.checks.returns import FORMS, AnyReturn, sizes_of, type_of
from grader.values.array_type import ANY, ArrayType
from grader.values.either_type import EitherType, optional
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

ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyReturn)
REAL, TEXT = NumberType("real"), KindType("text")
RETURNS: dict[str, tuple[Any, Any, list[str]]] = {
    "number": ("real", REAL, []),
    "kind": ("text", TEXT, []),
    "object": ("opaque", AnyType("opaque"), []),
    "anything": ("any", AnyType("any"), []),
    "array": ({"array": ["n", 3, "any"]}, ArrayType((0, 0, ANY)), ["n"]),
    "open-array": ({"array": "any", "of": "integer"}, ArrayType(None, "integer"), []),
    "no-dimension": ({"array": []}, ArrayType(()), []),
    "list": ({"list": {"array": ["n"]}}, ListType(ArrayType((0,))), ["n"]),
    "tuple": ({"tuple": ["real", {"array": ["m"]}]}, TupleType((REAL, ArrayType((0,)))), ["m"]),
    "names": ({"tuple": {"loss": "real", "dW": "text"}}, TupleType((REAL, TEXT), ("loss", "dW")), []),
    "record": ({"dict": {"W": {"array": ["n"]}, "1": "text"}}, RecordType({"W": ArrayType((0,)), "1": TEXT}), ["n"]),
    "mapping": ({"dict": ["text", "real"]}, MappingType(TEXT, REAL), []),
    "set": ({"set": "text"}, SetType(TEXT), []),
    "optional": ({"optional": {"array": ["n"]}}, optional(ArrayType((0,))), ["n"]),
    "either": ({"either": ["text", {"array": ["k"]}]}, EitherType((TEXT, ArrayType((0,)))), ["k"]),
}


@pytest.mark.parametrize(("written", "kind", "sizes"), RETURNS.values(), ids=RETURNS)
def test_a_form_is_a_type(written: Any, kind: Any, sizes: list[str]) -> None:
    """With the sizes that it names, which the task must define."""
    returns = ADAPTER.validate_python(written)
    assert type_of(returns) == kind
    assert list(sizes_of(returns)) == sizes


def test_every_form_is_in_the_table() -> None:
    """By its key."""
    written = [entry for entry, _, _ in RETURNS.values() if isinstance(entry, dict)]
    assert {key for entry in written for key in entry if key in FORMS} == set(FORMS)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("float", "Input should be 'real', 'integer'"),
        ({"vector": "n"}, "a word, or one of these keys: array, list, tuple"),
        ({"tuple": []}, "at least 1"),
        ({"either": ["text"]}, "at least 2"),
        ({"array": ["n"], "of": "float"}, "Input should be 'real'"),
        ({"array": ["n"], "shape": 3}, "Extra inputs are not permitted"),
        (7, "a word, or one of these keys"),
    ],
    ids=["word", "form", "no-parts", "one-of-one", "entries", "key", "number"],
)  # fmt: skip
def test_any_other_form_is_a_mistake(written: Any, sentence: str) -> None:
    """With those that there are."""
    with pytest.raises(ValidationError) as error:
        ADAPTER.validate_python(written)
    assert sentence in str(error.value)

"""Types made of the reference's answers: their structure, and how far a student's answer may differ from it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.values.array_type import ArrayType
from grader.values.derivation import ANYTHING, ListLike, MappingLike, type_like
from grader.values.refusal import MISSING, Location, Refusal
from grader.values.types import KindType, NumberType, SetType, TupleType
from grader.worker.wire.plain import NamedValues, Opaque


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param(MISSING, ANYTHING, id="nothing-known"),
        pytest.param(3, NumberType(), id="integer"),
        pytest.param(0.5, NumberType("real"), id="real"),
        pytest.param(1j, NumberType("complex"), id="complex"),
        pytest.param(True, KindType("boolean"), id="truth"),
        pytest.param("a", KindType("text"), id="text"),
        pytest.param(None, KindType("none"), id="none"),
        pytest.param([1], ListLike(), id="list"),
        pytest.param({"a": 1}, MappingLike(), id="dict"),
        pytest.param({1}, SetType(ANYTHING), id="set"),
        pytest.param(np.zeros((2, 3)), ArrayType((2, 3), "real"), id="array"),
        pytest.param((1, "a"), TupleType((NumberType(), KindType("text")), ()), id="tuple"),
    ],
)
def test_the_structure_of_an_answer_is_a_type(answer: Any, kind: Any) -> None:
    """Containers are gone into only where values are compared."""
    assert type_like(answer) == kind


def test_names_of_parts_are_kept() -> None:
    """A message calls them so."""
    kind = type_like(NamedValues("Loss", ("loss", "grad"), (0.5, [1.0])))
    assert kind.phrase == "a tuple of 2 items (loss, grad)"


@pytest.mark.parametrize(
    ("value", "expected", "part"),
    [
        pytest.param([1, 2, 3], [1], None, id="a-longer-list"),
        pytest.param([], [1], None, id="an-empty-list"),
        pytest.param({"b": 1}, {"a": 1}, None, id="other-keys"),
        pytest.param([1, "a"], [1, 2], "[1]", id="an-item-of-another-kind"),
        pytest.param({"a": "x"}, {"a": 1}, '["a"]', id="a-value-of-another-kind"),
        pytest.param([[1], ["a"]], [[1], [2]], "[1][0]", id="deeper"),
        pytest.param({1, "a"}, {1}, None, id="members-of-a-set"),
    ],
)
def test_lengths_and_keys_are_for_the_check_to_judge(value: Any, expected: Any, part: str | None) -> None:
    """Kinds are not: a part that has a counterpart must be of its kind."""
    location = Location(expected)
    if part is None:
        type_like(expected).conform(value, location)
        return
    with pytest.raises(Refusal) as refusal:
        type_like(expected).conform(value, location)
    assert refusal.value.location.path.parts == part


def test_what_has_no_kind_is_taken_as_it_is() -> None:
    """An object of a class that the grader does not know."""
    value = Opaque("Layer")
    assert type_like(value).conform(value, Location(value)) is value

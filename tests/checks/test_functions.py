"""What the judge knows of a student's function: from the type of its answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.checks.functions import StudentFunction
from grader.expressions.object_calls import ClassSignature
from grader.values.array_type import ANY, ArrayType
from grader.values.types import KindType, ListType, NumberType


def function(returns: Any, **more: Any) -> StudentFunction:
    """Return a function of one argument."""
    return StudentFunction("f", ("x",), returns, **more)


@pytest.mark.parametrize(
    ("returns", "integral", "numbers", "free"),
    [
        pytest.param(None, False, True, (), id="not-said"),
        pytest.param(NumberType("integer"), True, True, (), id="integer"),
        pytest.param(NumberType("real"), False, True, (), id="real"),
        pytest.param(NumberType("complex"), False, False, (), id="complex"),
        pytest.param(KindType("boolean"), False, True, (), id="truth"),
        pytest.param(KindType("text"), False, False, (), id="text"),
        pytest.param(ArrayType((0, ANY), "integer"), True, True, (False, True), id="array-of-integers"),
        pytest.param(ArrayType((0,), "text"), False, False, (False,), id="array-of-texts"),
        pytest.param(ArrayType(None), False, False, (), id="open-array"),
        pytest.param(ListType(NumberType("integer")), False, False, (), id="list"),
    ],
)
def test_facts_follow_from_the_type(returns: Any, integral: bool, numbers: bool, free: tuple[bool, ...]) -> None:
    """Whole numbers, answers that fit a column, dimensions of any size."""
    made = function(returns)
    assert (made.integral, made.returns_numbers, made.free) == (integral, numbers, free)


def test_the_reference_answers_in_the_type_that_is_said() -> None:
    """A dict of whole reals is one of integers."""
    typed = function(ListType(NumberType("integer"))).typed(lambda x: [x, 2.0])
    assert [type(item) for item in typed(1)] == [int, int]


def test_a_reference_of_another_type_is_the_courses_mistake() -> None:
    """With the sentence that a student would get."""
    typed = function(ListType(KindType("text"))).typed(lambda x: [x])
    with pytest.raises(TypeError, match=r"`returns` is not what the reference does: `f` returns .* `\[0\]`"):
        typed(1)


@pytest.mark.parametrize(
    "made", [function(None), function(NumberType("real")), function(None, signature=ClassSignature({}, None))],
    ids=["not-said", "numbers", "class"],
)  # fmt: skip
def test_numbers_and_classes_are_left_alone(made: StudentFunction) -> None:
    """Columns of numbers are looked at all at once."""
    assert made.typed(np.sum) is np.sum

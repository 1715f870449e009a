"""Which traits make sense: by the kind of all values, and of an optional input by those that are there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.domains.traits.by_kind import traits_of


@pytest.mark.parametrize(
    ("values", "text"),
    [
        pytest.param([1.5, -2.0], "{} is negative", id="reals"),
        pytest.param([1, 2], "{} is even", id="integers"),
        pytest.param(["a", ""], "{} is empty", id="texts"),
        pytest.param([[1], []], "{} is empty", id="lists"),
        pytest.param([{"a": 1}], "two values of {} are equal", id="dicts"),
        pytest.param([True, False], "{} is True", id="truths"),
        pytest.param([np.ones(2), np.ones(3)], "{} is sorted", id="vectors"),
        pytest.param([np.ones((2, 2))], "{} is symmetric", id="matrices"),
    ],
)
def test_values_of_one_kind_have_its_traits(values: list[Any], text: str) -> None:
    """And each of them can be asked of each value."""
    traits, measures = traits_of(values)
    assert text in {trait.text for trait in traits}
    assert all(isinstance(bool(trait.holds(value)), bool) for trait in traits for value in values)
    assert all(isinstance(measure.of(value), float) for measure in measures for value in values)


@pytest.mark.parametrize("values", [[], [None, None]], ids=["none-at-all", "none-alone"])
def test_no_value_has_no_traits(values: list[Any]) -> None:
    """Nothing could be said of it."""
    assert traits_of(values) == ([], [])


def test_of_an_optional_input_none_is_a_trait() -> None:
    """All others are false for it, and there is nothing to measure."""
    traits, measures = traits_of([None, 2])
    assert measures == []
    assert traits[0].holds(None)
    assert not any(trait.holds(None) for trait in traits[1:])
    assert any(trait.holds(2) for trait in traits[1:])

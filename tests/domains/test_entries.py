"""Entries of arrays: how they are spread, which ones belong, and what contradicts itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from grader.domains import DOMAINS, stream

MADE: Any = DOMAINS


def vector(**spread: Any) -> Any:
    """Return a domain of vectors of four entries."""
    return MADE["vector"].model_validate({"vector": 4, **spread})


SPREADS: list[dict[str, Any]] = [
    {}, {"normal": 3.0}, {"uniform": [-1, 2]}, {"integers": [-3, 3]}, {"integers": [0, 5], "as": "real"},
    {"uniform": [0, 1], "grid": 0.25}, {"normal": 1.0, "grid": 0.5},
]  # fmt: skip


@pytest.mark.parametrize("spread", SPREADS, ids=str)
def test_what_is_drawn_belongs(spread: dict[str, Any]) -> None:
    """And has the type that is said."""
    domain = vector(**spread)
    for number in range(20):
        value = domain.draw({}, stream(number, "entries"))
        assert domain.spreads(np.asarray(value, dtype=np.float64))
        assert value.dtype == (np.int64 if "integers" in spread and "as" not in spread else np.float64)
        assert all(simpler.dtype == value.dtype for simpler in domain.simpler(value))


@pytest.mark.parametrize(
    ("spread", "value", "belongs"),
    [
        ({"uniform": [0, 1]}, [0, 1, 0.5, 1], True), ({"uniform": [0, 1]}, [0, 0, 0, 1.1], False),
        ({"integers": [0, 5]}, [0, 1, 2, 2.5], False), ({"grid": 0.5}, [0.5, 1, -2, 0], True),
        ({"grid": 0.5}, [0.3, 1, 1, 1], False), ({}, [0, np.nan, 0, 0], False), ({}, [0, np.inf, 0, 0], False),
    ],
    ids=["bounds", "outside", "fraction", "grid", "off-the-grid", "nan", "infinity"],
)  # fmt: skip
def test_which_entries_belong(spread: dict[str, Any], value: list[float], belongs: bool) -> None:
    """Finite, between the bounds, on the grid."""
    assert vector(**spread).spreads(np.array(value)) is belongs


@pytest.mark.parametrize(
    ("spread", "sentence"),
    [
        ({"normal": 1, "uniform": [0, 1]}, "says how entries are spread, not several"),
        ({"integers": [0, 1], "grid": 0.5}, "integers are on their own grid"),
        ({"uniform": [0, 1], "as": "real"}, "`as: real` is for integers"),
        ({"uniform": [0.1, 0.4], "grid": 0.5}, "no multiple of 0.5 lies between 0.1 and 0.4"),
    ],
    ids=["two-spreads", "two-grids", "real-reals", "empty"],
)
def test_a_spread_that_contradicts_itself_is_refused(spread: dict[str, Any], sentence: str) -> None:
    """With the reason."""
    with pytest.raises(ValidationError) as error:
        vector(**spread)
    assert sentence in str(error.value)


@pytest.mark.parametrize(
    ("spread", "integral"),
    [({}, False), ({"integers": [0, 1]}, True), ({"grid": 0.5}, False), ({"grid": 2}, True)],
    ids=str,
)
def test_whether_entries_are_whole(spread: dict[str, Any], integral: bool) -> None:
    """By their steps."""
    assert vector(**spread).integral is integral


def test_no_entry_is_a_negative_zero() -> None:
    """A student would see -0.0 in a counterexample."""
    snapped = vector(grid=0.5).snap(np.array([-0.1, 0.1]))
    assert not np.signbit(snapped).any()

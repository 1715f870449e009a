"""Hypothesis strategies for plain values of every kind, nested."""

from __future__ import annotations

import datetime as dt
from collections import Counter, OrderedDict
from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.worker.wire.plain import NamedValues

TEXT = st.text(st.characters(codec=None, categories=None), max_size=12)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
DTYPES = st.sampled_from(["bool", "int8", "int64", "uint64", "float32", "float64", "complex128"])
ARRAYS = hnp.arrays(
    DTYPES, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3), elements={"allow_nan": False}
)
TEXT_ARRAYS = st.lists(st.text("abcé", max_size=3), min_size=1, max_size=4).map(np.array)
ZONES = st.sampled_from([None, dt.UTC, dt.timezone(dt.timedelta(hours=-5, minutes=-30))])
HASHABLE_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-3, 3),
    FINITE,
    st.complex_numbers(allow_nan=False, allow_infinity=False),
    TEXT,
    st.binary(max_size=6),
    st.builds(range, st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 4)),
    st.fractions(),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20),
    st.just(Decimal("-0.0")),
    st.dates(),
    st.times().map(lambda moment: moment.replace(fold=0)),
    st.datetimes(timezones=ZONES).map(lambda moment: moment.replace(fold=0)),
    st.timedeltas(),
)
LEAVES = st.one_of(HASHABLE_LEAVES, ARRAYS, TEXT_ARRAYS, st.builds(slice, st.integers(0, 9), st.none() | st.integers()))
KEYS = st.recursive(
    HASHABLE_LEAVES, lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=2), max_leaves=4
)


def named(values: Any) -> Any:
    """Return a named tuple of `values`."""
    return NamedValues("Result", tuple(f"part{number}" for number in range(len(values))), tuple(values))


def containers(inner: Any) -> Any:
    """Return the strategy of containers of what `inner` draws."""
    return st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.lists(inner, max_size=3).map(named),
        st.dictionaries(KEYS, inner, max_size=3),
        st.dictionaries(KEYS, st.integers(), max_size=3).map(Counter),
        st.dictionaries(KEYS, inner, max_size=3).map(OrderedDict),
        st.sets(KEYS, max_size=3),
        st.frozensets(KEYS, max_size=3),
    )


VALUES = st.recursive(LEAVES, containers, max_leaves=12)

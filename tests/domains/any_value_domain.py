"""A hypothesis strategy for domains of values of other kinds, nested."""

from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter

from grader.domains import DomainSpec

ADAPTER = TypeAdapter(DomainSpec)
LENGTHS = st.tuples(st.integers(0, 3), st.integers(0, 4)).map(sorted) | st.integers(0, 3)
LEAVES = st.one_of(
    st.just("boolean"),
    st.tuples(st.integers(-9, 9), st.integers(-9, 9)).map(sorted).map(lambda bounds: {"integer": bounds}),
    st.tuples(st.integers(-(10**25), 10**25), st.integers(-9, 2**60))
    .map(sorted)
    .map(lambda bounds: {"integer": bounds}),
    st.builds(lambda n, of: {"words": n} | of, LENGTHS, st.sampled_from([{}, {"of": ["b", "B"]}])),
    st.just({"real": [-2, 2]}),
    st.lists(st.sampled_from([1, 2.5, "a", None, True, "1/2"]), min_size=1, max_size=3).map(lambda v: {"choice": v}),
    st.builds(lambda n, of: {"text": n, "of": of}, LENGTHS, st.sampled_from(["letters", "ascii", "unicode", "ab"])),
)
ARRAYS = st.sampled_from(
    [
        {"array": ["n", 2], "normal": 1},
        {"array": ["n"], "integers": [0, 3]},
        {"array": [2, "m", "n"], "booleans": True},
        {"vector": "n", "uniform": [0, 1]},
        {"matrix": ["m", "n"], "integers": [-1, 1], "as": "real"},
    ]
)


def containers(inner: Any) -> Any:
    """Return the strategy of specs of containers of what `inner` describes."""
    return st.one_of(
        st.builds(lambda d, n, s: {"list": d, "length": n, "sorted": s}, inner, LENGTHS, st.booleans()),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"tuple": parts}),
        st.dictionaries(st.sampled_from("abc"), inner, min_size=1).map(lambda parts: {"dict": parts}),
        st.builds(lambda k, v, n: {"dict": [k, v], "length": n}, LEAVES, inner, LENGTHS),
        st.builds(lambda d, n: {"set": d, "length": n}, LEAVES, LENGTHS),
        inner.map(lambda d: {"optional": d}),
    )


SPECS = st.recursive(LEAVES | ARRAYS, containers, max_leaves=5)
DISTINCT = st.builds(lambda d, n: {"list": d, "length": n, "distinct": True}, LEAVES, LENGTHS)


def domains() -> Any:
    """Return the strategy of domains that hold lists, texts, dicts, ..."""
    return (SPECS | DISTINCT).map(ADAPTER.validate_python)

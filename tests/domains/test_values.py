"""Domains of texts, lists, dicts, ...: members are drawn and kept as they are, and become simpler."""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.domains import Choice, Text, Vector, stream
from grader.values.size import size_of
from tests.domains.any_value_domain import domains
from tests.domains.contract import read
from tests.worker.wire.canonical import canonical

SIZES = {"m": 1, "n": 2}
SHORT = "where the domain has too few members"


def whole(domain: Any, value: Any) -> Any:
    """Whether a member has as many parts as it must: keys and members that are to differ may be too few."""
    return domain.contains(value, SIZES)


def may_be_short(domain: Any) -> Any:
    """Whether a part of a domain has members that are to differ, of which there may be too few."""
    return any(word in repr(domain) for word in ("Set(", "Dict(", "distinct=True"))


@settings(deadline=None)
@given(domains(), st.integers(0, 2**32))
def test_what_is_drawn_belongs_and_a_stream_names_it(domain: Any, seed: int) -> None:
    """Draws and edges alike; the same stream gives the same value."""
    rng, again = stream(seed), stream(seed)
    value = domain.draw(SIZES, rng)
    assert canonical(value) == canonical(domain.draw(SIZES, again))
    if not whole(domain, value):
        assert may_be_short(domain), SHORT
    for number in range(domain.edges):
        edge = domain.edge(number, SIZES, rng)
        assert edge is None or whole(domain, edge) or may_be_short(domain), SHORT


@settings(deadline=None)
@given(domains(), st.integers(0, 2**32))
def test_what_is_proposed_is_of_the_same_kind_and_some_of_it_smaller(domain: Any, seed: int) -> None:
    """A member that is not as small as can be has a simpler one, or none of them belongs."""
    value = domain.draw(SIZES, stream(seed))
    for other in itertools.islice(domain.simpler(value), 40):
        domain.contains(other, SIZES)
        assert canonical(value) == canonical(domain.draw(SIZES, stream(seed))), "a proposal changes nothing"
        size_of([other])


@settings(deadline=None)
@given(domains())
def test_plain_members_are_small(domain: Any) -> None:
    """What a person would try first."""
    for pattern in (np.zeros, np.ones, lambda count: np.arange(float(count))):
        size_of([domain.plain_value(SIZES, pattern)])


@pytest.mark.parametrize(
    "spec",
    [
        {"array": [3, "n", 2]},
        {"list": {"vector": "n"}, "length": 2},
        {"tuple": ["boolean", {"matrix": ["n", "m"]}]},
        {"dict": {"W": {"array": ["n", "n"], "booleans": True}, "k": {"text": 3}}},
        {"dict": [{"text": [1, 3]}, {"vector": "n"}], "length": 2},
        {"optional": {"optional": {"signs": "n"}}},
    ],
    ids=str,
)
def test_arrays_within_others_get_shorter_with_their_size(spec: Any) -> None:
    """A named size is shared, wherever it stands; None has no size."""
    domain = read(spec)
    value = next(value for seed in range(9) if "n" in domain.sizes_of(value := domain.draw(SIZES, stream(seed))))
    shorter = domain.shorter(value, "n", [1])
    assert domain.sizes_of(shorter)["n"] == 1


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        ({"list": {"integer": [0, 9]}}, [3, 1, 4, 1, 5]),
        ({"list": {"text": [0, 5]}}, ["ab", "c"]),
        ({"text": [0, 9]}, "Hello"),
        ({"dict": [{"text": [1, 3]}, {"integer": [0, 9]}]}, {"ab": 3, "c": 0}),
        ({"set": {"integer": [0, 9]}}, {3, 7}),
        ({"tuple": [{"integer": [0, 9]}, {"text": [0, 3]}]}, (4, "xy")),
        ({"optional": {"integer": [0, 9]}}, 4),
        ({"array": [3], "booleans": True}, np.array([True, False, True])),
        ({"array": [2, 2], "integers": [0, 9]}, np.array([[1, 5], [0, 7]])),
        ({"dict": {"W": {"array": [2], "normal": 1}}}, {"W": np.array([0.5, -2.0])}),
        ({"choice": ["bb", "a", 3, None]}, "bb"),
        ("boolean", True),
    ],
    ids=str,
)
def test_the_simplest_member_is_found_step_by_step(spec: Any, value: Any) -> None:
    """From any member on, simpler ones lead down to one that has none."""
    domain = read(spec)
    for _ in range(100):
        smaller = next(
            (o for o in domain.simpler(value) if size_of([o]) < size_of([value]) and domain.contains(o, {})), None
        )
        if smaller is None:
            break
        value = smaller
    assert size_of([value])[1] <= 1
    assert domain.contains(value, {})


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        ({"choice": [1]}, int),
        ({"choice": [1], "as": "real"}, float),
        ({"choice": ["1/2"]}, str),
        ({"choice": ["1/2", 3]}, float),
        ({"choice": [True]}, bool),
        ({"choice": [None]}, type(None)),
        ({"choice": [[1, 2]]}, list),
        ({"integer": [3, 3]}, int),
        ("boolean", bool),
        ({"text": 3}, str),
        ({"list": "boolean"}, list),
        ({"tuple": ["boolean"]}, tuple),
        ({"dict": {"a": "boolean"}}, dict),
        ({"set": "boolean"}, set),
    ],
    ids=str,
)
def test_a_value_keeps_its_kind(spec: Any, kind: Any) -> None:
    """An int is an int, and a fraction beside numbers is a number."""
    domain = read(spec)
    assert type(domain.edge(0, {}, stream(1)) if "1/2" in str(spec) else domain.draw({}, stream(1))) is kind


@pytest.mark.parametrize(
    ("spec", "dtype"),
    [
        ({"vector": 3, "integers": [0, 5]}, np.int64),
        ({"vector": 3, "integers": [0, 5], "as": "real"}, np.float64),
        ({"matrix": [2, 2], "integers": [0, 5]}, np.int64),
        ({"symmetric": 2, "integers": [0, 5]}, np.int64),
        ({"array": [2, 2, 2], "integers": [0, 5]}, np.int64),
        ({"array": [2], "booleans": True}, np.bool_),
        ({"array": [2], "uniform": [0, 5]}, np.float64),
    ],
    ids=str,
)
def test_an_array_keeps_its_type(spec: Any, dtype: Any) -> None:
    """Drawn, at an edge, simplified and plain."""
    domain = read(spec)
    value = domain.draw({}, stream(1))
    edges = [edge for number in range(domain.edges) if (edge := domain.edge(number, {}, stream(1))) is not None]
    others = [value, *edges, *itertools.islice(domain.simpler(value), 9), domain.plain_value({}, np.ones)]
    assert {other.dtype for other in others} == {np.dtype(dtype)}


def test_lists_are_sorted_and_distinct_where_they_have_to_be() -> None:
    """At an edge and after a step as well."""
    domain = read({"list": {"integer": [0, 30]}, "length": [0, 6], "sorted": True, "distinct": True})
    for seed in range(30):
        value = domain.draw({}, stream(seed))
        assert value == sorted(set(value))
        for number in range(domain.edges):
            edge = domain.edge(number, {}, stream(seed))
            assert edge is None or edge == sorted(set(edge))


def test_every_sign_of_an_alphabet_is_drawn() -> None:
    """And no other."""
    domain = Text(text=50, of="abc")
    assert set("".join(domain.draw({}, stream(seed)) for seed in range(5))) == set("abc")
    assert Choice(choice=("x",)).edges == 1
    assert Vector(vector=2).edges == 7

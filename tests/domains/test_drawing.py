"""Every domain: what is drawn and what is an edge belongs to it, for all sizes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.domains import Choice, Index, Integer, Matrix, Real, Signs, Symmetric, Vector, stream
from tests.domains.any_domain import SIZES, domains
from tests.domains.belonging import belongs


@given(domains(), SIZES, SIZES, st.integers(0, 2**64))
def test_what_is_drawn_belongs(domain: Any, m: Any, n: Any, seed: Any) -> None:
    """Draws and edges alike, or the domain says that it is empty for these sizes."""
    sizes = {"m": m, "n": n}
    assume(not list(domain.mistakes({name: (size, size) for name, size in sizes.items()})))
    rng = stream(seed)
    for _ in range(3):
        assert belongs(domain, domain.draw(sizes, rng), sizes)
    for number in range(domain.edges):
        value = domain.edge(number, sizes, rng)
        assert value is None or belongs(domain, value, sizes)


@given(domains(), st.integers(1, 9), st.integers(0, 2**64))
def test_a_stream_names_its_values(domain: Any, n: Any, seed: Any) -> None:
    """The same stream gives the same value."""
    sizes = {"m": n, "n": n}
    assume(not list(domain.mistakes(dict.fromkeys(sizes, (n, n)))))
    assert np.array_equal(domain.draw(sizes, stream(seed)), domain.draw(sizes, stream(seed)))


@pytest.mark.parametrize(
    ("domain", "number", "due"),
    [
        (Vector(vector=4), 0, [0, 0, 0, 0]),
        (Vector(vector=4, normal=2), 1, [2, 2, 2, 2]),
        (Vector(vector=4, normal=2), 2, [40, 0, 0, 0]),
        (Vector(vector=4, normal=2), 3, [0, 0, 0, 40]),
        (Vector(vector=4), 4, [0, 1, 2, 3]),
        (Vector(vector=4), 5, [0, -1, -2, -3]),
        (Vector(vector=4, uniform=(-8, 2)), 6, [2, -8, 2, -8]),
        (Vector(vector=2, uniform=(3, 8)), 0, [3, 3]),
        (Vector(vector=2, integers=(1, 3), gap=1), 0, None),
        (Vector(vector=0), 3, []),
        (Vector(vector=1, gap=1), 0, [0]),
        (Matrix(matrix=(1, 2), integers=(-2, 5)), 1, [[5, 5]]),
        (Matrix(matrix=(1, 1), normal=3), 2, [[3]]),
        (Matrix(matrix=(0, 2)), 2, []),
        (Symmetric(symmetric=2, normal=3, diagonal=False), 1, [[0, 3], [3, 0]]),
        (Signs(signs=3), 1, [-1, -1, -1]),
        (Signs(signs=0), 2, []),
        (Real(real=(-3, 5)), 0, -3),
        (Real(real=(-3, 5)), 1, 5),
        (Real(real=(2, 5)), 2, None),
        (Real(real=(0.1, 5), grid="1/2"), 0, 0.5),
        (Real(real=(0, 5), grid="1/2"), 3, 1),
        (Integer(integer=(1, 5)), 2, None),
        (Integer(integer=(-1, 5)), 2, 0),
        (Index(index=7), 1, 6),
        (Choice(choice=(3, "1/2")), 1, 0.5),
    ],
    ids=str,
)
def test_edges(domain: Any, number: int, due: Any) -> None:
    """The inputs on which wrong programs fail first."""
    value = domain.edge(number, {}, stream(1))
    assert value is None if due is None else np.asarray(value).tolist() == due


@pytest.mark.parametrize(
    ("domain", "values"),
    [
        (Vector(vector=2, integers=(1, 4), gap=1), {1, 2, 3, 4}),
        (Vector(vector=2, uniform=(0, 1), grid="1/4", gap="1/4"), {0, 0.25, 0.5, 0.75, 1}),
        (Vector(vector=1, integers=(-1, 1)), {-1, 0, 1}),
        (Vector(vector=1, uniform=(-1, 1), grid=1), {-1, 0, 1}),
        (Real(real=(0, 1), grid="1/2"), {0, 0.5, 1}),
        (Integer(integer=(-1, 1)), {-1, 0, 1}),
        (Index(index=3), {0, 1, 2}),
        (Choice(choice=(5, 6)), {5, 6}),
        (Signs(signs=2), {-1, 1}),
    ],
    ids=lambda case: str(sorted(case)) if isinstance(case, set) else str(case),  # a set has no order of its own
)
def test_every_value_of_a_small_domain_is_drawn(domain: Any, values: set[Any]) -> None:
    """Bounds included, with gaps as well."""
    rng = stream(1)
    assert {float(value) for _ in range(200) for value in np.atleast_1d(domain.draw({}, rng))} == values


def test_a_logarithmic_number_has_every_size() -> None:
    """A third of the draws lies in each third of the orders of magnitude."""
    rng = stream(1)
    drawn = np.log10([Real(real=(1e-3, 1e6), log=True).draw({}, rng) for _ in range(600)])
    assert np.histogram(drawn, bins=[-3, 0, 3, 6])[0] == pytest.approx([200] * 3, abs=50)


def test_vectors_with_gaps_are_not_sorted() -> None:
    """The order of the entries is random, and so is the place of the largest."""
    rng = stream(1)
    places = {int(np.argmax(Vector(vector=4, uniform=(0, 1), gap="1/10").draw({}, rng))) for _ in range(50)}
    assert places == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("domain", "whole"),
    [
        (Vector(vector="n"), False),
        (Vector(vector="n", grid=2), True),
        (Vector(vector="n", grid="1/2"), False),
        (Matrix(matrix=("n", 2), integers=(0, 1)), True),
        (Signs(signs="n"), True),
        (Real(real=(0, 9), grid=3), True),
        (Real(real=(0, 9), grid="3/2"), False),
        (Real(real=(0, 9)), False),
        (Integer(integer=(0, 9)), True),
        (Index(index="n"), True),
        (Choice(choice=(1, 2)), True),
        (Choice(choice=(1, 2.5)), False),
    ],
    ids=str,
)
def test_a_domain_knows_whether_its_values_are_whole(domain: Any, whole: bool) -> None:
    """Exact comparisons go by it."""
    assert domain.integral is whole

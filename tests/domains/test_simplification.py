"""Simpler members: `contains` decides what belongs, and what is proposed keeps its shape and its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grader.domains import Choice, Index, Integer, Matrix, Real, Signs, Symmetric, Vector, stream
from tests.domains.any_domain import SIZES, domains
from tests.domains.belonging import belongs

if TYPE_CHECKING:
    from numpy.typing import NDArray


def drawn(domain: Any, m: int, n: int, seed: int) -> tuple[Any, ...]:
    """Return a member of a domain and its sizes."""
    sizes = {"m": m, "n": n}
    assume(not list(domain.mistakes({name: (size, size) for name, size in sizes.items()})))
    return domain.draw(sizes, stream(seed)), sizes


@given(domains(), SIZES, SIZES, st.integers(0, 2**64))
def test_what_is_drawn_is_within(domain: Any, m: Any, n: Any, seed: Any) -> None:
    """Every member is known as one, and as none of a case with other sizes."""
    value, sizes = drawn(domain, m, n, seed)
    assert domain.contains(value, sizes)
    if domain.sizes_of(value):
        assert not domain.contains(value, {"m": m + 1, "n": n + 1})


@given(domains(), SIZES, SIZES, st.integers(0, 2**64))
def test_what_is_proposed_and_within_belongs(domain: Any, m: Any, n: Any, seed: Any) -> None:
    """Held against membership as the tests know it, for every proposal."""
    value, sizes = drawn(domain, m, n, seed)
    for other in domain.simpler(value):
        assert np.shape(other) == np.shape(value)
        assert type(other) in (type(value), float, int)
        if domain.contains(other, sizes):
            assert belongs(domain, other, sizes)


@given(domains(), st.integers(1, 5), st.integers(1, 5))
def test_plain_members_have_the_sizes(domain: Any, m: Any, n: Any) -> None:
    """Zeros, ones and 0, 1, 2, ... as near as the domain has them."""
    sizes = {"m": m, "n": n}
    for pattern in (np.zeros, np.ones, lambda count: np.arange(float(count))):
        value = domain.plain_value(sizes, pattern)
        assert {**sizes, **domain.sizes_of(value)} == sizes
        apart = (isinstance(domain, Vector) and domain.gap) or isinstance(domain, Symmetric)
        assert apart or belongs(domain, value, sizes)


@given(domains(), SIZES, SIZES, st.integers(0, 2**64), st.data())
def test_what_is_shortened_has_the_size(domain: Any, m: Any, n: Any, seed: Any, data: Any) -> None:
    """Positions of one size are left out wherever the domain has it, and nothing else changes."""
    value, sizes = drawn(domain, m, n, seed)
    for name in sizes:
        keep = sorted(data.draw(st.sets(st.sampled_from(range(sizes[name]))) if sizes[name] else st.just(set())))
        other = domain.shorter(value, name, keep)
        if other is None:
            assert isinstance(domain, Index)
            assert value not in keep
        elif name in domain.size_names():
            assert domain.sizes_of(other).get(name, len(keep)) == len(keep)
            assert domain.contains(other, {**sizes, name: len(keep)})
        else:
            assert other is value


@pytest.mark.parametrize(
    ("domain", "value", "due"),
    [
        pytest.param(Real(real=(-8, 8), grid=1 / 8), 3.625, 0.0, id="a-number-to-zero"),
        pytest.param(Real(real=(2, 8)), 3.625, 3.0, id="a-number-to-a-whole-one"),
        pytest.param(Real(real=(2, 8)), 3.14159, 3.1, id="a-number-to-a-round-one"),
        pytest.param(Integer(integer=(-9, 9)), -7, 7, id="a-whole-number-without-its-sign"),
        pytest.param(Index(index="n"), 5, 0, id="an-index-to-the-first"),
        pytest.param(Choice(choice=(0.25, 0.5, 1.0)), 0.5, 0.25, id="a-choice-to-a-smaller-one"),
        pytest.param(Choice(choice=(0.25, 0.5, 1.0)), 0.5, 1.0, id="a-choice-to-a-whole-one"),
        pytest.param(Vector(vector="n", normal=5.0), np.array([3.5, -2.25]), [0.0, 0.0], id="a-vector-to-zero"),
        pytest.param(Vector(vector="n", normal=5.0), np.array([3.5, -2.25]), [3.5, 0.0], id="an-entry-to-zero"),
        pytest.param(Vector(vector="n", normal=5.0), np.array([3.5, -2.25]), [3.5, 3.5], id="fewer-distinct-values"),
        pytest.param(Vector(vector="n", normal=5.0), np.array([3.5, -2.25]), [3.0, -2.0], id="whole-numbers"),
        pytest.param(Signs(signs="n"), np.array([1.0, -1.0, -1.0]), [1.0, 1.0, -1.0], id="a-sign"),
        pytest.param(Matrix(matrix=("m", "n"), normal=1.0), np.array([[0.5, 2.0]]), [[0.0, 2.0]], id="a-matrix"),
        pytest.param(
            Symmetric(symmetric="n", integers=(-3, 3)),
            np.array([[1.0, 2.0], [2.0, 0.0]]),
            [[1.0, 0.0], [0.0, 0.0]],
            id="a-pair-of-a-symmetric-matrix",
        ),
    ],
)
def test_what_is_proposed(domain: Any, value: NDArray[Any] | float, due: Any) -> None:
    """Zeros, whole numbers, round decimals, no signs, fewer distinct values."""
    assert any(np.array_equal(other, due) for other in domain.simpler(value))

"""The promises of every domain, as one function that the tests of each kind call with their own tables."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from grader.domains import Domain, DomainSpec, stream
from grader.values.size import size_of
from tests.worker.wire.canonical import canonical

ADAPTER: TypeAdapter[Any] = TypeAdapter(DomainSpec)
SIZES = {"m": 1, "n": 3, "z": 0}
PATTERNS = (np.zeros, np.ones, lambda count: np.arange(float(count)))
LONGEST_WAY = 300
"""Steps from any member of a small domain to one that has no simpler member."""


def read(spec: Any) -> Any:
    """Return the domain that a spec describes."""
    return ADAPTER.validate_python(spec)


def keep(domain: Domain, kind: type, seeds: int = 12) -> None:
    """Hold a domain to its contract: draws and edges are members of a kind, and simpler ones lead down to an end."""
    for seed in range(seeds):
        rng = stream(seed)
        value = domain.draw(SIZES, rng)
        assert canonical(value) == canonical(domain.draw(SIZES, stream(seed))), "a stream names its values"
        assert value is None or type(value) is kind
        assert domain.contains(value, SIZES)
        for number in range(domain.edges):
            edge = domain.edge(number, SIZES, rng)
            assert edge is None or (type(edge) is kind and domain.contains(edge, SIZES)), f"edge {number}: {edge!r}"
        before = canonical(value)
        for other in itertools.islice(domain.simpler(value), 60):
            assert other is None or type(other) is kind
        assert canonical(value) == before, "a proposal changes nothing"
    plain = [domain.plain_value(SIZES, pattern) for pattern in PATTERNS]
    assert {type(value) for value in plain} == {kind}
    assert any(domain.contains(value, SIZES) for value in plain), "entries that must differ do so in one of them"
    assert simplest(domain) is not NotImplemented


def simplest(domain: Domain, value: Any = ..., sizes: dict[str, int] | None = None) -> Any:
    """Return the end of the way down from a value, from a drawn one by default."""
    sizes = SIZES if sizes is None else sizes
    value = domain.draw(sizes, stream(1)) if value is ... else value
    for _ in range(LONGEST_WAY):
        smaller = (o for o in domain.simpler(value) if size_of([o]) < size_of([value]) and domain.contains(o, sizes))
        step = next(smaller, NotImplemented)
        if step is NotImplemented:
            return value
        value = step
    raise AssertionError(f"no end: {value!r}")


def edges(domain: Domain) -> list[Any]:
    """Return the edges that are members."""
    every = (domain.edge(number, SIZES, stream(number)) for number in range(domain.edges))
    return [edge for edge in every if edge is not None]

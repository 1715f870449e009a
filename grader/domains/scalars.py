"""Domains of single numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from grader.domains.number import LARGEST_WHOLE, Bounds, Number, Positive, resolved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np

SizeName = Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$")] | Annotated[int, Field(ge=0, le=1_000_000)]
"""A size: the name of one, or the number itself."""


class DomainModel(BaseModel):
    """What all domains share: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def size_names(self) -> tuple[str | int, ...]:
        """Return the sizes that this domain depends on."""
        return ()

    def mistakes(self, sizes: Mapping[str, tuple[int, int]]) -> Iterator[str]:  # noqa: ARG002 - for those that have any
        """Yield why the domain is empty for some sizes within the bounds given by `sizes`."""
        yield from ()


def resolve(size: str | int, sizes: Mapping[str, int]) -> int:
    """Return the number that a size stands for in this case."""
    return size if isinstance(size, int) else sizes[size]


class Real(DomainModel):
    """A number between two bounds; on multiples of `grid`, or uniform in its logarithm."""

    real: Bounds
    """The smallest and the largest value."""
    grid: Positive | None = None
    """What every value is a multiple of; a power of two keeps sums and differences exact."""
    log: bool = False
    """Whether values are uniform in their logarithm; the bounds are then above 0."""

    @model_validator(mode="after")
    def _possible(self) -> Real:
        if self.log and (self.real[0] <= 0 or self.grid is not None):
            raise ValueError("`log` needs bounds above 0 and no grid")
        resolved(max(map(abs, self.real)), self.grid)
        if self.grid is not None and self._on_grid(self.real[1], math.floor) < self.real[0]:
            raise ValueError(f"no multiple of {self.grid:g} lies between {self.real[0]:g} and {self.real[1]:g}")
        return self

    def _on_grid(self, value: float, rounding: type[float] | object = round) -> float:
        return value if self.grid is None else float(rounding(value / self.grid)) * self.grid  # type: ignore[operator]

    def nearest(self, value: float) -> float:
        """Return the value of the domain next to `value`."""
        value = self._on_grid(value)
        if value < self.real[0]:
            return self._on_grid(self.real[0], math.ceil)
        return self._on_grid(self.real[1], math.floor) if value > self.real[1] else value

    @property
    def integral(self) -> bool:
        """Whether every value is a whole number."""
        return self.grid is not None and self.grid == int(self.grid)

    @property
    def edges(self) -> int:
        """How many edges the domain has."""
        return 4

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> float | None:  # noqa: ARG002
        """Return an edge: a bound, 0 or 1; None where it does not belong to the domain."""
        value = (self.real[0], self.real[1], 0.0, 1.0)[number]
        return self.nearest(value) if self.real[0] <= value <= self.real[1] else None

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> float:  # noqa: ARG002
        """Return a random value."""
        low, high = self.real
        if self.log:
            return float(min(max(math.exp(rng.uniform(math.log(low), math.log(high))), low), high))
        return self.nearest(float(rng.uniform(low, high)))


def _ordered(bounds: tuple[int, int]) -> tuple[int, int]:
    if bounds[0] > bounds[1]:
        raise ValueError(f"the lower bound comes first, and {bounds[0]} is above {bounds[1]}")
    if max(map(abs, bounds)) > LARGEST_WHOLE:
        raise ValueError(f"whole numbers go up to 2**53 = {LARGEST_WHOLE} here, of either sign")
    return bounds


IntBounds = Annotated[tuple[int, int], AfterValidator(_ordered)]


class Integer(DomainModel):
    """A whole number between two bounds, both included."""

    integer: IntBounds
    """The smallest and the largest value, both included."""

    @property
    def integral(self) -> bool:
        """Whether every value is a whole number."""
        return True

    @property
    def edges(self) -> int:
        """How many edges the domain has."""
        return 3

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> int | None:  # noqa: ARG002
        """Return an edge: a bound, or 0."""
        value = (*self.integer, 0)[number]
        return value if self.integer[0] <= value <= self.integer[1] else None

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> int:  # noqa: ARG002
        """Return a random value."""
        return int(rng.integers(self.integer[0], self.integer[1], endpoint=True))


class Index(DomainModel):
    """A position in a vector of the size named: 0 to size - 1."""

    index: SizeName
    """The size of the vector that it is a position in."""

    def size_names(self) -> tuple[str | int, ...]:
        """Return the size."""
        return (self.index,)

    def mistakes(self, sizes: Mapping[str, tuple[int, int]]) -> Iterator[str]:
        """Yield a sentence where the size may be 0."""
        if resolve(self.index, {name: low for name, (low, _) in sizes.items()}) < 1:
            yield f"there is no index into a vector of size 0, and `{self.index}` may be 0"

    @property
    def integral(self) -> bool:
        """Whether every value is a whole number."""
        return True

    @property
    def edges(self) -> int:
        """How many edges the domain has."""
        return 2

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> int:  # noqa: ARG002
        """Return the first or the last position."""
        return (0, resolve(self.index, sizes) - 1)[number]

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> int:
        """Return a random position."""
        return int(rng.integers(resolve(self.index, sizes)))


class Choice(DomainModel):
    """One of the numbers listed."""

    choice: Annotated[tuple[Number, ...], Field(min_length=1)]
    """The numbers; each of them is an edge."""

    @property
    def integral(self) -> bool:
        """Whether every value is a whole number."""
        return all(value.is_integer() for value in self.choice)

    @property
    def edges(self) -> int:
        """How many edges the domain has: all its values."""
        return len(self.choice)

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> float:  # noqa: ARG002
        """Return one of the values, by its place in the list."""
        return self.choice[number]

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> float:  # noqa: ARG002
        """Return a random one of the values."""
        return self.choice[int(rng.integers(len(self.choice)))]

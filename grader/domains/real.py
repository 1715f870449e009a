"""Domain: real numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from grader.domains.domain import Domain
from grader.domains.number import Bounds, Positive, resolved
from grader.domains.simplification import simpler_numbers
from grader.models import model_validator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


class Real(Domain):
    """A number between two bounds; on multiples of `grid`, or uniform in its logarithm."""

    key: ClassVar[str] = "real"

    real: Bounds
    """The smallest and the largest value."""
    grid: Positive | None = None
    """Every value is a multiple of this; a power of two keeps sums and differences exact."""
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
        """The number of edges of the domain."""
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

    def contains(self, value: float, sizes: Mapping[str, int]) -> bool:  # noqa: ARG002
        """Whether the number is between the bounds and on the grid."""
        return self.nearest(value) == float(value)

    def simpler(self, value: float) -> Iterator[float]:
        """Yield simpler numbers."""
        yield from (self.nearest(number) + 0.0 for number in simpler_numbers(float(value)))

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> float:  # noqa: ARG002
        """Return the member next to the first number of the pattern."""
        return self.nearest(float(pattern(1)[0])) + 0.0

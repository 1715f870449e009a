"""The entries of an array: how they are spread, and which ones belong."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from grader.domains.domain import Domain
from grader.domains.number import Bounds, IntBounds, Positive, resolved
from grader.domains.simplification import simpler_arrays
from grader.domains.sizes import shape_of
from grader.models import Field, model_validator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

LEAD = 20.0
"""The distance of the leading entry from the others, in standard deviations."""


class Entries(Domain):
    """How entries are spread: normal around 0, uniform or integers between bounds; on multiples of `grid`."""

    normal: Positive | None = None
    """The standard deviation of entries around 0; 1 where nothing says how entries are spread."""
    uniform: Bounds | None = None
    """The smallest and the largest entry."""
    integers: IntBounds | None = None
    """The smallest and the largest entry, all of them whole numbers."""
    grid: Positive | None = None
    """Every entry is a multiple of this; a power of two keeps sums and differences exact."""
    kind: Literal["real"] | None = Field(default=None, alias="as")
    """`real` for integers that are given as floats; otherwise they are an array of int64."""

    @model_validator(mode="after")
    def _one_spread(self) -> Entries:
        if sum(spread is not None for spread in (self.normal, self.uniform, self.integers)) > 1:
            raise ValueError("one of `normal`, `uniform` and `integers` says how entries are spread, not several")
        if self.integers is not None and self.grid is not None:
            raise ValueError("integers are on their own grid; leave `grid` out")
        if self.kind is not None and self.integers is None:
            raise ValueError("`as: real` is for integers; all other entries are real numbers anyway")
        resolved(LEAD * self.size, self.grid)
        limits = self._limits
        if (
            self.bounds is not None
            and limits is not None
            and (limits[1] < self.bounds[0] or limits[0] > self.bounds[1])
        ):
            raise ValueError(f"no multiple of {self.grid:g} lies between {self.bounds[0]:g} and {self.bounds[1]:g}")
        return self

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The smallest and largest entry, None where there is none."""
        return self.uniform if self.uniform is not None else self.integers

    @cached_property
    def _limits(self) -> tuple[float, float] | None:
        """The smallest and largest entry on the grid."""
        if self.bounds is None:
            return None
        low, high = (np.array([bound], dtype=np.float64) for bound in self.bounds)
        least, largest = float(self.snap(low, np.ceil)[0]), float(self.snap(high, np.floor)[0])
        # A bound next to 0 vanishes when it is divided by the step.
        least += self.step or 0.0 if least == 0 < self.bounds[0] else 0.0
        largest -= self.step or 0.0 if largest == 0 > self.bounds[1] else 0.0
        return least, largest

    @property
    def step(self) -> float | None:
        """All entries are multiples of this."""
        return 1.0 if self.integers is not None else self.grid

    @property
    def integral(self) -> bool:
        """Whether every entry is a whole number."""
        return self.step is not None and float(self.step).is_integer()

    @property
    def size(self) -> float:
        """A typical size of an entry."""
        if self.bounds is not None:
            return max(abs(self.bounds[0]), abs(self.bounds[1]))
        return self.normal or 1.0

    def snap(self, values: Array, rounding: Any = np.rint) -> Array:
        """Return `values` on the grid."""
        if self.step is None:
            return values
        snapped: Array = rounding(values / self.step) * self.step + 0.0  # no -0.0
        return snapped

    def inside(self, values: Array) -> Array:
        """Return the values of the domain next to `values`."""
        values = self.snap(values)
        return values if self._limits is None else np.minimum(np.maximum(values, self._limits[0]), self._limits[1])

    def spreads(self, values: Array) -> bool:
        """Whether every entry is a finite number between the bounds and on the grid."""
        return bool(np.isfinite(values).all()) and np.array_equal(self.inside(values), values)

    def entries(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """Return random entries."""
        if self.integers is not None:
            return rng.integers(self.integers[0], self.integers[1], shape, endpoint=True).astype(np.float64)
        if self.uniform is not None:
            return self.inside(rng.uniform(self.uniform[0], self.uniform[1], shape))
        return self.snap(rng.normal(0.0, self.normal or 1.0, shape))

    def typed(self, values: Array) -> Any:
        """Return entries as students get them: whole numbers as int64, unless they are to be real."""
        return values.astype(np.int64) if self.integers is not None and self.kind is None else values

    def simpler(self, value: Array) -> Iterator[Any]:
        """Yield simpler arrays of the same shape."""
        yield from (self.typed(self.inside(array) + 0.0) for array in simpler_arrays(value.astype(np.float64)))

    def shape(self, sizes: Mapping[str, int]) -> tuple[int, ...]:
        """Return the shape of the members of a case."""
        return shape_of(self.size_names(), sizes)

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> Any:
        """Return the member next to the entries that `pattern` gives for their number."""
        shape = self.shape(sizes)
        return self.typed(self.inside(pattern(int(np.prod(shape))).reshape(shape)) + 0.0)

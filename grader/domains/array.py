"""Domain: arrays of any number of dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np

from grader.domains.entries import Entries
from grader.domains.sizes import SizeName, named_sizes
from grader.models import Field, model_validator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt


class Array(Entries):
    """An array of the sizes named, of numbers or of True and False."""

    key: ClassVar[str] = "array"

    array: Annotated[tuple[SizeName, ...], Field(min_length=1, max_length=8)]
    """Its dimensions."""
    booleans: Literal[True] | None = None
    """Whether its entries are True and False instead of numbers."""

    @model_validator(mode="after")
    def _numbers_or_truths(self) -> Array:
        if self.booleans and (self.normal, self.uniform, self.integers, self.grid) != (None,) * 4:
            raise ValueError("entries are either numbers or `booleans`, not both")
        return self

    def size_names(self) -> tuple[str | int, ...]:
        """Return the sizes of the dimensions."""
        return self.array

    @property
    def integral(self) -> bool:
        """Whether every entry is a whole number."""
        return bool(self.booleans) or super().integral

    @property
    def edges(self) -> int:
        """The number of edges of the domain."""
        return 3

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return an edge: all 0 or False, all equal, or a single entry that is not 0."""
        shape = self.shape(sizes)
        value = np.zeros(shape) if number != 1 else np.full(shape, 1.0 if self.booleans else self.size)
        if number == 2 and value.size:
            value.flat[rng.integers(value.size)] = 1.0 if self.booleans else self.size
        return self._built(value)

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return a random array."""
        if self.booleans:
            return rng.integers(2, size=self.shape(sizes)) > 0
        return self.typed(self.entries(self.shape(sizes), rng))

    def _built(self, value: npt.NDArray[np.float64]) -> Any:
        return value != 0 if self.booleans else self.typed(self.inside(value))

    def contains(self, value: Any, sizes: Mapping[str, int]) -> bool:
        """Whether the shape is right and the entries belong to the domain."""
        if value.shape != self.shape(sizes):
            return False
        return value.dtype == np.bool_ if self.booleans else self.spreads(value)

    def simpler(self, value: Any) -> Iterator[Any]:
        """Yield simpler arrays of the same shape."""
        yield from super().simpler(value) if not self.booleans else self._fewer(value)

    def _fewer(self, value: npt.NDArray[np.bool_]) -> Iterator[npt.NDArray[np.bool_]]:
        yield np.zeros_like(value)
        for position in np.argwhere(value)[:24]:
            changed = value.copy()
            changed[tuple(position)] = False
            yield changed

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], npt.NDArray[np.float64]]) -> Any:
        """Return the member next to the entries that `pattern` gives for their number."""
        if not self.booleans:
            return super().plain_value(sizes, pattern)
        shape = self.shape(sizes)
        return pattern(int(np.prod(shape))).reshape(shape) != 0

    def shorter(self, value: Any, size: str, keep: Sequence[int]) -> Any:
        """Return the entries at `keep` along every dimension of the size named."""
        for axis, name in enumerate(self.array):
            if name == size:
                value = np.take(value, list(keep), axis=axis)
        return value

    def sizes_of(self, value: Any) -> dict[str, int]:
        """Return the named ones of the sizes."""
        return named_sizes(self.array, value)

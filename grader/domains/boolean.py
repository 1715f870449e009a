"""Domain: True and False."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from grader.domains.domain import Domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


class Boolean(Domain):
    """True or False; the word `boolean` alone says the same."""

    key: ClassVar[str] = "boolean"

    boolean: Literal["any"] = "any"
    """Which of the two: any."""

    @property
    def integral(self) -> bool:
        """Whether every number in it is whole: there is none."""
        return True

    @property
    def edges(self) -> int:
        """The number of edges of the domain."""
        return 2

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> bool:  # noqa: ARG002
        """Return False, then True."""
        return bool(number)

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> bool:  # noqa: ARG002
        """Return one of the two."""
        return bool(rng.integers(2))

    def contains(self, value: bool, sizes: Mapping[str, int]) -> bool:  # noqa: ARG002
        """Whether the value is one of the two."""
        return isinstance(value, bool)

    def simpler(self, value: bool) -> Iterator[bool]:
        """Yield False for True."""
        if value:
            yield False

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> bool:  # noqa: ARG002
        """Return whether the first number of the pattern is not 0."""
        return bool(pattern(1)[0])

"""Domain: one of the values listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from grader.domains.domain import Domain
from grader.domains.number import read_number
from grader.models import Field, model_validator
from grader.patterns import pattern
from grader.values.comparison import equal
from grader.values.kinds import is_number
from grader.values.size import size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

_NUMBER = pattern(r" *[-+]?(\d+ */ *\d+|(\d+\.?\d*|\.\d+)[eE][-+]?\d+) *")
"""Numbers that YAML takes for text: fractions, and such as 1e-6 without a point."""


class Choice(Domain):
    """One of the values listed: numbers, texts, true, false, null, lists and dicts, each of its own kind."""

    key: ClassVar[str] = "choice"

    choice: Annotated[tuple[Any, ...], Field(min_length=1)]
    """The values; each of them is an edge. Beside numbers, a fraction such as `1/64` is a number."""
    kind: Literal["real"] | None = Field(default=None, alias="as")
    """`real` for numbers that are all given as floats."""

    @model_validator(mode="after")
    def _read(self) -> Choice:
        if self.kind is not None or any(type(value) in {int, float} for value in self.choice):
            values = tuple(read_number(value) if self._is_number(value) else value for value in self.choice)
            object.__setattr__(self, "choice", values)  # the model is frozen for everybody else
        return self

    def _is_number(self, value: Any) -> bool:
        """Whether a value is to be read as a number."""
        return self.kind is not None or (isinstance(value, str) and _NUMBER.fullmatch(value) is not None)

    @property
    def integral(self) -> bool:
        """Whether no value is a number that is not whole."""
        return not any(isinstance(value, float) and not value.is_integer() for value in self.choice)

    @property
    def edges(self) -> int:
        """The number of edges of the domain: all its values."""
        return len(self.choice)

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:  # noqa: ARG002
        """Return one of the values, by its place in the list."""
        return self.choice[number]

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:  # noqa: ARG002
        """Return a random one of the values."""
        return self.choice[int(rng.integers(len(self.choice)))]

    def contains(self, value: Any, sizes: Mapping[str, int]) -> bool:  # noqa: ARG002
        """Whether the value is listed."""
        return any(type(value) is type(other) and equal(value, other) for other in self.choice)

    def simpler(self, value: Any) -> Iterator[Any]:
        """Yield the listed values that are smaller, or whole where this one is not."""
        for other in self.choice:
            if _is_smaller(other, value) or (_is_whole(other) and not _is_whole(value)):
                yield other

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> Any:  # noqa: ARG002
        """Return the first of the values."""
        return self.choice[0]


def _is_smaller(a: Any, b: Any) -> bool:
    if is_number(a) and is_number(b):
        return bool(abs(a) < abs(b))
    return size_of([a]) < size_of([b])


def _is_whole(value: Any) -> bool:
    return not isinstance(value, float) or value.is_integer()

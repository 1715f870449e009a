"""Domain: one of the functions named, which the task's support files define."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from grader.domains.domain import Domain
from grader.models import Field, PrivateAttr
from grader.worker.wire.plain import NamedFunction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


class Function(Domain):
    """One of the functions named: `support: [layers.py]` and `{function: [relu, tanh]}`."""

    key: ClassVar[str] = "function"

    function: Annotated[tuple[str, ...], Field(min_length=1)]
    """Names of functions of the task's support files; each of them is an edge, the first one the simplest."""
    _functions: dict[str, NamedFunction] = PrivateAttr(default_factory=dict)

    def bind(self, functions: Mapping[str, Callable[..., Any]]) -> Iterator[str]:
        """Take the functions of the support files; yield the names that they do not define."""
        for name in self.function:
            if name in functions:
                self._functions[name] = NamedFunction(name, functions[name])
            else:
                yield name

    @property
    def integral(self) -> bool:
        """Say that there are no numbers."""
        return True

    @property
    def edges(self) -> int:
        """The number of edges: all functions."""
        return len(self.function)

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:  # noqa: ARG002
        """Return one of the functions, by its place in the list."""
        return self._named(self.function[number])

    def _named(self, name: str) -> NamedFunction:
        return self._functions.get(name) or NamedFunction(name)

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:  # noqa: ARG002
        """Return a random one of the functions."""
        return self._named(self.function[int(rng.integers(len(self.function)))])

    def contains(self, value: Any, sizes: Mapping[str, int]) -> bool:  # noqa: ARG002
        """Whether the function is named."""
        return isinstance(value, NamedFunction) and value.name in self.function

    def simpler(self, value: Any) -> Iterator[Any]:
        """Yield the functions that are named before this one."""
        names = self.function
        position = names.index(value.name) if isinstance(value, NamedFunction) and value.name in names else 0
        yield from map(self._named, names[:position])

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> Any:  # noqa: ARG002
        """Return the first of the functions."""
        return self._named(self.function[0])

"""The interface of a domain: a set of inputs that samples its members, knows its edges, and simplifies."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from grader.models import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from grader.domains.traits.trait import Trait


class Domain(BaseModel):
    """A set of inputs, as a task file describes it.

    A new kind of domain is a subclass in a module of its own and one line in `grader/domains/registry.py`:

    >>> from grader.domains import DOMAINS, stream
    >>> coin = DOMAINS["choice"](choice=(0, 1))
    >>> coin.contains(coin.draw({}, stream(7, "toss")), {})
    True

    `sizes` are the named sizes of one case.  Members are drawn in the order in which a case's inputs stand in the
    task, from the case's own random stream: a domain that draws more or fewer random numbers than before moves every
    input after it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    key: ClassVar[str]
    """The key that tells this kind from the others in a task file."""
    meaningless: ClassVar[bool] = False
    """Whether a member says nothing to a reader, as a seed does."""

    def size_names(self) -> tuple[str | int, ...]:
        """Return the sizes that this domain depends on."""
        return ()

    def traits(self) -> tuple[Trait, ...]:
        """Return what can be said about members beside what can be said about all values of their kind."""
        return ()

    def mistakes(self, sizes: Mapping[str, tuple[int, int]]) -> Iterator[str]:  # noqa: ARG002 - for those that have any
        """Yield why the domain is empty for some sizes within the bounds given by `sizes`."""
        yield from ()

    def bind(self, functions: Mapping[str, Callable[..., Any]]) -> Iterator[str]:
        """Take the functions of support files, also for domains within; yield names that are none of them."""
        for value in self.__dict__.values():
            inside = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)
            for domain in inside:
                if isinstance(domain, Domain):
                    yield from domain.bind(functions)

    @property
    @abstractmethod
    def integral(self) -> bool:
        """Whether all numbers in all members are whole."""

    @property
    @abstractmethod
    def edges(self) -> int:
        """The number of edges."""

    @abstractmethod
    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return an edge by its number; None where it is not a member."""

    @abstractmethod
    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return a random member."""

    @abstractmethod
    def contains(self, value: Any, sizes: Mapping[str, int]) -> bool:
        """Whether `value`, which has the type of a member, is one in a case of these sizes."""

    @abstractmethod
    def simpler(self, value: Any) -> Iterator[Any]:
        """Yield values that are simpler than `value` and have its shape, the boldest first; not all are members."""

    @abstractmethod
    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], npt.NDArray[np.float64]]) -> Any:
        """Return the member next to the entries that `pattern` gives for their number: zeros, ones, 0, 1, 2, ..."""

    def shorter(self, value: Any, size: str, keep: Sequence[int]) -> Any:  # noqa: ARG002 - most members have no sizes
        """Return `value` with only the positions `keep` wherever the domain has the size named; None if it cannot."""
        return value

    def sizes_of(self, value: Any) -> dict[str, int]:  # noqa: ARG002 - most members have no sizes
        """Return the named sizes that the shape of `value` determines."""
        return {}

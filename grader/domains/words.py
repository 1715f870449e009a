"""Domain: texts of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from grader.domains.domain import Domain
from grader.domains.lengths import SINGLE_ITEMS, Length, draw_length, kept_positions
from grader.models import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

Word = Annotated[str, Field(pattern=r"^\S+$", max_length=100)]
VOCABULARY = ("a", "be", "cat", "dog", "the", "and", "tree", "Anna", "rain", "level", "house", "banana", "yellow")
"""The words where nothing says which, the simplest first; a few are palindromes, and one has a capital letter."""


class Words(Domain):
    """A text of words with a blank between two of them."""

    key: ClassVar[str] = "words"

    words: Length
    """The smallest and the largest number of words, or one number."""
    of: Annotated[tuple[Word, ...], Field(min_length=1, max_length=1000)] = VOCABULARY
    """The words, the simplest first; by default short English ones, which come again often enough to be counted."""

    @property
    def integral(self) -> bool:
        """Whether every number in it is whole: there is none."""
        return True

    @property
    def edges(self) -> int:
        """The number of edges of the domain."""
        return 4

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> str:  # noqa: ARG002
        """Return an edge: fewest words, most words, one word again and again, two in turn."""
        if number < 2:
            return self._random(self.words[number], rng)
        count = draw_length(self.words, rng)
        two = [self._word(rng), self._word(rng)]
        return " ".join((two[:1] if number == 2 else two)[position % (number - 1)] for position in range(count))

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> str:  # noqa: ARG002
        """Return a random text."""
        return self._random(draw_length(self.words, rng), rng)

    def _word(self, rng: np.random.Generator) -> str:
        return self.of[int(rng.integers(len(self.of)))]

    def _random(self, count: int, rng: np.random.Generator) -> str:
        return " ".join(self._word(rng) for _ in range(count))

    def contains(self, value: str, sizes: Mapping[str, int]) -> bool:  # noqa: ARG002
        """Whether the number of words is right and all of them are known."""
        words = value.split(" ") if value else []
        return self.words[0] <= len(words) <= self.words[1] and set(words) <= set(self.of)

    def simpler(self, value: str) -> Iterator[str]:
        """Yield texts of fewer words, and such of simpler ones."""
        words = value.split(" ") if value else []
        for kept_indices in kept_positions(len(words), self.words[0]):
            yield " ".join(words[position] for position in kept_indices)
        for word in dict.fromkeys(words):
            yield from (" ".join(other if each == word else each for each in words) for other in self._simpler(word))
        for position in range(min(len(words), SINGLE_ITEMS)):
            for other in self._simpler(words[position]):
                yield " ".join([*words[:position], other, *words[position + 1 :]])

    def _simpler(self, word: str) -> tuple[str, ...]:
        """Return the words that are simpler than one."""
        return self.of[: self.of.index(word)] if word in self.of else self.of

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> str:  # noqa: ARG002
        """Return a short text of the first words."""
        count = max(self.words[0], min(self.words[1], int(pattern(2).max())))
        return " ".join(self.of[int(position) % len(self.of)] for position in pattern(count))

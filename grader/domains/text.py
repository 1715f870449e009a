"""Domain: texts over an alphabet."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Annotated, ClassVar

from grader.domains.domain import Domain
from grader.domains.lengths import SINGLE_ITEMS, Length, draw_length, kept_positions
from grader.models import Field, field_validator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

ALPHABETS = {
    "letters": string.ascii_lowercase + string.ascii_uppercase,
    "digits": string.digits,
    "ascii": string.ascii_lowercase + string.ascii_uppercase + string.digits + " " + string.punctuation,
    "unicode": string.ascii_lowercase + string.ascii_uppercase + string.digits
    + " .,-'äöüßéèçñåøłžİıſΩπλσςЖя中文日本語한글\u0301\u00a0\u200b😀👩🏽",
}  # fmt: skip
"""The signs of each named alphabet, the simplest first."""
SIMPLEST = 3
"""The number of the simplest signs that others are replaced by."""


class Text(Domain):
    """A text of signs of an alphabet."""

    key: ClassVar[str] = "text"

    text: Length
    """The smallest and the largest number of characters, or one number."""
    of: Annotated[str, Field(min_length=1, max_length=1000)] = "letters"
    """Its characters: `letters`, `digits`, `ascii`, `unicode`, or all of these written out, the simplest first."""

    @field_validator("of")
    @classmethod
    def _no_words(cls, value: str) -> str:
        if value == "words":
            raise ValueError("a text of words is a domain of its own: {words: [0, 6]}")
        return value

    @property
    def alphabet(self) -> str:
        """The characters that a member may have."""
        return ALPHABETS.get(self.of, self.of)

    @property
    def integral(self) -> bool:
        """Whether every number in it is whole: there is none."""
        return True

    @property
    def edges(self) -> int:
        """The number of edges of the domain."""
        return 5

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> str:  # noqa: ARG002
        """Return an edge: shortest, longest, one sign again and again, two in turn, the same backwards."""
        low, high = self.text
        if number == 0:
            return self._random(low, rng)
        if number == 1:
            return self._random(high, rng)
        count = draw_length(self.text, rng)
        signs = self._random(2, rng)
        if number == 4:
            half = self._random((count + 1) // 2, rng)
            return half + half[: count // 2][::-1]
        return (signs[:1] * count, (signs * count)[:count])[number - 2]

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> str:  # noqa: ARG002
        """Return a random text."""
        return self._random(draw_length(self.text, rng), rng)

    def _random(self, count: int, rng: np.random.Generator) -> str:
        alphabet = self.alphabet
        return "".join(alphabet[position] for position in rng.integers(len(alphabet), size=count).tolist())

    def contains(self, value: str, sizes: Mapping[str, int]) -> bool:  # noqa: ARG002
        """Whether the length is right and all characters belong to the alphabet."""
        return self.text[0] <= len(value) <= self.text[1] and set(value) <= set(self.alphabet)

    def simpler(self, value: str) -> Iterator[str]:
        """Yield shorter texts, and such of simpler signs."""
        for kept_indices in kept_positions(len(value), self.text[0]):
            yield "".join(value[position] for position in kept_indices)
        simplest = self.alphabet[:SIMPLEST]
        yield from (sign * len(value) for sign in simplest)
        if set(value.lower()) <= set(self.alphabet):
            yield value.lower()
        for position in range(min(len(value), SINGLE_ITEMS)):
            for sign in simplest[: max(0, self.alphabet.find(value[position]))]:
                yield value[:position] + sign + value[position + 1 :]
        for sign in dict.fromkeys(value):
            yield from (value.replace(sign, other) for other in simplest[: max(0, self.alphabet.find(sign))])

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> str:  # noqa: ARG002
        """Return a short text of the first signs."""
        count = max(self.text[0], min(self.text[1], int(pattern(2).max())))
        return "".join(self.alphabet[int(position) % len(self.alphabet)] for position in pattern(count))

"""Where in a value something is: `.dW at position (2, 0)`, `["b2"]`, `[3]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.records import dataclass
from grader.values.printing import brief

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Path:
    """The way from a value to a part of it: `parts` as Python writes it, then the position in an array."""

    parts: str = ""
    position: tuple[int, ...] = ()

    def name(self, name: str) -> Path:
        """Return the path to a named part."""
        return Path(f"{self.parts}.{name}", self.position)

    def index(self, index: int) -> Path:
        """Return the path to an item of a list or tuple."""
        return Path(f"{self.parts}[{index}]", self.position)

    def key(self, key: Any) -> Path:
        """Return the path to the value of a key."""
        text = f'"{key}"' if isinstance(key, str) and key.isprintable() and '"' not in key else brief(key)
        return Path(f"{self.parts}[{text}]", self.position)

    def entry(self, position: Sequence[int]) -> Path:
        """Return the path to an entry of an array."""
        return Path(self.parts, tuple(map(int, position)))

    def of(self, name: str) -> str:
        """Return the part in words, `name` being the value."""
        where = f" at {position_text(self.position)}" if self.position else ""
        return f"{name}{self.parts}{where}"


def position_text(position: Sequence[int]) -> str:
    """Return where in an array or a text something is, counted from 0, the one way in which all sentences write it.

    >>> position_text((3,)), position_text((1, 2))
    ('position 3', 'position (1, 2)')
    """
    numbers = tuple(map(int, position))
    return f"position {numbers[0] if len(numbers) == 1 else numbers}"


ROOT = Path()

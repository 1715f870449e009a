"""Statements about an input: one that holds or not, and a number that can be compared with another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Trait:
    """A statement about a value, and its opposite; `{}` stands for the value's name.

    >>> empty = Trait("{} is empty", "{} is not empty", lambda value: not len(value), 1)
    >>> empty.holds([]), empty.text.format("`x`")
    (True, '`x` is empty')
    """

    text: str
    opposite: str
    holds: Callable[[Any], bool]
    cost: float = 3.0
    """The further a statement is to seek, in bits: of several that separate the same cases the cheapest is said."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that belongs to a value; `{}` stands for the value's name in each text, `{bound}` for a number."""

    at_least: str
    below: str
    exactly: str
    of: Callable[[Any], float]
    """The number; NaN where the value has none."""
    cost: float = 4.0
    whole: bool = False
    """Whether the number is always whole, so that `exactly` and neighbours can be named."""


def braced(value: Any) -> str:
    """Return a value as it stands in the text of a trait.

    >>> braced("{"), braced(0.5)
    ("'{{'", '0.5')
    """
    text = f"{value:g}" if isinstance(value, float | np.floating) else repr(value)
    return text.replace("{", "{{").replace("}", "}}")

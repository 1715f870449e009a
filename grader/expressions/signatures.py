"""The number and the names of a function's arguments."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable


SUPPORT = "support."
"""Begins the names of functions of support files among those that the judge can call; the reference's have no dot."""


def support_name(name: str) -> str:
    """Return the name of a support file's function among those that the judge can call."""
    return f"{SUPPORT}{name}"


def is_public(name: str) -> bool:
    """Whether a function that the judge can call is one of a support file, which students have too."""
    return name.startswith(SUPPORT)


@dataclass(frozen=True)
class Arity:
    """The number of positional arguments that a function takes; `most` is None where there is no bound."""

    least: int
    most: int | None

    def __str__(self) -> str:
        if self.most is None:
            return f"at least {counted(self.least)}"
        return counted(self.least) if self.least == self.most else f"{self.least} to {counted(self.most)}"

    def takes(self, count: int) -> bool:
        """Whether a call with `count` arguments fits."""
        return count >= self.least and (self.most is None or count <= self.most)


def counted(number: int, noun: str = "argument") -> str:
    """Return a number with its noun: `1 case`, `2,000 cases`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {plural(noun)}"


def plural(noun: str) -> str:
    """Return the plural of a noun: `cases`, `stories`."""
    ends_in_ies = noun.endswith("y") and noun[-2:-1] not in "aeou"  # stories, but arrays
    return f"{noun[:-1]}ies" if ends_in_ies else f"{noun}s"


def parameters_of(function: Callable[..., Any]) -> list[str]:
    """Return the names of the positional arguments that a function needs."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except ValueError:  # a function of C without a signature
        return []
    positional = (p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD))
    return [p.name for p in positional if p.default is p.empty]


def arity_of(function: Callable[..., Any]) -> Arity:
    """Return how many positional arguments a function takes."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except ValueError:
        return Arity(0, None)
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    free = any(p.kind is p.VAR_POSITIONAL for p in parameters)
    return Arity(sum(p.default is p.empty for p in positional), None if free else len(positional))

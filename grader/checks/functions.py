"""A function that a student defines, as far as the judge needs to know it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StudentFunction:
    """The name and arguments of a function, and what its answers may be."""

    name: str
    args: tuple[str, ...]
    integral: bool = False
    """Whether its answers are whole numbers."""
    free: tuple[bool, ...] = ()
    """Which dimensions of its answer may be anything."""
    pure: bool = False
    """Whether changing an argument is a failure."""

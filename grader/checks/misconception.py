"""A known wrong solution of a task, as the program works with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class Misconception:
    """The student's function that it replaces, its code, the checks that it fails, and what its author is told.

    A wrong solution that is known as somebody's rival alone fails no check and tells nothing.
    """

    name: str
    function: str
    wrong: Callable[..., Any]
    fails: tuple[str, ...]
    tells: str
    shows: Callable[..., Any] | None = None
    """Whether an answer, given after the arguments of its call, has the property of this slip."""
    rivals: tuple[str, ...] = ()
    """The names of wrong solutions that give nearly the same answers for another reason."""

    def with_rivals(self, others: Iterable[Misconception]) -> tuple[Misconception, ...]:
        """Return it with those of `others` that are its rivals."""
        return (self, *(other for other in others if other.name in self.rivals))

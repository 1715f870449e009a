"""Why a value is not of the type that is expected: where, what it is, what is expected, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.records import dataclass, field
from grader.values.comparison import close
from grader.values.paths import ROOT, Path, position_text

if TYPE_CHECKING:
    from collections.abc import Sequence

MISSING: Any = object()
"""Stands where there is no value."""
RTOL = 1e-6


@dataclass
class TypeGate:
    """How strict the types are, and what is to be remembered of the values that passed."""

    strict: bool = False
    """Whether a list or tuple of numbers is refused where an array is expected."""
    notes: list[str] = field(default_factory=list)
    """Remarks about values that passed, which cost nothing."""
    single: bool = False
    """Whether some numbers are in single precision or less."""

    def note(self, text: str) -> None:
        """Remember a remark, once."""
        if text not in self.notes:
            self.notes.append(text)


@dataclass(frozen=True)
class Location:
    """Where a value stands: in which part of an answer, and what the reference has there."""

    expected: Any = MISSING
    path: Path = ROOT
    gate: TypeGate = field(default_factory=TypeGate)

    def index(self, index: int, expected: Any) -> Location:
        """Return the place of an item."""
        return Location(expected, self.path.index(index), self.gate)

    def name(self, name: str, expected: Any) -> Location:
        """Return the place of a named part."""
        return Location(expected, self.path.name(name), self.gate)

    def key(self, key: Any, expected: Any) -> Location:
        """Return the place of the value of a key."""
        return Location(expected, self.path.key(key), self.gate)

    def entry(self, position: Sequence[int]) -> Location:
        """Return the place of an entry of an array."""
        return Location(MISSING, self.path.entry(position), self.gate)

    def without_due(self) -> Location:
        """Return the place of a member that has no counterpart, such as a key."""
        return Location(MISSING, self.path, self.gate)


class Refusal(Exception):  # noqa: N818 - a value's fault, not an error of the program
    """A value that is not of the type that is expected."""

    def __init__(self, location: Location, got: str, expected: str, advice: str = "", repaired: Any = MISSING) -> None:
        """`repaired` is the value as it may have been meant."""
        super().__init__(f"{got}; expected {expected or 'a number'}")
        self.location, self.got, self.expected, self.advice, self.repaired = location, got, expected, advice, repaired

    def sentence(self, function: str, verb: str = "returns") -> str:
        """Return the refusal as a sentence about the function that returned the value; a variable `is` one."""
        expected = f"; expected {self.expected}" if self.expected else ""
        texts = [f"`{function}` {verb} {self.got}{self._where()}{expected}."]
        if verb == "is" and "return" in self.advice:
            return texts[0]
        texts += ["The values are right."] if self.right_otherwise() else []
        return " ".join(filter(None, [*texts, self.advice]))

    def _where(self) -> str:
        """Return in words which part of the answer it is, or which entry of an array."""
        path = self.location.path
        if path.parts:
            return f" as its part `{path.of('')}`"
        if not path.position:
            return ""
        return f" at {position_text(path.position)}"

    def right_otherwise(self) -> bool:
        """Whether the values are those of the reference, and only their container or shape is not."""
        if self.repaired is MISSING or self.location.expected is MISSING:
            return False
        return close(self.repaired, self.location.expected, near)


def near(expected: Any) -> float:
    """Return how far from a number, or from the numbers of an array, is close."""
    sizes = np.abs(np.asarray(expected))
    return RTOL * float(sizes[np.isfinite(sizes)].max(initial=0.0))

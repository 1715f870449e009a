"""The type of values that may be of several types, such as a value or None."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.records import dataclass
from grader.values.refusal import MISSING, Refusal
from grader.values.types import KindType, Type

if TYPE_CHECKING:
    from grader.values.refusal import Location


@dataclass(frozen=True)
class EitherType(Type):
    """A member of one of several types; the first that fits counts."""

    types: tuple[Type, ...]

    @property
    def phrase(self) -> str:
        """The name of a member in a sentence."""
        return " or ".join(kind.phrase for kind in self.types)

    @property
    def is_exact(self) -> bool:
        """Whether no member has a number that may have been rounded."""
        return all(kind.is_exact for kind in self.types)

    def conform(self, value: Any, location: Location) -> Any:
        """Return the value as a member of the first type that it fits."""
        refusals = []
        for kind in self.types:
            try:
                return kind.conform(value, location)
            except Refusal as refusal:
                refusals.append(refusal)
        deeper = [refusal for refusal in refusals if refusal.location.path != location.path]
        if len(deeper) == 1:
            raise deeper[0]
        meant = [refusal for refusal in refusals if refusal.repaired is not MISSING]
        advice, repaired = (meant[0].advice, meant[0].repaired) if len(meant) == 1 else ("", MISSING)
        raise self.refuse(value, location, advice, repaired)


def optional(kind: Type) -> EitherType:
    """Return the type of None and the members of `kind`."""
    return EitherType((KindType("none"), kind))

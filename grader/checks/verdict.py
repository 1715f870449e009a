"""What a check says of one submission, before the judge writes it down."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.checks.question import Question
    from grader.diagnosis.misconceptions import Known
    from grader.results.model import Counterexample, Outcome, Picture


@dataclass(frozen=True, slots=True)
class Verdict:
    """One check's decision; `points` is None for all of them or none, as the outcome says."""

    outcome: Outcome
    message: str = ""
    counterexample: Counterexample | None = None
    failed_cases: int = 0
    cases: int = 0
    notes: tuple[str, ...] = ()
    points: float | None = None
    repeat: str = ""
    diagnosis: str = ""
    """What is likely wrong, if no misconception explains it."""
    explained: tuple[Known, ...] = ()
    """Every known misconception that explains all cases."""
    prefix: str = ""
    """What the message begins with, whichever case is shown."""
    row: int | None = None
    """The case that is shown, where it is one of those that were drawn."""
    way: str = ""
    """How that case fails."""
    fingerprint: str = ""
    """The same for submissions that behave alike on all cases."""
    picture: Picture | None = None
    hinted: bool = True
    """Whether the spec's hint can help: not where no answer has the form that is due."""
    again: Question | None = None
    """The call that is shown and raises an exception, once more: the judge asks it where."""


LARGEST_SHOWN = 1000
"""Entries of an array beyond which it is described instead of listed."""


def plain(value: Any) -> Any:
    """Return a value as numbers, text and lists; a large array in words."""
    if hasattr(value, "tolist"):
        # An empty array of shape (2**30, 0) would be a billion empty lists.
        if math.prod(max(n, 1) for n in value.shape) > LARGEST_SHOWN:
            return f"an array of shape {tuple(value.shape)} that begins with {value.reshape(-1)[:5].tolist()}"
        return value.tolist()
    return value

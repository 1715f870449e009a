"""A memory of the wrong answers to one check, for later submissions that are wrong alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.diagnosis.misconceptions import CallOutput
    from grader.expressions.nodes import StudentCall


@dataclass
class DiagnosisMemory:
    """Serves one prepared check, on one set of cases."""

    predictions: dict[tuple[str, StudentCall], Sequence[CallOutput] | None] = field(default_factory=dict)
    """The answers of known wrong solutions to a call, once one of them was in question."""
    simplest: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The simplest failing case that was found for submissions that fail alike, by their fingerprint."""

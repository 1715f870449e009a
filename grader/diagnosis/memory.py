"""What is worked out about the wrong answers to one check, kept for the next submissions that are wrong alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.diagnosis.misconceptions import Output
    from grader.expressions.nodes import Student


@dataclass
class DiagnosisMemory:
    """Serves one prepared check, on one set of cases."""

    predictions: dict[tuple[str, Student], Sequence[Output] | None] = field(default_factory=dict)
    """What known wrong solutions answer to a call, once one of them was in question."""
    simplest: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The simplest failing case that was found for submissions that fail alike, by their fingerprint."""

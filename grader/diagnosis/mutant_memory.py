"""The mutants of a reference that were made for a check, and what they answered so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.diagnosis.misconceptions import CallOutput
    from grader.diagnosis.mutation.models import MutantModel
    from grader.expressions.nodes import StudentCall


@dataclass
class MutantMemory:
    """The mutants of the functions of one check, made once for all submissions, and what they answered so far."""

    models: dict[str, list[MutantModel]] = field(default_factory=dict)
    outputs: dict[tuple[str, int, str, StudentCall, int], CallOutput] = field(default_factory=dict)
    endless: set[tuple[str, int]] = field(default_factory=set)

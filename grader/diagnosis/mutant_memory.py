"""The answers of the mutants of a reference so far in the cases of a check."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from grader.records import dataclass, field

if TYPE_CHECKING:
    from grader.diagnosis.misconceptions import CallOutput
    from grader.expressions.nodes import StudentCall

MutantKey: TypeAlias = tuple[int, int]
"""The group of the operators, and the number of the mutant among those that they make."""


@dataclass
class MutantMemory:
    """The answers of mutants in the cases of one check, for all submissions, by their function and number."""

    outputs: dict[tuple[str, MutantKey, str, StudentCall, int], tuple[CallOutput, int]] = field(default_factory=dict)
    """Each with the steps that it took."""
    endless: set[tuple[str, MutantKey]] = field(default_factory=set)

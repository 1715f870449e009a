"""A memory of the wrong answers to one check, for later submissions that are wrong alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.diagnosis.mutant_memory import MutantMemory
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.checks.statement import Statement
    from grader.diagnosis.misconceptions import PredictedOutputs
    from grader.diagnosis.predicates import PredicateTable
    from grader.diagnosis.probing import SearchableCase
    from grader.expressions.nodes import StudentCall
    from grader.worker.wire.operations import Answer


@dataclass
class DiagnosisMemory:
    """Serves one prepared check, on one set of cases."""

    seed: int = 0
    """The seed of the fresh cases."""
    predictions: dict[tuple[str, str, StudentCall], PredictedOutputs] = field(default_factory=dict)
    """The answers of known wrong solutions to a call in the drawn or in the fresh cases, once one was in question."""
    object_predictions: dict[tuple[str, str], Mapping[StudentCall, Sequence[Answer]] | None] = field(
        default_factory=dict
    )
    """The same where calls need objects: the answers to all calls of the cases."""
    fresh: list[Statement | None] = field(default_factory=list)
    """The statement about fresh cases, once a failure was to be explained; None where there are no such cases."""
    probes: list[Statement | None] = field(default_factory=list)
    """The statement about the cases in which rivals are told apart, once there were some."""
    tables: list[PredicateTable] = field(default_factory=list)
    """The statements about the drawn and the fresh cases, once a failure was to be explained by its inputs."""
    searchable: list[tuple[SearchableCase, ...]] = field(default_factory=list)
    """The fresh cases among which such are chosen in which a statement holds, once there was one."""
    mutants: MutantMemory = field(default_factory=MutantMemory)
    """The mutants of the reference, once a failure was to be explained by one."""
    simplest: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The simplest failing case that was found for submissions that fail alike, by their fingerprint."""

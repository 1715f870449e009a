"""The prepared checks of a course for one seed: drawn once, when first needed, and kept for every submission."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from grader.diagnosis.memory import DiagnosisMemory
from grader.expressions.evaluation import EvaluationError
from grader.judge.time_limit import ReferenceTimeoutError, time_limit
from grader.records import dataclass, field

if TYPE_CHECKING:
    from grader.checks.statement import PreparedCheck
    from grader.checks.task import Check
    from grader.course.prepared_cache import PreparedCache


REFERENCE_SECONDS = 30.0
"""The time limit of the reference for all cases of a check; the checks of the seminar need a second at most."""


@dataclass(frozen=True, slots=True)
class PreparationFault:
    """Why a check cannot be asked of any submission: the course or the grader is at fault."""

    text: str


@dataclass
class Preparation:
    """Prepared checks, for one seed."""

    seed: int
    cache: PreparedCache | None = None
    """The checks as earlier starts prepared them, where they may be taken from there."""
    _checks: dict[tuple[str, str], PreparedCheck | PreparationFault] = field(default_factory=dict)
    _memories: dict[tuple[str, str], DiagnosisMemory] = field(default_factory=dict)

    def of(self, task: str, check: Check) -> PreparedCheck | PreparationFault:
        """Return the prepared check, or why there is none."""
        key = (task, check.id)
        if key not in self._checks:
            self._checks[key] = self._prepare(task, check)
        return self._checks[key]

    def memory(self, task: str, check: Check) -> DiagnosisMemory:
        """Return what was worked out about wrong answers of earlier submissions to a check."""
        return self._memories.setdefault((task, check.id), DiagnosisMemory(self.seed))

    def _prepare(self, task: str, check: Check) -> PreparedCheck | PreparationFault:
        known = self._known(task, check)
        if known is not None:
            return known
        try:
            with time_limit(REFERENCE_SECONDS):
                prepared = check.prepare(self.seed)
        except (EvaluationError, ReferenceTimeoutError) as error:
            return PreparationFault(str(error))
        except Exception:  # noqa: BLE001 - a reference may fail in any way; it must not end a class
            return PreparationFault(traceback.format_exc(limit=-3))
        if self.cache is not None:
            self.cache.add(task, check.id, prepared)
        return prepared

    def _known(self, task: str, check: Check) -> PreparedCheck | None:
        """Return a check as an earlier start has prepared it, without a call of the reference; None for any other."""
        kept = self.cache.of(task, check.id) if self.cache is not None else None
        try:
            return check.prepare(self.seed, kept) if kept is not None else None
        except Exception:  # noqa: BLE001 - whatever is wrong with it, the check is prepared anew
            return None

"""The questions of a course for one seed: drawn once, when first needed, and kept for every submission."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.expressions.evaluation import EvaluationError

if TYPE_CHECKING:
    from grader.checks.task import Check, Prepared


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a check cannot be asked of anybody: the course or the grader is at fault."""

    text: str


@dataclass
class Preparation:
    """Prepared checks by their plan, for one seed."""

    seed: int
    _checks: dict[tuple[str, str], Prepared | Fault] = field(default_factory=dict)

    def of(self, task: str, check: Check) -> Prepared | Fault:
        """Return the prepared check, or why there is none."""
        key = (task, check.id)
        if key not in self._checks:
            self._checks[key] = self._prepare(check)
        return self._checks[key]

    def _prepare(self, check: Check) -> Prepared | Fault:
        try:
            return check.prepare(self.seed)
        except EvaluationError as error:
            return Fault(str(error))
        except Exception:  # noqa: BLE001 - a reference may fail in any way; it must not end a class
            return Fault(traceback.format_exc(limit=-3))

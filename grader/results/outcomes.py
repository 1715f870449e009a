"""How a check ends, and who may see it."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How one check ended.

    `failed`: the code answered, and wrongly, or there is nothing to ask.  `error`: the code stopped (raised, crashed,
    cannot be loaded).  `judge_error`: the grader is at fault, never the student.
    """

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    TIMEOUT = "timeout"
    SKIPPED = "skipped"
    PENDING = "pending"
    JUDGE_ERROR = "judge_error"


class Visibility(StrEnum):
    """The readers of a check: everybody, teachers only, or everybody once the work is due."""

    PUBLIC = "public"
    HIDDEN = "hidden"
    AFTER_DUE = "after_due"

"""Known mistakes of a function that answers rightly and fails alone for changing its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.checks.explaining_limits import ExplainingSteps, OverLimitError, explaining_limits
from grader.diagnosis.misconceptions import caught_by_check, explains_row, observed, output_of
from grader.expressions.column_operations import own_copy
from grader.values.comparison import equal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.checks.evidence import Evidence
    from grader.checks.misconception import Misconception
    from grader.checks.task import Check

STEPS = 1_000_000
"""The steps of a wrong solution for all cases of a check; one that takes more is left out."""


def changing_misconceptions(check: Check, evidence: Sequence[Evidence]) -> tuple[Misconception, ...]:
    """Return the misconceptions that change an argument as well, and give what the student's does in every case."""
    known = [known for known in caught_by_check(check.misconceptions, check.id) if known.shows is None]
    return tuple(known_one for known_one in known if all(_changes_alike(known_one, part) for part in evidence))


def _changes_alike(misconception: Misconception, evidence: Evidence) -> bool:
    if not evidence.impurity or evidence.objects is not None:
        return False
    try:
        with explaining_limits(ExplainingSteps(STEPS), tracing=False):
            return _gives_the_same(misconception, evidence)
    except OverLimitError:
        return False


def _gives_the_same(misconception: Misconception, evidence: Evidence) -> bool:
    """Whether a wrong solution gives what the student's function gives, and changes an argument in some case."""
    changes = False
    for call in (call for call in evidence.answers if call.function == misconception.function):
        expected, function = evidence.expected.get(call), evidence.functions[call.function]
        for row in range(evidence.cases.distinct):
            arguments = [own_copy(evidence.table.value(arg).row(row)) for arg in call.args]
            output = output_of(misconception.wrong, arguments)
            if not explains_row(output, observed(evidence.answers[call], row), expected, row, function):
                return False
            before = [evidence.table.value(arg).row(row) for arg in call.args]
            changes = changes or not all(map(equal, arguments, before))
    return changes

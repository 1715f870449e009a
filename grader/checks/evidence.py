"""The answers of one submission to the cases of a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.checks import messages
from grader.checks.gate import GatedAnswers, differing_rows
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.checks.cases import Cases
    from grader.checks.functions import StudentFunction
    from grader.checks.object_statement import ObjectCases
    from grader.checks.question import Response
    from grader.expressions.evaluation import CaseTable
    from grader.expressions.nodes import StudentCall
    from grader.sandbox.exits import WorkerExit
    from grader.values.columns import AnyColumn
    from grader.worker.wire.columns import Array


@dataclass
class Evidence:
    """The answers of one submission to all calls of a check, as far as they came."""

    cases: Cases
    functions: Mapping[str, StudentFunction]
    table: CaseTable
    """The values of the expressions, with the student's answers in them."""
    answers: dict[StudentCall, GatedAnswers] = field(default_factory=dict)
    expected: dict[StudentCall, AnyColumn] = field(default_factory=dict)
    """The reference's answers to the same calls, where there is one right answer."""
    end: WorkerExit | None = None
    """How the worker ended, if it did."""
    hung: tuple[StudentCall, int] | None = None
    """The call that was running when the worker ended, and its case."""
    notes: list[str] = field(default_factory=list)
    objects: ObjectCases | None = None
    """How the calls are made where some need objects of the student's."""
    step_names: Mapping[StudentCall, str] = field(default_factory=dict)
    """The calls that the spec gives names to."""
    impurity: str = ""
    """The note about a changed argument of a function that must not change any."""

    def add(
        self, number: int, call: StudentCall, answers: GatedAnswers, expected: AnyColumn, response: Response
    ) -> None:
        """Take in the answers of one group of a response."""
        self.answers[call], self.expected[call] = answers, expected
        if response.end is not None:
            self.end = response.end
            row = response.end.call - number * self.cases.count
            if 0 <= row < self.cases.count:
                self.hung = (call, row)
        function = self.functions.get(call.function)
        for group, argument, _ in response.changed if function is not None else ():
            if function is not None and group == number and argument < len(function.args):
                self._note(messages.changed(call.function, function.args[argument]))
                self.impurity = self.notes[-1] if function.pure else self.impurity
        for note in answers.notes:
            self._note(note)
        if response.end is None and self._is_unsteady(call, answers, expected):
            self._note(messages.unsteady(call.function))

    def add_objects(
        self, call: StudentCall, answers: GatedAnswers, expected: AnyColumn, end: WorkerExit | None
    ) -> None:
        """Take in the answers to one call of programs; which one ended the worker is for `hung` to say."""
        self.answers[call], self.expected[call], self.end = answers, expected, end or self.end
        for note in answers.notes:
            self._note(note)

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def _is_unsteady(self, call: StudentCall, answers: GatedAnswers, expected: AnyColumn) -> bool:
        """Whether a call that was made twice, with equal arguments, was answered in two ways.

        A function that draws random numbers, as the reference does, may.
        """
        if answers.column is expected:  # as steady as the reference
            return False
        first, again = np.array(self.cases.originals), np.arange(self.cases.distinct, self.cases.count)
        if answers.faults or not len(again) or differing_rows(expected, first, again).any():
            return False
        unlike = differing_rows(answers.column, first, again)
        if not unlike.any():
            return False
        # An argument may come from another function of the student's: then that one is unsteady.
        for arg in call.args:
            unlike &= ~differing_rows(self.table.value(arg), first, again)
        return bool(unlike.any())

    def without_faults(self, holds: Array) -> Array:
        """Return `holds` without the cases in which an answer did not come, or not through the gate."""
        holds = holds.copy()
        for answers in self.answers.values():
            holds[list(answers.faults)] = False
            holds[answers.unanswered] = False
        if self.table.impossible:
            holds[list(self.table.impossible)] = False
        return holds

    def has_raised(self, row: int) -> bool:
        """Whether a call raised an exception in a case."""
        return any(row in answers.raised for answers in self.answers.values())

    def single_precision_notes(self) -> list[str]:
        """Return a note for each function that answered in single precision."""
        single = {call.function for call, answers in self.answers.items() if answers.single}
        return [messages.single_precision(name) for name in sorted(single)]

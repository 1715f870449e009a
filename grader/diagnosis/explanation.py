"""From what was seen of one submission to the verdict on it: which case to show, and what to say about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks import messages
from grader.checks.gate import Passed, differs
from grader.checks.question import LEAST_ROOM, Group
from grader.checks.verdict import Verdict, plain
from grader.diagnosis.fingerprint import fingerprint
from grader.diagnosis.relation import sentence
from grader.results.model import Counterexample, Outcome
from grader.sandbox.exits import EndReason

if TYPE_CHECKING:
    from grader.checks.question import Question, Response
    from grader.checks.statement import Partial, Statement
    from grader.expressions.evaluation import Table
    from grader.expressions.nodes import Student
    from grader.sandbox.exits import WorkerExit
    from grader.worker.wire.columns import Array

NUMERIC = "numerical gradient"
"""What a gradient is compared with; it stands among the inputs of a case and is none."""
LONGEST_REPEAT = 60
"""Entries of an argument beyond which no line of Python is offered to repeat the call."""


@dataclass
class Evidence:
    """What was seen of one submission while a statement was asked."""

    statement: Statement
    table: Table
    passed: dict[Student, Passed] = field(default_factory=dict)
    end: WorkerExit | None = None
    hung: tuple[Student, int] | None = None
    """The call that was running when the worker ended: which one, in which case."""
    notes: list[str] = field(default_factory=list)
    impure: str = ""
    """The note about a changed argument of a function that must not change any."""

    def add(self, number: int, call: Student, passed: Passed, response: Response) -> None:
        """Take in the answers of one group."""
        self.passed[call] = passed
        count = self.statement.cases.count
        if response.end is not None:
            self.end = response.end
            place = response.end.call - number * count
            if 0 <= place < count:
                self.hung = (call, place)
        function = self.statement.functions[call.function]
        for group, argument, _ in response.changed:
            if group == number and argument < len(function.args):
                self._note(messages.changed(call.function, function.args[argument]))
                self.impure = self.notes[-1] if function.pure else self.impure
        if response.end is None and self._unsteady(call, passed):
            self._note(messages.unsteady(call.function))

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def _unsteady(self, call: Student, passed: Passed) -> bool:
        """Whether a call that was made twice, with equal arguments, was answered in two ways."""
        cases = self.statement.cases
        first, again = np.array(cases.originals), np.arange(cases.distinct, cases.count)
        if passed.faults or not len(again):
            return False
        unlike = differs(passed.column, first, again)
        if not unlike.any():
            return False
        for arg in call.args:
            unlike &= ~differs(self.table.value(arg), first, again)
        return bool(unlike.any())

    def sound(self, holds: Array) -> Array:
        """Return `holds` without the cases in which an answer did not come, or not through the gate."""
        holds = holds.copy()
        for passed in self.passed.values():
            holds[list(passed.faults)] = False
            holds[passed.lost] = False
        if self.table.impossible:
            holds[list(self.table.impossible)] = False
        return holds


def verdict(evidence: Evidence, holds: Array, partial: Partial | None) -> Verdict:
    """Decide."""
    cases = evidence.statement.cases
    if evidence.end is not None:
        return _ended(evidence, evidence.end, *(evidence.hung or _unanswered(evidence)))
    failed = np.flatnonzero(~holds)
    notes = tuple(evidence.notes)
    if not len(failed):
        if evidence.impure:
            return Verdict(Outcome.FAILED, evidence.impure, cases=cases.distinct)
        return Verdict(Outcome.PASSED, cases=cases.distinct, notes=notes)
    row = _smallest(evidence, failed)
    stopped = all(any(int(case) in passed.raised for passed in evidence.passed.values()) for case in failed)
    seen = Verdict(
        Outcome.ERROR if stopped else Outcome.FAILED,
        failed_cases=max(1, int((failed < cases.distinct).sum())),
        cases=cases.distinct,
        notes=(*notes, *_precision(evidence)),
        points=partial.points if partial else None,
        prefix=partial.says if partial else "",
        fingerprint=fingerprint(evidence),
        hinted=not (stopped and len(failed) == cases.count)
        and not all(_misshapen(evidence, int(row)) for row in failed),
    )
    return showing(seen, evidence, row)


def _misshapen(evidence: Evidence, row: int) -> bool:
    """Whether an answer in a case is of another form than the one that is due."""
    answers = evidence.passed.values()
    return any(row in passed.shown and passed.kinds.get(row) not in {"ARRAY", "NUMBER"} for passed in answers)


def showing(seen: Verdict, evidence: Evidence, row: int) -> Verdict:
    """Return a verdict that shows the case at `row`, and what is to be said about it."""
    return replace(
        seen,
        message=" ".join(filter(None, [seen.prefix, _message(evidence, row)])),
        counterexample=counterexample(evidence, row),
        repeat=repeat(evidence, row),
        again=_again(evidence, row),
        row=row,
        way=way(evidence, row),
    )


def way(evidence: Evidence, row: int) -> str:
    """Return how a case fails: a smaller one is only shown in its place if it fails in the same way."""
    for call, passed in evidence.passed.items():
        if row in passed.raised:
            return f"{call.function} raises {passed.kinds.get(row, '')}"
        if row in passed.faults:
            return f"{call.function} does not pass: {passed.kinds.get(row, '')}"
    if row in evidence.table.impossible:
        return "impossible"
    return "says" if row in evidence.table.says else "differs"


def _again(evidence: Evidence, row: int) -> Question | None:
    """Return the call that raises an exception in a case, to be made once more."""
    for call, passed in evidence.passed.items():
        if row in passed.raised:
            arguments = tuple(evidence.table.value(arg) for arg in call.args)
            return Group(call.function, arguments, evidence.statement.cases.count, LEAST_ROOM).again(row)
    return None


def _unanswered(evidence: Evidence) -> tuple[Student, int]:
    """Return the first call without an answer, or the last one: what a worker says was running may be anything."""
    lost = [(call, int(passed.lost[0])) for call, passed in evidence.passed.items() if len(passed.lost)]
    return lost[0] if lost else (list(evidence.passed)[-1], evidence.statement.cases.count - 1)


def _ended(evidence: Evidence, end: WorkerExit, call: Student, row: int) -> Verdict:
    cases = evidence.statement.cases
    return Verdict(
        Outcome.TIMEOUT if end.reason in (EndReason.TIME, EndReason.CPU) else Outcome.ERROR,
        messages.ended(call.function, end, evidence.statement.wall),
        counterexample(evidence, row),
        failed_cases=1,
        cases=cases.distinct,
        notes=tuple(evidence.notes),
        repeat=repeat(evidence, row),
    )


def _smallest(evidence: Evidence, rows: Array) -> int:
    """Return the failing case with the fewest entries, and among those the one with the smallest numbers.

    A case that can be explained comes first: "raises an exception" without its name helps nobody.
    """
    inputs = evidence.statement.cases.inputs.values()
    untold = set().union(*(passed.untold for passed in evidence.passed.values()))

    def size(row: int) -> tuple[float, ...]:
        values = [np.asarray(column.row(row)) for column in inputs]
        entries, sizes = sum(value.size for value in values), float(sum(np.abs(value).sum() for value in values))
        return (row in untold, entries, sizes, row)

    return min((int(row) for row in rows), key=size)


def _message(evidence: Evidence, row: int) -> str:
    for passed in evidence.passed.values():
        if row in passed.faults:
            return passed.faults[row]
    if row in evidence.table.says:
        return evidence.table.says[row]
    goal = evidence.statement.decision.goal
    return (goal and sentence(evidence.table, goal, row)) or "This does not hold for the input below."


def _precision(evidence: Evidence) -> list[str]:
    single = {call.function for call, passed in evidence.passed.items() if passed.single}
    return [messages.single_precision(name) for name in sorted(single)]


def counterexample(evidence: Evidence, row: int) -> Counterexample:
    """Return the inputs of a case, what the student's functions returned and what the reference returns."""
    got: dict[str, Any] = {}
    expected: dict[str, Any] = {}
    for call, passed in evidence.passed.items():
        expected[call.text] = plain(evidence.statement.reference_answer(call, evidence.table).row(row))
        fault = passed.faults.get(row)
        if row in passed.lost:
            got[call.text] = "no answer"
        elif fault is None:
            got[call.text] = plain(passed.column.row(row))
        else:
            got[call.text] = passed.shown.get(row, fault)
    columns = evidence.statement.cases.inputs.items()
    inputs = {name: plain(column.row(row)) for name, column in columns if name != NUMERIC}
    return Counterexample(inputs=inputs, got=got, expected=expected)


def repeat(evidence: Evidence, row: int) -> str:
    """Return lines of Python that make the calls of a case; nothing where an argument is too long to print."""
    lines = []
    for call in evidence.passed:
        values = [evidence.table.value(arg).row(row) for arg in call.args]
        if any(np.size(value) > LONGEST_REPEAT for value in values):
            return ""
        lines.append(f"{call.function}({', '.join(map(_literal, values))})")
    return "\n".join(lines)


def _literal(value: Any) -> str:
    if np.ndim(value):
        text = repr(np.asarray(value, dtype=np.float64).tolist())
        return f"np.array({text})" if np.size(value) else f"np.zeros({np.shape(value)})"
    return repr(value.item() if isinstance(value, np.generic) else value)

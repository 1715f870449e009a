"""From the evidence of a statement that does not hold to what the student is told: which case is shown, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks import messages
from grader.checks.display import display_value
from grader.checks.question import LEAST_ROOM, CallGroup
from grader.checks.verdict import Explanation, ShownCase
from grader.diagnosis.fingerprint import fingerprint
from grader.diagnosis.relation import sentence
from grader.results.model import Counterexample

if TYPE_CHECKING:
    from grader.checks.evidence import Evidence
    from grader.checks.question import Question
    from grader.checks.statement import Statement
    from grader.checks.verdict import Verdict
    from grader.expressions.nodes import Node, StudentCall
    from grader.sandbox.exits import WorkerExit
    from grader.worker.wire.columns import Array

LONGEST_REPEAT = 60
"""Entries of an argument beyond which no line of Python is offered to repeat the call."""


def explain(statement: Statement, verdict: Verdict) -> Explanation:
    """Return what a student is told of a statement that does not hold: the simplest drawn case on which it fails."""
    evidence, explanation = verdict.evidence, verdict.explanation
    if evidence is None:
        return explanation
    if evidence.end is not None:
        return _of_end(evidence, evidence.end, statement.plan.wall)
    failing = verdict.failing
    if not len(failing):
        return explanation
    never_answered = len(failing) == evidence.cases.count and all(evidence.has_raised(int(row)) for row in failing)
    misshapen = all(_is_misshapen(evidence, int(row)) for row in failing)
    explanation = replace(explanation, fingerprint=fingerprint(evidence), show_hint=not (never_answered or misshapen))
    return show_case(explanation, evidence, statement.rule.goal, _simplest(evidence, failing))


def _is_misshapen(evidence: Evidence, row: int) -> bool:
    """Whether an answer in a case is of another form than the expected one."""
    answers = evidence.answers.values()
    return any(row in gated.shown and gated.kinds.get(row) not in {"ARRAY", "NUMBER"} for gated in answers)


def show_case(explanation: Explanation, evidence: Evidence, goal: Node | None, row: int) -> Explanation:
    """Return an explanation that shows the case at `row`."""
    return replace(
        explanation,
        message=" ".join(filter(None, [explanation.message_prefix, _message(evidence, goal, row)])),
        counterexample=counterexample(evidence, row),
        repeat=repeat_lines(evidence, row),
        retrace_question=_retrace_question(evidence, row),
        shown=ShownCase(row, failure_mode(evidence, row)),
    )


def failure_mode(evidence: Evidence, row: int) -> str:
    """Return how a case fails: a simpler one is only shown in its place if it fails in the same way."""
    for call, answers in evidence.answers.items():
        if row in answers.raised:
            return f"{call.function} raises {answers.kinds.get(row, '')}"
        if row in answers.faults:
            return f"{call.function} does not pass: {answers.kinds.get(row, '')}"
    if row in evidence.table.impossible:
        return "impossible"
    return "says" if row in evidence.table.says else "differs"


def _retrace_question(evidence: Evidence, row: int) -> Question | None:
    """Return the call that raises an exception in a case, to be made once more."""
    for call, answers in evidence.answers.items():
        if row in answers.raised:
            arguments = tuple(evidence.table.value(arg) for arg in call.args)
            return CallGroup(call.function, arguments, evidence.cases.count, LEAST_ROOM).retrace_question(row)
    return None


def _of_end(evidence: Evidence, end: WorkerExit, wall: float) -> Explanation:
    call, row = evidence.hung or _first_unanswered(evidence)
    return Explanation(
        messages.ended(call.function, end, wall), counterexample(evidence, row), repeat_lines(evidence, row)
    )


def _first_unanswered(evidence: Evidence) -> tuple[StudentCall, int]:
    """Return the first call without an answer, or the last one: what a worker says was running may be anything."""
    missing = [
        (call, int(answers.unanswered[0])) for call, answers in evidence.answers.items() if len(answers.unanswered)
    ]
    return missing[0] if missing else (list(evidence.answers)[-1], evidence.cases.count - 1)


def _simplest(evidence: Evidence, rows: Array) -> int:
    """Return the failing case with the fewest entries, and among those the one with the smallest numbers.

    A case that can be explained comes first: "raises an exception" without its name helps nobody.
    """
    inputs = evidence.cases.inputs.values()
    unexplained = set().union(*(answers.unexplained for answers in evidence.answers.values()))

    def size(row: int) -> tuple[float, ...]:
        values = [np.asarray(column.row(row)) for column in inputs]
        entries, sizes = sum(value.size for value in values), float(sum(np.abs(value).sum() for value in values))
        return (row in unexplained, entries, sizes, row)

    return min((int(row) for row in rows), key=size)


def _message(evidence: Evidence, goal: Node | None, row: int) -> str:
    for answers in evidence.answers.values():
        if row in answers.faults:
            return answers.faults[row]
    if row in evidence.table.says:
        return evidence.table.says[row]
    return (goal and sentence(evidence.table, goal, row)) or "This does not hold for the input below."


def counterexample(evidence: Evidence, row: int) -> Counterexample:
    """Return the inputs of a case, what the student's functions returned and what the reference returns."""
    got: dict[str, Any] = {}
    expected: dict[str, Any] = {}
    for call, answers in evidence.answers.items():
        expected[call.text] = display_value(evidence.expected[call].row(row))
        fault = answers.faults.get(row)
        if row in answers.unanswered:
            got[call.text] = "no answer"
        elif fault is None:
            got[call.text] = display_value(answers.column.row(row))
        else:
            got[call.text] = answers.shown.get(row, fault)
    inputs = {name: display_value(value) for name, value in evidence.cases.shown(row).items()}
    return Counterexample(inputs=inputs, got=got, expected=expected)


def repeat_lines(evidence: Evidence, row: int) -> str:
    """Return lines of Python that make the calls of a case; nothing where an argument is too long to print."""
    lines = []
    for call in evidence.answers:
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

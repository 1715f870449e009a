"""From the evidence of a statement that does not hold to what the student is told: which case is shown, and why."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.checks import messages
from grader.checks.display import display_value
from grader.checks.gate import VALUES_RIGHT
from grader.checks.question import LEAST_ROOM, CallGroup
from grader.checks.verdict import Explanation, ShownCase
from grader.diagnosis.fingerprint import fingerprint
from grader.diagnosis.object_calls import object_lines
from grader.diagnosis.relation import first_false, sentence
from grader.expressions.nodes import Compare, Input, Logic, StudentCall, WordCall, students, walk
from grader.results.evidence import Counterexample
from grader.values.columns import plain_row
from grader.values.printing import as_python, imports_of, leaves
from grader.values.size import entries_of, size_of
from grader.worker.wire.plain import NamedFunction, Opaque
from grader.worker.wire.program_input import argv_texts, stdin_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.checks.evidence import Evidence
    from grader.checks.question import Question
    from grader.checks.statement import Statement
    from grader.checks.verdict import Verdict
    from grader.expressions.nodes import Node
    from grader.sandbox.exits import WorkerExit
    from grader.worker.wire.columns import Array

SUPPORT_MODULES = "_reference_support_"
"""Begins the names under which the judge has imported support files (grader/course/reference.py)."""
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
    calls = _shown_calls(evidence, goal, row)
    return replace(
        explanation,
        message=" ".join(filter(None, [explanation.message_prefix, _message(evidence, goal, row)])),
        counterexample=counterexample(evidence, row, calls, has_alternatives=not _is_equation(goal)),
        repeat=repeat_lines(evidence, row, calls),
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
    if evidence.objects is not None:
        return evidence.objects.retrace_question(evidence.table, evidence.answers, row)
    for call, answers in evidence.answers.items():
        if row in answers.raised:
            arguments = tuple(evidence.table.value(arg) for arg in call.args)
            group = CallGroup(call.function, arguments, evidence.cases.count, LEAST_ROOM, keywords=call.keywords)
            return group.retrace_question(row)
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

    A case that can be explained comes first: "raises an exception" without its name helps nobody.  Where the values of
    an answer are right but for their form in some failing cases only, the others come first.
    """
    inputs = evidence.cases.inputs.values()
    unexplained = set().union(*(answers.unexplained for answers in evidence.answers.values()))
    values_right = {
        row
        for answers in evidence.answers.values()
        for row, kind in answers.kinds.items()
        if kind.endswith(VALUES_RIGHT)
    }

    def size(row: int) -> tuple[float, ...]:
        entries, *_, sizes = size_of(column.row(row) for column in inputs)
        return (row in unexplained, row in values_right, entries, sizes, row)

    return min((int(row) for row in rows), key=size)


def _message(evidence: Evidence, goal: Node | None, row: int) -> str:
    for answers in evidence.answers.values():
        if row in answers.faults:
            return answers.faults[row]
    if row in evidence.table.says:
        return evidence.table.says[row]
    return (goal and sentence(evidence.table, goal, row)) or "This does not hold for the input below."


def _shown_calls(evidence: Evidence, goal: Node | None, row: int) -> Sequence[StudentCall]:
    """Return the calls that the failure is about: of fixed examples the one that fails, and no drawn case beside it."""
    calls = list(evidence.answers)
    if all(map(_is_drawn, calls)):
        return calls
    at_fault = [call for call in calls if row in evidence.answers[call].faults]
    if not at_fault and goal is not None and row not in evidence.table.says:
        at_fault = list(students(first_false(evidence.table, goal, row)))
    fixed = [call for call in at_fault[:1] if not _is_drawn(call)]
    return fixed or [call for call in calls if _is_drawn(call)]


def _is_drawn(call: StudentCall) -> bool:
    """Whether the arguments of a call depend on what is drawn."""
    return any(isinstance(node, Input) for node in walk(call))


def _is_equation(goal: Node | None) -> bool:
    """Whether a statement compares anything with a value that it has to be; a bound and a rule leave room.

    An answer that is the statement itself, or its opposite, has to be true, or false.
    """
    return (
        goal is None
        or _asks_for_truth(goal)
        or any(
            (isinstance(part, WordCall) and part.name in {"close", "same", "same_text"})
            or (isinstance(part, Compare) and part.op in {"==", "!=", "in", "not in"})
            for part in walk(goal)
        )
    )


def _asks_for_truth(goal: Node) -> bool:
    """Whether a statement is an answer itself, or its opposite, or has such a part beside others."""
    match goal:
        case StudentCall() | Logic("not", (StudentCall(),)):
            return True
        case Logic("and", parts):
            return any(map(_asks_for_truth, parts))
    return False


def counterexample(
    evidence: Evidence, row: int, calls: Sequence[StudentCall] | None = None, *, has_alternatives: bool = False
) -> Counterexample:
    """Return the inputs of a case, what the student's functions returned and what the reference returns."""
    got: dict[str, Any] = {}
    expected: dict[str, Any] = {}
    case = list(evidence.answers) if calls is None else calls
    for call, label in _labels([call for call in case if _is_shown(evidence, call, row)]):
        answers = evidence.answers[call]
        shown = str if call.effect == "raises" else display_value
        expected[label] = shown(evidence.expected[call].row(row))
        fault = answers.faults.get(row)
        if row in answers.unanswered:
            got[label] = "no answer"
        elif fault is None:
            got[label] = shown(answers.column.row(row))
        else:
            got[label] = answers.shown.get(row, fault)
    inputs = {name: display_value(value) for name, value in evidence.cases.shown(row).items()}
    if case and not any(map(_is_drawn, case)):
        inputs = {}
    return Counterexample(inputs=inputs, got=got, expected=expected, has_alternatives=has_alternatives)


def _is_shown(evidence: Evidence, call: StudentCall, row: int) -> bool:
    """Whether something is known of what a call gave: not of an object, where one is expected."""
    return row in evidence.answers[call].faults or not isinstance(evidence.expected[call].row(row), Opaque)


def _labels(calls: Sequence[StudentCall]) -> Iterator[tuple[StudentCall, str]]:
    """Yield each call and its text; of several with one text, as of an attribute before and after, which it is."""
    counts, seen = Counter(call.text for call in calls), Counter[str]()
    for call in calls:
        seen[call.text] += 1
        count = counts[call.text]
        yield call, f"{call.text} (time {seen[call.text]} of {count})" if count > 1 else call.text


def repeat_lines(evidence: Evidence, row: int, calls: Sequence[StudentCall] | None = None) -> str:
    """Return lines of Python that make the calls of a case; nothing where an argument is too long to print."""
    if evidence.objects is not None:
        return object_lines(evidence, row, evidence.answers if calls is None else calls)
    lines = []
    for call in evidence.answers if calls is None else calls:
        values = [plain_row(evidence.table.value(arg), row) for arg in call.args]
        if any(entries_of(value) > LONGEST_REPEAT for value in values):
            return ""
        if evidence.functions[call.function].variable:
            lines.append(call.function)
            continue
        if evidence.functions[call.function].program:
            lines.append(_command(call.function, values))
            continue
        names = [*[""] * (len(values) - len(call.keywords)), *(f"{name}=" for name in call.keywords)]
        tensors = evidence.functions[call.function].tensors
        texts = [_tensor_text(value, tensors) if tensors else as_python(value) for value in values]
        lines += [f"import {tensors}"] if tensors and f"import {tensors}" not in lines else []
        arguments = ", ".join(name + text for name, text in zip(names, texts, strict=True))
        lines.append(f"{call.function}({arguments})")
    return "\n".join([*imports_of("\n".join(lines)), *_function_imports(evidence, row), *lines])


def _function_imports(evidence: Evidence, row: int) -> list[str]:
    """Return the imports of functions of support files that are arguments in a case."""
    values = [
        leaf
        for call in evidence.answers
        for arg in call.args
        for leaf in leaves(plain_row(evidence.table.value(arg), row))
    ]
    named = {value for value in values if isinstance(value, NamedFunction) and value.module}
    return [f"from {value.module.removeprefix(SUPPORT_MODULES)} import {value}" for value in sorted(named, key=repr)]


def _tensor_text(value: Any, library: str) -> str:
    """Return an argument as Python: an array as a tensor."""
    text = as_python(value)
    return f"{library}.tensor({text})" if library == "torch" and text.startswith("np.") else text


def _command(program: str, values: Sequence[Any]) -> str:
    """Return the line for a terminal that runs a program once more."""
    text, *words = [stdin_text(values[0]), *(argv_texts(values[1]) if len(values) > 1 else [])]
    command = shlex.join(["python", f"{program}.py", *words])
    return f"printf %s {shlex.quote(text)} | {command}" if text else command

"""Asks a statement whose calls need objects of the student's: programs of operations instead of groups of calls."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks import messages as sentences
from grader.checks.display import display_value
from grader.checks.functions import StudentFunction
from grader.checks.gate import ExpectedAnswers, GatedAnswers, kind_of_refused
from grader.checks.programs import CaseProgram, asked_answer, case_program, messages, room_of, uses_objects
from grader.checks.question import Question
from grader.checks.recorded_objects import known_bodies
from grader.checks.reference_programs import ReferenceObjects, answers_in
from grader.expressions.evaluation import CaseTable, EvaluationError
from grader.records import dataclass
from grader.values.columns import column_of, plain_rows
from grader.values.refusal import Location, Refusal, TypeGate
from grader.values.types import ListType
from grader.worker.wire.operations import Answer, Scope, Status
from grader.worker.wire.plain import Opaque
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from grader.checks.plan import CheckPlan
    from grader.expressions.nodes import Node, StudentCall
    from grader.worker.wire.programs import ProgramAnswers


@dataclass(frozen=True)
class ObjectCases:
    """The messages of a statement, and the functions of its task."""

    messages: tuple[tuple[StudentCall, ...], ...]
    functions: Mapping[str, StudentFunction]

    def programs(self, number: int, table: CaseTable, without: Collection[int] = ()) -> list[CaseProgram]:
        """Return the programs of a message, from what `table` knows; nothing is asked in the cases `without`."""
        calls = self.messages[number]
        return [case_program(table, row, () if row in without else calls, self.functions) for row in range(table.count)]

    def answer_by_reference(
        self, table: CaseTable, reference: Mapping[str, Any], recorded: Callable[..., Any] | None = None
    ) -> None:
        """Let the reference make all calls, or take its `recorded` answers.

        Raises EvaluationError where one of them raises an exception, UnrecordedError where one is not known.
        """
        if recorded is None:
            self._answer(table, ReferenceObjects(reference))
        else:
            self._answer(table, known_bodies(table, recorded))

    def bodies_by_reference(self, inputs: Mapping[str, Any], reference: Mapping[str, Any]) -> list[bytes]:
        """Return the reference's answers in one case, message by message, as a students' kit records them."""
        table = CaseTable(1, {name: column_of([value]) for name, value in inputs.items()}, reference)
        return [body for (body,) in self._answer(table, ReferenceObjects(reference, start=0))]

    def _answer(self, table: CaseTable, source: ReferenceObjects | list[list[bytes]]) -> list[list[bytes]]:
        """Enter the answers of all calls in `table`; return them as bytes, message by message and case by case."""
        scopes = [Scope() for _ in range(table.count)]
        taken = []
        for number, calls in enumerate(self.messages):
            programs = self.programs(number, table)
            operations = [program.operations for program in programs]
            if isinstance(source, ReferenceObjects):
                bodies = source.bodies(operations, scopes, goes_on=number > 0)
            else:
                bodies = source[number]
            taken.append(bodies)
            answers = answers_in(bodies, operations, scopes)
            for call in calls:
                values = [
                    _reference_value(call, row, asked_answer(call, program, answers.answers(row)))
                    for row, program in enumerate(programs)
                ]
                table.answers[call] = column_of([self._typed(call, value) for value in values])
        return taken

    def asked_answers(self, table: CaseTable, functions: Mapping[str, Any]) -> dict[StudentCall, list[Answer]]:
        """Return what other functions and classes answer to all calls, case by case.

        After a call that fails a case is asked nothing more by later messages, as a submission is not.
        """
        objects, scopes = ReferenceObjects(functions), [Scope() for _ in range(table.count)]
        answered: dict[StudentCall, list[Answer]] = {}
        failed: set[int] = set()
        for number, calls in enumerate(self.messages):
            programs = self.programs(number, table, failed)
            answers = objects.run([program.operations for program in programs], scopes, goes_on=number > 0)
            for call in calls:
                answered[call] = [
                    asked_answer(call, program, answers.answers(row)) for row, program in enumerate(programs)
                ]
                failed |= {row for row, answer in enumerate(answered[call]) if not answer.done}
                table.answers[call] = column_of([self._conformed(call, answer) for answer in answered[call]])
        return answered

    def _conformed(self, call: StudentCall, answer: Answer) -> Any:
        """Return an answer as the expressions of later calls see it; as it came where it is of another type."""
        try:
            return self._typed(call, answer.value) if answer.done else None
        except EvaluationError:
            return answer.value

    def _typed(self, call: StudentCall, value: Any) -> Any:
        """Return an answer of the reference's as the type that the task declares."""
        returns = self.function(call).returns
        if returns is None:
            return value
        try:
            return returns.conform(value, Location(value))
        except Refusal as refusal:
            raise EvaluationError(f"`returns` is not what the reference does: {refusal.sentence(call.text)}") from None

    def function(self, call: StudentCall) -> StudentFunction:
        """Return what is known of the function behind a call, for what is asked of it."""
        function = self.functions.get(call.function) or StudentFunction(call.function, ())
        if call.form == "new" and not call.effect:
            return replace(function, returns=None)
        match call.effect:
            case "":
                return function
            case "repeat":
                return replace(function, returns=ListType(function.returns) if function.returns else None)
            case _:
                return replace(function, returns=None)

    def retrace_question(
        self, table: CaseTable, answers: Mapping[StudentCall, GatedAnswers], row: int
    ) -> Question | None:
        """Return the program of a case up to the call that raises an exception, to be made once more with new objects.

        What a later message asks hangs on objects that are gone.
        """
        call = next((call for call in self.messages[0] if row in answers[call].raised), None)
        if call is None:
            return None
        program = case_program(table, row, self.messages[0], self.functions)
        operations = program.operations[: program.operation_indices[call][0] + 1]
        return Question.of_programs([operations], [Scope()], room=room_of(()), trace=True)

    def question(
        self, number: int, programs: Sequence[CaseProgram], scopes: Sequence[Scope], base: CaseTable
    ) -> Question:
        """Return the question that makes the programs of a message."""
        sizes = [sum(_size(base.answers[call].row(row)) for call in self.messages[number]) for row in range(base.count)]
        operations = [program.operations for program in programs]
        return Question.of_programs(operations, scopes, room=room_of(sizes), goes_on=number > 0)


def object_cases(nodes: Sequence[Node], plan: CheckPlan) -> ObjectCases | None:
    """Return how the calls in `nodes` are made with objects; None where none of them needs any."""
    if not uses_objects(nodes, plan.functions):
        return None
    return ObjectCases(messages(nodes, plan.functions), plan.functions)


def _size(value: Any) -> int:
    return len(write_value(value)) + 300  # a handle, at the most


def _reference_value(call: StudentCall, row: int, answer: Answer) -> Any:
    if answer.done:
        return answer.value
    reason = f"{answer.facts.get('type', '')}: {answer.facts.get('text', '')}" if answer.facts else "gives nothing"
    raise EvaluationError(f"case {row}: {call.text}: {reason.removeprefix(': ')}")


def gate_programs(
    call: StudentCall, programs: Sequence[CaseProgram], answers: ProgramAnswers, expected: ExpectedAnswers
) -> GatedAnswers:
    """Let through what is as expected of a call in each case; elsewhere the reference's answer stands in."""
    remarks = TypeGate(strict=expected.function.strict)
    gated = GatedAnswers(expected.column)
    passed = plain_rows(expected.column)
    missing = []
    for row, program in enumerate(programs):
        answer = asked_answer(call, program, answers.answers(row))
        if answer.status is Status.NOT_MADE and answers.received <= _place(call, program, answers, row):
            missing.append(row)
            continue
        passed[row] = _pass(row, answer, passed[row], gated, expected, remarks)
    gated.unanswered = np.array(missing, dtype=np.int64)
    gated.column = column_of(passed)
    gated.notes = tuple(f"`{expected.function.name}`: {note}." for note in remarks.notes)
    return gated


def _place(call: StudentCall, program: CaseProgram, answers: ProgramAnswers, row: int) -> int:
    """Return the number of the operation that gives an answer, over all programs; none where it is not asked."""
    return answers.first(row) + program.operation_indices[call][1] if call in program.operation_indices else -1


def _pass(
    row: int, answer: Answer, expected_value: Any, gated: GatedAnswers, expected: ExpectedAnswers, remarks: TypeGate
) -> Any:
    """Return an answer as expressions see it; the expected one, with the fault on record, where it does not pass."""
    name = expected.function.name
    value = answer.value
    match answer.status:
        case Status.RAISED:
            gated.raised.add(row)
            gated.kinds[row] = str(answer.facts.get("type", ""))
            gated.faults[row] = sentences.raised(name, answer.facts)
            return expected_value
        case Status.NOT_MADE:
            gated.kinds[row], gated.faults[row] = "not made", sentences.not_made(name)
            return expected_value
        case Status.REFUSED:
            gated.kinds[row], gated.faults[row] = "refused", sentences.refused(name, answer.facts)
            return expected_value
        case Status.TOO_LARGE:
            value = Opaque("value", "is too large to look at")
    try:
        return expected.type_of(expected_value).conform(value, Location(expected_value, gate=remarks))
    except Refusal as refusal:
        gated.faults[row] = refusal.sentence(name)
        gated.kinds[row] = kind_of_refused(value, expected_value, refusal)
        gated.shown[row] = display_value(value)
        gated.refused[row] = value
        return expected_value

"""The calls of a statement as programs of operations, where some of them need objects of the student's.

A program makes all calls of one case in one message, in the order in which they are written; a call is given what
another one returned, itself.  Only where the judge computes an argument from an answer there is a second message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.checks.question import LEAST_ROOM, LEAST_ROOM_IN_ALL
from grader.expressions.nodes import Display, Item, Node, Part, StudentCall, students
from grader.expressions.object_calls import NOTHING_RAISED, kept, raised_text
from grader.records import dataclass, field
from grader.values.columns import plain_row
from grader.values.types import TupleType
from grader.worker.wire.operations import LOST, Answer, Code, Operation, Result, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from grader.checks.functions import StudentFunction
    from grader.expressions.evaluation import CaseTable

_CONTAINERS = frozenset({"list", "tuple", "dict", "set"})


def uses_objects(nodes: Sequence[Node], functions: Mapping[str, StudentFunction]) -> bool:
    """Whether one of the calls in `nodes` needs objects that stay with the student."""
    for call in students(*nodes):
        if call.form != "function" or call.effect or call.order:
            return True
        inner = students(*call.args)
        if any(kept(functions[other.function].returns) is not None for other in inner if other.function in functions):
            return True
    return False


def messages(nodes: Sequence[Node], functions: Mapping[str, StudentFunction]) -> tuple[tuple[StudentCall, ...], ...]:
    """Return the calls of each message, in the order in which they are made."""
    level: dict[StudentCall, int] = {}
    latest = 0
    for call in sorted(students(*nodes), key=_order):
        inner = students(*call.args)
        depth = max((level[other] for other in inner), default=0)
        if not all(_stays_in_worker(arg, functions) for arg in call.args):
            depth += 1
        if call.order:  # what is made where it stands is made after what stands before it
            depth = latest = max(depth, latest)
        level[call] = depth
    count = max(level.values(), default=-1) + 1
    return tuple(tuple(call for call in level if level[call] == number) for number in range(count))


def _order(call: StudentCall) -> float:
    """Return the place of a call: one without a place of its own comes behind what it is given."""
    return call.order or max((_order(inner) for inner in students(*call.args)), default=0.0) + 0.5


def _stays_in_worker(node: Node, functions: Mapping[str, StudentFunction]) -> bool:
    """Whether an argument needs nothing that the judge computes from an answer."""
    if not students(node):
        return True
    match node:
        case StudentCall():
            return True
        case Item(base, key):
            return not students(key) and _stays_in_worker(base, functions)
        case Part(base):
            return _part_index(node, functions) is not None and _stays_in_worker(base, functions)
        case Display(kind=kind, parts=parts):
            return kind in _CONTAINERS and all(_stays_in_worker(part, functions) for part in parts)
        case _:
            return False


def _part_index(node: Part, functions: Mapping[str, StudentFunction]) -> int | None:
    """Return the index of a named part of a call's answer."""
    call = node.base
    returns = functions[call.function].returns if isinstance(call, StudentCall) and call.function in functions else None
    match returns:
        case TupleType(names=names) if node.name in names:
            return names.index(node.name)
        case _:
            return None


@dataclass
class CaseProgram:
    """The program of one case in one message, and where the answers of its calls come."""

    table: CaseTable
    row: int
    functions: Mapping[str, StudentFunction]
    operations: list[Operation] = field(default_factory=list)
    operation_indices: dict[StudentCall, tuple[int, int]] = field(default_factory=dict)
    """Of each call the operation that makes it, and the one that gives what is asked."""
    _parts: dict[Node, Any] = field(default_factory=dict)

    def add(self, call: StudentCall) -> None:
        """Add the operations of a call."""
        call_index = self._emit_call(call)
        answer_index = call_index
        if call.effect == "prints":
            answer_index = self._emit(Operation(Code.PRINTED))
        elif call.effect == "after":
            answer_index = self._emit(Operation(Code.READ, (self._changed(call_index, call),)))
        self.operation_indices[call] = (call_index, answer_index)

    def _changed(self, call_index: int, call: StudentCall) -> Any:
        """Return the argument that a call was given, as an operand."""
        operands = self.operations[call_index].operands
        return operands[int(call.detail) + (1 if call.form in {"function", "new"} else 0)]

    def _emit(self, operation: Operation) -> int:
        self.operations.append(operation)
        return len(self.operations) - 1

    def _emit_call(self, call: StudentCall) -> int:
        operands = [self.operand(arg) for arg in call.args]
        if call.effect == "after":
            index = int(call.detail)
            if not isinstance(operands[index], Result):
                operands[index] = Result(self._emit(Operation(Code.VALUE, (operands[index],), keep=True)))
        keep = self._keep(call)
        match call.form:
            case "attribute":
                return self._emit(Operation(Code.GET, (operands[0],), name=_name(call), keep=keep))
            case "length":
                return self._emit(Operation(Code.LENGTH, (operands[0],)))
            case "item":
                return self._emit(Operation(Code.ITEM, tuple(operands), keep=keep))
            case "method":
                return self._called(call, Code.METHOD, operands, keep)
            case _:
                target = Result(self._emit(Operation(Code.FUNCTION, name=call.function, keep=True)))
                return self._called(call, Code.CALL, [target, *operands], keep)

    def _called(self, call: StudentCall, code: Code, operands: list[Any], keep: Any) -> int:
        name = _name(call) if code is Code.METHOD else ""
        if call.effect == "prints":
            self._emit(Operation(Code.CAPTURE))
        if call.effect != "repeat":
            return self._emit(Operation(code, tuple(operands), name=name, keywords=call.keywords, keep=keep))
        if code is Code.METHOD:
            operands[0] = Result(self._emit(Operation(Code.GET, (operands[0],), name=name, keep=True)))
        return self._emit(Operation(Code.REPEAT, (int(call.detail), *operands), keywords=call.keywords))

    def _keep(self, call: StudentCall) -> Any:
        if call.form == "new" or call.effect in {"raises", "prints", "after"}:
            return True
        function = self.functions.get(call.function)
        return kept(function.returns) if function is not None else None

    def operand(self, node: Node) -> Any:
        """Return an argument as an operand: a value, or the object that an operation of this program gives."""
        if not any(call in self.operation_indices for call in students(node)):
            return plain_row(self.table.value(node), self.row)
        if isinstance(node, StudentCall):
            return Result(self.operation_indices[node][1])
        if node not in self._parts:
            self._parts[node] = self._part(node)
        return self._parts[node]

    def _part(self, node: Node) -> Any:
        match node:
            case Item(base, key):
                return Result(self._emit(Operation(Code.ITEM, (self.operand(base), self.operand(key)), keep=True)))
            case Part(base):
                index = _part_index(node, self.functions)
                return Result(self._emit(Operation(Code.ITEM, (self.operand(base), index), keep=True)))
            case Display(kind=kind, parts=parts):
                return _display(kind, [self.operand(part) for part in parts])
            case _:
                raise AssertionError(f"{node} is computed by the judge, in a message of its own")


def _display(kind: str, members: list[Any]) -> Any:
    match kind:
        case "dict":
            return dict(zip(members[::2], members[1::2], strict=True))
        case "tuple":
            return tuple(members)
        case "set":
            return set(members)
        case _:
            return members


def _name(call: StudentCall) -> str:
    return call.function.rpartition(".")[2]


def case_program(
    table: CaseTable, row: int, calls: Sequence[StudentCall], functions: Mapping[str, StudentFunction]
) -> CaseProgram:
    """Return the program that makes `calls` in one case."""
    program = CaseProgram(table, row, functions)
    for call in calls:
        program.add(call)
    return program


def asked_answer(call: StudentCall, program: CaseProgram, answers: Sequence[Answer]) -> Answer:
    """Return what is asked about a call, from the answers of its program."""
    if call not in program.operation_indices:
        return LOST
    call_answer, property_answer = (answers[index] for index in program.operation_indices[call])
    if call.effect == "raises":
        return _raised(call_answer, str(call.detail))
    return property_answer if call_answer.done else call_answer


def _raised(answer: Answer, exception: str) -> Answer:
    if answer.status is Status.DONE or answer.status is Status.TOO_LARGE:
        return Answer(Status.DONE, NOTHING_RAISED)
    if answer.status is not Status.RAISED:
        return answer
    bases = answer.facts.get("bases")
    if isinstance(bases, list) and exception in bases:
        return Answer(Status.DONE, raised_text(exception))
    return Answer(Status.DONE, raised_text(str(answer.facts.get("type", ""))[:100]))


def room_of(sizes: Collection[int]) -> int:
    """Return how many bytes the answers of a case may have, of which the reference's have `sizes`."""
    return max(4 * max(sizes, default=1), min(LEAST_ROOM, LEAST_ROOM_IN_ALL // max(1, len(sizes))))

"""From a statement that is false in a case to the sentence about it: which relation, where, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks import messages
from grader.expressions.nodes import (
    Compare,
    Constant,
    Item,
    Logic,
    Node,
    Part,
    StudentCall,
    WordCall,
    students,
    text_of,
)
from grader.expressions.vocabulary import RTOL, tolerance
from grader.values.columns import plain_row
from grader.values.comparison import difference, number_difference
from grader.values.kinds import holds_reals
from grader.values.paths import Path
from grader.values.printing import brief

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.expressions.evaluation import CaseTable
    from grader.worker.wire.columns import Array

_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def sentence(table: CaseTable, goal: Node, row: int) -> str:
    """Return what is wrong in the case at `row`; empty where no single relation says it."""
    if row in table.impossible:
        return ""
    match first_false(table, goal, row):
        case WordCall(name="close" | "same") as node if students(node):
            return _difference(table, node, row)
        case Compare(op="==", left=StudentCall(effect="raises") as call, right=Constant(value=expected)):
            return f"`{call.text}` {plain_row(table.value(call), row)}, and should {_infinitive(str(expected))}."
        case Compare(op="==") as node if _are_structures(table, row, node.left, node.right):
            return _structural(table, node.left, node.right, None, row)
        case Compare(op="in" | "not in", left=left, right=right):
            return _membership(table, left, right, row)
        case Compare(left=left, right=right) if not _of_numbers(table, row, left, right):
            return ""
        case WordCall(name="at_most", args=(left, right)):
            return _order(table, left, "<=", right, row)
        case WordCall(name="at_least", args=(left, right)):
            return _order(table, left, ">=", right, row)
        case Compare(op, left, right):
            return _order(table, left, op, right, row)
        case _:
            return ""


def _infinitive(text: str) -> str:
    return text.replace("raises", "raise", 1)


def first_false(table: CaseTable, goal: Node, row: int) -> Node:
    """Return the first part of an `and` that does not hold, or the statement itself."""
    if not isinstance(goal, Logic) or goal.op != "and":
        return goal
    return next((first_false(table, part, row) for part in goal.parts if not table.truth(part)[row]), goal)


def _of_numbers(table: CaseTable, row: int, *sides: Node) -> bool:
    """Whether some nodes are real numbers, or arrays of real numbers, in a case."""
    values = [plain_row(table.value(side), row) for side in sides]
    return all(holds_reals(value) and not isinstance(value, bool | np.bool_) for value in values)


def _are_structures(table: CaseTable, row: int, *sides: Node) -> bool:
    """Whether two nodes are compared part by part: not two numbers, and no array with a number for all its entries."""
    arrays = [isinstance(plain_row(table.value(side), row), np.ndarray) for side in sides]
    return all(arrays) or not _of_numbers(table, row, *sides)


def _structural(table: CaseTable, left: Node, right: Node, allowance: Callable[[Any], Any] | None, row: int) -> str:
    """Return the sentence about the first part in which two values differ."""
    if not students(left):
        left, right = right, left
    got, expected = (plain_row(table.value(side), row) for side in (left, right))
    difference_found = difference(got, expected, allowance)
    if difference_found is None:
        return ""
    if students(right):
        part = f"`{difference_found.path.of(text_of(left))}`"
        return f"`{text_of(left)}` and `{text_of(right)}` should be equal: {part} {difference_found.text}."
    return difference_found.sentence(text_of(left))


def _membership(table: CaseTable, left: Node, right: Node, row: int) -> str:
    """Return the sentence about a member that is or is not in a container."""
    member, container = (brief(plain_row(table.value(side), row)) for side in (left, right))
    if students(right) and not students(left):
        return f"`{text_of(right)}` is {container}: is {member} in it?"
    return f"`{text_of(left)}` is {member}; look whether it is in {container}."


def _difference(table: CaseTable, node: WordCall, row: int) -> str:
    if not _of_numbers(table, row, *node.args):
        allowance = None if node.name == "same" else lambda part: _allowed(table, node, np.asarray(part), row)
        return _structural(table, node.args[0], node.args[1], allowance, row)
    got, expected = (_value(table, arg, row) for arg in node.args)
    if got.shape != expected.shape and expected.ndim and got.ndim:
        return _structural(table, node.args[0], node.args[1], None, row)
    if got.shape != expected.shape and expected.ndim:
        return ""
    wrong = np.argwhere(~(np.abs(got - expected) <= _allowed(table, node, expected, row)))
    if not len(wrong):
        return ""
    sides, position = node.args, tuple(int(n) for n in wrong[0])
    expected = np.broadcast_to(expected, got.shape)
    if all(map(students, sides)):
        return messages.unequal(
            text_of(sides[0]), text_of(sides[1]), float(got[position]), float(expected[position]), position
        )
    if not students(sides[0]):
        sides, got, expected = sides[::-1], expected, got
    if isinstance(sides[0], Item | Part):
        text = number_difference(float(got[position]), float(expected[position]))
        return f"`{Path(position=position).of(text_of(sides[0]))}` {text}."
    return messages.differs(float(got[position]), float(expected[position]), position, text_of(sides[0]))


def _allowed(table: CaseTable, node: WordCall, expected: Array, row: int) -> Any:
    """Return how far from each entry of `expected` the comparison `node` lets an answer be."""
    if node.name == "same":
        return 0.0
    options = {name: table.value(part).row(row) for name, part in node.options}
    return tolerance(
        expected, options.get("scale", 0.0), options.get("rtol", RTOL), each=bool(options.get("each", False))
    )


def _order(table: CaseTable, left: Node, op: str, right: Node, row: int) -> str:
    if not students(left):
        left, op, right = right, _TURNED[op], left
    got, expected = _value(table, left, row), _value(table, right, row)
    if expected.ndim or (got.ndim and op in {"==", "!="}) or not got.size:
        return ""
    # Of an array, the entry that is farthest on the wrong side.
    position = np.unravel_index(int(np.argmin(got) if op in {">", ">="} else np.argmax(got)), got.shape)
    # A call of the reference reads like the student's own, and tells nothing beside the number.
    other = "" if isinstance(right, Constant) or text_of(right) == text_of(left) else text_of(right)
    return messages.misplaced(
        text_of(left), float(got[position]), [int(n) for n in position], op, other, float(expected)
    )


def _value(table: CaseTable, node: Node, row: int) -> Array:
    return np.asarray(table.value(node).row(row), dtype=np.float64)

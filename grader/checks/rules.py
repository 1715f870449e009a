"""Refuses well-formed expressions that would make a check unsound.

The rules of DESIGN that keep a right answer from losing by chance and a wrong one from winning: relations are
anchored, exact comparisons are of whole numbers or of selected cases, and what the judge computes knows no student.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.expressions.nodes import (
    Arithmetic,
    Compare,
    Constant,
    Display,
    Input,
    Item,
    Logic,
    Negative,
    Node,
    Part,
    ReferenceCall,
    StudentCall,
    WordCall,
    students,
    walk,
)
from grader.expressions.vocabulary import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from grader.checks.functions import StudentFunction
    from grader.domains import Domain


def judge_side(node: Node, subject: str) -> Iterator[str]:
    """Yield a sentence if a student's function stands in an expression that belongs to the judge."""
    calls = students(node)
    if calls:
        call = calls[0]
        yield f"{subject} is computed by the judge alone, and `{call.text}` asks the student; use ref.{call.function}"


def statement(
    node: Node,
    functions: Mapping[str, StudentFunction],
    inputs: Mapping[str, Domain],
    *,
    needs: bool,
    where: bool,
    is_exact: Callable[[Node], bool] = lambda _: False,
) -> Iterator[str]:
    """Yield what is wrong with a statement that decides a check."""
    if not students(node):
        yield "no function of the student is called, so there is nothing to check"
        return
    if isinstance(node, Arithmetic | Negative | Constant | Input | StudentCall | Item | Part | Display) or (
        isinstance(node, WordCall) and not WORDS[node.name].truth
    ):
        yield "this gives a value and decides nothing; compare it, or use close(a, b)"
    if not needs and not any(
        isinstance(part, ReferenceCall) or _is_answer(part) or _is_held_to_input(part) or _is_bound(part, functions)
        for part in walk(node)
    ):
        yield (
            "a relation among the student's own values only (zeros satisfy many); "
            "compare with a ref. value, or say `needs:` which check must pass first"
        )
    for part in walk(node):
        if not where:
            yield from _exact(part, functions, inputs, is_exact)
        if isinstance(part, WordCall):
            for key, value in part.options:
                yield from judge_side(value, f"`{key}`")


def picture(node: Node, called: tuple[StudentCall, ...]) -> Iterator[str]:
    """Yield what is wrong with a picture of a check that makes the calls `called`."""
    drawn = students(node)
    if not drawn:
        yield "no function of the student is called, so there is nothing to draw"
    for name in dict.fromkeys(call.function for call in drawn):
        if name not in {call.function for call in called}:
            yield f"`{name}` is none of the functions that this check calls"


def _is_answer(node: Node) -> bool:
    """Whether a part is an answer that is written out: no wrong solution gives it by being zero everywhere."""
    return isinstance(node, Display) or (isinstance(node, Constant) and isinstance(node.value, str))


def _is_bound(part: Node, functions: Mapping[str, StudentFunction]) -> bool:
    """Whether a variable is compared with a number that is written out, which no other value stands for."""
    match part:
        case Compare(_, left, right) | WordCall(args=(left, right)):
            calls = students(left, right)
            numbers = [below for side in (left, right) for below in walk(side) if isinstance(below, Constant)]
            return bool(numbers and calls) and all(functions[call.function].variable for call in calls)
        case _:
            return False


def _is_held_to_input(part: Node) -> bool:
    """Whether what becomes of an object is compared with what the judge computes from the inputs."""
    match part:
        case Compare("==", left, right) | WordCall(name="close" | "same", args=(left, right)):
            sides = (left, right)
        case _:
            return False
    ours = [side for side in sides if not students(side) and any(isinstance(below, Input) for below in walk(side))]
    return bool(ours) and any(call.order for side in sides for call in students(side))


def _exact(
    part: Node,
    functions: Mapping[str, StudentFunction],
    inputs: Mapping[str, Domain],
    is_exact: Callable[[Node], bool],
) -> Iterator[str]:
    """Yield a sentence for an exact comparison of a student's real numbers without `where`."""
    match part:
        case Compare(op, left, right):
            operands, sign = (left, right), f"`{op}`"
        case WordCall(name="same", args=operands):
            sign = "`same`"
        case _:
            return
    real = [side for side in operands if students(side) and not integral(side, functions, inputs)]
    if not all(map(is_exact, real)):
        yield (
            f"{sign} is exact, and rounding decides it for real numbers; use close, at_most or at_least, "
            "or say `where:` which cases have a clear answer"
        )


def integral(node: Node, functions: Mapping[str, StudentFunction], inputs: Mapping[str, Domain]) -> bool:
    """Whether all values of `node` are whole numbers, as far as the spec tells."""

    def all_of(*parts: Node) -> bool:
        return all(integral(part, functions, inputs) for part in parts)

    match node:
        case Constant(value):
            return not isinstance(value, float) or value.is_integer()
        case Input(name):
            return name in inputs and inputs[name].integral
        case StudentCall():
            return _answers_exactly(node, functions)
        case WordCall(name=name, args=args):
            is_integral = WORDS[name].integral
            return WORDS[name].truth or (all_of(*args) if is_integral is None else is_integral)
        case Arithmetic(op, left, right):
            return op != "/" and all_of(left, right)
        case Negative(operand):
            return all_of(operand)
        case Compare() | Logic():
            return True
        case Display(parts=parts):
            return all_of(*parts)
        case Item(base=base) | Part(base=base):
            return all_of(base)
        case ReferenceCall():
            return False


def _answers_exactly(call: StudentCall, functions: Mapping[str, StudentFunction]) -> bool:
    """Whether nothing of what is asked about a call can be a number that was rounded, as far as the spec tells."""
    if call.effect:
        return call.effect in {"raises", "prints"}
    returns = functions[call.function].returns if call.function in functions else None
    return returns is not None and returns.is_exact

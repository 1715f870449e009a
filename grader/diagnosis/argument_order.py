"""Whether a function is right where its arguments are given in another order: it was written with another `def`."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.checks.gate import ExpectedAnswers, gate
from grader.checks.question import CallGroup, Question, room_for
from grader.diagnosis.slips.call import is_alike, size_of_numbers
from grader.expressions.nodes import Input, students, walk
from grader.values.columns import plain_row

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from grader.checks.evidence import Evidence
    from grader.checks.question import Response
    from grader.expressions.nodes import StudentCall
    from grader.worker.wire.answers import Answers

MOST_ARGUMENTS = 4
"""Up to this number of arguments all orders are tried."""
LEAST = 3
"""Cases with different answers that must be right."""


def exchanged_arguments(
    evidence: Evidence, calls: Sequence[StudentCall], seconds: float
) -> Generator[Question, Response, str]:
    """Ask for the drawn cases with the arguments in every other order, and return the sentence of one that is right."""
    call = next((call for call in calls if any(isinstance(node, Input) for node in walk(call))), None)
    if call is None or call.keywords or students(*call.args) or not 2 <= len(call.args) <= MOST_ARGUMENTS:
        return ""
    columns = [evidence.table.value(arg) for arg in call.args]
    orders = list(itertools.permutations(range(len(columns))))[1:]
    room = room_for(evidence.expected[call])
    groups = [
        CallGroup(call.function, tuple(columns[position] for position in order), evidence.cases.count, room)
        for order in orders
    ]
    response: Response = yield replace(Question.of(groups), seconds=seconds)
    if response.end is not None:
        return ""
    for order, answers in zip(orders, response.groups, strict=True):
        if _is_right(evidence, call, answers):
            return _sentence(call.function, evidence.functions[call.function].args, order)
    return ""


def _sentence(function: str, names: Sequence[str], order: Sequence[int]) -> str:
    yours = ", ".join(names[position] for position in order)
    return (
        f"`{function}` is right in all cases where it is called as `{function}({yours})`; the task calls "
        f"`{function}({', '.join(names[: len(order)])})`. Change the order of the arguments in your `def`."
    )


def _is_right(evidence: Evidence, call: StudentCall, answers: Answers) -> bool:
    """Whether the answers are those of the reference, in cases of which some differ."""
    expected = evidence.expected[call]
    gated = gate(answers, ExpectedAnswers(evidence.functions[call.function], expected))
    if gated.faults or len(gated.unanswered):
        return False
    right = [plain_row(expected, row) for row in range(evidence.cases.distinct)]
    if sum(not is_alike(right[0], other, size_of_numbers(other)) for other in right[1:]) < LEAST:
        return False
    return all(is_alike(plain_row(gated.column, row), value, size_of_numbers(value)) for row, value in enumerate(right))

"""Which checks can be asked where only the reference's answers to the inputs are known, and why others cannot.

`close(f(x), ref.f(x))` can: the reference is asked about inputs.  `ref.holds(x, f(x))` and `f(g(x))` cannot: there it
is asked about what a student's function returns, and nobody knows that before.  `support.holds(x, f(x))` can again.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from grader.checks.compiler import is_exception
from grader.checks.programs import uses_objects
from grader.expressions.nodes import Node, ReferenceCall, StudentCall, students, walk
from grader.expressions.signatures import is_public
from grader.results import Visibility

if TYPE_CHECKING:
    from grader.checks.task import Check, Task


class Omission(StrEnum):
    """The reason why a check is not in a students' kit."""

    HIDDEN = "hidden"
    REFERENCE = "needs the reference"
    NEEDS = "needs a check that is left out"


def left_out(task: Task) -> dict[str, Omission]:
    """Return the checks that a kit cannot have, by their ids."""
    reasons = {check.id: reason for check in task.checks if (reason := _omission(check)) is not None}
    return with_needs(task, reasons)


def with_needs(task: Task, reasons: dict[str, Omission]) -> dict[str, Omission]:
    """Return `reasons` and the checks that need one of these; a task's checks stand behind those that they need."""
    result = dict(reasons)
    for check in task.checks:
        if check.id not in result and result.keys() & set(check.spec.needs):
            result[check.id] = Omission.NEEDS
    return {check.id: result[check.id] for check in task.checks if check.id in result}


def _omission(check: Check) -> Omission | None:
    if check.visibility is not Visibility.PUBLIC:
        return Omission.HIDDEN
    if check.spec.whole_module:
        return None  # a test: `grader/release/public_tests.py` tries it
    nodes = list(check.plan.nodes.values())
    if check.spec.recorded_whole:
        return None
    known = asks_inputs if uses_objects(nodes, check.plan.functions) else recordable
    return None if all(map(known, nodes)) else Omission.REFERENCE


def asks_inputs(node: Node) -> bool:
    """Whether `ref.` is asked about inputs alone; what students' calls give, programs of operations tell."""
    asking = [part for part in walk(node) if isinstance(part, ReferenceCall) and not is_public(part.function)]
    return not any(students(*part.args) for part in asking)


def asked_of_reference(check: Check) -> dict[str, None]:
    """Return the functions of the reference that the expressions of a check name, in order; none of support files."""
    where = [check.plan.where] if check.plan.where is not None else []
    nodes: list[Node] = [*check.plan.nodes.values(), *check.plan.given.values(), *where]
    calls = [part for node in nodes for part in walk(node) if isinstance(part, ReferenceCall)]
    return {call.function: None for call in calls if not is_public(call.function)}


def exceptions_named(check: Check) -> dict[str, None]:
    """Return the reference's own exceptions that a check expects."""
    raising = (call for call in students(*check.plan.nodes.values()) if call.effect == "raises")
    names = dict.fromkeys(str(call.detail) for call in raising)
    return {name: None for name in names if is_exception(check.plan.reference.get(name))}


def recordable(node: Node) -> bool:
    """Whether the reference is asked about inputs alone; functions of support files are in the kit themselves."""
    asking = [part for part in walk(node) if isinstance(part, ReferenceCall | StudentCall)]
    return not any(students(*part.args) for part in asking if not is_public(part.function))

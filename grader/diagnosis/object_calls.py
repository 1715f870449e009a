"""Calls that need objects, as lines of Python that make them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.expressions.nodes import Item, Node, Part, StudentCall, students, walk
from grader.values.columns import plain_row
from grader.values.printing import as_python, imports_of
from grader.values.size import entries_of
from grader.worker.wire.plain import Opaque

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.checks.evidence import Evidence

LONGEST = 60
"""Entries of an argument beyond which no lines are offered."""


class TooLongError(Exception):
    """An argument that is too long to print, or that cannot be."""


def object_lines(evidence: Evidence, row: int, calls: Iterable[StudentCall]) -> str:
    """Return lines of Python that make `calls` of a case, with all that they need; nothing where that is too long."""
    needed = {inner: None for call in calls for inner in students(call)}
    every = [call for call in evidence.answers if call in needed or call.order]
    try:
        lines = [line for call in every for line in _Lines(evidence, row, every).of(call)]
    except TooLongError:
        return ""
    return "\n".join([*imports_of("\n".join(lines)), *lines])


class _Lines:
    """The lines of one case."""

    def __init__(self, evidence: Evidence, row: int, calls: list[StudentCall]) -> None:
        self._evidence, self._row = evidence, row
        used = {inner for call in calls for arg in call.args for inner in students(arg)}
        self._names = {call: evidence.step_names.get(call) or _name(call, number) for number, call in enumerate(calls)
                       if call in used or call in evidence.step_names}  # fmt: skip

    def of(self, call: StudentCall) -> Iterator[str]:
        """Yield the lines of a call; what a later one needs gets a name."""
        arguments = [self._text(arg) for arg in call.args]
        changed = ""
        if call.effect == "after":
            index = int(call.detail)
            changed = "argument"
            if isinstance(call.args[index], StudentCall):
                changed = arguments[index]
            else:
                yield f"{changed} = {arguments[index]}"
                arguments[index] = changed
        expression = self._expression(call, arguments)
        if call.effect == "repeat":
            expression = f"[{expression} for _ in range({call.detail})]"
        name = self._names.get(call)
        yield f"{name} = {expression}" if name and call.effect != "after" else expression
        if changed:
            yield f"{name} = {changed}" if name else changed

    def _expression(self, call: StudentCall, arguments: list[str]) -> str:
        name = call.function.rpartition(".")[2]
        match call.form:
            case "attribute":
                return f"{arguments[0]}.{name}"
            case "length":
                return f"len({arguments[0]})"
            case "item":
                return f"{arguments[0]}[{arguments[1]}]"
            case "method":
                return f"{arguments[0]}.{name}({self._listed(call, arguments[1:])})"
            case _:
                return f"{name}({self._listed(call, arguments)})"

    @staticmethod
    def _listed(call: StudentCall, arguments: list[str]) -> str:
        names = [*[""] * (len(arguments) - len(call.keywords)), *(f"{name}=" for name in call.keywords)]
        return ", ".join(name + text for name, text in zip(names, arguments, strict=True))

    def _text(self, node: Node) -> str:
        if isinstance(node, StudentCall) and node in self._names:
            return self._names[node]
        if isinstance(node, Item | Part) and any(part in self._names for part in walk(node)):
            key = self._text(node.index) if isinstance(node, Item) else self._index(node)
            return f"{self._text(node.base)}[{key}]"
        value = plain_row(self._evidence.table.value(node), self._row)
        if isinstance(value, Opaque) or entries_of(value) > LONGEST:
            raise TooLongError
        return as_python(value)

    def _index(self, node: Part) -> str:
        fields = getattr(plain_row(self._evidence.table.value(node.base), self._row), "_fields", ())
        return str(fields.index(node.name)) if node.name in fields else repr(node.name)


def _name(call: StudentCall, number: int) -> str:
    result_name = call.function.lower() if call.form == "new" and call.function.lower() != call.function else "result"
    return f"{result_name}_{number + 1}"

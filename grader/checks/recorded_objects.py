"""The reference's answers to programs of operations, where only recorded ones are known: in a students' kit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.expressions.evaluation import RecordError, UnrecordedError
from grader.values.columns import plain_row

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.expressions.evaluation import CaseTable


def objects_of(check: str) -> str:
    """Return the name, among the reference's functions, of the one that knows the answers to a check's programs."""
    return f"[objects of {check}]"


def known_bodies(table: CaseTable, recorded: Callable[..., Any]) -> list[list[bytes]]:
    """Return what is recorded for the cases of a table, message by message.

    Raises UnrecordedError for the cases that are not.
    """
    by_case: list[list[bytes]] = []
    unknown: dict[int, str] = {}
    for row in range(table.count):
        try:
            by_case.append(recorded({name: plain_row(column, row) for name, column in table.inputs.items()}))
        except RecordError as missing:
            unknown[row] = str(missing)
    if unknown:
        raise UnrecordedError(tuple(unknown), next(iter(unknown.values())))
    return [list(bodies) for bodies in zip(*by_case, strict=True)]

"""The cases of a check and the values of its expressions for one seed, which an earlier start has worked out.

Both follow from the course and the seed alone, so a later start can take them as they are: nothing is drawn, and the
reference is not called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.expressions.evaluation import CaseTable
from grader.expressions.nodes import Constant, Input, StudentCall, walk
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from grader.expressions.nodes import Node
    from grader.values.columns import AnyColumn


@dataclass(frozen=True, eq=False)
class KeptValues:
    """Holds the columns of `Cases`, and the value of every node of the check's expressions."""

    count: int
    inputs: Mapping[str, AnyColumn]
    originals: tuple[int, ...]
    derived: tuple[str, ...]
    values: tuple[AnyColumn | None, ...]
    """In the order of the nodes; None for one that is an input, is written out, or takes a student's answers."""

    @staticmethod
    def of(
        table: CaseTable, roots: Iterable[Node], originals: tuple[int, ...], derived: tuple[str, ...]
    ) -> KeptValues | None:
        """Return what `table` knows of the nodes below `roots`; None where a predicate also said something in words."""
        if table.says:
            return None
        values = tuple(
            None if isinstance(node, Input | Constant) else table.values.get(id(node)) for node in _nodes(roots)
        )
        return KeptValues(table.count, table.inputs, originals, derived, values)

    def table(self, roots: Iterable[Node], reference: Mapping[str, Callable[..., Any]]) -> CaseTable:
        """Return a table that knows these values of the nodes below `roots`.  Raises ValueError for other nodes."""
        table = CaseTable(self.count, self.inputs, reference)
        for node, column in zip(_nodes(roots), self.values, strict=True):
            if column is None:
                continue
            # Equal calls share one column: by that an answer is known as the reference's own.
            shared = table.answers.setdefault(node, column) if isinstance(node, StudentCall) else column
            table.values[id(node)] = shared
        return table


def _nodes(roots: Iterable[Node]) -> list[Node]:
    return [node for root in roots for node in walk(root)]

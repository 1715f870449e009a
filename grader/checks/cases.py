"""The cases of a check: inputs drawn from named streams, edges first, only those that `where` lets through."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from grader.domains import stream
from grader.expressions.evaluation import CaseTable, EvaluationError
from grader.records import dataclass
from grader.values.columns import AnyColumn, ValueColumn, column_of, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.checks.plan import CheckPlan
    from grader.worker.wire.columns import Array

ATTEMPTS = 200
"""How often a case that `where` refuses is drawn again."""
EDGE_CHANCE = 0.1
"""How often an input or size of a random case is an edge nevertheless."""


@dataclass(frozen=True)
class Cases:
    """Drawn cases, as one column an input; at the end stand those of `originals` once more."""

    count: int
    inputs: Mapping[str, AnyColumn]
    originals: tuple[int, ...] = ()
    drawn: Sequence[Mapping[str, Any]] = ()
    """The drawn inputs of each case, before `given` was computed from them; empty for cases that were not drawn."""
    derived: tuple[str, ...] = ()
    """Columns of `inputs` that a kind has added for its own use, and that are not shown."""

    @property
    def distinct(self) -> int:
        """The number of cases that are not repetitions."""
        return self.count - len(self.originals)

    def shown(self, row: int) -> dict[str, Any]:
        """Return the inputs of one case as a student sees them, by name."""
        return {name: column.row(row) for name, column in self.inputs.items() if name not in self.derived}

    def take(self, rows: Array) -> Cases:
        """Return the cases at `rows`, none of them twice."""
        drawn = tuple(self.drawn[row] for row in rows.tolist()) if self.drawn else ()
        inputs = {name: column.take(rows) for name, column in self.inputs.items()}
        return Cases(len(rows), inputs, (), drawn, self.derived)

    def without(self, rows: Sequence[int]) -> Cases:
        """Return the cases besides those at `rows`, none of them twice."""
        return self.take(np.setdiff1d(np.arange(self.distinct), rows))


class _DrawnLater(Sequence["Mapping[str, Any]"]):
    """The drawn inputs of cases whose columns are known, drawn when the first of them is looked at."""

    def __init__(self, plan: CheckPlan, seed: int, count: int) -> None:
        self._plan, self._seed, self._count = plan, seed, count

    @cached_property
    def _drawn(self) -> Sequence[Mapping[str, Any]]:
        return draw(self._plan, self._seed).drawn

    @overload
    def __getitem__(self, index: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Mapping[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> Mapping[str, Any] | Sequence[Mapping[str, Any]]:
        return self._drawn[index]

    def __len__(self) -> int:
        return self._count


def known_or_drawn(plan: CheckPlan, seed: int) -> Cases:
    """Return the cases of a check: those that an earlier start has drawn, or `draw`."""
    kept = plan.kept
    if kept is None:
        return draw(plan, seed)
    return Cases(kept.count, kept.inputs, kept.originals, _DrawnLater(plan, seed, kept.count), kept.derived)


def draw(plan: CheckPlan, seed: int) -> Cases:
    """Draw the cases of a check, without two that are equal, and repeat three of them at the end.

    Raises EvaluationError where `where` lets nearly nothing through.
    """
    drawn: dict[int, dict[str, Any]] = {}
    parts: list[Mapping[str, AnyColumn]] = []
    waiting = list(range(plan.count))
    for attempt in range(ATTEMPTS):
        tried = {number: _draw_case(plan, seed, number, attempt) for number in waiting}
        passed, table = filter_cases(plan, list(tried.values()))
        through = np.flatnonzero(passed)
        parts.append({name: column.take(through) for name, column in table.inputs.items()})
        drawn |= {waiting[row]: tried[waiting[row]] for row in through.tolist()}
        waiting = [number for number, ok in zip(waiting, passed.tolist(), strict=True) if not ok]
        if not waiting:
            break
    if 2 * len(drawn) < plan.count:
        raise EvaluationError(
            f"`where` lets {len(drawn)} of {plan.count} cases through in {ATTEMPTS} attempts; draw other inputs"
        )
    return _with_repetitions({name: joined([part[name] for part in parts]) for name in parts[0]}, drawn)


def _with_repetitions(inputs: Mapping[str, AnyColumn], drawn: Mapping[int, dict[str, Any]]) -> Cases:
    """Return the cases in the order of their numbers, each once, and three of them again."""
    order = np.argsort(list(drawn), kind="stable")
    rows = order[_distinct_rows([inputs[name].take(order) for name in inputs])]
    sizes = sum((column.counts[rows] for column in inputs.values()), start=np.zeros(len(rows), dtype=np.int64))
    again = (int(np.argmax(sizes)), len(rows) // 2, len(rows) - 1)
    rows = np.concatenate([rows, rows[list(again)]])
    cases = list(drawn.values())
    columns = {name: column.take(rows) for name, column in inputs.items()}
    return Cases(len(rows), columns, again, tuple(cases[row] for row in rows.tolist()))


def _distinct_rows(columns: Sequence[AnyColumn]) -> list[int]:
    """Return the rows without those that are equal to one before."""
    if not columns:
        return [0]
    first_row: dict[tuple[bytes, ...], int] = {}
    for row, key in enumerate(zip(*(_keys(column) for column in columns), strict=True)):
        first_row.setdefault(key, row)
    return list(first_row.values())


def _keys(column: AnyColumn) -> Iterator[bytes]:
    """Yield for each value bytes that only equal ones have."""
    if isinstance(column, ValueColumn):
        yield from column.encoded
        return
    data = (column.flat + 0.0).tobytes()  # -0.0 is 0.0
    shapes, width = column.shapes.tobytes(), 8 * column.ndim
    for row, (start, end) in enumerate(itertools.pairwise((8 * column.offsets).tolist())):
        yield shapes[row * width : (row + 1) * width] + data[start:end]


def draw_example(plan: CheckPlan, seed: int) -> dict[str, Any]:
    """Draw the first case alone.  Raises EvaluationError where `where` lets nothing through."""
    cases = draw(replace(plan, count=1), seed)
    return {name: column.row(0) for name, column in cases.inputs.items()}


def draw_sized(plan: CheckPlan, seed: int, sizes: Mapping[str, int], repeat: int = 0) -> Cases:
    """Draw one case of the sizes given, at no edge; another one for each `repeat`."""
    rng = stream(seed, plan.task, plan.check, *sizes.values(), *([repeat] if repeat else []))
    full = {name: sizes.get(name, high) for name, (_, high) in plan.sizes.items()}
    case = {name: domain.draw(full, rng) for name, domain in plan.inputs.items()}
    _, table = filter_cases(plan, [case])
    return Cases(1, table.inputs)


def _draw_case(plan: CheckPlan, seed: int, number: int, attempt: int) -> dict[str, Any]:
    """Draw case `number`: the first ones have one size or input at an edge each, the others at random."""
    rng = stream(seed, plan.task, plan.check, number, attempt)
    forced = plan.tour[number] if number < len(plan.tour) and not attempt else ("", 0)
    of_size = number < 2 * len(plan.sizes)  # the tour begins with the sizes, and an input may have the name of one
    sizes = {
        name: _size(bounds, rng, forced[1] if of_size and forced[0] == name else None)
        for name, bounds in plan.sizes.items()
    }
    case: dict[str, Any] = {}
    for name, domain in plan.inputs.items():
        edge = forced[1] if not of_size and forced[0] == name else None
        if edge is None and rng.random() < EDGE_CHANCE:
            edge = int(rng.integers(domain.edges))
        value = domain.edge(edge, sizes, rng) if edge is not None else None
        case[name] = domain.draw(sizes, rng) if value is None else value
    return case


def _size(bounds: tuple[int, int], rng: np.random.Generator, edge: int | None) -> int:
    if edge is None and rng.random() < EDGE_CHANCE:
        edge = int(rng.integers(2))
    return int(rng.integers(*bounds, endpoint=True)) if edge is None else bounds[edge]


def filter_cases(plan: CheckPlan, cases: Sequence[dict[str, Any]]) -> tuple[np.ndarray[Any, Any], CaseTable]:
    """Return which cases `where` lets through, and a table with the inputs and what `given` makes of them."""
    names = cases[0].keys() if cases else ()
    inputs: dict[str, AnyColumn] = {name: column_of([case[name] for case in cases], strict=True) for name in names}
    for name, node in plan.given.items():
        # A table of its own each: what is given may take an input's name and be computed from what was drawn for it.
        inputs = {**inputs, name: CaseTable(len(cases), inputs, plan.reference).value(node)}
    table = CaseTable(len(cases), inputs, plan.reference)
    return (table.truth(plan.where) if plan.where is not None else np.ones(len(cases), dtype=bool)), table

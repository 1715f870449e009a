"""The cases of a check: inputs drawn from named streams, edges first, only those that `where` lets through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.evaluation import EvaluationError, Table
from grader.domains import Domain, stream
from grader.sandbox.columns import Array, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.checks.known import Known
    from grader.checks.nodes import Node

ATTEMPTS = 200
"""How often a case that `where` refuses is drawn again."""
EDGE_CHANCE = 0.1
"""How often an input or size of a random case is an edge nevertheless."""


@dataclass(frozen=True)
class Plan:
    """What the cases of a check are drawn from."""

    task: str
    check: str
    count: int
    sizes: Mapping[str, tuple[int, int]]
    inputs: Mapping[str, Domain]
    given: Mapping[str, Node]
    where: Node | None
    reference: Mapping[str, Callable[..., Any]]
    wall: float
    """Seconds that all calls of the check may take together."""
    cpu: float | None = None
    """Seconds of processor time that they may take; None for as many as on the clock."""
    memory: int = 1 << 30
    """Bytes of address space beyond the imports."""
    known: tuple[Known, ...] = ()
    """Known wrong solutions of the functions that the check calls."""

    @cached_property
    def tour(self) -> tuple[tuple[str, int], ...]:
        """The edges, by the name of a size or an input, that the first cases have; half of the cases at the most."""
        sizes = [(name, edge) for name in self.sizes for edge in range(2)]
        inputs = [(name, edge) for name, domain in self.inputs.items() for edge in range(domain.edges)]
        return (*sizes, *inputs)[: (self.count + 1) // 2]


@dataclass(frozen=True)
class Cases:
    """Drawn cases, as one column an input; at the end stand those of `originals` once more."""

    count: int
    inputs: Mapping[str, Column]
    originals: tuple[int, ...] = ()
    drawn: tuple[Mapping[str, Any], ...] = ()
    """What was drawn for each case, before `given` was computed from it; nothing for cases that were not drawn."""

    @property
    def distinct(self) -> int:
        """How many cases are not repetitions."""
        return self.count - len(self.originals)

    def take(self, rows: Array) -> Cases:
        """Return the cases at `rows`, none of them twice."""
        drawn = tuple(self.drawn[row] for row in rows.tolist()) if self.drawn else ()
        return Cases(len(rows), {name: column.take(rows) for name, column in self.inputs.items()}, (), drawn)

    def without(self, rows: Sequence[int]) -> Cases:
        """Return the cases besides those at `rows`, none of them twice."""
        return self.take(np.setdiff1d(np.arange(self.distinct), rows))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A case as it was drawn, and with what `given` computes."""

    drawn: dict[str, Any]
    values: dict[str, Any]


def draw(plan: Plan, seed: int) -> Cases:
    """Draw the cases of a check, without two that are equal, and repeat three of them at the end.

    Raises EvaluationError where `where` lets nearly nothing through.
    """
    rows: dict[int, _Drawn] = {}
    waiting = list(range(plan.count))
    for attempt in range(ATTEMPTS):
        drawn = {number: _one(plan, seed, number, attempt) for number in waiting}
        passed, table = kept(plan, list(drawn.values()))
        for (number, case), row, keep in zip(drawn.items(), range(len(drawn)), passed, strict=True):
            if keep:
                rows[number] = _Drawn(case, {name: column.row(row) for name, column in table.inputs.items()})
        waiting = [number for number in waiting if number not in rows]
        if not waiting:
            break
    if 2 * len(rows) < plan.count:
        raise EvaluationError(
            f"`where` lets {len(rows)} of {plan.count} cases through in {ATTEMPTS} attempts; draw other inputs"
        )
    distinct = _distinct([rows[number] for number in sorted(rows)])
    largest = max(range(len(distinct)), key=lambda row: _entries(distinct[row].values))
    again = (largest, len(distinct) // 2, len(distinct) - 1)
    cases = [*distinct, *(distinct[row] for row in again)]
    columns = {name: Column.of([case.values[name] for case in cases]) for name in cases[0].values}
    return Cases(len(cases), columns, again, tuple(case.drawn for case in cases))


def one(plan: Plan, seed: int) -> dict[str, Any]:
    """Draw the first case alone.  Raises EvaluationError where `where` lets nothing through."""
    cases = draw(replace(plan, count=1), seed)
    return {name: column.row(0) for name, column in cases.inputs.items()}


def draw_sized(plan: Plan, seed: int, sizes: Mapping[str, int]) -> Cases:
    """Draw one case of the sizes given, at no edge."""
    rng = stream(seed, plan.task, plan.check, *sizes.values())
    full = {name: sizes.get(name, high) for name, (_, high) in plan.sizes.items()}
    case = {name: domain.draw(full, rng) for name, domain in plan.inputs.items()}
    _, table = kept(plan, [case])
    return Cases(1, table.inputs)


def _one(plan: Plan, seed: int, number: int, attempt: int) -> dict[str, Any]:
    """Draw case `number`: the first ones have one size or input at an edge each, the others at random."""
    rng = stream(seed, plan.task, plan.check, number, attempt)
    forced = plan.tour[number] if number < len(plan.tour) and not attempt else ("", 0)
    sizes = {name: _size(bounds, rng, forced[1] if forced[0] == name else None) for name, bounds in plan.sizes.items()}
    case: dict[str, Any] = {}
    for name, domain in plan.inputs.items():
        edge = forced[1] if forced[0] == name else None
        if edge is None and rng.random() < EDGE_CHANCE:
            edge = int(rng.integers(domain.edges))
        value = domain.edge(edge, sizes, rng) if edge is not None else None
        case[name] = domain.draw(sizes, rng) if value is None else value
    return case


def _size(bounds: tuple[int, int], rng: np.random.Generator, edge: int | None) -> int:
    if edge is None and rng.random() < EDGE_CHANCE:
        edge = int(rng.integers(2))
    return int(rng.integers(*bounds, endpoint=True)) if edge is None else bounds[edge]


def kept(plan: Plan, cases: Sequence[dict[str, Any]]) -> tuple[np.ndarray[Any, Any], Table]:
    """Return which cases `where` lets through, and a table with the inputs and what `given` makes of them."""
    names = cases[0].keys() if cases else ()
    inputs = {name: Column.of([case[name] for case in cases]) for name in names}
    for name, node in plan.given.items():
        # A table of its own each: what is given may take an input's name and be computed from what was drawn for it.
        inputs = {**inputs, name: Table(len(cases), inputs, plan.reference).value(node)}
    table = Table(len(cases), inputs, plan.reference)
    return (table.truth(plan.where) if plan.where is not None else np.ones(len(cases), dtype=bool)), table


def _entries(case: Mapping[str, Any]) -> int:
    return sum(np.size(value) for value in case.values())


def _distinct(cases: Sequence[_Drawn]) -> list[_Drawn]:
    seen: dict[tuple[Any, ...], _Drawn] = {}
    for case in cases:
        values = case.values.values()
        key = tuple((np.shape(value), (np.asarray(value) + 0.0).tobytes()) for value in values)  # -0.0 is 0.0
        seen.setdefault(key, case)
    return list(seen.values())

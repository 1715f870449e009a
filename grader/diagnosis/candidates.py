"""Cases that are smaller than one: fewer entries, zeros, small whole numbers, round decimals, fewer distinct values.

A case here is what was drawn for it, by input.  Candidates differ from it in one respect, belong to the domains, and
pass `where`; what `given` computes is computed anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.cases import Cases, filter_cases
from grader.expressions.evaluation import UnrecordedError
from grader.values.size import size_of
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from grader.checks.plan import CheckPlan
    from grader.worker.wire.columns import Array

Case = dict[str, Any]
Weight = tuple[float, ...]

MOST_COUNTS = 4
"""Sizes of which plain cases are tried, from the smallest up."""
PATTERNS: tuple[Callable[[int], Array], ...] = (np.zeros, np.ones, lambda count: np.arange(float(count)))


def weight(case: Mapping[str, Any]) -> Weight:
    """Return how large a case is, to be compared as tuples: entries, then how much there is to read in them."""
    return size_of(case.values())


def candidates(plan: CheckPlan, case: Case) -> Iterator[Case]:
    """Yield the cases to try next, all lighter than `case`, the boldest first."""
    heavy, tried = weight(case), set[bytes]()
    for other in _proposed(plan, case, sizes_of(plan, case)):
        key = b"|".join(map(write_value, other.values()))
        if key not in tried:
            tried.add(key)
            if weight(other) < heavy and belongs(plan, other):
                yield other


def cases_of(plan: CheckPlan, cases: Sequence[Case]) -> Cases | None:
    """Return those of `cases` that `where` lets through, as cases that can be asked; None where there is none."""
    while cases:
        try:
            passed, table = filter_cases(plan, cases)
        except UnrecordedError as unknown:
            cases = [case for row, case in enumerate(cases) if row not in unknown.rows]
            continue
        rows = np.flatnonzero(passed)
        return Cases(len(cases), table.inputs, (), tuple(cases)).take(rows) if len(rows) else None
    return None


def sizes_of(plan: CheckPlan, case: Mapping[str, Any]) -> dict[str, int]:
    """Return the named sizes of a case, as far as its shapes tell."""
    sizes = {name: high for name, (_, high) in plan.sizes.items()}
    for name, domain in plan.inputs.items():
        sizes |= domain.sizes_of(case[name])
    return sizes


def belongs(plan: CheckPlan, case: Case) -> bool:
    """Whether every input of a case is in its domain, and every size within its bounds."""
    sizes = sizes_of(plan, case)
    bounded = all(low <= sizes[name] <= high for name, (low, high) in plan.sizes.items())
    return bounded and all(domain.contains(case[name], sizes) for name, domain in plan.inputs.items())


def _proposed(plan: CheckPlan, case: Case, sizes: Mapping[str, int]) -> Iterator[Case]:
    """Yield plain cases of no more entries, then such that differ in one respect: in a size, or in one input."""
    for size, (low, _) in plan.sizes.items():
        for count in range(low, min(sizes[size] + 1, low + MOST_COUNTS)):
            yield from _plain_cases(plan, {**sizes, size: count})
    for size, (low, _) in plan.sizes.items():
        for keep in _positions_kept(sizes[size], low):
            other = {name: domain.shorter(case[name], size, keep) for name, domain in plan.inputs.items()}
            if all(value is not None for value in other.values()):
                yield other
    waiting = [_changed(case, name, domain.simpler(case[name])) for name, domain in plan.inputs.items()]
    while waiting:
        for changes in list(waiting):
            changed = next(changes, None)
            if changed is None:
                waiting.remove(changes)
            else:
                yield changed


def _plain_cases(plan: CheckPlan, sizes: Mapping[str, int]) -> Iterator[Case]:
    """Yield cases that a person would try first, of these sizes."""
    for pattern in PATTERNS:
        yield {name: domain.plain_value(sizes, pattern) for name, domain in plan.inputs.items()}


def _changed(case: Case, name: str, values: Iterator[Any]) -> Iterator[Case]:
    """Yield the case with one input replaced by each of `values`."""
    for value in values:
        yield {**case, name: value}


def _positions_kept(count: int, low: int) -> Iterator[range | list[int]]:
    """Yield the positions that are kept: the least number of them, one half or the other, all but one."""
    if count <= low:
        return
    half = max(low, count // 2)
    yield from (range(low), range(count - low, count), range(half), range(count - half, count))
    yield from ([position for position in range(count) if position != left_out] for left_out in range(min(count, 16)))

"""Cases near those that were tried, in which two statements about the input part that hold together elsewhere."""

from __future__ import annotations

import copy
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.cases import draw
from grader.diagnosis.candidates import belongs, cases_of
from grader.diagnosis.case_values import products_of
from grader.domains import stream
from grader.expressions.evaluation import EvaluationError
from grader.records import dataclass
from grader.values.columns import plain_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.checks.cases import Cases
    from grader.checks.plan import CheckPlan
    from grader.diagnosis.candidates import Case
    from grader.diagnosis.case_values import NamedValues
    from grader.diagnosis.conditions import SeparatingStatement

    Change = Callable[[Any, np.random.Generator], Any]

PROBES = 40
"""Cases near failing ones, and as many near others."""
APART = 0.15
"""The share of cases in which two arrays are made 0 at different places."""
HALF = 0.5
SOUGHT = 200
"""Fresh cases among which such are sought in which a statement holds, and such in which it does not."""
TELLING = 15
"""Cases of either kind that are asked."""
PROPOSED = 200
"""Cases near failing ones, and near others, among which such are sought in which one of two joined statements holds."""
ATTEMPTS = 6
"""Changes of one case that are tried until one stays within the domains."""


@dataclass(frozen=True, slots=True, eq=False)
class SearchableCase:
    """A fresh case: what is drawn for it, and the values that a statement may be about."""

    drawn: Case
    values: NamedValues


def scaled_cases(plan: CheckPlan, cases: Sequence[tuple[Case, Sequence[float]]]) -> Cases | None:
    """Return each case with all its numbers multiplied by each of its factors, as far as that stays in the domains."""
    scaled = [
        {name: _scaled(value, factor) for name, value in case.items()} for case, factors in cases for factor in factors
    ]
    return cases_of(plan, [case for case in scaled if belongs(plan, case)])


def _scaled(value: Any, factor: float) -> Any:
    """Return a number or an array of numbers times a factor, and all else as it is."""
    is_array = isinstance(value, np.ndarray) and value.dtype.kind == "f"
    return value * factor if is_array or isinstance(value, float) else value


def probing_cases(plan: CheckPlan, failing: Sequence[Case], others: Sequence[Case], seed: int) -> Cases | None:
    """Return cases that differ a little from failing ones and from others; None where there are none."""
    rng = stream(seed, plan.task, plan.check, "probing")
    pool = [*failing, *others]
    chosen = []
    for group in (failing, others):
        for number in range(PROBES if group else 0):
            case = _near(plan, group[number % len(group)], pool, rng)
            if case is not None:
                chosen.append(case)
    return cases_of(plan, chosen) if chosen else None


def parting_cases(
    plan: CheckPlan,
    failing: Sequence[Case],
    others: Sequence[Case],
    statements: Sequence[SeparatingStatement],
    seed: int,
) -> list[Case]:
    """Return cases near those that were tried in which only one of two joined statements holds.

    Few of the drawn ones may be such, and those that are may have something else in common.
    """
    joined = [statement for statement in statements if len(statement.parts) > 1]
    if not joined or not failing:
        return []
    rng = stream(seed, plan.task, plan.check, "parting")
    groups = [group for group in (failing, others) if group]
    proposed = [
        case
        for number in range(PROPOSED)
        for group in groups
        if (case := _near(plan, group[number % len(group)], [*failing, *others], rng)) is not None
    ]
    cases = cases_of(plan, proposed) if proposed else None
    if cases is None:
        return []
    chosen: dict[int, None] = {}
    searchable = list(_searchable(cases))
    for statement in joined:
        truths = [statement.truths_in(case.values) for case in searchable]
        for wanted in ((True, False), (False, True)):
            chosen |= dict.fromkeys([row for row, truth in enumerate(truths) if truth == wanted][:TELLING])
    return [searchable[row].drawn for row in chosen]


def _apart(case: Case, rng: np.random.Generator) -> Case:
    """Return a case in which two arrays of one length have their zeros at complementary places.

    That both are not 0 somewhere is told from that they are so at the same place.
    """
    arrays = [name for name, value in case.items() if isinstance(value, np.ndarray) and value.ndim and len(value) > 1]
    pairs = [(a, b) for a in arrays for b in arrays if a < b and len(case[a]) == len(case[b])]
    if not pairs:
        return case
    a, b = pairs[int(rng.integers(len(pairs)))]
    shape = case[a].shape if case[a].shape == case[b].shape else case[a].shape[:1]
    first = rng.random(shape) < HALF
    masked = dict(case)
    for name, mask in ((a, first), (b, ~first)):
        masked[name] = case[name] * mask.reshape(mask.shape + (1,) * (case[name].ndim - mask.ndim))
    return {name: np.asarray(value, case[name].dtype) if name in {a, b} else value for name, value in masked.items()}


def searchable_cases(plan: CheckPlan, seed: int) -> tuple[SearchableCase, ...]:
    """Return fresh cases among which `telling_cases` chooses; none where they cannot be drawn."""
    try:
        drawn = draw(replace(plan, check=f"{plan.check}/telling", count=SOUGHT), seed)
    except EvaluationError:  # among them that a recorded reference has no answer
        return ()
    return tuple(_searchable(drawn))


def _searchable(cases: Cases) -> Iterator[SearchableCase]:
    for row, case in enumerate(cases.drawn[: cases.distinct]):
        values = {name: plain_row(column, row) for name, column in cases.inputs.items()}
        yield SearchableCase(dict(case), values | dict(products_of(values)))


def telling_cases(
    plan: CheckPlan,
    cases: Sequence[SearchableCase],
    statements: Sequence[SeparatingStatement],
    parting: Sequence[Case] = (),
) -> Cases | None:
    """Return those of `cases` in which each part of a statement holds or not: few that were drawn may be such.

    A statement about anything but the inputs cannot be looked for; then any cases are taken.

    `parting` come after them.
    """
    chosen: dict[int, None] = {}
    for statement in statements:
        truths = [statement.truths_in(case.values) for case in cases]
        # Of two joined statements, also cases in which only the one or the other holds.
        for wanted in itertools.product((True, False), repeat=len(statement.parts)):
            chosen |= dict.fromkeys([row for row, truth in enumerate(truths) if truth in {wanted, None}][:TELLING])
    drawn = [*(cases[row].drawn for row in chosen), *parting]
    return cases_of(plan, drawn) if drawn else None


def _near(plan: CheckPlan, case: Case, pool: Sequence[Case], rng: np.random.Generator) -> Case | None:
    """Return a case in which one input is another: changed a little, or that of another case."""
    names = list(plan.inputs)
    if not names:
        return None
    for _ in range(ATTEMPTS):
        name = names[int(rng.integers(len(names)))]
        changes = _changes_of(case[name])
        pick = int(rng.integers(len(changes) + 2))
        try:
            apart = _apart(case, rng) if rng.random() < APART else case
            if apart is not case and belongs(plan, apart):
                return apart
            value = changes[pick](case[name], rng) if pick < len(changes) else _another(case, name, pool, rng)
            other = {**case, name: value}
            if belongs(plan, other):
                return other
        except (ValueError, TypeError, IndexError, KeyError, OverflowError):
            continue
    return None


def _another(case: Case, name: str, pool: Sequence[Case], rng: np.random.Generator) -> Any:
    """Return another value for an input: that of another case, or that of another input of the same case."""
    others = [case[other] for other in case if other != name and type(case[other]) is type(case[name])]
    if others and rng.random() < HALF:
        return copy.deepcopy(others[int(rng.integers(len(others)))])
    return pool[int(rng.integers(len(pool)))][name]


def _changes_of(value: Any) -> tuple[Change, ...]:
    if isinstance(value, bool | np.bool_):
        return (lambda old, _: not old,)
    if isinstance(value, int | float | np.integer | np.floating):
        return _NUMBER
    if isinstance(value, str):
        return _TEXT
    if isinstance(value, np.ndarray) and value.size:
        return _ARRAY
    if isinstance(value, list) and value:
        return _LIST
    return ()


def _at(value: Any, rng: np.random.Generator) -> int:
    return int(rng.integers(len(value)))


def _entry_copied(value: Any, rng: np.random.Generator) -> Any:
    changed = value.copy()
    changed.flat[rng.integers(value.size)] = value.flat[rng.integers(value.size)]
    return changed


def _entry_set(make: Callable[[Any], Any]) -> Change:
    def change(value: Any, rng: np.random.Generator) -> Any:
        changed = value.copy()
        position = rng.integers(value.size)
        changed.flat[position] = make(value.flat[position])
        return changed

    return change


def _entry_opposed(value: Any, rng: np.random.Generator) -> Any:
    """Return an array in which one number is the opposite of another: a sum of 0 that is not made of zeros."""
    changed = value.copy()
    changed.flat[rng.integers(value.size)] = -value.flat[rng.integers(value.size)]
    return changed


def _slice_zeroed(value: Any, rng: np.random.Generator) -> Any:
    """Return an array that is 0 in all but one place along an axis: in its first or last row, column or plane."""
    changed = np.zeros_like(value)
    axis = int(rng.integers(value.ndim))
    place = [slice(None)] * value.ndim
    end = int(rng.integers(2))
    place[axis] = slice(-1, None) if end else slice(None, 1)
    changed[tuple(place)] = value[tuple(place)]
    return changed


def _item_copied(value: Any, rng: np.random.Generator) -> Any:
    changed = list(value)
    changed[_at(value, rng)] = value[_at(value, rng)]
    return changed


def _item_moved(value: Any, rng: np.random.Generator) -> Any:
    changed = list(value)
    changed.insert(_at(value, rng), changed.pop(_at(value, rng)))
    return changed


def _item_dropped(value: Any, rng: np.random.Generator) -> Any:
    position = _at(value, rng)
    return value[:position] + value[position + 1 :]


def _item_doubled(value: Any, rng: np.random.Generator) -> Any:
    position = _at(value, rng)
    return value[:position] + value[position : position + 1] + value[position:]


def _case_changed(value: str, rng: np.random.Generator) -> str:
    position = _at(value, rng)
    return value[:position] + value[position].swapcase() + value[position + 1 :]


_NUMBER: tuple[Change, ...] = (
    lambda old, _: old + 1,
    lambda old, _: old - 1,
    lambda old, _: -old,
    lambda old, _: type(old)(0),
)
_TEXT: tuple[Change, ...] = (
    _item_dropped,
    _item_doubled,
    _case_changed,
    lambda old, _: old[::-1],
    lambda old, rng: "".join(rng.permutation(list(old))),
)
_ARRAY: tuple[Change, ...] = (
    _entry_copied,
    _entry_copied,
    _entry_set(lambda _: 0),
    _entry_set(lambda old: -old),
    lambda old, _: old[::-1].copy(),
    lambda old, rng: rng.permutation(old),
    lambda old, _: np.zeros_like(old),
    lambda old, rng: np.full_like(old, old.flat[rng.integers(old.size)]),
    lambda old, rng: np.broadcast_to(old[rng.integers(len(old))], old.shape).copy(),
    _entry_opposed,
    _slice_zeroed,
)
_LIST: tuple[Change, ...] = (
    _item_copied,
    _item_moved,
    _item_dropped,
    _item_doubled,
    lambda old, _: old[::-1],
)

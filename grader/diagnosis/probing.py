"""Cases near those that were tried, in which two statements about the input part that hold together elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.candidates import belongs, cases_of
from grader.domains import stream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.checks.cases import Cases
    from grader.checks.plan import CheckPlan
    from grader.diagnosis.candidates import Case

    Change = Callable[[Any, np.random.Generator], Any]

PROBES = 40
"""Cases near failing ones, and as many near others."""
ATTEMPTS = 6
"""Changes of one case that are tried until one stays within the domains."""


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


def _near(plan: CheckPlan, case: Case, pool: Sequence[Case], rng: np.random.Generator) -> Case | None:
    """Return a case in which one input is another: changed a little, or that of another case."""
    names = list(plan.inputs)
    if not names:
        return None
    for _ in range(ATTEMPTS):
        name = names[int(rng.integers(len(names)))]
        changes = _changes_of(case[name])
        pick = int(rng.integers(len(changes) + 1))
        try:
            value = changes[pick](case[name], rng) if pick < len(changes) else pool[int(rng.integers(len(pool)))][name]
            other = {**case, name: value}
            if belongs(plan, other):
                return other
        except (ValueError, TypeError, IndexError, KeyError, OverflowError):
            continue
    return None


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
)
_LIST: tuple[Change, ...] = (
    _item_copied,
    _item_moved,
    _item_dropped,
    _item_doubled,
    lambda old, _: old[::-1],
)

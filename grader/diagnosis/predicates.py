"""Everything that can be said about the cases of a check: which statements hold in which cases.

It depends on the cases alone, so one table serves all submissions of a class.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.explaining_limits import ExplainingSteps, OverLimitError, explaining_limits
from grader.diagnosis.case_values import ANSWER, LARGEST, NamedValues
from grader.domains.traits.by_kind import traits_of
from grader.domains.traits.pairs import PAIRS
from grader.domains.traits.trait import Trait
from grader.errors import JudgeError
from grader.expressions.evaluation import CaseTable, EvaluationError
from grader.expressions.nodes import Input, walk
from grader.records import dataclass, field
from grader.values.columns import column_of
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from grader.checks.plan import CheckPlan, Feature
    from grader.domains.traits.pairs import PairTrait
    from grader.domains.traits.trait import Measure
    from grader.worker.wire.columns import Array

FEATURE_STEPS = 300_000
"""The steps of a declared feature for all cases."""
FIRST = 12
"""Cases of either side that exclude most statements before these are looked at in all cases."""
DECLARED = 1.0
"""The cost of a declared feature: an author has said that it may matter."""
MARKED = 0.5
"""The cost of a statement about a place: "it stands in the first row" says more than that its row is 0."""
NOT_SAID = (ValueError, TypeError, IndexError, KeyError, OverflowError, ZeroDivisionError)
"""The exceptions that a statement raises for a value that it was not made for."""


@dataclass(frozen=True, eq=False)
class Predicate:
    """A statement about a case: where it holds, in which words, and how far it is to seek."""

    text: str
    opposite: str
    truth: Array
    cost: float
    holds: Callable[[NamedValues], bool]
    applies: Callable[[NamedValues], bool] = lambda _: True
    """Whether it can be said of a further case at all."""

    def negated(self) -> Predicate:
        """Return the opposite statement."""
        return Predicate(
            self.opposite, self.text, ~self.truth, self.cost + 0.1, lambda case: not self.holds(case), self.applies
        )

    def seen_in(self, cases: Sequence[NamedValues]) -> Predicate | None:
        """Return it with its truth in further cases; None where it cannot be said of one of them."""
        try:
            if not all(map(self.applies, cases)):
                return None
        except NOT_SAID:
            return None
        truth = _truth(self.holds, cases)
        return None if truth is None else replace(self, truth=np.concatenate([self.truth, truth]))


@dataclass(frozen=True, eq=False)
class Quantity:
    """A number that belongs to each case, to be compared with a bound."""

    subject: str
    name: str
    measure: Measure
    numbers: Array

    def seen_in(self, cases: Sequence[NamedValues]) -> Quantity | None:
        """Return it with its numbers in further cases; None where one of them has no such number."""
        try:
            numbers = [float(self.measure.of(case[self.name])) for case in cases]
        except NOT_SAID:
            return None
        return None if np.isnan(numbers).any() else replace(self, numbers=np.concatenate([self.numbers, numbers]))


@dataclass(frozen=True, eq=False)
class PredicateTable:
    """The statements about some cases."""

    all_predicates: tuple[Predicate, ...]
    """Among them such that hold in the same cases: they may part in others."""
    quantities: tuple[Quantity, ...]
    rows: tuple[int, ...]
    """The cases, without those that are equal to one before."""
    keys: frozenset[bytes] = frozenset()
    """The cases, each as bytes."""

    @cached_property
    def predicates(self) -> tuple[Predicate, ...]:
        """The cheapest of the statements that hold in the same cases."""
        return tuple(_different(self.all_predicates))

    def narrowed(self, target: Array, cases: Sequence[NamedValues]) -> PredicateTable:
        """Return the statements that may be a part of what separates `target`, seen in further cases as well.

        `rows` of the result are those of the further cases that this table has not.
        """
        keys = [_key(case) for case in cases]
        rows = [row for row, key in enumerate(keys) if key not in self.keys and key not in keys[:row]]
        further = [cases[row] for row in rows]
        predicates = [part.seen_in(further) for part in self.all_predicates if _may_separate(part.truth, target)]
        quantities = [quantity.seen_in(further) for quantity in self.quantities]
        return PredicateTable(
            tuple(part for part in predicates if part is not None),
            tuple(quantity for quantity in quantities if quantity is not None),
            tuple(rows),
            self.keys.union(keys),
        )


def _may_separate(truth: Array, target: Array) -> bool:
    """Whether a statement, or its opposite, holds in all cases of one side: alone or beside another it may separate."""
    return any(not (side & where).any() for side in (target, ~target) for where in (truth, ~truth))


def _key(case: NamedValues) -> bytes:
    return b"|".join(write_value(value) for name, value in case.items() if name != ANSWER)


@dataclass
class _TableBuilder:
    """Collects the statements about the cases that it is given."""

    cases: Sequence[NamedValues]
    target: Array | None = None
    """Where one statement alone is sought: the cases in which it must hold.  What misses a few of them is left out."""
    predicates: list[Predicate] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)

    @cached_property
    def _first(self) -> list[int]:
        """The cases that are looked at first: they exclude most statements."""
        sides = () if self.target is None else (np.flatnonzero(self.target), np.flatnonzero(~self.target))
        return [int(row) for rows in sides for row in rows[:: max(1, len(rows) // FIRST)][:FIRST]]

    def _may_hold(self, holds: Callable[[Any], bool], values: Sequence[Any]) -> bool:
        """Whether a statement, or its opposite, holds exactly where it must, as far as the first cases tell."""
        if self.target is None:
            return True
        truth = _truth(holds, [values[row] for row in self._first])
        return truth is not None and len(set((truth == self.target[self._first]).tolist())) == 1

    def _may_bound(self, of: Callable[[Any], float], values: Sequence[Any]) -> bool:
        """Whether a comparison of a number may do so."""
        if self.target is None:
            return True
        try:
            numbers, side = np.array([of(values[row]) for row in self._first]), self.target[self._first]
        except NOT_SAID:
            return False
        inside, outside = numbers[side], numbers[~side]
        low, high = inside.min(), inside.max()
        return bool(low > outside.max() or high < outside.min() or (low == high and not (outside == low).any()))

    def add_input(self, name: str, subject: str, extra: Sequence[Trait] = ()) -> None:
        """Add what can be said about one input."""
        values = [case[name] for case in self.cases]
        traits, measures = traits_of(values)
        for trait in (*extra, *traits):
            truth = _truth(trait.holds, values) if self._may_hold(trait.holds, values) else None
            if truth is not None:
                texts = trait.text.format(subject), trait.opposite.format(subject)
                self._add(*texts, truth, trait.cost, _of_input(trait, name))
        for measure in measures:
            numbers = _numbers(measure.of, values) if self._may_bound(measure.of, values) else None
            if numbers is not None:
                self.quantities.append(Quantity(subject, name, measure, numbers))

    def add_pair(self, a: str, b: str) -> None:
        """Add what can be said about two inputs at once."""
        values = [(case[a], case[b]) for case in self.cases]
        for trait in PAIRS:
            if all(trait.fits(*pair) for pair in values):
                holds = _of_inputs(trait, a, b)
                truth = _truth(holds, [{a: first, b: second} for first, second in values])
                if truth is not None:
                    texts = _pair_text(trait.text, a, b), _pair_text(trait.opposite, a, b)
                    self._add(*texts, truth, trait.cost, holds, _fits_inputs(trait, a, b))

    def add_feature(self, feature: Feature, reference: Mapping[str, Callable[..., Any]]) -> None:
        """Add what the check declares to be of importance."""

        def holds(case: NamedValues) -> bool:
            return _decided(feature, [case], reference)[0]

        try:
            truth = np.array(_decided(feature, self.cases, reference), dtype=bool)
        except NOT_SAID:
            return
        self._add(feature.text, feature.opposite, truth, DECLARED, holds)

    def _add(
        self,
        text: str,
        opposite: str,
        truth: Array,
        cost: float,
        holds: Callable[[NamedValues], bool],
        applies: Callable[[NamedValues], bool] = lambda _: True,
    ) -> None:
        if truth.any() and not truth.all():
            self.predicates.append(Predicate(text, opposite, truth, cost, holds, applies))


def _decided(feature: Feature, cases: Sequence[NamedValues], reference: Mapping[str, Callable[..., Any]]) -> list[bool]:
    """Return where a declared feature holds.  Raises ValueError where it cannot be said, or takes long."""
    names = {part.name for part in walk(feature.node) if isinstance(part, Input)}
    table = CaseTable(len(cases), {name: column_of([case[name] for case in cases]) for name in names}, reference)
    try:
        with explaining_limits(ExplainingSteps(FEATURE_STEPS)):
            return [bool(value) for value in table.truth(feature.node)]
    except (EvaluationError, OverLimitError, JudgeError) as error:
        raise ValueError(feature.text) from error


def _of_input(trait: Trait, name: str) -> Callable[[NamedValues], bool]:
    return lambda case: bool(trait.holds(case[name]))


def _of_inputs(trait: PairTrait, a: str, b: str) -> Callable[[NamedValues], bool]:
    return lambda case: bool(trait.fits(case[a], case[b]) and trait.holds(case[a], case[b]))


def _fits_inputs(trait: PairTrait, a: str, b: str) -> Callable[[NamedValues], bool]:
    return lambda case: bool(trait.fits(case[a], case[b]))


def _pair_text(text: str, a: str, b: str) -> str:
    return text.format(a=f"`{a}`", b=f"`{b}`", entry=f"`{b}[{a}]`", corner=f"`{b}[{a}, {a}]`", product=f"`{a}·{b}`")


def _truth(holds: Callable[[Any], bool], values: Sequence[Any]) -> Array | None:
    """Return where a statement holds; None where it cannot be said of all values."""
    try:
        with np.errstate(all="ignore"):
            return np.array([bool(holds(value)) for value in values], dtype=bool)
    except NOT_SAID:
        return None


def _numbers(of: Callable[[Any], float], values: Sequence[Any]) -> Array | None:
    try:
        numbers = np.array([of(value) for value in values], dtype=np.float64)
    except NOT_SAID:
        return None
    return None if np.isnan(numbers).any() or len(np.unique(numbers)) < 2 else numbers


def table_of(plan: CheckPlan, cases: Sequence[NamedValues]) -> PredicateTable:
    """Return the statements about `cases`, each counted once."""
    distinct = _distinct(cases)
    rows = tuple(distinct.values())
    builder = _TableBuilder([cases[row] for row in rows])
    common = [name for name in cases[0] if all(name in case for case in cases)] if cases else []
    names = [name for name in common if all(_is_small(case[name]) for case in cases)]
    for name in names:
        domain = plan.inputs.get(name)
        if domain is not None and domain.meaningless:
            continue
        builder.add_input(name, name if name == ANSWER else f"`{name}`", domain.traits() if domain else ())
    for feature in plan.features:
        builder.add_feature(feature, plan.reference)
    for a, b in itertools.permutations([name for name in names if name != ANSWER and "·" not in name], 2):
        builder.add_pair(a, b)
    return PredicateTable(tuple(builder.predicates), tuple(builder.quantities), rows, frozenset(distinct))


def table_of_values(
    cases: Sequence[NamedValues],
    subjects: Mapping[str, str],
    marks: Sequence[tuple[str, Callable[[Any], bool]]],
    target: Array | None = None,
) -> PredicateTable:
    """Return the statements about named values, and `marks`, statements about the value without a name.

    With `target` only those that alone may separate these cases from all others.
    """
    builder = _TableBuilder(cases, target)
    for name, subject in subjects.items():
        if all(name in case for case in cases):
            builder.add_input(name, subject)
    for text, holds in marks:
        mark = Trait(
            text, f"{text.replace('it is', 'it is not').replace('it stands', 'it does not stand')}", holds, MARKED
        )
        truth = _truth(holds, [case[""] for case in cases])
        if truth is not None and truth.any() and not truth.all():
            builder.predicates.append(Predicate(mark.text, mark.opposite, truth, mark.cost, _of_input(mark, "")))
    rows = tuple(range(len(cases)))
    return PredicateTable(tuple(builder.predicates), tuple(builder.quantities), rows)


def _different(predicates: Sequence[Predicate]) -> Iterator[Predicate]:
    """Yield the cheapest of several statements that hold in the same cases."""
    earlier_truths: set[bytes] = set()
    for predicate in sorted(predicates, key=lambda predicate: predicate.cost):
        key = predicate.truth.tobytes()
        if key not in earlier_truths:
            earlier_truths |= {key, (~predicate.truth).tobytes()}
            yield predicate


def _is_small(value: Any) -> bool:
    size = value.size if isinstance(value, np.ndarray) else len(value) if hasattr(value, "__len__") else 1
    return bool(size <= LARGEST)


def _distinct(cases: Sequence[NamedValues]) -> dict[bytes, int]:
    """Return the first of all equal cases, by their bytes."""
    first: dict[bytes, int] = {}
    for row, case in enumerate(cases):
        first.setdefault(_key(case), row)
    return first


def bound_between(low: float, high: float) -> float:
    """Return a short number above `low` and up to `high`, near `high`.

    >>> bound_between(2.2, 2.9), bound_between(709.61, 709.9)
    (2.9, 709.9)
    """
    if not math.isfinite(high) or high == 0:
        return high
    for digits in range(1, 17):
        step = 10.0 ** (math.floor(math.log10(abs(high))) - digits + 1)
        bound = float(f"{math.floor(high / step) * step:.15g}")
        if low < bound <= high and high - bound <= 0.05 * abs(high):
            return bound
    return high

"""Exactly when a check fails: the simplest statement about the input that separates the cases without an exception.

A statement that has little to seek, as that an input is empty, may rest on few cases; one that was picked out of many
must separate so many cases that chance does not explain it.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.predicates import NOT_SAID, Predicate, bound_between
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.diagnosis.case_values import NamedValues
    from grader.diagnosis.predicates import PredicateTable, Quantity
    from grader.worker.wire.columns import Array

PLAIN = 2.0
"""Up to this cost a statement is one that a person would try first."""
SPARE_OF_PLAIN = 3.0
"""Bits by which the cases must tell more than a plain statement costs."""
SPARE = 7.0
SPARE_OF_TWO = 14.0
LEAST = 3
"""Cases on either side for a statement that is not plain."""
LEAST_OF_TWO = 5
"""Cases that each of two joined statements excludes: fewer may well be told apart by chance."""
JOINED = 40
"""Statements of which pairs are tried: those that come nearest alone."""
NEARLY = 2
"""Cases that a statement may miss and still be nearly the right one."""
BOUND = 6.0
"""Bits by which a bound costs more beside another statement: it was chosen among all numbers."""
WIDE = "was tried)"
"""Ends a bound that might as well be another one, far from it."""


@dataclass(frozen=True, eq=False)
class SeparatingStatement:
    """A statement that holds in exactly some cases."""

    text: str
    cost: float
    parts: tuple[Predicate, ...]

    def truth_in(self, case: NamedValues) -> bool | None:
        """Whether the statement holds in another case; None where it cannot be said of that case."""
        truths = self.truths_in(case)
        return None if truths is None else all(truths)

    def truths_in(self, case: NamedValues) -> tuple[bool, ...] | None:
        """Whether each of its parts holds in another case; None where it cannot be said of that case."""
        try:
            if not all(part.applies(case) for part in self.parts):
                return None
            return tuple(bool(part.holds(case)) for part in self.parts)
        except NOT_SAID:
            return None


def separating_statement(table: PredicateTable, target: Array, *, joined: bool = True) -> SeparatingStatement | None:
    """Return the simplest statement that holds exactly in the cases of `target`; None where there is none.

    Without `joined` no two statements are joined.
    """
    count, chosen = len(target), int(target.sum())
    if not 0 < chosen < count:
        return None
    bits = math.log2(math.comb(count, chosen))
    few = min(chosen, count - chosen) < LEAST
    single = min(_singles(table, target), key=lambda condition: condition.cost, default=None)
    if single is not None and _is_clear(single, bits, few=few):
        return single
    if few or not joined or _is_nearly_separated(table, target):
        return None
    pair = min(_pairs(table, target), key=lambda condition: condition.cost, default=None)
    return pair if pair is not None and bits >= pair.cost + SPARE_OF_TWO else None


def _is_nearly_separated(table: PredicateTable, target: Array) -> bool:
    """Whether one statement alone misses a few cases: two that get these right as well were made to measure."""
    few = min(NEARLY, len(target) // 20)
    return any(0 < min(int((part.truth != target).sum()), int((part.truth == target).sum())) <= few
               for part in table.predicates)  # fmt: skip


def _is_clear(condition: SeparatingStatement, bits: float, *, few: bool) -> bool:
    if condition.cost <= PLAIN + 0.1:
        return bits >= condition.cost + SPARE_OF_PLAIN
    return not few and bits >= condition.cost + SPARE


def _singles(table: PredicateTable, target: Array) -> Iterator[SeparatingStatement]:
    for predicate in table.predicates:
        for sign_variant in (predicate, predicate.negated()):
            if (sign_variant.truth == target).all():
                yield SeparatingStatement(sign_variant.text, sign_variant.cost, (sign_variant,))
    for quantity in table.quantities:
        for bound in _bounds(quantity, target, np.ones(len(target), dtype=bool)):
            yield SeparatingStatement(bound.text, bound.cost, (bound,))


def _pairs(table: PredicateTable, target: Array) -> Iterator[SeparatingStatement]:
    """Yield two statements that hold together in exactly these cases, neither of them nearly enough alone."""
    signed_predicates = [part for predicate in table.predicates for part in (predicate, predicate.negated())]
    candidates = [part for part in signed_predicates if not (target & ~part.truth).any()]
    candidates.sort(key=lambda part: (int(part.truth.sum()), part.cost))
    for first, second in itertools.combinations(candidates[:JOINED], 2):
        both = first.truth & second.truth
        if (both == target).all() and _both_count(first.truth, second.truth):
            yield _joined(first, second)
    for part in candidates[:JOINED]:
        for quantity in table.quantities:
            for bound in _bounds(quantity, target, part.truth):
                enough = min((part.truth & ~target).sum(), (bound.truth & ~target).sum()) >= LEAST_OF_TWO
                if enough and WIDE not in bound.text:
                    yield _joined(part, replace(bound, cost=bound.cost + (2 if quantity.measure.whole else BOUND)))


def _both_count(first: Array, second: Array) -> bool:
    return bool((first & ~second).sum() >= LEAST_OF_TWO and (second & ~first).sum() >= LEAST_OF_TWO)


def _joined(first: Predicate, second: Predicate) -> SeparatingStatement:
    return SeparatingStatement(f"{first.text} and {second.text}", first.cost + second.cost, (first, second))


def _bounds(quantity: Quantity, target: Array, among: Array) -> Iterator[Predicate]:
    """Yield the comparisons of a quantity that separate `target` from the other cases of `among`."""
    inside, outside = quantity.numbers[target], quantity.numbers[among & ~target]
    if not len(inside) or not len(outside):
        return
    low, high = float(inside.min()), float(inside.max())
    measure = quantity.measure
    is_whole = measure.whole or bool((quantity.numbers == np.rint(quantity.numbers)).all())
    if low == high and measure.exactly and not (outside == low).any() and (is_whole or low.is_integer()):
        yield _compared(quantity, measure.exactly, low, lambda number: number == low, 0.0)
    if low > outside.max():
        bound = low if is_whole else bound_between(float(outside.max()), low)
        yield _compared(quantity, measure.at_least, bound, lambda number: number >= bound, 0.2, float(outside.max()))
    if high < outside.min():
        limit = high + 1 if is_whole else bound_between(high, float(outside.min()))
        yield _compared(quantity, measure.below, limit, lambda number: number < limit, 0.2, high)


def _compared(
    quantity: Quantity, text: str, bound: float, compare: Any, extra: float, other: float | None = None
) -> Predicate:
    measure, name = quantity.measure, quantity.name
    gap = 0.0 if other is None else bound - other
    wide = gap > 0.2 * max(abs(bound), abs(other or 0.0)) and not (bound.is_integer() and gap <= 1)
    words = text.format(quantity.subject, bound=f"{bound:.15g}") + (
        f" (nothing between {other:.3g} and this was tried)" if wide else ""
    )
    return Predicate(
        words,
        "",
        compare(quantity.numbers),
        measure.cost + extra + 3 * wide,
        lambda case: bool(compare(measure.of(case[name]))),
    )


@dataclass(frozen=True, eq=False)
class FoundStatement:
    """A statement that holds in exactly the failing cases, or in exactly the others."""

    statement: SeparatingStatement
    of_failing: bool
    count: int
    others: int
    """The cases in which it does not hold."""


def separating_statements(
    table: PredicateTable, failing: Array, shown: Sequence[tuple[NamedValues, bool]]
) -> list[FoundStatement]:
    """Return the statements that separate the failing cases from all others, and these from the failing ones.

    `shown` are further cases, and whether each fails: a statement that one of them contradicts is left out.
    """
    return [
        FoundStatement(statement, of_failing, int(cases.sum()), int((~cases).sum()))
        for cases, of_failing in ((failing, True), (~failing, False))
        if (statement := separating_statement(table, cases)) is not None
        and all(statement.truth_in(case) is (fails is of_failing) for case, fails in shown)
    ]


def sentence(subject: str, verbs: tuple[str, str], found: Sequence[FoundStatement]) -> str:
    """Return exactly when `subject` fails, in the words `verbs` for failing and being right; nothing if unclear."""
    if not found:
        return ""
    best = min(found, key=lambda each: each.statement.cost)
    text = in_singular(best.statement.text)
    right = right_only_where(text, of_failing=best.of_failing)
    if right:
        count = best.others if best.of_failing else best.count
        return f"{subject} {NEARLY_ALWAYS} {verbs[1]} only where {right} ({_all(count)})."
    verb = verbs[0] if best.of_failing else verbs[1]
    return (
        f"{subject} {verb} exactly where {text}: in {_all(best.count)}, "
        f"and in none of the {best.others} others that were tried."
    )


NEARLY_ALWAYS = "is wrong nearly always: it"
"""Begins what is said where hardly anything can be wrong but what is: of nothing, and where 0 is right."""
_NOTHING = re.compile(r".* is empty|the right (?:answer|number) is 0")


def right_only_where(text: str, *, of_failing: bool) -> str:
    """Return the statement about the cases that are right, if these are such in which hardly anything can go wrong."""
    if " and " in text:  # the opposite of two statements is another one
        return ""
    right = re.sub(r" is not (empty|0)$", r" is \1", text) if of_failing else text
    return right if (right != text or not of_failing) and _NOTHING.fullmatch(right) else ""


def says_little(text: str) -> bool:
    """Whether a sentence says no more than that."""
    return NEARLY_ALWAYS in text


def answer_of(function: str) -> str:
    """Return the words for what a function answers, or for a part of it that is compared.

    >>> answer_of("relu"), answer_of("layer.dW")
    ('the answer of `relu`', '`layer.dW`')
    """
    return f"the answer of `{function}`" if function.isidentifier() else f"`{function}`"


def in_singular(text: str) -> str:
    """Return a text with "1 item" for "1 items"."""
    return re.sub(
        r"\b1 (numbers|rows|columns|characters|words|items|keys|members)\b", lambda match: match[0][:-1], text
    )


def _all(number: int) -> str:
    return "the one such case" if number == 1 else f"all {number} such cases"

"""How near answers come to where a check changes its mind, and whether a tolerance accepts anything.

A ratio is the distance from what is expected, in tolerances: at most 1 where a comparison holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.expressions import segments
from grader.expressions.column_operations import aligned
from grader.expressions.nodes import Compare, StudentCall, WordCall, children, students, walk
from grader.expressions.vocabulary import LARGEST, WORDS
from grader.values.columns import ValueColumn, plain_rows
from grader.values.comparison import close
from grader.worker.wire.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.checks.evidence import Evidence
    from grader.checks.statement import Statement
    from grader.expressions.evaluation import CaseTable
    from grader.expressions.nodes import Node
    from grader.values.columns import AnyColumn
    from grader.worker.wire.columns import Array

NEAR = 1e-9
"""The distance from the reference's answers, relative to the largest entry, up to which others are the same."""
ROUNDING = 1e-4
"""The distance up to which right solutions have one answer in mind: single precision is one of them."""
CLEAR_SHARE = 0.1
"""The share of a tolerance, or of the room up to the edge of a relation, up to which a right answer is clear."""
GAPS = {"close": np.abs, "at_most": np.positive, "at_least": np.negative}
ROOM = {">": np.positive, ">=": np.positive, "<": np.negative, "<=": np.negative}
"""The sign of left - right where an exact relation holds."""


def used(statement: Statement, evidence: Evidence) -> float | None:
    """Return the largest share of a tolerance that right answers use; None where nothing is compared within one."""
    ratios = [ratio for word in _words(statement) if (ratio := _ratios(evidence.table, word)) is not None]
    # Where one of two comparisons is enough, the one that does not hold says nothing.
    return max((float(ratio[ratio <= 1.0].max(initial=0.0)) for ratio in ratios), default=None)


def beyond(statement: Statement, evidence: Evidence, holds: Array) -> float | None:
    """Return how many tolerances away a wrong answer is where it is farthest; None where closeness does not catch it.

    A single case is enough to catch it, so the one that is farthest counts.
    """
    failing = ~holds
    for answers in evidence.answers.values():
        failing[list(answers.faults)] = False
        failing[answers.unanswered] = False
    if evidence.end is not None or not failing.any():
        return None
    ratios = [ratio for word in _words(statement) if (ratio := _ratios(evidence.table, word)) is not None]
    farthest = max((float(ratio[failing].max(initial=0.0)) for ratio in ratios), default=0.0)
    return farthest if farthest > 1.0 else None


def clear(statement: Statement, evidence: Evidence, share: float | None) -> bool:
    """Return whether answers that pass, and use that share of a tolerance, do so whatever chance draws.

    They are the reference's, or stay well within what the relations leave them; a predicate leaves nothing.
    """
    others = set(unlike(evidence, NEAR))
    goal = statement.rule.goal
    if not others or goal is None:
        return not others
    relations = (node for node in walk(goal) if isinstance(node, Compare) and node.op in ROOM and students(node))
    lost = max((_lost(statement, evidence, node) for node in relations), default=0.0)
    return max(share or 0.0, lost) <= CLEAR_SHARE and others.isdisjoint(_unbounded(goal))


def _measured(node: Node) -> bool:
    """Whether it can be said how near the sides of a relation are to where it ends to hold."""
    if isinstance(node, WordCall):
        return WORDS[node.name].closeness
    return isinstance(node, Compare) and node.op in ROOM


def _unbounded(node: Node) -> Iterator[str]:
    """Yield the student's functions whose answers go into something else than such relations."""
    if isinstance(node, StudentCall):
        yield node.function
    if not _measured(node):
        for child in children(node):
            yield from _unbounded(child)


def _lost(statement: Statement, evidence: Evidence, node: Compare) -> float:
    """Return the largest share of the reference's room to the edge of an exact relation that answers have lost."""
    room, expected = (_room(table, node) for table in (evidence.table, statement.base))
    if room is None or expected is None:
        return np.inf
    with np.errstate(all="ignore"):
        # Where it does not hold for the reference, something else does, or it must not.
        shares = np.where(expected > 0, (expected - room) / expected, np.where(room == expected, 0.0, np.inf))
    return float(shares.max(initial=0.0))


def _room(table: CaseTable, node: Compare) -> Array | None:
    """Return for each case how far a relation is from its edge; None where shapes differ."""
    pair = aligned(table.value(node.left), table.value(node.right))
    if pair is None:
        return None
    layout, left, right = pair
    gaps = ROOM[node.op](left.astype(np.float64, copy=False) - right.astype(np.float64, copy=False))
    return segments.smallest(layout, gaps)


def accepts_nothing(statement: Statement) -> tuple[int, int]:
    """Return in how many cases 0 would be as close as is asked, and in how many something else is expected.

    Only a comparison with what the judge knows is looked at, and the one of a check that accepts least counts.
    """
    counts = []
    for word in _words(statement):
        expected, allowed = word.args[1], statement.allowed.get(id(word))
        if word.name != "close" or students(expected) or allowed is None:
            continue
        column = statement.base.value(expected)
        if isinstance(column, ValueColumn):
            continue
        other = segments.largest(column, np.abs(column.flat.astype(np.float64, copy=False))) > 0
        inside = segments.every(column, np.abs(column.flat) <= allowed)
        counts.append((int((inside & other).sum()), int(other.sum())))
    return min(counts, key=lambda count: count[0] / max(1, count[1]), default=(0, 0))


def unlike(evidence: Evidence, near: float) -> Iterator[str]:
    """Yield the functions that answer some call otherwise than the reference does, by more than `near`."""
    for call, answers in evidence.answers.items():
        if not students(*call.args) and call in evidence.expected:
            alike = _near(answers.column, evidence.expected[call], near)
            if not alike:
                yield call.function


def _near(got: AnyColumn, expected: AnyColumn, near: float) -> bool:
    """Whether answers are the expected ones, by `near` of the largest number of all."""
    if isinstance(got, ValueColumn) or isinstance(expected, ValueColumn):
        pairs = zip(plain_rows(got), plain_rows(expected), strict=True)
        return all(close(a, b, lambda part: near * np.max(np.abs(np.asarray(part)), initial=0.0)) for a, b in pairs)
    size = float(np.abs(expected.flat[np.isfinite(expected.flat)]).max(initial=1e-300))
    if not np.array_equal(got.shapes, expected.shapes):
        return False
    if expected.flat.dtype.kind == "b" or got.flat.dtype.kind == "b":
        return np.array_equal(got.flat, expected.flat)
    with np.errstate(all="ignore"):
        return bool(((np.abs(got.flat - expected.flat) <= near * size) | (got.flat == expected.flat)).all())


def _words(statement: Statement) -> Iterator[WordCall]:
    """Yield the comparisons of a statement that have a tolerance and a student's value."""
    goal = statement.rule.goal
    for node in walk(goal) if goal is not None else ():
        if isinstance(node, WordCall) and WORDS[node.name].closeness and students(*node.args):
            yield node


def _ratios(table: CaseTable, word: WordCall) -> Array | None:
    """Return for each case how far one comparison is from equality, in tolerances; None where shapes differ."""
    given, right = (table.value(arg) for arg in word.args)
    pair = aligned(given, right)
    allowed = table.allowed.get(id(word))
    if allowed is None:
        allowed = table.allowances(word)
    if pair is None or allowed is None:
        return None
    layout, got, expected = pair
    if isinstance(right, Column) and not right.ndim:
        allowed = segments.spread(allowed, layout)
    with np.errstate(all="ignore"):
        gaps = GAPS[word.name](got.astype(np.float64, copy=False) - expected.astype(np.float64, copy=False))
        ratios = np.where(gaps <= 0, 0.0, np.minimum(gaps / allowed, LARGEST))
    return segments.largest(layout, ratios)

"""The lines of a derivation: their relations, their source, and whether those between the ends show a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.records import dataclass
from grader.worker.wire.derivations import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.checks.question import Yielded
    from grader.worker.wire.columns import Array, Column

_PLACES = frozenset(range(len(RELATIONS)))
FAMILY = {"=": {"="}, "<=": {"=", "<=", "<"}, "<": {"=", "<=", "<"}, ">=": {"=", ">=", ">"}, ">": {"=", ">=", ">"}}
"""The relations that may stand in a derivation of each claim: one direction, never both."""


FRACTION_SPREAD = 1e-6
"""The spread of a line's fraction over all cases up to which it is one number."""


@dataclass(frozen=True, eq=False)
class Step:
    """The step from one line to the next, in every case: how far apart they are, and how far they may be."""

    relation: str
    gaps: Array
    allowed: Array

    @property
    def holds(self) -> bool:
        """Whether the relation holds in every case."""
        at_most, at_least = bool((self.gaps <= self.allowed).all()), bool((self.gaps >= -self.allowed).all())
        return holds_both_ways(self.relation, at_most, at_least)

    @property
    def used(self) -> float:
        """The largest share of the tolerance that the relation needs."""
        sizes = {"=": np.abs, "<": np.positive, "<=": np.positive}.get(self.relation, np.negative)(self.gaps)
        needed = sizes > 0
        with np.errstate(divide="ignore", over="ignore"):
            return float((sizes[needed] / self.allowed[needed]).max(initial=0.0))


def common_relations(lines: Column) -> list[int] | None:
    """Return the places of the relations of every line, if all cases have as many lines and the same relations."""
    count, widths = int(lines.shapes[0, 0]), lines.shapes[:, 1]
    if (lines.shapes[:, 0] != count).any():
        return None
    codes = lines.flat[lines.offsets[:-1, None] + widths[:, None] * np.arange(count)]
    relation_codes = codes[0].tolist()
    return (
        [int(code) for code in relation_codes] if (codes == codes[0]).all() and set(relation_codes) <= _PLACES else None
    )


def quantities_of_line(lines: Column, number: int, like: Column) -> Array:
    """Return the quantities of one line in every case, laid out as `like`."""
    first = lines.offsets[:-1] + number * lines.shapes[:, 1] + 1 - like.offsets[:-1]
    entries: Array = lines.flat[np.repeat(first, like.counts) + np.arange(len(like.flat))]
    return entries


def holds_both_ways(relation: str, at_most: bool, at_least: bool) -> bool:
    """Return whether a relation holds between two lines of which the first is at most, or at least, the second."""
    match relation:
        case "=":
            return at_most and at_least
        case "<=" | "<":
            return at_most
        case _:
            return at_least


def relation_of(line: Array) -> str:
    """Return the relation of a line; what a worker sends may be no place in the list."""
    return RELATIONS[int(line[0])] if line[0] in range(len(RELATIONS)) else "?"


def source_fault(yielded: Sequence[Yielded], function: str) -> str:
    """Return why the source is no derivation; empty where it is one."""
    if len(yielded) < 2:
        return f"`{function}` has fewer than two `yield` lines of its own; write each line of your derivation as one."
    first_line: dict[str, int] = {}
    for line in yielded:
        if line.text in first_line:
            twice = f"Lines {first_line[line.text]} and {line.line} of your file yield the same, `{line.text}`"
            return f"{twice}; each step shows something new."
        first_line[line.text] = line.line
    bare = next((line for line in yielded[:-1] if line.bare), None)
    if bare is not None:
        where = f"Line {bare.line} of your file yields `{bare.text}`"
        return f"{where}; write the expression itself, so that the step can be seen."
    return ""


def step_fault(yielded: Sequence[Yielded], function: str) -> str:
    """Return why the source shows no step between the first and the last line; empty where it shows one."""
    between = yielded[1:-1]
    if not between:
        return straight_to_claim(function)
    if all(line.repeats for line in between):
        where = f"Line {between[0].line} of your file yields `{between[0].text}`"
        return f"{where}, which only repeats the first or the last line of `{function}`; write out a step between them."
    return ""


def straight_to_claim(function: str) -> str:
    """Return the sentence about a derivation of two lines."""
    return f"`{function}` goes straight from the quantity to the claim; show at least one step between them."


def value_fault(lines: Column, begins: Column, ends: Column, function: str) -> str:
    """Return why the values show no step: no line between the ends, or only lines at one fraction of the way.

    A line of an equation has the value of the ends, so only lines strictly between two different ends are looked at.
    """
    counts = lines.shapes[:, 0]
    if (counts <= 2).all():
        return straight_to_claim(function)
    if (counts != counts[0]).any() or len(ends.flat) != len(begins.flat):
        return ""
    gaps = ends.flat - begins.flat
    apart = np.abs(gaps) > FRACTION_SPREAD * np.maximum(1.0, np.abs(begins.flat))
    if apart.sum() < 2:
        return ""
    fractions = [
        (quantities_of_line(lines, number, begins)[apart] - begins.flat[apart]) / gaps[apart]
        for number in range(1, int(counts[0]) - 1)
    ]
    constant = [float(np.ptp(each)) <= FRACTION_SPREAD and 0.001 < float(each.mean()) < 0.999 for each in fractions]
    if not all(constant):
        return ""
    return (
        f"The lines between the first and the last one of `{function}` lie at the same fraction of the way in every "
        "case; show a step of the derivation instead."
    )

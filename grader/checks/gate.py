"""What may pass from a student's answers to an expression: kind, type of number, shape and finiteness.

Policy.  Numbers and arrays of bool are refused, integers stand for reals of the same value and, where whole numbers are
due, reals for integers; float32 and float16 count by their value, a 0-d array counts as a number.  A list for an array,
(n, 1) for (n,) and complex numbers are refused, each with a sentence of its own.  NaN never passes, and infinity only
where the reference has one in the same place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks import messages
from grader.checks.verdict import plain
from grader.worker.wire.columns import Array, Column
from grader.worker.wire.forms import Form

if TYPE_CHECKING:
    from grader.worker.wire.answers import Answers

ANY = -1
"""A dimension of a due shape that may be anything."""
LARGEST_INDEX = 2**31
"""Whole numbers of this size or more stay floats: integers of theirs could wrap around in a product."""


@dataclass(frozen=True)
class Due:
    """What must come back for each case: shapes of shape (count, ndim), whole numbers or not, infinities where."""

    function: str
    shapes: Array
    integral: bool = False
    infinite: Column | None = None

    @staticmethod
    def like(function: str, expected: Column, *, integral: bool = False) -> Due:
        """Return what is due where the reference answers `expected`."""
        infinite = None if np.isfinite(expected.flat).all() else expected
        return Due(function, expected.shapes, integral, infinite)

    @property
    def ndim(self) -> int:
        """The number of dimensions that is due."""
        return int(self.shapes.shape[1])


@dataclass
class Passed:
    """What came through the gate: a column with a value for every case, and why the other cases have none."""

    column: Column
    faults: dict[int, str] = field(default_factory=dict)
    """Why an answer did not pass, by case; the column holds the reference's answer there."""
    shown: dict[int, Any] = field(default_factory=dict)
    """What to show of an answer that did not pass."""
    raised: set[int] = field(default_factory=set)
    kinds: dict[int, str] = field(default_factory=dict)
    """The class of the exception, by case, or what kind of thing came instead of numbers."""
    untold: set[int] = field(default_factory=set)
    """Cases of which nothing is known but that no value came: a worker tells a few different exceptions a part."""
    lost: Array = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Cases to which no answer came back."""
    single: bool = False
    """Whether some answers are in single precision or less."""


def gate(answers: Answers, due: Due, expected: Column) -> Passed:
    """Let through what is as due; where an answer is not, the reference's stands in, so that the other cases go on."""
    column = answers.uniform()
    if column is not None and answers.matches_layout and np.isfinite(column.flat).all() and not due.integral:
        return Passed(column)
    if column is not None and _plain(answers, due) and _fits(column, due):
        column = _real(column)
        if np.isfinite(column.flat).all() and (not due.integral or _whole(column.flat).all()):
            return Passed(_typed(column, due, expected), single=bool(answers.codes[0] in _SINGLE))
    return _one_by_one(answers, due, expected)


_SINGLE = (10, 11)
"""The codes of float16 and float32."""


def _plain(answers: Answers, due: Due) -> bool:
    """Whether all answers are arrays, or all are numbers, of a type that can be due."""
    forms = answers.forms
    right = (forms == Form.ARRAY).all() or (not due.ndim and (forms <= Form.NUMBER).all())
    return bool(right) and 2 <= int(answers.codes[0]) <= 12


def _fits(column: Column, due: Due) -> bool:
    if column.ndim != due.ndim:
        return False
    return bool(((column.shapes == due.shapes) | (due.shapes == ANY)).all())


def _real(column: Column) -> Column:
    return Column(column.flat.astype(np.float64, copy=False), column.shapes)


def _typed(column: Column, due: Due, expected: Column) -> Column:
    """Return whole numbers as int64 where the reference has integers: the next stage may use them as indices."""
    fits = due.integral and expected.flat.dtype.kind in "iu" and (np.abs(column.flat) < LARGEST_INDEX).all()
    return Column(column.flat.astype(np.int64), column.shapes) if fits else column


def _whole(entries: Array) -> Array:
    return np.equal(entries, np.rint(entries))


def _one_by_one(answers: Answers, due: Due, expected: Column) -> Passed:
    """Go the slow way, for answers of which some are not as due."""
    values, shapes = answers.values(), answers.shapes()
    passed = Passed(expected, lost=np.arange(answers.received, answers.count))
    kept: list[Array] = list(expected)
    for row, (value, got) in enumerate(zip(values, shapes, strict=True)):
        form = Form(int(answers.forms[row]))
        if form in (Form.RAISED, Form.OTHER) and not answers.facts.get(row):
            passed.untold.add(row)
        if form is Form.RAISED:
            passed.raised.add(row)
            passed.kinds[row] = str(answers.facts.get(row, {}).get("type", ""))
            passed.faults[row] = messages.raised(due.function, answers.facts.get(row, {}))
            continue
        fault = _fault(form, value, got, due, row, answers)
        if fault:
            passed.faults[row] = fault
            shaped = len(got) == due.ndim and all(n in (m, ANY) for n, m in zip(due.shapes[row], got, strict=True))
            passed.kinds[row] = form.name if shaped else f"{form.name} of another shape"
            passed.shown[row] = _shown(form, value)
        elif value is not None:
            kept[row] = value.astype(np.float64)
            passed.single |= value.dtype.kind == "f" and value.dtype.itemsize < 8
    passed.column = _typed(Column.of(kept), due, expected)
    return passed


def _shown(form: Form, value: Array | None) -> Any:
    if value is None:
        return "None" if form is Form.NONE else "no numbers"
    return str(plain(value)) if value.dtype.kind == "c" else plain(value)


def _fault(form: Form, value: Array | None, got: tuple[int, ...], due: Due, row: int, answers: Answers) -> str:
    """Return why an answer does not pass, or nothing."""
    expected = [int(n) for n in due.shapes[row]]
    if form not in (Form.ARRAY, Form.NUMBER) or value is None:
        return messages.wrong_form(due.function, form, answers.facts.get(row, {}), got, expected)
    if value.dtype.kind == "c":
        return messages.wrong_number(due.function, "complex")
    if value.dtype.kind == "b":
        return messages.wrong_number(due.function, "boolean")
    if len(got) != len(expected) or any(n not in (m, ANY) for n, m in zip(expected, got, strict=True)):
        return messages.wrong_shape(due.function, got, expected)
    bad = ~np.isfinite(value)
    if due.infinite is not None:
        bad &= ~(value == due.infinite.row(row))
    if bad.any():
        place = np.argwhere(bad)[0] if value.ndim else ()
        return messages.not_finite(due.function, float(value[tuple(place)]), [int(n) for n in place])
    if due.integral and not _whole(value).all():
        return messages.wrong_number(due.function, "fractions")
    return ""


def differs(column: Column, rows: Array, again: Array) -> Array:
    """Return which of `rows` have another value than their repetition in `again`: bool of shape (len(rows),)."""
    if not column.ndim:
        unlike: Array = column.flat[rows] != column.flat[again]
        return unlike
    pairs = zip(rows.tolist(), again.tolist(), strict=True)
    return np.array([not np.array_equal(column.row(a), column.row(b)) for a, b in pairs], dtype=bool)

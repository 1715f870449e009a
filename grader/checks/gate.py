"""Lets a student's answers pass to an expression, by kind, type of number, shape and finiteness.

Policy.  Numbers and arrays of bool are refused, integers stand for reals of the same value and, where whole numbers are
expected, reals for integers; float32 and float16 count by their value, a 0-d array counts as a number.  A list for an
array, (n, 1) for (n,) and complex numbers are refused, each with a sentence of its own.  NaN never passes, and infinity
only where the reference has one in the same position.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks import messages
from grader.checks.display import display_value
from grader.worker.wire.columns import Array, Column
from grader.worker.wire.forms import Form

if TYPE_CHECKING:
    from grader.checks.functions import StudentFunction
    from grader.worker.wire.answers import Answers

ANY = -1
"""A dimension of an expected shape that may be anything."""
LARGEST_INDEX = 2**31
"""Whole numbers of this size or more stay floats: integers of theirs could wrap around in a product."""


@dataclass(frozen=True)
class ExpectedShape:
    """The expected form of answers: shapes of shape (count, ndim), whole numbers or not, and where infinities are."""

    function: str
    shapes: Array
    integral: bool = False
    infinite: Column | None = None

    @staticmethod
    def of(function: StudentFunction, expected: Column) -> ExpectedShape:
        """Return what `function` must answer where the reference answers `expected`."""
        if any(function.free):
            shapes = np.where(np.array(function.free), ANY, expected.shapes)
            return ExpectedShape(function.name, shapes, function.integral)
        infinite = None if np.isfinite(expected.flat).all() else expected
        return ExpectedShape(function.name, expected.shapes, function.integral, infinite)

    @property
    def ndim(self) -> int:
        """The expected number of dimensions."""
        return int(self.shapes.shape[1])


@dataclass
class GatedAnswers:
    """The answers that passed the gate: a column with a value for every case, and the reasons of those that did not."""

    column: Column
    faults: dict[int, str] = field(default_factory=dict)
    """Why an answer did not pass, by case; the column holds the reference's answer there."""
    shown: dict[int, Any] = field(default_factory=dict)
    """A displayable form of an answer that did not pass."""
    raised: set[int] = field(default_factory=set)
    kinds: dict[int, str] = field(default_factory=dict)
    """The class of the exception, by case, or what kind of thing came instead of numbers."""
    unexplained: set[int] = field(default_factory=set)
    """Cases of which nothing is known but that no value came: a worker tells a few different exceptions a part."""
    unanswered: Array = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Cases to which no answer came back."""
    single: bool = False
    """Whether some answers are in single precision or less."""


def gate(answers: Answers, required: ExpectedShape, expected: Column) -> GatedAnswers:
    """Let through what is as expected; elsewhere the reference's answer stands in, so that the other cases go on."""
    column = answers.uniform()
    if column is not None and answers.matches_layout and np.isfinite(column.flat).all() and not required.integral:
        return GatedAnswers(column)
    if column is not None and _has_right_type(answers, required) and _fits(column, required):
        column = _real(column)
        if np.isfinite(column.flat).all() and (not required.integral or _whole(column.flat).all()):
            return GatedAnswers(_as_integers(column, required, expected), single=bool(answers.codes[0] in _SINGLE))
    return _gate_row_by_row(answers, required, expected)


_SINGLE = (10, 11)
"""The codes of float16 and float32."""


def _has_right_type(answers: Answers, required: ExpectedShape) -> bool:
    """Whether all answers are arrays, or all are numbers, of a type that can be expected."""
    forms = answers.forms
    right = (forms == Form.ARRAY).all() or (not required.ndim and (forms <= Form.NUMBER).all())
    return bool(right) and 2 <= int(answers.codes[0]) <= 12


def _fits(column: Column, required: ExpectedShape) -> bool:
    if column.ndim != required.ndim:
        return False
    return bool(((column.shapes == required.shapes) | (required.shapes == ANY)).all())


def _real(column: Column) -> Column:
    return Column(column.flat.astype(np.float64, copy=False), column.shapes)


def _as_integers(column: Column, required: ExpectedShape, expected: Column) -> Column:
    """Return whole numbers as int64 where the reference has integers: the next stage may use them as indices."""
    fits = required.integral and expected.flat.dtype.kind in "iu" and (np.abs(column.flat) < LARGEST_INDEX).all()
    return Column(column.flat.astype(np.int64), column.shapes) if fits else column


def _whole(entries: Array) -> Array:
    return np.equal(entries, np.rint(entries))


def _gate_row_by_row(answers: Answers, required: ExpectedShape, expected: Column) -> GatedAnswers:
    """Go the slow way, for answers of which some are not as expected."""
    values, shapes = answers.values(), answers.shapes()
    gated = GatedAnswers(expected, unanswered=np.arange(answers.received, answers.count))
    values_kept: list[Array] = list(expected)
    for row, (value, got) in enumerate(zip(values, shapes, strict=True)):
        form = Form(int(answers.forms[row]))
        if form in (Form.RAISED, Form.OTHER) and not answers.facts.get(row):
            gated.unexplained.add(row)
        if form is Form.RAISED:
            gated.raised.add(row)
            gated.kinds[row] = str(answers.facts.get(row, {}).get("type", ""))
            gated.faults[row] = messages.raised(required.function, answers.facts.get(row, {}))
            continue
        fault = _fault_of(form, value, got, required, row, answers)
        if fault:
            gated.faults[row] = fault
            shaped = len(got) == required.ndim and all(
                n in (m, ANY) for n, m in zip(required.shapes[row], got, strict=True)
            )
            gated.kinds[row] = form.name if shaped else f"{form.name} of another shape"
            gated.shown[row] = _shown(form, value)
        elif value is not None:
            values_kept[row] = value.astype(np.float64)
            gated.single |= value.dtype.kind == "f" and value.dtype.itemsize < 8
    gated.column = _as_integers(Column.of(values_kept), required, expected)
    return gated


def _shown(form: Form, value: Array | None) -> Any:
    if value is None:
        return "None" if form is Form.NONE else "no numbers"
    return str(display_value(value)) if value.dtype.kind == "c" else display_value(value)


def _fault_of(
    form: Form, value: Array | None, got: tuple[int, ...], required: ExpectedShape, row: int, answers: Answers
) -> str:
    """Return why an answer does not pass, or nothing."""
    expected = [int(n) for n in required.shapes[row]]
    if form not in (Form.ARRAY, Form.NUMBER) or value is None:
        return messages.wrong_form(required.function, form, answers.facts.get(row, {}), got, expected)
    if value.dtype.kind == "c":
        return messages.wrong_number(required.function, "complex")
    if value.dtype.kind == "b":
        return messages.wrong_number(required.function, "boolean")
    if len(got) != len(expected) or any(n not in (m, ANY) for n, m in zip(expected, got, strict=True)):
        return messages.wrong_shape(required.function, got, expected)
    bad = ~np.isfinite(value)
    if required.infinite is not None:
        bad &= ~(value == required.infinite.row(row))
    if bad.any():
        position = np.argwhere(bad)[0] if value.ndim else ()
        return messages.not_finite(required.function, float(value[tuple(position)]), [int(n) for n in position])
    if required.integral and not _whole(value).all():
        return messages.wrong_number(required.function, "fractions")
    return ""


def differing_rows(column: Column, rows: Array, again: Array) -> Array:
    """Return which of `rows` have another value than their repetition in `again`: bool of shape (len(rows),)."""
    if not column.ndim:
        unlike: Array = column.flat[rows] != column.flat[again]
        return unlike
    pairs = zip(rows.tolist(), again.tolist(), strict=True)
    return np.array([not np.array_equal(column.row(a), column.row(b)) for a, b in pairs], dtype=bool)

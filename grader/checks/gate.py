"""Lets a student's answers pass to an expression: what is of the expected type, as the expressions see it.

The policy is that of `grader.values.types`; docs/design/values.md lists it.  Answers that are all numbers, or arrays of
numbers, of the right shape are looked at all at once.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks import messages
from grader.checks.display import display_value
from grader.expressions.segments import LARGEST_WHOLE, magnitude
from grader.records import dataclass, field
from grader.values.columns import AnyColumn, ValueColumn, column_of, plain_rows
from grader.values.comparison import equal
from grader.values.derivation import type_like
from grader.values.kinds import kind_of
from grader.values.refusal import Location, Refusal, TypeGate
from grader.worker.wire.columns import Array, Column
from grader.worker.wire.forms import BOOL_CODE, Form
from grader.worker.wire.plain import Opaque, PlainValueError
from grader.worker.wire.value_reading import read_value

if TYPE_CHECKING:
    from grader.checks.functions import StudentFunction
    from grader.values.types import Type
    from grader.worker.wire.answers import Answers

ANY = -1
"""A dimension of an expected shape that may be anything."""


@dataclass(frozen=True)
class ExpectedAnswers:
    """The expected answers of a function: the reference's, and their types."""

    function: StudentFunction
    column: AnyColumn

    def type_of(self, value: Any) -> Type:
        """Return the type that an answer must have where the reference answers `value`."""
        return self.function.returns or type_like(value)

    @property
    def integral(self) -> bool:
        """Whether whole numbers are expected, and arrays of them."""
        return self.function.integral

    @cached_property
    def shapes(self) -> Array:
        """The shape of each expected answer, where all are numbers or arrays: int64 of shape (count, ndim)."""
        assert isinstance(self.column, Column)  # noqa: S101 - asked for columns only
        free = self.function.free
        return np.where(np.array(free), ANY, self.column.shapes) if any(free) else self.column.shapes

    @cached_property
    def are_numbers(self) -> bool:
        """Whether numbers, truths, or arrays of them are expected, so that answers can be compared as columns."""
        are_plain = isinstance(self.column, Column) and self.function.returns_numbers
        return are_plain and (not self.function.free or len(self.function.free) == self.shapes.shape[1])


@dataclass
class GatedAnswers:
    """The answers that passed the gate: a column with a value for every case, and the reasons of those that did not."""

    column: AnyColumn
    faults: dict[int, str] = field(default_factory=dict)
    """Why an answer did not pass, by case; the column holds the reference's answer there."""
    shown: dict[int, Any] = field(default_factory=dict)
    """A displayable form of an answer that did not pass."""
    refused: dict[int, Any] = field(default_factory=dict)
    """The answers that did not pass, as far as they are values."""
    raised: set[int] = field(default_factory=set)
    kinds: dict[int, str] = field(default_factory=dict)
    """The class of the exception, by case, or what kind of thing came instead of what was expected."""
    unexplained: set[int] = field(default_factory=set)
    """Cases of which nothing is known but that no value came: a worker tells a few different exceptions a part."""
    unanswered: Array = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Cases to which no answer came back."""
    single: bool = False
    """Whether some answers are in single precision or less."""
    notes: tuple[str, ...] = ()
    """Remarks about answers that passed."""


def gate(answers: Answers, expected: ExpectedAnswers) -> GatedAnswers:
    """Let through what is as expected; elsewhere the reference's answer stands in, so that the other cases go on."""
    if expected.are_numbers:
        if not expected.integral and answers.equal(expected.column):
            return GatedAnswers(expected.column)
        column = answers.uniform()
        if column is not None and answers.matches_layout and np.isfinite(column.flat).all() and not expected.integral:
            return GatedAnswers(column)
        if column is not None and _has_right_type(answers, expected) and _fits(column, expected):
            column = _typed(column, expected)
            if np.isfinite(column.flat).all() and (not expected.integral or _are_integers(column.flat).all()):
                return GatedAnswers(_as_integers(column, expected), single=bool(answers.codes[0] in _SINGLE))
    equal_rows = _rows_equal_to(expected.column, answers)
    if len(equal_rows) == answers.count:
        return GatedAnswers(expected.column)
    return _gate_row_by_row(answers, expected, equal_rows)


def _rows_equal_to(column: AnyColumn, answers: Answers) -> frozenset[int]:
    """Return the cases in which an answer has the very bytes of the reference's: neither is looked into."""
    if not isinstance(column, ValueColumn):
        return frozenset()
    pairs = enumerate(zip(answers.encoded(), column.answers, strict=False))
    return frozenset(row for row, (got, expected) in pairs if got == expected)


_SINGLE = (10, 11)
"""The codes of float16 and float32."""


def _has_right_type(answers: Answers, expected: ExpectedAnswers) -> bool:
    """Whether all answers are arrays, or all are numbers, of a type that can be expected."""
    forms, code = answers.forms, int(answers.codes[0])
    right = (forms == Form.ARRAY).all() or (not expected.shapes.shape[1] and (forms <= Form.NUMBER).all())
    truths = isinstance(expected.column, Column) and expected.column.flat.dtype.kind == "b"
    return bool(right) and (code == BOOL_CODE if truths else 2 <= code <= 12)


def _fits(column: Column, expected: ExpectedAnswers) -> bool:
    if column.ndim != expected.shapes.shape[1]:
        return False
    return bool(((column.shapes == expected.shapes) | (expected.shapes == ANY)).all())


def _typed(column: Column, expected: ExpectedAnswers) -> Column:
    """Return truths as they are, whole numbers as int64 where the reference has such, and float64 otherwise."""
    kind, flat = column.flat.dtype.kind, column.flat
    if kind == "b":
        return column
    assert isinstance(expected.column, Column)  # noqa: S101 - asked for columns only
    if kind in "iu" and expected.column.flat.dtype.kind in "iu" and magnitude(flat) <= LARGEST_WHOLE:
        # What comes next may be a call that counts with them, or takes them as indices.
        return Column(flat.astype(np.int64, copy=False), column.shapes)
    return Column(flat.astype(np.float64, copy=False), column.shapes)


def _as_integers(column: Column, expected: ExpectedAnswers) -> Column:
    """Return whole numbers as int64 where the reference has integers: the next stage may use them as indices."""
    other = expected.column
    integers = isinstance(other, Column) and other.flat.dtype.kind in "iu"
    fits = expected.integral and integers and (np.abs(column.flat) <= LARGEST_WHOLE).all()
    return Column(column.flat.astype(np.int64), column.shapes) if fits else column


def _are_integers(entries: Array) -> Array:
    return np.equal(entries, np.rint(entries))


def _gate_row_by_row(answers: Answers, expected: ExpectedAnswers, equal_rows: frozenset[int]) -> GatedAnswers:
    """Go the slow way, for answers of which some are not as expected, or that are neither numbers nor arrays."""
    name, remarks = expected.function.name, TypeGate(strict=expected.function.strict)
    gated = GatedAnswers(expected.column, unanswered=np.arange(answers.received, answers.count))
    passed = plain_rows(expected.column)
    for row, value in enumerate(received_values(answers, equal_rows)):
        if row in equal_rows:
            continue
        form, facts = Form(int(answers.forms[row])), answers.facts.get(row, {})
        if form in (Form.RAISED, Form.OTHER) and not facts:
            gated.unexplained.add(row)
        if form is Form.RAISED:
            gated.raised.add(row)
            gated.kinds[row] = str(facts.get("type", ""))
            gated.faults[row] = messages.raised(name, facts)
            continue
        expected_type = passed[row]
        try:
            passed[row] = expected.type_of(expected_type).conform(value, Location(expected_type, gate=remarks))
            remarks.single |= int(answers.codes[row]) in _SINGLE
        except Refusal as refusal:
            gated.faults[row] = refusal.sentence(name, "is" if expected.function.variable else "returns")
            gated.kinds[row] = kind_of_refused(value, expected_type, refusal)
            gated.shown[row] = display_value(value)
            gated.refused[row] = value
    gated.column = column_of(passed)
    gated.single, gated.notes = remarks.single, tuple(f"`{name}`: {note}." for note in remarks.notes)
    return gated


VALUES_RIGHT = ", its values right"
"""Ends the kind of an answer of which only the form is wrong."""


def kind_of_refused(value: Any, expected: Any, refusal: Refusal) -> str:
    """Return in a word how a value that was refused is not as expected, and whether it is right but for that."""
    return _kind_of_fault(value, expected) + (VALUES_RIGHT if refusal.right_otherwise() else "")


def _kind_of_fault(value: Any, expected_type: Any) -> str:
    """Return in a word how a value is not as expected: a simpler case is only shown if it fails in the same way."""
    kind = kind_of(value)
    number = "array" if isinstance(expected_type, np.ndarray) else "number"
    if kind in {"integer", "real", "complex"}:
        kind = "number"
    same = kind == number and getattr(value, "shape", ()) == getattr(expected_type, "shape", ())
    return kind.upper() if same or kind != "array" else f"{kind.upper()} of another shape"


def received_values(answers: Answers, skipped: frozenset[int] = frozenset()) -> list[Any]:
    """Return each answer that came back as a plain value, None for those skipped; what is none is told by its name."""
    values: list[Any] = []
    for row, (array, shape) in enumerate(zip(answers.values(), answers.shapes(), strict=True)):
        form, facts = Form(int(answers.forms[row])), answers.facts.get(row, {})
        match form:
            case Form.ARRAY if array is not None:
                values.append(array)
            case Form.NUMBER if array is not None:
                values.append(array.item())
            case Form.VALUE if array is not None:
                values.append(None if row in skipped else _value_of(array))
            case Form.LARGE:
                values.append(Opaque("array" if shape else "value", f"is too large to look at, of shape {shape}"))
            case Form.OTHER:
                dtype = facts.get("dtype")
                name = str(facts.get("type") or "unknown")
                reason = f"holds {str(dtype)[:100]}" if dtype else str(facts.get("reason") or "")[:200]
                values.append(Opaque(name[:200], reason))
            case _:
                values.append(None)
    return values


def _value_of(data: Array) -> Any:
    try:
        return read_value(data.tobytes())
    except PlainValueError:  # it was not written by the worker's own loop
        return Opaque("unknown", "cannot be read")


def differing_rows(column: AnyColumn, rows: Array, again: Array) -> Array:
    """Return which of `rows` have another value than their repetition in `again`: bool of shape (len(rows),)."""
    if isinstance(column, Column) and not column.ndim:
        unlike: Array = column.flat[rows] != column.flat[again]
        return unlike
    if isinstance(column, Column):
        first, second = column.take(rows), column.take(again)
        # As nearly always; NaN is not itself, and the way below says in which row.
        if np.array_equal(first.shapes, second.shapes) and np.array_equal(first.flat, second.flat):
            return np.zeros(len(rows), dtype=bool)
    pairs = zip(rows.tolist(), again.tolist(), strict=True)
    if isinstance(column, ValueColumn):
        return np.array([not equal(column.row(a), column.row(b)) for a, b in pairs], dtype=bool)
    return np.array([not np.array_equal(column.row(a), column.row(b)) for a, b in pairs], dtype=bool)

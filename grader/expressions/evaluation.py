"""Nodes to values, for all cases of a check at once.

A `Table` holds what is known of every case: its inputs, the student's answers, and every value computed so far.  What
has no form for columns is computed case by case, and only where answers are not the reference's, bit for bit.  A value
of a student's that makes an expression impossible makes the case a failing one (`impossible`), never an error of ours.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.expressions import segments
from grader.expressions.nodes import (
    Arithmetic,
    Compare,
    Constant,
    Input,
    Logic,
    Negative,
    Node,
    ReferenceCall,
    StudentCall,
    WordCall,
    children,
    students,
)
from grader.expressions.vocabulary import WORDS, allowances
from grader.worker.wire.columns import Array, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow,
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


LARGEST_WHOLE = 2.0**62


class EvaluationError(Exception):
    """An expression that cannot be computed from the inputs and the reference alone: a fault of the course."""


class RecordError(EvaluationError):
    """A recorded reference holds no answer to this call."""


class UnrecordedError(RecordError):
    """A recorded reference holds no answer in the cases `rows`, at least one."""

    def __init__(self, rows: tuple[int, ...], reason: str) -> None:
        super().__init__(reason)
        self.rows = rows


@dataclass(frozen=True, slots=True)
class _Known:
    """The values that a node has for the reference's answers, and the cases in which it may have others."""

    column: Column
    others: Array


@dataclass
class CaseTable:
    """The values of a check's expressions in all cases; every column has `count` values."""

    count: int
    inputs: Mapping[str, Column]
    reference: Mapping[str, Callable[..., Any]]
    answers: dict[StudentCall, Column] = field(default_factory=dict)
    trusted: bool = True
    """Whether the answers are the reference's own, so that an exception is a fault of the course."""
    values: dict[int, Column] = field(default_factory=dict)
    allowed: Mapping[int, Array] = field(default_factory=dict)
    """Tolerances that were computed before, by the identity of the word that compares."""
    base: CaseTable | None = None
    """The same cases with the reference's answers."""
    impossible: dict[int, str] = field(default_factory=dict)
    """Cases in which a value of the student's made an expression impossible, with the reason."""
    says: dict[int, str] = field(default_factory=dict)
    """Sentences that predicates returned, by case."""

    def value(self, node: Node) -> Column:
        """Return the values of `node`, computed once."""
        stored = self.values.get(id(node))
        if stored is None:
            with np.errstate(all="ignore"):
                stored = self.values[id(node)] = self._compute(node)
            self._impossible_if_nan(node, stored)
        return stored

    def _impossible_if_nan(self, node: Node, value: Column) -> None:
        """Record where a student's value led to NaN: `not` and != would take it for an answer."""
        if not self.trusted and value.flat.dtype.kind == "f" and np.isnan(value.flat).any() and students(node):
            for row in np.flatnonzero(~segments.every(value, ~np.isnan(value.flat))).tolist():
                self.impossible.setdefault(row, "not a number")

    def by_reference(self, call: StudentCall) -> Column:
        """Return what the reference answers to a student's call."""
        arguments = [self.value(arg) for arg in call.args]
        with np.errstate(all="ignore"):
            return self._by_case(call, self.reference[call.function], arguments)

    def answer(self, call: StudentCall) -> None:
        """Let the reference answer a student's call."""
        self.answers[call] = self.by_reference(call)

    def truth(self, node: Node) -> Array:
        """Return in which cases `node` holds: bool of shape (count,)."""
        value = self.value(node)
        if value.flat.dtype.kind == "b" and not value.ndim and not self.impossible:
            return value.flat
        holds = segments.every(value, value.flat != 0) & ~np.isnan(segments.total(value, value.flat))
        if self.impossible:
            holds[list(self.impossible)] = False
        return holds

    def allowance(self, node: Node) -> Array | None:
        """Return the tolerances of a comparison whose second side and scale need no student; None for any other."""
        if not isinstance(node, WordCall) or not WORDS[node.name].closeness:
            return None
        if students(node.args[1], *(part for _, part in node.options)):
            return None
        return self.allowances(node)

    def allowances(self, node: WordCall) -> Array | None:
        """Return the tolerances of a comparison; None where its scale is no number."""
        return allowances(self.value(node.args[1]), **self._options(node))

    def _options(self, node: WordCall) -> dict[str, Any]:
        """Return the keywords of a word: numbers that are written out as they are, `scale` and the rest as columns."""
        return {
            key: part.value if isinstance(part, Constant) and key != "scale" else self.value(part)
            for key, part in node.options
        }

    def _compute(self, node: Node) -> Column:
        match node:
            case Constant(value):
                return Column.scalars(np.full(self.count, value))
            case Input(name):
                return self.inputs[name]
            case StudentCall():
                return self.answers[node]
            case ReferenceCall(name, args):
                return self._by_case(node, self.reference[name], [self.value(arg) for arg in args])
            case WordCall():
                return self._word(node)
            case Arithmetic(op, left, right):
                return self._arithmetic(node, OPERATORS[op], self.value(left), self.value(right))
            case Negative(operand):
                positive = self.value(operand)
                return Column(-_numbers(positive.flat), positive.shapes)
            case Compare(op, left, right):
                return self._compare(node, OPERATORS[op], self.value(left), self.value(right))
            case Logic(op, parts):
                return Column.scalars(self._logic(op, [self.truth(part) for part in parts]))

    def _logic(self, op: str, parts: Sequence[Array]) -> Array:
        if op == "not":
            return ~parts[0]
        combined: Array = (np.logical_and if op == "and" else np.logical_or).reduce(parts)
        return combined

    def _word(self, node: WordCall) -> Column:
        word = WORDS[node.name]
        args, options = [self.value(arg) for arg in node.args], self._options(node)
        known = {"allowed": self.allowed[id(node)]} if id(node) in self.allowed else {}
        column = word.columns(*args, **options, **known)
        if column is not None:
            return column
        varying = {key: value for key, value in options.items() if isinstance(value, Column)}
        fixed = {key: value for key, value in options.items() if key not in varying}

        def single(*row: Any) -> Any:
            return word.single(*row[: len(args)], **fixed, **dict(zip(varying, row[len(args) :], strict=True)))

        return self._by_case(node, single, [*args, *varying.values()])

    def _arithmetic(self, node: Node, op: Callable[[Any, Any], Any], left: Column, right: Column) -> Column:
        pair = segments.aligned(left, right)
        if pair is None:
            value = self._by_case(node, op, [left, right])
        else:
            shape, a, b = pair
            value = Column(_applied(op, _numbers(a), _numbers(b)), shape.shapes)
        if op in (operator.truediv, operator.pow) and not np.isfinite(value.flat).all():
            self._impossible_where(node, value)
        return value

    def _impossible_where(self, node: Node, value: Column) -> None:
        """Record a division by 0: one of a student's value decides nothing, one of our own is a fault of the course."""
        rows = np.flatnonzero(~segments.every(value, np.isfinite(value.flat)))
        for row in rows.tolist():
            self._fault(node, row, "a division by 0, or a number beyond the largest one")

    def _compare(self, node: Node, op: Callable[[Any, Any], Any], left: Column, right: Column) -> Column:
        pair = segments.aligned(left, right)
        if pair is None:
            # Broadcasting an answer without rows would compare nothing, and hold.
            return self._by_case(node, lambda a, b: a.shape == b.shape and bool(np.all(op(a, b))), [left, right])
        shape, a, b = pair
        return Column.scalars(segments.every(shape, op(a, b)))

    def _by_case(self, node: Node, function: Callable[..., Any], columns: Sequence[Column]) -> Column:
        base_answers = self._known(node)
        if base_answers is not None and not base_answers.others.size:
            return base_answers.column
        results: list[Any] = [None] * self.count if base_answers is None else list(base_answers.column)
        unknown: dict[int, str] = {}
        for row, args in self._rows(columns, base_answers):
            try:
                results[row] = self._result(row, function(*(_own(arg) for arg in args)))
            except RecordError as missing:
                unknown[row] = str(missing)
            except Exception as error:  # noqa: BLE001 - a student's value may break a predicate in any way
                self._fault(node, row, f"{type(error).__name__}: {error}")
                results[row] = None
        if unknown:
            raise UnrecordedError(tuple(unknown), next(iter(unknown.values())))
        return self._column(node, results)

    def _rows(self, columns: Sequence[Column], base_answers: _Known | None) -> Iterator[tuple[int, Sequence[Any]]]:
        """Yield the cases that are still to be computed, each with its arguments."""
        if base_answers is not None:
            yield from ((row, [column.row(row) for column in columns]) for row in base_answers.others.tolist())
        else:
            yield from enumerate(zip(*columns, strict=True) if columns else [()] * self.count)

    def _known(self, node: Node) -> _Known | None:
        """Return what a node is for the reference's answers; None where that is not known.

        A function of the reference gives the same again for the same, and says the same of it.
        """
        if self.base is None or not students(node):
            return None
        column = self.base.answers.get(node) if isinstance(node, StudentCall) else self.base.values.get(id(node))
        same = np.ones(self.count, dtype=bool)
        for child in filter(students, children(node)):
            base_column = self.base.values.get(id(child))
            if base_column is None:
                return None
            same &= segments.identical(self.value(child), base_column)
        if column is None:
            return None
        self.says |= {row: text for row, text in self.base.says.items() if same[row] and row not in self.says}
        return _Known(column, np.flatnonzero(~same))

    def _result(self, row: int, value: Any) -> Any:
        if isinstance(value, str):
            self.says[row] = value
            return False
        if value is None:
            raise TypeError("a function of the reference returns None")
        return value

    def _fault(self, node: Node, row: int, reason: str) -> None:
        if self.trusted or not students(node):
            raise EvaluationError(f"case {row}: {reason}")
        self.impossible.setdefault(row, reason)

    def _column(self, node: Node, results: list[Any]) -> Column:
        """Return the column of `results`; where a result is missing, its case fails anyway and any value serves."""
        present = next((result for result in results if result is not None), None)
        filler = np.zeros_like(present) if present is not None else False
        try:
            return Column.of([filler if result is None else result for result in results])
        except ValueError as error:
            for row in range(len(results)):
                self._fault(node, row, str(error))
            return Column.scalars(np.zeros(len(results), dtype=bool))


def _numbers(flat: Array) -> Array:
    """Return True and False as 1 and 0, and small whole numbers as large ones, so that none wraps around."""
    return flat.astype(np.int64, copy=False) if flat.dtype.kind in "biu" else flat


def _applied(op: Callable[[Any, Any], Any], a: Array, b: Array) -> Array:
    """Return `a op b`, entry by entry; whole numbers beyond 64 bits go on as floats."""
    real = a.astype(np.float64, copy=False) if a.dtype.kind == "i" else a
    if op is operator.truediv:
        return np.asarray(op(real, b))
    flat = np.asarray(op(a, b))
    if flat.dtype.kind == "i":
        rounded = np.asarray(op(real, b.astype(np.float64)))
        return rounded if (np.abs(rounded) > LARGEST_WHOLE).any() else flat
    return flat


def _own(arg: Any) -> Any:
    """Return a copy: a function of the reference may change what it is given."""
    if isinstance(arg, np.ndarray):
        return arg.copy()
    return arg.item() if isinstance(arg, np.generic) else arg

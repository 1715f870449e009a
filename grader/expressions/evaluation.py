"""Nodes to values, for all cases of a check at once.

A `CaseTable` holds what is known of every case: its inputs, the student's answers, and every value computed so far.
What has no form for columns is computed case by case, and only where answers are not the reference's, bit for bit.  A
value of a student's that makes an expression impossible makes the case a failing one (`impossible`), never an error
of ours.
"""

from __future__ import annotations

import operator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.expressions import segments
from grader.expressions.column_operations import aligned, all_numbers, as_numbers, entrywise, identical, own_copy
from grader.expressions.nodes import (
    Arithmetic,
    Compare,
    Constant,
    Display,
    Input,
    Item,
    Logic,
    Negative,
    Node,
    Part,
    ReferenceCall,
    StudentCall,
    WordCall,
    children,
    students,
    text_of,
)
from grader.expressions.plain_operations import applied, compared, display, item, truth_of
from grader.expressions.plain_operations import part as part_of
from grader.expressions.vocabulary import WORDS, allowances
from grader.records import dataclass, field
from grader.values.columns import AnyColumn, ValueColumn, column_of
from grader.values.kinds import phrase
from grader.values.refusal import MISSING
from grader.worker.wire.columns import Array, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow,
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


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
class _BaseAnswers:
    """The values that a node has for the reference's answers, and the cases in which it may have others."""

    column: AnyColumn
    others: Array


@dataclass
class CaseTable:
    """The values of a check's expressions in all cases; every column has `count` values."""

    count: int
    inputs: Mapping[str, AnyColumn]
    reference: Mapping[str, Callable[..., Any]]
    answers: dict[StudentCall, AnyColumn] = field(default_factory=dict)
    trusted: bool = True
    """Whether the answers are the reference's own, so that an exception is a fault of the course."""
    values: dict[int, AnyColumn] = field(default_factory=dict)
    allowed: Mapping[int, Array] = field(default_factory=dict)
    """Tolerances that were computed before, by the identity of the word that compares."""
    base: CaseTable | None = None
    """The same cases with the reference's answers."""
    impossible: dict[int, str] = field(default_factory=dict)
    """Cases in which a value of the student's made an expression impossible, with the reason."""
    says: dict[int, str] = field(default_factory=dict)
    """Sentences that predicates returned, by case."""

    def value(self, node: Node) -> AnyColumn:
        """Return the values of `node`, computed once."""
        stored = self.values.get(id(node))
        if stored is None:
            stored = self._value_of_reference(node)
            if stored is None:
                with np.errstate(all="ignore"):
                    stored = self._compute(node)
            self.values[id(node)] = stored
            self._impossible_if_nan(node, stored)
        return stored

    def _value_of_reference(self, node: Node) -> AnyColumn | None:
        """Return what a node is for the reference, where all answers are its own; None where that is not known."""
        base = self.base
        if base is None or len(self.answers) < len(base.answers) or not base.has_nothing_to_tell:
            return None
        is_same = all(column is base.answers.get(call) for call, column in self.answers.items())
        return base.values.get(id(node)) if is_same else None

    @cached_property
    def has_nothing_to_tell(self) -> bool:
        """Whether no value is NaN and no predicate has said anything, which would be noted anew for each submission."""
        numbers = (value.flat for value in self.values.values() if isinstance(value, Column))
        return not self.says and not any(np.isnan(flat).any() for flat in numbers if flat.dtype.kind == "f")

    def _impossible_if_nan(self, node: Node, value: AnyColumn) -> None:
        """Record where a student's value led to NaN: `not` and != would take it for an answer."""
        if isinstance(value, ValueColumn):
            return
        if not self.trusted and value.flat.dtype.kind == "f" and np.isnan(value.flat).any() and students(node):
            for row in np.flatnonzero(~segments.every(value, ~np.isnan(value.flat))).tolist():
                self.impossible.setdefault(row, "not a number")

    def by_reference(self, call: StudentCall) -> AnyColumn:
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
        if isinstance(value, ValueColumn):
            holds = self._truths(node, value)
        elif value.flat.dtype.kind == "b" and not value.ndim and not self.impossible:
            return value.flat
        else:
            holds = segments.every(value, value.flat != 0) & ~np.isnan(segments.total(value, value.flat))
        if self.impossible:
            holds[list(self.impossible)] = False
        return holds

    def _truths(self, node: Node, value: ValueColumn) -> Array:
        """Return in which cases a value says yes; a text of a predicate says what is wrong instead."""
        holds = np.zeros(self.count, dtype=bool)
        for row, single in enumerate(value):
            if row in self.impossible:
                continue
            if isinstance(single, str) and (isinstance(node, ReferenceCall) or _judges(node)):
                self.says.setdefault(row, single)
                continue
            try:
                holds[row] = truth_of(single)
            except TypeError as error:
                self._fault(node, row, str(error))
        return holds

    def allowance(self, node: Node) -> Array | None:
        """Return the tolerances of a comparison whose second side and scale need no student; None for any other."""
        if not isinstance(node, WordCall) or not WORDS[node.name].closeness:
            return None
        if students(node.args[1], *(part for _, part in node.options)):
            return None
        return self.allowances(node)

    def allowances(self, node: WordCall) -> Array | None:
        """Return the tolerances of a comparison; None where they are not of columns of numbers."""
        options, other = self._options(node), self.value(node.args[1])
        if isinstance(other, ValueColumn) or any(isinstance(option, ValueColumn) for option in options.values()):
            return None
        return allowances(other, **options)

    def _options(self, node: WordCall) -> dict[str, Any]:
        """Return the keywords of a word: numbers that are written out as they are, `scale` and the rest as columns."""
        return {
            key: part.value if isinstance(part, Constant) and key != "scale" else self.value(part)
            for key, part in node.options
        }

    def _compute(self, node: Node) -> AnyColumn:
        match node:
            case Constant(value):
                numeric = isinstance(value, int | float)
                return Column.scalars(np.full(self.count, value)) if numeric else ValueColumn((value,) * self.count)
            case Input(name):
                return self.inputs[name]
            case StudentCall():
                return self.answers[node]
            case ReferenceCall(name, args):
                return self._by_case(node, self.reference[name], [self.value(arg) for arg in args])
            case WordCall():
                return self._word(node)
            case Arithmetic(op, left, right):
                return self._arithmetic(node, op, self.value(left), self.value(right))
            case Negative(operand):
                return self._negative(node, self.value(operand))
            case Compare(op, left, right):
                return self._compare(node, op, self.value(left), self.value(right))
            case Logic(op, parts):
                return Column.scalars(self._logic(op, [self.truth(part) for part in parts]))
            case Item() | Part() | Display():
                return self._structure(node)

    def _structure(self, node: Item | Part | Display) -> AnyColumn:
        """Return a part of values, or what is made of values."""
        columns = [self.value(child) for child in children(node)]
        match node:
            case Item():
                return self._by_case(node, item, columns)
            case Part(name=name):
                return self._by_case(node, lambda value: part_of(value, name), columns)
            case Display(kind=kind):
                return self._by_case(node, lambda *values: display(kind, values), columns)

    def _logic(self, op: str, parts: Sequence[Array]) -> Array:
        if op == "not":
            return ~parts[0]
        combined: Array = (np.logical_and if op == "and" else np.logical_or).reduce(parts)
        return combined

    def _word(self, node: WordCall) -> AnyColumn:
        word = WORDS[node.name]
        args, options = [self.value(arg) for arg in node.args], self._options(node)
        allowed = {"allowed": self.allowed[id(node)]} if id(node) in self.allowed else {}
        column = word.columns(*args, **options, **allowed) if all_numbers([*args, *options.values()]) else None
        if column is not None:
            return column
        varying = {key: value for key, value in options.items() if isinstance(value, Column | ValueColumn)}
        fixed = {key: value for key, value in options.items() if key not in varying}

        def single(*row: Any) -> Any:
            return word.single(*row[: len(args)], **fixed, **dict(zip(varying, row[len(args) :], strict=True)))

        return self._by_case(node, single, [*args, *varying.values()])

    def _negative(self, node: Node, positive: AnyColumn) -> AnyColumn:
        if isinstance(positive, ValueColumn):
            return self._by_case(node, lambda value: applied("-", 0, value), [positive])
        return Column(-as_numbers(positive.flat), positive.shapes)

    def _arithmetic(self, node: Node, op: str, left: AnyColumn, right: AnyColumn) -> AnyColumn:
        pair = aligned(left, right)
        if pair is None:
            value = self._by_case(node, lambda a, b: applied(op, a, b), [left, right])
        else:
            shape, a, b = pair
            value = Column(entrywise(OPERATORS[op], as_numbers(a), as_numbers(b)), shape.shapes)
        if op in {"/", "**"} and isinstance(value, Column) and not np.isfinite(value.flat).all():
            self._impossible_where(node, value)
        return value

    def _impossible_where(self, node: Node, value: Column) -> None:
        """Record a division by 0: one of a student's value decides nothing, one of our own is a fault of the course."""
        rows = np.flatnonzero(~segments.every(value, np.isfinite(value.flat)))
        for row in rows.tolist():
            self._fault(node, row, "a division by 0, or a number beyond the largest one")

    def _compare(self, node: Node, op: str, left: AnyColumn, right: AnyColumn) -> AnyColumn:
        pair = aligned(left, right) if op in OPERATORS else None
        if pair is None:
            return self._by_case(node, lambda a, b: compared(op, a, b), [left, right])
        shape, a, b = pair
        return Column.scalars(segments.every(shape, OPERATORS[op](a, b)))

    def _by_case(self, node: Node, function: Callable[..., Any], columns: Sequence[AnyColumn]) -> AnyColumn:
        base_answers = self._base_answers(node)
        if base_answers is not None and not base_answers.others.size:
            return base_answers.column
        results: list[Any] = [MISSING] * self.count if base_answers is None else list(base_answers.column)
        unknown: dict[int, str] = {}
        for row, args in self._rows(columns, base_answers):
            try:
                results[row] = function(*(own_copy(arg) for arg in args))
            except RecordError as missing:
                unknown[row] = str(missing)
            except Exception as error:  # noqa: BLE001 - a student's value may break a predicate in any way
                self._fault(node, row, f"{type(error).__name__}: {error}")
                results[row] = MISSING
        if unknown:
            raise UnrecordedError(tuple(unknown), next(iter(unknown.values())))
        return self._column(results)

    def _rows(
        self, columns: Sequence[AnyColumn], base_answers: _BaseAnswers | None
    ) -> Iterator[tuple[int, Sequence[Any]]]:
        """Yield the cases that are still to be computed, each with its arguments."""
        if base_answers is not None:
            yield from ((row, [column.row(row) for column in columns]) for row in base_answers.others.tolist())
        else:
            yield from enumerate(zip(*columns, strict=True) if columns else [()] * self.count)

    def _base_answers(self, node: Node) -> _BaseAnswers | None:
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
            same &= identical(self.value(child), base_column)
        if column is None:
            return None
        self.says |= {row: text for row, text in self.base.says.items() if same[row] and row not in self.says}
        return _BaseAnswers(column, np.flatnonzero(~same))

    def _fault(self, node: Node, row: int, reason: str) -> None:
        if self.trusted or not students(node):
            raise EvaluationError(f"case {row}: {text_of(node)}: {reason}")
        self.impossible.setdefault(row, reason)

    def _column(self, results: list[Any]) -> AnyColumn:
        """Return the column of `results`; where one is missing, its case fails anyway and any value serves."""
        present = next((result for result in results if result is not MISSING), False)
        filler = np.zeros_like(present) if isinstance(present, np.ndarray | np.generic) else present
        return column_of([filler if result is MISSING else result for result in results])


def _judges(node: Node) -> bool:
    """Whether a word decides, so that a text of its own says why not."""
    return isinstance(node, WordCall) and WORDS[node.name].truth


def numbers_of(column: AnyColumn, subject: str) -> Column:
    """Return a column of numbers.  Raises EvaluationError where `subject` gives something else."""
    if isinstance(column, ValueColumn):
        raise EvaluationError(f"{subject} must be numbers or arrays of numbers, and is {phrase(column.row(0))}")
    return column

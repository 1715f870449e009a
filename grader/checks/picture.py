"""The picture of a case that is shown: an expression with the student's answers in it, and with the reference's.

Which picture a check gets stands in its spec.  The student is asked again, on the shown case alone, so that a picture
fits the numbers beside it however that case was found.  A picture never decides anything: where none can be drawn, or
both series would look alike, there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.gate import ExpectedAnswers, gate
from grader.checks.question import CallGroup, Question, Response, room_for
from grader.expressions.evaluation import CaseTable, EvaluationError
from grader.expressions.nodes import Node, StudentCall, stages
from grader.records import dataclass
from grader.results.evidence import Picture, Series
from grader.values.columns import AnyColumn, ValueColumn, column_of
from grader.worker.wire.columns import Array, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Literal

    from grader.checks.functions import StudentFunction
    from grader.results.evidence import Counterexample

YOURS = "your code"
CURVE_POINTS = 25
"""The number of values that a varying input takes."""
MOST_BARS = 16
MOST_POINTS = 60
"""Entries beyond which only those around the largest difference are drawn."""
VISIBLE = 0.01
"""The part of a picture's height below which nobody sees a difference."""

Case = dict[str, Any]
Reference = Mapping[str, "Callable[..., Any]"]


@dataclass(frozen=True, slots=True)
class Along:
    """The input that varies in a curve, and its values."""

    name: str
    values: Array


@dataclass(frozen=True, eq=False)
class Illustration:
    """How the shown case of a check is drawn."""

    kind: Literal["bars", "line"]
    node: Node
    title: str
    across: str
    up: str
    beside: str
    reference: Mapping[str, Callable[..., Any]]
    functions: Mapping[str, StudentFunction]
    along: Along | None = None
    measured: Callable[[Reference, Case], Array] | None = None
    """Returns the other series, where it is not the reference's value of the same expression."""

    def draw(self, example: Counterexample) -> Generator[Question, Response, Picture | None]:
        """Ask the student about the case of `example` and return its picture, None where there is none to draw."""
        case = _values(example)
        if case is None:
            return None
        try:
            expected = self._series(self._by_reference(case))
            if self.measured is not None:
                expected = self.measured(self.reference, case).reshape(-1)
            yours = yield from self._by_student(case)
        except EvaluationError:
            return None
        return None if yours is None else self._picture(yours, expected)

    def rehearse(self, case: Case) -> None:
        """Draw the other series of a case.  Raises EvaluationError where that cannot be done."""
        self._series(self._by_reference(case))
        if self.measured is not None:
            self.measured(self.reference, case)

    def _columns(self, case: Case) -> dict[str, AnyColumn]:
        if self.along is None:
            return {name: column_of([value]) for name, value in case.items()}
        count = len(self.along.values)
        columns = {name: column_of([value] * count) for name, value in case.items()}
        return {**columns, self.along.name: Column.scalars(self.along.values)}

    def _by_reference(self, case: Case) -> CaseTable:
        table = CaseTable(self._count, self._columns(case), self.reference)
        for call in (call for stage in stages(self.node) for call in stage):
            table.answer(call)
        return table

    @property
    def _count(self) -> int:
        return 1 if self.along is None else len(self.along.values)

    def _by_student(self, case: Case) -> Generator[Question, Response, Array | None]:
        """Return the series with the student's answers; what did not pass is NaN in it."""
        table = CaseTable(self._count, self._columns(case), self.reference, trusted=False)
        raw = None
        for stage in stages(self.node):
            expected = {call: table.by_reference(call) for call in stage}
            response = yield Question.of([self._group(call, expected[call], table) for call in stage])
            if response.end is not None:
                return None
            for call, answers in zip(stage, response.groups, strict=True):
                gated = gate(answers, ExpectedAnswers(self.functions[call.function], expected[call]))
                table.answers[call] = gated.column
                table.impossible |= gated.faults
                raw = gated.shown.get(0) if call is self.node and self.along is None else None
        values = self._series(table)
        return _numbers_of(raw, len(values)) if raw is not None else self._masked(table, values)

    def _group(self, call: StudentCall, expected: AnyColumn, table: CaseTable) -> CallGroup:
        arguments = tuple(table.value(arg) for arg in call.args)
        return CallGroup(call.function, arguments, self._count, room_for(expected), keywords=call.keywords)

    def _series(self, table: CaseTable) -> Array:
        column = table.value(self.node)
        if isinstance(column, ValueColumn):
            raise EvaluationError("a picture is drawn of numbers; these are other values")
        if self.along is not None and column.ndim:
            raise EvaluationError("a curve is drawn of a number; this is an array")
        return np.asarray(column.flat, dtype=np.float64)

    def _masked(self, table: CaseTable, values: Array) -> Array:
        """Return `values` without those that come from an answer that did not pass: NaN is drawn as a gap."""
        if not table.impossible:
            return values
        masked = values.copy()
        masked[list(table.impossible) if self.along is not None else slice(None)] = np.nan
        return masked

    def _picture(self, yours: Array, expected: Array) -> Picture | None:
        at = self.along.values if self.along else np.arange(max(len(yours), len(expected)), dtype=np.float64)
        if len(at) < 2 or not np.isfinite(yours).any() or _alike(yours, expected):
            return None
        window = _window(yours, expected, MOST_BARS if self.kind == "bars" else MOST_POINTS)
        return Picture(
            kind=self.kind,
            title=self.title,
            across=self.across,
            up=self.up,
            at=tuple(at[window].tolist()),
            series=tuple(
                Series(name=name, values=tuple(values[window].tolist()))
                for name, values in ((YOURS, yours), (self.beside, expected))
            ),
        )


def _values(example: Counterexample) -> Case | None:
    """Return the inputs of a shown case as numbers and arrays; None where one is too long to be listed."""
    case: Case = {}
    for name, value in example.inputs.items():
        if isinstance(value, str):
            return None
        case[name] = np.asarray(value) if isinstance(value, list) else value
    return case


def _numbers_of(value: Any, count: int) -> Array | None:
    """Return an answer that did not pass as numbers, infinities among them; None where it is of another form."""
    values = np.asarray(value).reshape(-1)
    return values.astype(np.float64) if values.dtype.kind in "iuf" and len(values) == count else None


def _alike(yours: Array, expected: Array) -> bool:
    """Whether nobody would see where the two series differ; one that ends earlier goes on as it ends."""
    if not len(yours) or not len(expected):
        return True
    count = max(len(yours), len(expected))
    first, second = (np.pad(values, (0, count - len(values)), mode="edge") for values in (yours, expected))
    if (np.isfinite(first) != np.isfinite(second)).any():
        return False
    both = np.concatenate([first, second, [0.0]])
    finite = both[np.isfinite(both)]
    return bool(np.nanmax(np.abs(first - second)) <= VISIBLE * (finite.max() - finite.min()))


def _window(yours: Array, expected: Array, limit: int) -> slice:
    """Return which positions are drawn: at most `limit`, the largest difference among them."""
    count = max(len(yours), len(expected))
    if count <= limit:
        return slice(0, count)
    common = min(len(yours), len(expected))
    with np.errstate(invalid="ignore"):
        gaps = np.nan_to_num(np.abs(yours[:common] - expected[:common]), nan=np.inf)
    start = min(max(0, int(np.argmax(gaps)) - limit // 2), count - limit) if common else 0
    return slice(start, start + limit)

"""A statement about the student's functions: asked stage by stage, in bulk, then decided case by case.

`Statement` is what `expect` and `gradient` share.  What depends on the spec and the seed alone is prepared once and
serves every submission: the cases, the first question as bytes, the reference's answers, every judge-side value.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from grader.checks.cases import Cases, Plan, draw
from grader.checks.gate import ANY, Due, gate
from grader.checks.question import Examination, Group, Question, Response, room_for
from grader.diagnosis.explanation import Evidence, verdict
from grader.expressions.evaluation import EvaluationError, Table, UnrecordedError
from grader.expressions.nodes import Node, Student, stages, students, walk
from grader.worker.wire.answers import layout_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from grader.checks.verdict import Verdict
    from grader.diagnosis.candidates import Case
    from grader.diagnosis.misconceptions import Output
    from grader.worker.wire.columns import Array, Column


@dataclass(frozen=True)
class Function:
    """A function that a student defines, as far as the gate needs to know it."""

    name: str
    args: tuple[str, ...]
    integral: bool = False
    free: tuple[bool, ...] = ()
    """Which dimensions of its answer may be anything."""
    pure: bool = False


@dataclass(frozen=True, eq=False)
class Partial:
    """Points for an answer that is nearly right: what must hold in every case, and what the student is told."""

    truth: Callable[[Table], Array]
    points: float
    says: str


@dataclass(frozen=True, eq=False)
class Decision:
    """What decides a statement: the nodes it needs, and in which cases it holds."""

    nodes: tuple[Node, ...]
    truth: Callable[[Table], Array]
    partial: Partial | None = None
    goal: Node | None = None
    """The statement whose first false relation a student is told."""
    widened: Callable[[Cases], Cases] = lambda cases: cases
    """Adds to other cases what this statement needs beside their inputs."""


@dataclass(frozen=True, eq=False)
class Statement:
    """A statement with its prepared questions."""

    decision: Decision
    plan: Plan
    functions: Mapping[str, Function]
    cases: Cases
    stages: tuple[tuple[Student, ...], ...]
    base: Table
    """The reference's own answers."""
    fixed: Mapping[int, Column]
    """The values of the nodes that need no student, by the node's identity."""
    allowed: Mapping[int, Array]
    """The tolerances of the comparisons that can be known before, by the node's identity."""
    first: Question | None
    wall: float
    """Seconds that all calls may take together."""

    predictions: dict[tuple[str, Student], Sequence[Output] | None] = field(default_factory=dict)
    """What known wrong solutions give, once one of them was in question."""
    smallest: dict[str, Case] = field(default_factory=dict)
    """The smallest failing case that was found for submissions that fail alike, by their fingerprint."""

    @staticmethod
    def prepare(
        decision: Decision, plan: Plan, functions: Mapping[str, Function], cases: Cases | None = None, *, seed: int
    ) -> Statement:
        """Draw the cases, let the reference answer them, and hold the statement against its answers.

        Raises EvaluationError where the statement does not hold for the reference itself.
        """
        cases = cases or draw(plan, seed)
        table = _answered(decision, plan, cases)
        holds = decision.truth(table)
        if not holds.all():
            raise EvaluationError(f"the reference itself does not satisfy it in {int((~holds).sum())} cases")
        return Statement._of(decision, plan, functions, cases, table)

    @staticmethod
    def _of(decision: Decision, plan: Plan, functions: Mapping[str, Function], cases: Cases, table: Table) -> Statement:
        order = stages(*decision.nodes)
        everything = [node for root in decision.nodes for node in walk(root)]
        fixed = {id(node): table.value(node) for node in everything if not students(node)}
        known = ((id(node), table.allowance(node)) for node in everything)
        allowed = {key: bounds for key, bounds in known if bounds is not None}
        statement = Statement(decision, plan, functions, cases, order, table, fixed, allowed, None, plan.wall)
        return replace(statement, first=statement.question(order[0], table) if order else None)

    def about(self, cases: Cases) -> Statement | None:
        """Return the same statement about other cases, without those that the reference itself does not satisfy.

        Of a recorded reference, without those that it has no answer to.
        """
        while cases.count:
            try:
                cases = self.decision.widened(cases)
                table = _answered(self.decision, self.plan, cases)
                holds = self.decision.truth(table)
                if holds.all():
                    return Statement._of(self.decision, self.plan, self.functions, cases, table)
                cases = cases.take(np.flatnonzero(holds))
            except UnrecordedError as unknown:
                cases = cases.without(unknown.rows)
            except EvaluationError:  # a candidate that the reference cannot answer says nothing about a student
                return None
        return None

    def question(self, stage: tuple[Student, ...], table: Table) -> Question:
        """Return the question of a stage, from what `table` knows."""
        groups = []
        for call in stage:
            arguments = tuple(table.value(arg) for arg in call.args)
            expected = self.base.answers[call]
            # Arguments that depend on a student's answers may ask for other shapes than the reference's do.
            layout = layout_of(expected) if self.judged(call) else None
            groups.append(Group(call.function, arguments, self.cases.count, room_for(expected), layout=layout))
        return Question.of(groups)

    def examine(self) -> Examination:
        """Ask one submission and decide."""
        evidence = yield from self.observe()
        return self._verdict(evidence)

    def observe(self, seconds: float | None = None) -> Generator[Question, Response, Evidence]:
        """Ask one submission about all cases and return what it says; `seconds` bounds each stage."""
        inputs, reference = self.cases.inputs, self.base.reference
        table = Table(
            self.cases.count,
            inputs,
            reference,
            trusted=False,
            values=dict(self.fixed),
            allowed=self.allowed,
            base=self.base,
        )
        evidence = Evidence(self, table)
        for number, stage in enumerate(self.stages):
            question = self.first if not number and self.first else self.question(stage, table)
            response: Response = yield replace(question, seconds=seconds) if seconds else question
            self._take(stage, response, table, evidence)
            if response.end is not None:
                break
        return evidence

    def _take(self, stage: tuple[Student, ...], response: Response, table: Table, evidence: Evidence) -> None:
        """Let the answers of a stage through the gate and keep what it says of them."""
        for number, (call, answers) in enumerate(zip(stage, response.groups, strict=True)):
            expected = self._expected(call, table)
            passed = gate(answers, self._due(call, expected), expected)
            table.answers[call] = passed.column
            evidence.add(number, call, passed, response)

    def _expected(self, call: Student, table: Table) -> Column:
        """Return the reference's answers to the same call: prepared, if no answer of the student's is an argument."""
        if self.judged(call):
            return self.base.answers[call]
        return table.by_reference(call)

    def _due(self, call: Student, expected: Column) -> Due:
        function = self.functions[call.function]
        due = Due.like(call.function, expected, integral=function.integral)
        if not any(function.free):
            return due
        shapes = np.where(np.array(function.free), ANY, due.shapes)
        return Due(due.function, shapes, due.integral, None)

    def holds(self, evidence: Evidence) -> Array:
        """Return in which cases the statement holds, as far as the worker has answered: bool of shape (count,)."""
        if evidence.end is not None:
            return evidence.sound(np.ones(self.cases.count, dtype=bool))
        return evidence.sound(self.decision.truth(evidence.table))

    def nearly(self, evidence: Evidence, holds: Array) -> Partial | None:
        """Return the partial credit that is earned where the statement does not hold in every case."""
        partial = self.decision.partial
        if partial is None or evidence.end is not None or holds.all():
            return None
        return partial if bool(evidence.sound(partial.truth(evidence.table)).all()) else None

    def _verdict(self, evidence: Evidence) -> Verdict:
        holds = self.holds(evidence)
        said = verdict(evidence, holds, self.nearly(evidence, holds))
        if said.row is None:
            return said
        from grader.diagnosis.diagnose import diagnose  # a check that passes does not wait for it

        why = diagnose(evidence, np.flatnonzero(~holds))
        return replace(said, diagnosis=why.otherwise, explained=why.explained)

    def judged(self, call: Student) -> bool:
        """Whether no answer of the student's is an argument of a call."""
        return not students(*call.args)

    def failing(self, evidence: Evidence) -> Array:
        """Return the cases that were answered, and wrongly; none where the worker has ended."""
        if evidence.end is not None:
            return np.empty(0, dtype=np.int64)
        return np.flatnonzero(~self.holds(evidence))

    def reference_answer(self, call: Student, table: Table) -> Column:
        """Return what the reference answers to a call with this submission's arguments."""
        return self._expected(call, table)


def _answered(decision: Decision, plan: Plan, cases: Cases) -> Table:
    """Return a table in which the reference has answered every call of the statement."""
    table = Table(cases.count, cases.inputs, plan.reference)
    for call in (call for stage in stages(*decision.nodes) for call in stage):
        table.answer(call)
    return table

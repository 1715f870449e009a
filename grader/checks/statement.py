"""A statement about the student's functions: asked stage by stage, in bulk, then decided case by case.

`Statement` is what `expect` and `gradient` share.  What depends on the spec and the seed alone is prepared once and
serves every submission: the cases, the first question as bytes, the reference's answers, every judge-side value.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from grader.checks.cases import Cases, known_or_drawn
from grader.checks.evidence import Evidence
from grader.checks.gate import ExpectedAnswers, gate
from grader.checks.kept_values import KeptValues
from grader.checks.object_asking import observe_objects
from grader.checks.object_statement import ObjectCases, object_cases
from grader.checks.question import CallGroup, Question, Response, room_for
from grader.checks.recorded_objects import objects_of
from grader.checks.verdict import Examination, Explanation, Verdict
from grader.expressions.evaluation import CaseTable, EvaluationError, UnrecordedError
from grader.expressions.nodes import Node, StudentCall, stages, students, text_of, walk
from grader.records import dataclass
from grader.results.outcomes import Outcome
from grader.sandbox.exits import EndReason
from grader.values.columns import AnyColumn, ValueColumn
from grader.worker.wire.answers import layout_of
from grader.worker.wire.columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from grader.checks.plan import CheckPlan
    from grader.worker.wire.columns import Array


class PreparedCheck(Protocol):
    """A check whose cases are drawn: it examines any number of submissions."""

    @property
    def statement(self) -> Statement | None:
        """The statement that decides it, whose cases can be simplified and measured; None for kinds without one."""

    @property
    def kept(self) -> KeptValues | None:
        """The values that spare another start its preparation; None for what is prepared each time."""

    def examine(self) -> Examination:
        """Ask one submission and decide."""

    def tolerance_used(self, verdict: Verdict) -> float | None:
        """Return the largest share of a tolerance that a right answer uses; None where the kind does not measure it."""


@dataclass(frozen=True, eq=False)
class Partial:
    """Points for an answer that is nearly right: what must hold in every case, and what the student is told."""

    truth: Callable[[CaseTable], Array]
    points: float
    says: str


@dataclass(frozen=True, eq=False)
class StatementRule:
    """The rule of a statement: the nodes that it needs, and in which cases it holds."""

    nodes: tuple[Node, ...]
    truth: Callable[[CaseTable], Array]
    partial: Partial | None = None
    goal: Node | None = None
    """The statement whose first false relation a student is told."""
    widened: Callable[[Cases], Cases] = lambda cases: cases
    """Adds to other cases what this statement needs beside their inputs."""


@dataclass(frozen=True, eq=False)
class Statement:
    """A statement with its prepared questions."""

    rule: StatementRule
    plan: CheckPlan
    cases: Cases
    stages: tuple[tuple[StudentCall, ...], ...]
    base: CaseTable
    """The reference's own answers."""
    fixed: Mapping[int, AnyColumn]
    """The values of the nodes that need no student, by the node's identity."""
    allowed: Mapping[int, Array]
    """The tolerances of the comparisons that can be known before, by the node's identity."""
    first: Question | None
    objects: ObjectCases | None = None
    """How the calls are made where some need objects of the student's."""

    @staticmethod
    def prepare(rule: StatementRule, plan: CheckPlan, cases: Cases | None = None, *, seed: int) -> Statement:
        """Draw the cases, let the reference answer them, and hold the statement against its answers.

        Raises EvaluationError where the statement does not hold for the reference itself.
        """
        cases = cases or known_or_drawn(plan, seed)
        if plan.kept is None:
            table = _reference_table(rule, plan, cases)
        else:
            table = plan.kept.table(rule.nodes, plan.reference)
        holds = rule.truth(table)
        if not holds.all():
            raise EvaluationError(f"the reference itself does not satisfy it in {int((~holds).sum())} cases")
        return Statement._of(rule, plan, cases, table)

    @staticmethod
    def _of(rule: StatementRule, plan: CheckPlan, cases: Cases, table: CaseTable) -> Statement:
        order = stages(*rule.nodes)
        nodes = [node for root in rule.nodes for node in walk(root)]
        fixed = {id(node): table.value(node) for node in nodes if not students(node)}
        tolerances = ((id(node), table.allowance(node)) for node in nodes)
        allowed = {key: bounds for key, bounds in tolerances if bounds is not None}
        objects = object_cases(rule.nodes, plan)
        if objects is not None:
            return Statement(rule, plan, cases, objects.messages, table, fixed, allowed, None, objects)
        statement = Statement(rule, plan, cases, order, table, fixed, allowed, None)
        return replace(statement, first=statement.question(order[0], table) if order else None)

    @property
    def statement(self) -> Statement:
        """The statement itself."""
        return self

    @property
    def kept(self) -> KeptValues | None:
        """The cases and the reference's values; None where those are objects."""
        if self.objects is not None:
            return None
        return KeptValues.of(self.base, self.rule.nodes, self.cases.originals, self.cases.derived)

    def about(self, cases: Cases) -> Statement | None:
        """Return the same statement about other cases, without those that the reference itself does not satisfy.

        Of a recorded reference, without those that it has no answer to.
        """
        while cases.count:
            try:
                cases = self.rule.widened(cases)
                table = _reference_table(self.rule, self.plan, cases)
                holds = self.rule.truth(table)
                if holds.all():
                    return Statement._of(self.rule, self.plan, cases, table)
                cases = cases.take(np.flatnonzero(holds))
            except UnrecordedError as unknown:
                cases = cases.without(unknown.rows)
            except EvaluationError:  # a candidate that the reference cannot answer says nothing about a student
                return None
        return None

    def question(self, stage: tuple[StudentCall, ...], table: CaseTable) -> Question:
        """Return the question of a stage, from what `table` knows."""
        groups = []
        for call in stage:
            arguments = tuple(table.value(arg) for arg in call.args)
            expected = self.base.answers[call]
            # Arguments that depend on a student's answers may ask for other shapes than the reference's do.
            layout = layout_of(expected) if self.is_prepared(call) and isinstance(expected, Column) else None
            group = CallGroup(call.function, arguments, self.cases.count, room_for(expected), layout=layout)
            groups.append(replace(group, keywords=call.keywords))
        return Question.of(groups)

    def examine(self) -> Examination:
        """Ask one submission and decide."""
        return self.decide((yield from self.observe()))

    def observe(self, seconds: float | None = None) -> Generator[Question, Response, Evidence]:
        """Ask one submission about all cases and return what it answers; `seconds` bounds each stage."""
        table = CaseTable(
            self.cases.count,
            self.cases.inputs,
            self.base.reference,
            trusted=False,
            values=dict(self.fixed),
            allowed=self.allowed,
            base=self.base,
        )
        evidence = Evidence(self.cases, self.plan.functions, table)
        if self.objects is not None:
            evidence.objects, evidence.step_names = self.objects, self.plan.step_names
            table.base = None  # a part of an answer may be an object, and then the reference's is another one
            yield from observe_objects(self.objects, self.base, evidence, seconds)
            return evidence
        for number, stage in enumerate(self.stages):
            question = self.first if not number and self.first else self.question(stage, table)
            response: Response = yield replace(question, seconds=seconds) if seconds else question
            self._take(stage, response, evidence)
            if response.end is not None:
                break
        return evidence

    def _take(self, stage: tuple[StudentCall, ...], response: Response, evidence: Evidence) -> None:
        """Let the answers of a stage through the gate and add them to the evidence."""
        for number, (call, answers) in enumerate(zip(stage, response.groups, strict=True)):
            # Where a student's answer is an argument, the reference is asked about that very argument.
            expected = self._prepared_answers.get(call)
            if expected is None:
                column = evidence.table.by_reference(call)
                expected = ExpectedAnswers(self.plan.functions[call.function], column)
            gated = gate(answers, expected)
            evidence.table.answers[call] = gated.column
            evidence.add(number, call, gated, expected.column, response)

    @cached_property
    def _prepared_answers(self) -> dict[StudentCall, ExpectedAnswers]:
        """The expected answers that are known before, by the call."""
        calls = (call for stage in self.stages for call in stage if self.is_prepared(call))
        return {call: ExpectedAnswers(self.plan.functions[call.function], self.base.answers[call]) for call in calls}

    def holds(self, evidence: Evidence) -> Array:
        """Return in which cases the statement holds, as far as the worker has answered: bool of shape (count,)."""
        if evidence.end is not None:
            return evidence.without_faults(np.ones(self.cases.count, dtype=bool))
        return evidence.without_faults(self.rule.truth(evidence.table))

    def decide(self, evidence: Evidence) -> Verdict:
        """Return the verdict on the answers of one submission; why it fails is explained by `grader.diagnosis`."""
        cases, notes = self.cases.distinct, tuple(evidence.notes)
        if evidence.end is not None:
            outcome = Outcome.TIMEOUT if evidence.end.reason in (EndReason.TIME, EndReason.CPU) else Outcome.ERROR
            return Verdict(outcome, failed_cases=1, cases=cases, notes=notes, evidence=evidence)
        holds = self.holds(evidence)
        failing = np.flatnonzero(~holds)
        if not len(failing):
            if evidence.impurity:
                return Verdict(Outcome.FAILED, Explanation(evidence.impurity), cases=cases, evidence=evidence)
            return Verdict(Outcome.PASSED, cases=cases, notes=notes, evidence=evidence)
        partial = self._partial(evidence)
        return Verdict(
            Outcome.ERROR if all(evidence.has_raised(int(row)) for row in failing) else Outcome.FAILED,
            Explanation(message_prefix=partial.says if partial else ""),
            points=partial.points if partial else None,
            failed_cases=max(1, int((failing < cases).sum())),
            cases=cases,
            notes=(*notes, *evidence.single_precision_notes()),
            evidence=evidence,
            failing=failing,
        )

    def _partial(self, evidence: Evidence) -> Partial | None:
        """Return the partial credit that is earned where the statement does not hold in every case."""
        partial = self.rule.partial
        return partial if partial and bool(evidence.without_faults(partial.truth(evidence.table)).all()) else None

    def failing(self, evidence: Evidence) -> Array:
        """Return the cases that were answered, and wrongly; none where the worker has ended."""
        if evidence.end is not None:
            return np.empty(0, dtype=np.int64)
        return np.flatnonzero(~self.holds(evidence))

    def tolerance_used(self, verdict: Verdict) -> float | None:  # noqa: ARG002 - `grader.verify` measures statements
        """Return None: how near a statement comes to its tolerances is measured from its evidence."""
        return None

    def is_prepared(self, call: StudentCall) -> bool:
        """Whether the expected answers are known before: no answer of the student's is an argument of the call."""
        return not students(*call.args)


def _reference_table(rule: StatementRule, plan: CheckPlan, cases: Cases) -> CaseTable:
    """Return a table in which the reference has answered every call of the statement."""
    table = CaseTable(cases.count, cases.inputs, plan.reference)
    objects = object_cases(rule.nodes, plan)
    if objects is not None:
        objects.answer_by_reference(table, plan.reference, plan.reference.get(objects_of(plan.check)))
        return table
    for call in (call for stage in stages(*rule.nodes) for call in stage):
        table.answer(call)
        for node in (call, *call.args):
            _require_plain(node, table.value(node), plan)
    return table


def _require_plain(node: Node, column: AnyColumn, plan: CheckPlan) -> None:
    """Raise EvaluationError where a value of the course cannot cross to a student's code, or from it."""
    declared = isinstance(node, StudentCall) and plan.functions[node.function].returns is not None
    fault = column.fault() if isinstance(column, ValueColumn) and not declared else ""
    if fault:
        raise EvaluationError(f"{text_of(node)}: {fault}")

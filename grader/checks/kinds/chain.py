"""The kind `chain`: the lines of a derivation that the student's function yields, checked one by one on every case.

It finds wrong steps and does not prove right ones: the first line must be the quantity that the task states, each
relation must hold within the tolerance, the last line must be the claim, and the quantities must differ as source.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np

from grader.checks import messages
from grader.checks.cases import known_or_drawn
from grader.checks.derivations import (
    FAMILY,
    Step,
    common_relations,
    holds_both_ways,
    quantities_of_line,
    relation_of,
    source_fault,
    step_fault,
    value_fault,
)
from grader.checks.display import display_value
from grader.checks.evidence import Evidence
from grader.checks.functions import StudentFunction
from grader.checks.gate import ExpectedAnswers, gate
from grader.checks.kept_values import KeptValues
from grader.checks.kind import CheckSpec
from grader.checks.question import CallGroup, Question, Response
from grader.checks.spec import Expression
from grader.checks.verdict import Explanation, Verdict
from grader.domains import Positive
from grader.expressions import segments
from grader.expressions.evaluation import CaseTable, numbers_of
from grader.expressions.nodes import StudentCall
from grader.expressions.signatures import counted
from grader.models import model_validator
from grader.records import dataclass
from grader.results.evidence import Counterexample
from grader.results.outcomes import Outcome
from grader.sandbox.exits import EndReason
from grader.values.array_type import ANY, ArrayType
from grader.worker.wire.columns import Array, Column
from grader.worker.wire.derivations import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from grader.checks.cases import Cases
    from grader.checks.compiler import CheckCompiler
    from grader.checks.plan import CheckPlan
    from grader.checks.question import Yielded
    from grader.checks.verdict import Examination
    from grader.expressions.nodes import Node
    from grader.worker.wire.answers import Answers

MOST_LINES = 50
ROOM = 64 * 1024


LINES = ArrayType((ANY, 0))
"""The type of the lines of a derivation: a relation and a quantity each, as one row."""


class ChainSpec(CheckSpec):
    """A derivation that the student's function yields, line by line."""

    key: ClassVar[str] = "chain"
    derivation: ClassVar[bool] = True

    chain: Expression
    """The call."""
    begins: Expression
    """A judge-side expression: what the first line must be."""
    relation: Literal["=", "<=", "<", ">=", ">"]
    """The relation of the first line to the last one."""
    ends: Expression
    """A judge-side expression: what the last line must be."""
    scale: Expression | None = None
    """A judge-side expression: a size below which lines need not agree."""
    rtol: Positive = 1e-6
    """The tolerance between lines, as that of `close`."""

    @model_validator(mode="after")
    def _worth(self) -> ChainSpec:
        if self.points > 1:
            raise ValueError(
                f"a chain finds wrong steps and proves no right ones; it is worth 1 point, not {self.points:g}"
            )
        return self

    def compile(self, compiler: CheckCompiler) -> None:
        """Compile the call, and what the first and the last line must be."""
        compiler.call("chain", self.chain)
        for key, text in (("begins", self.begins), ("ends", self.ends), ("scale", self.scale)):
            compiler.judge_side(key, text)
        if not self.needs:
            text = "a chain needs the task's main check: a derivation about a wrong function shows nothing"
            compiler.note(("needs",), [text])

    def prepare(self, plan: CheckPlan, seed: int) -> Chain:
        """Prepare the question for one seed."""
        call = plan.nodes["chain"]
        assert isinstance(call, StudentCall)  # noqa: S101 - the compiler has looked
        cases, roots = known_or_drawn(plan, seed), tuple(plan.nodes.values())
        if plan.kept is None:
            table = CaseTable(cases.count, cases.inputs, plan.reference)
        else:
            table = plan.kept.table(roots, plan.reference)
        arguments = tuple(table.value(arg) for arg in call.args)
        return Chain(
            call=call,
            relation=self.relation,
            rtol=self.rtol,
            cases=cases,
            table=table,
            functions=plan.functions,
            begins=numbers_of(table.value(plan.nodes["begins"]), "`begins`"),
            ends=numbers_of(table.value(plan.nodes["ends"]), "`ends`"),
            scale=numbers_of(table.value(plan.nodes["scale"]), "`scale`") if "scale" in plan.nodes else None,
            question=Question.of(
                [CallGroup(call.function, arguments, cases.count, ROOM, lines=MOST_LINES, keywords=call.keywords)]
            ),
            wall=plan.wall,
            nodes=roots,
        )

    @classmethod
    def pass_text(cls, cases: int) -> str:
        """Return less than other kinds do: a derivation is not proved by examples."""
        return f"No counterexample in {counted(cases, 'case')}."


@dataclass(frozen=True)
class LineFault:
    """The first line that is wrong in a case, counted from 1, and why."""

    line: int
    text: str


@dataclass(frozen=True, eq=False)
class Chain:
    """A chain check with its prepared question."""

    call: StudentCall
    relation: str
    rtol: float
    cases: Cases
    table: CaseTable
    """The arguments of the call."""
    functions: Mapping[str, StudentFunction]
    begins: Column
    ends: Column
    scale: Column | None
    question: Question
    wall: float
    nodes: tuple[Node, ...] = ()
    """Its expressions."""
    statement: None = None

    @property
    def kept(self) -> KeptValues | None:
        """The cases, the arguments of the call, and both ends."""
        return KeptValues.of(self.table, self.nodes, self.cases.originals, self.cases.derived)

    def examine(self) -> Examination:
        """Ask one submission and decide."""
        return self.decide((yield self.question))

    def decide(self, response: Response) -> Verdict:
        """Return the verdict on the lines of one submission."""
        evidence = Evidence(self.cases, self.functions, self.table, end=response.end)
        lines = self._lines(response, evidence)
        if isinstance(lines, Verdict):
            return lines
        cases, yielded = self.cases.distinct, response.yields[0] if response.yields else ()
        fault = source_fault(yielded, self.call.function)
        faults = {} if fault or self._is_sound(lines) else self._faults(lines)
        if not fault and not faults:
            # A wrong line says more than a missing one, so that steps are asked for last.
            fault = step_fault(yielded, self.call.function) or value_fault(
                lines, self.begins, self.ends, self.call.function
            )
        if fault:
            return Verdict(Outcome.FAILED, Explanation(fault), cases=cases)
        if not faults:
            text = ChainSpec.pass_text(cases)
            return Verdict(Outcome.PASSED, Explanation(text), cases=cases, evidence=evidence)
        row = min(faults, key=lambda row: (sum(np.size(c.row(row)) for c in self.cases.inputs.values()), row))
        message = self._sentence(faults[row], lines.row(row), yielded)
        return self._verdict(Outcome.FAILED, message, row, faults, evidence=evidence)

    def _lines(self, response: Response, evidence: Evidence) -> Column | Verdict:
        """Return the lines of each case, or the verdict where some did not come as lines."""
        filler = Column.of([np.zeros((1, 1 + int(count))) for count in self.begins.counts])
        function = StudentFunction(self.call.function, (), LINES)
        gated = gate(response.groups[0], ExpectedAnswers(function, filler))
        evidence.answers[self.call] = gated
        if response.end is not None:
            row = min(response.end.call, self.cases.count - 1)
            outcome = Outcome.TIMEOUT if response.end.reason in (EndReason.TIME, EndReason.CPU) else Outcome.ERROR
            return self._verdict(outcome, messages.ended(self.call.function, response.end, self.wall), row, [row])
        if gated.faults:
            row = min(gated.faults)
            answers = response.groups[0]
            raised = [case for case in gated.raised if not messages.no_lines("", answers.facts.get(case, {}))]
            outcome = Outcome.ERROR if len(raised) == len(gated.faults) else Outcome.FAILED
            message = self._misfit(answers, row) or gated.faults[row]
            retrace = self.question.groups[0].retrace_question(row) if row in raised else None
            return self._verdict(outcome, message, row, gated.faults, retrace=retrace)
        return numbers_of(gated.column, "the lines of a derivation")

    def _misfit(self, answers: Answers, row: int) -> str:
        """Return in words of lines why those of a case are none; nothing where the gate says it as well."""
        shape, value, count = answers.shapes()[row], answers.values()[row], int(self.begins.counts[row])
        if value is None or len(shape) != 2:
            return messages.no_lines(self.call.function, answers.facts.get(row, {}))
        if shape[1] != 1 + count:
            numbers = f"{shape[1] - 1} numbers; the quantity that the task states has {count}"
            return f"Each line of your derivation has {numbers}."
        bad = np.flatnonzero(~np.isfinite(value).all(axis=1))
        return f"Line {bad[0] + 1} of your derivation is no finite number, for the input below." if len(bad) else ""

    def tolerance_used(self, verdict: Verdict) -> float | None:
        """Return the largest share of a tolerance that lines which hold use; None where cases differ in their lines."""
        if verdict.evidence is None:
            return None
        steps = self._steps(numbers_of(verdict.evidence.answers[self.call].column, "the lines of a derivation"))
        return max((step.used for step in steps), default=None) if steps is not None else None

    def _is_sound(self, lines: Column) -> bool:
        """Whether nothing is wrong, looked at line by line in all cases at once; False where it takes a closer look."""
        steps = self._steps(lines)
        return steps is not None and all(step.holds for step in steps)

    def _steps(self, lines: Column) -> Iterator[Step] | None:
        """Return the steps from the quantity that is due to the claim; None where the cases have none in common."""
        count, codes = int(lines.shapes[0, 0]), common_relations(lines)
        if codes is None or count < 2 or len(self.ends.flat) != len(self.begins.flat):
            return None
        relations = [RELATIONS[code] for code in codes[1:]]
        strict = self.relation not in "<>" or self.relation in relations
        if not strict or any(relation not in FAMILY[self.relation] for relation in relations):
            return None
        quantities = [quantities_of_line(lines, number, self.begins) for number in range(count)]
        chain = [self.begins.flat, *quantities, self.ends.flat]
        pairs = zip(["=", *relations, "="], itertools.pairwise(chain), strict=True)
        return (Step(relation, left - right, self._allowed(right)) for relation, (left, right) in pairs)

    def _allowed(self, right: Array) -> Array:
        """Return the tolerances of a step to a line, laid out as `begins`."""
        slack = segments.largest(self.begins, np.abs(right))
        if self.scale is not None:
            slack = np.maximum(slack, np.abs(self.scale.flat))
        return segments.spread(self.rtol * slack, self.begins)

    def _faults(self, lines: Column) -> dict[int, LineFault]:
        """Return what is wrong, by case."""
        return {row: fault for row, case in enumerate(lines) if (fault := self._fault(row, case)) is not None}

    def _fault(self, row: int, lines: Array) -> LineFault | None:
        """Return the first thing that is wrong in the lines of one case."""
        if not len(lines):
            return LineFault(1, "is missing")
        relations = [relation_of(line) for line in lines]
        follows = self._follows(row, relations, lines[:, 1:])
        if not follows[0]:
            return LineFault(1, "is not the quantity that the task states")
        for number, relation in enumerate(relations[1:], start=1):
            if relation not in FAMILY[self.relation]:
                return LineFault(number + 1, f"has the relation {relation}, which does not lead to {self.relation}")
            if not follows[number]:
                return LineFault(
                    number + 1, f"does not follow: the line before is not {messages.RELATIONS[relation]} this one"
                )
        if not follows[-1]:
            return LineFault(len(lines), "is the last one and is not the claim")
        if self.relation in "<>" and not any(relation == self.relation for relation in relations[1:]):
            return LineFault(len(lines), f"is the last one, and no step is a strict {self.relation}")
        return None

    def _follows(self, row: int, relations: Sequence[str], quantities: Array) -> list[bool]:
        """Return whether line 1 is as the task states, each line follows from the one before, the last is the claim."""
        ends = [np.reshape(column.row(row), (1, -1)) for column in (self.begins, self.ends)]
        left, right = np.concatenate([ends[0], quantities]), np.concatenate([quantities, ends[1]])
        scale = abs(float(self.scale.row(row))) if self.scale is not None else 0.0
        slack = self.rtol * np.maximum(scale, np.abs(right).max(axis=1, initial=0.0))
        gaps = left - right
        # NaN cannot come through the gate, and an empty quantity is equal to another one.
        above = (gaps.max(axis=1, initial=-np.inf) <= slack).tolist()
        below = (gaps.min(axis=1, initial=np.inf) >= -slack).tolist()
        joined = ["=", *relations[1:], "="]
        return [holds_both_ways(*each) for each in zip(joined, above, below, strict=True)]

    def _sentence(self, fault: LineFault, lines: Array, yielded: Sequence[Yielded]) -> str:
        """Name the line by its number, and by its source where every yield is one line."""
        lines_text = ""
        if fault.line <= len(lines) == len(yielded) and yielded[fault.line - 1].text:
            lines_text = f" (`{yielded[fault.line - 1].text}`)"
        return f"Line {fault.line} of your derivation{lines_text} {fault.text}, for the input below."

    def _verdict(
        self,
        outcome: Outcome,
        message: str,
        row: int,
        failed: Collection[int],
        *,
        evidence: Evidence | None = None,
        retrace: Question | None = None,
    ) -> Verdict:
        """Return the verdict that shows `row`; of the cases that failed those that were asked twice count once."""
        inputs = {name: display_value(value) for name, value in self.cases.shown(row).items()}
        begins, ends = (
            _numbers_text(np.reshape(self.begins.row(row), -1)),
            _numbers_text(np.reshape(self.ends.row(row), -1)),
        )
        got: Any = "no lines"
        expected: Any = {"first line": f"= {begins}", "last line": ends}
        if evidence is not None:
            lines = evidence.answers[self.call].column.row(row)
            got = {
                f"line {n}": f"{relation_of(line)} {_numbers_text(line[1:])}"
                for n, line in enumerate(lines[:MOST_LINES], 1)
            }
            if len(lines) > 1:
                expected = {"line 1": f"= {begins}", f"line {len(lines)}": ends}
        return Verdict(
            outcome,
            Explanation(message, Counterexample(inputs=inputs, got=got, expected=expected), retrace_question=retrace),
            failed_cases=sum(case < self.cases.distinct for case in failed) or 1,
            cases=self.cases.distinct,
            evidence=evidence,
            failing=np.array(sorted(failed), dtype=np.int64),
        )


def _numbers_text(values: Array) -> str:
    return ", ".join(f"{value:.6g}" for value in values[:8]) + (", ..." if len(values) > 8 else "")

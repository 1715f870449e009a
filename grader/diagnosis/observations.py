"""Which cases fail on account of what was drawn: a fixed example that fails makes every case of its check fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.diagnosis.case_values import ANSWER, case_values
from grader.diagnosis.compared_parts import compared_parts
from grader.diagnosis.probing import probing_cases
from grader.expressions.nodes import Input, Logic, students, walk
from grader.records import dataclass
from grader.values.columns import plain_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.checks.cases import Cases
    from grader.checks.evidence import Evidence
    from grader.checks.statement import Statement
    from grader.diagnosis.case_values import NamedValues
    from grader.diagnosis.diagnose import ObservedCases
    from grader.expressions.nodes import Node, StudentCall


@dataclass(frozen=True)
class Observations:
    """The facts about some cases: which fail, and further cases that a statement must not contradict."""

    cases: tuple[NamedValues, ...]
    failing: tuple[bool, ...]
    shown: tuple[tuple[NamedValues, bool], ...] = ()


def observe_cases(goal: Node | None, pool: Sequence[ObservedCases]) -> Observations | None:
    """Return the cases of `pool` with what fails in them; None where a fixed example fails that is like no case."""
    cases: list[NamedValues] = []
    failing: list[bool] = []
    examples_shown: list[tuple[NamedValues, bool]] = []
    parts = list(_parts(goal)) if goal is not None else []
    fixed = [part for part in parts if students(part) and not any(map(_is_drawn, students(part)))]
    for observed in pool:
        rows = range(observed.evidence.cases.distinct)
        fails = _fails(observed, [part for part in parts if part not in fixed], has_fixed=bool(fixed))
        values = [case_values(observed.evidence, row, _compared(parts)) for row in rows]
        if observed.name:
            cases += values
            failing += fails
        else:
            examples_shown += zip(values, fails, strict=True)
    examples = list(_examples(pool[0].evidence, fixed))
    if any(example is None for example, fails in examples if fails):
        return None
    examples_shown += [(example, fails) for example, fails in examples if example is not None]
    return Observations(tuple(cases), tuple(failing), tuple(examples_shown))


def _compared(parts: Sequence[Node]) -> Node | None:
    """Return what the only comparison of a statement expects, where that is drawn; None where there are several."""
    drawn = [part for part in parts if any(map(_is_drawn, students(part)))]
    compared = list(compared_parts(drawn[0])) if len(drawn) == 1 else []
    return compared[0].expected if len(compared) == 1 else None


def _parts(goal: Node) -> Iterator[Node]:
    """Yield the parts of a statement that must all hold."""
    if isinstance(goal, Logic) and goal.op == "and":
        for part in goal.parts:
            yield from _parts(part)
    else:
        yield goal


def _is_drawn(call: StudentCall) -> bool:
    return any(isinstance(node, Input) for node in walk(call))


def _fails(observed: ObservedCases, drawn: Sequence[Node], *, has_fixed: bool) -> list[bool]:
    """Return in which cases the parts of the statement that were drawn do not hold."""
    evidence = observed.evidence
    rows = range(evidence.cases.distinct)
    if not has_fixed:
        return [row in observed.failing for row in rows]
    holds = np.ones(evidence.cases.count, dtype=bool)
    for part in drawn:
        holds &= evidence.table.truth(part)
        for call in students(part):
            holds[list(evidence.answers[call].faults)] = False
    return [not holds[row] for row in rows]


def _examples(evidence: Evidence, fixed: Sequence[Node]) -> Iterator[tuple[NamedValues | None, bool]]:
    """Yield each fixed example as a case, where a drawn call tells the names of its arguments, and whether it fails."""
    drawn = {call.function: call for call in evidence.answers if _is_drawn(call) and _takes_inputs(call)}
    for part in fixed:
        for call in students(part):
            fails = not evidence.table.truth(part)[0] or 0 in evidence.answers[call].faults
            like = drawn.get(call.function)
            if like is None or len(like.args) != len(call.args):
                yield None, bool(fails)
            else:
                pairs = zip(like.args, call.args, strict=True)
                values = {
                    arg.name: plain_row(evidence.table.value(value), 0)
                    for arg, value in pairs
                    if isinstance(arg, Input)
                }
                yield {**values, ANSWER: plain_row(evidence.expected[call], 0)}, bool(fails)


def _takes_inputs(call: StudentCall) -> bool:
    return all(isinstance(arg, Input) for arg in call.args) and not call.keywords


def near_cases(
    statement: Statement, pool: Sequence[ObservedCases], observations: Observations, seed: int
) -> Cases | None:
    """Return cases near those that were tried."""
    groups = failing_and_others(pool, observations)
    return probing_cases(statement.plan, *groups, seed) if groups is not None else None


def failing_and_others(
    pool: Sequence[ObservedCases], observations: Observations
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]] | None:
    """Return the drawn cases that fail, and the others; None where it cannot be said which they are."""
    drawn = [dict(case) for cases in pool if cases.name for case in _drawn(cases)]
    if len(drawn) != len(observations.failing):
        return None
    failing = [case for case, fails in zip(drawn, observations.failing, strict=True) if fails]
    return failing, [case for case, fails in zip(drawn, observations.failing, strict=True) if not fails]


def _drawn(cases: ObservedCases) -> Sequence[Mapping[str, Any]]:
    return cases.evidence.cases.drawn[: cases.evidence.cases.distinct]

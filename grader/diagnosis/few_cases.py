"""A function that is wrong for one or two inputs alone: these are named, and all others were right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.diagnosis.candidates import cases_of
from grader.diagnosis.diagnose import ObservedCases
from grader.diagnosis.observations import near_cases, observe_cases
from grader.diagnosis.probing import searchable_cases
from grader.values.printing import brief
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from grader.checks.question import Question, Response
    from grader.checks.statement import Statement
    from grader.diagnosis.case_values import NamedValues
    from grader.diagnosis.memory import DiagnosisMemory

MOST_WRONG = 2
"""Inputs that are named."""
LEAST_RIGHT = 25
"""Other inputs that must be right."""
LONGEST = 40
"""Characters of an input that is named."""


def few_wrong(
    statement: Statement, pool: Sequence[ObservedCases], words: tuple[str, str], memory: DiagnosisMemory, seconds: float
) -> Generator[Question, Response, str]:
    """Return the only inputs for which something fails, among many more that are asked; nothing where there are others.

    `words` are what fails, and that it does.
    """
    observations = observe_cases(statement.rule.goal, pool)
    if observations is None:
        return ""
    inputs = [name for name in pool[0].evidence.cases.inputs if name not in pool[0].evidence.cases.derived]
    marked = [*zip(observations.cases, observations.failing, strict=True), *observations.shown]
    if not few_cases(words, inputs, marked):
        return ""
    if not memory.searchable:
        memory.searchable.append(searchable_cases(statement.plan, memory.seed))
    fresh = cases_of(statement.plan, [case.drawn for case in memory.searchable[0]])
    for cases in (near_cases(statement, pool, observations, memory.seed), fresh):
        probes = statement.about(cases) if cases is not None else None
        if probes is None:
            continue
        evidence = yield from probes.observe(seconds)
        failing = ObservedCases.of(evidence, probes.failing(evidence), "probes") if evidence.end is None else None
        further = observe_cases(statement.rule.goal, [failing]) if failing is not None else None
        if further is None:
            return ""
        marked += zip(further.cases, further.failing, strict=True)
    return few_cases(words, inputs, marked)


def few_cases(words: tuple[str, str], inputs: Sequence[str], cases: Sequence[tuple[NamedValues, bool]]) -> str:
    """Return the one or two inputs of some cases for which something fails; nothing where there are more.

    Nor is there where it fails for an input once and not another time: it does not depend on these.
    """
    names: dict[bytes, str] = {}
    outcomes: dict[bytes, set[bool]] = {}
    for case, fails in cases:
        values = {name: case[name] for name in inputs if name in case}
        key = write_value(values)
        names[key] = _named(values)
        outcomes.setdefault(key, set()).add(bool(fails))
    wrong = [names[key] for key, results in outcomes.items() if True in results]
    right = len(outcomes) - len(wrong)
    is_unsteady = any(len(results) > 1 for results in outcomes.values())
    if is_unsteady or not 1 <= len(wrong) <= MOST_WRONG or right < LEAST_RIGHT or not all(wrong):
        return ""
    subject, verb = words
    others = f"in none of the {right} other cases that were tried"
    return f"{subject} {verb} for {' and for '.join(wrong)}, and {others}."


def _named(values: dict[str, Any]) -> str:
    """Return the inputs of a case in words; empty where they are too long."""
    text = ", ".join(f"`{name} = {brief(value)}`" for name, value in values.items())
    return text if len(text) <= LONGEST else ""

"""A likely reason is told only if it holds in cases that it was not found on, and in the one that is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from grader.diagnosis.argument_order import exchanged_arguments
from grader.diagnosis.candidates import cases_of
from grader.diagnosis.compared_parts import slip_of_parts, wrong_keys, wrong_parts
from grader.diagnosis.conditions import says_little, sentence, separating_statements
from grader.diagnosis.diagnose import (
    Diagnosis,
    ObservedCases,
    answered_call,
    diagnose_all,
    matching_misconceptions,
    near_bound,
    suspect_calls,
    threshold_of,
)
from grader.diagnosis.entries import onset_of, wrong_entries
from grader.diagnosis.few_cases import few_wrong
from grader.diagnosis.fresh import fresh_cases
from grader.diagnosis.items import wrong_items
from grader.diagnosis.manner import manner_of
from grader.diagnosis.mutants import MutantExplanation, explain_by_mutant, explain_part_by_mutant
from grader.diagnosis.observations import failing_and_others, near_cases, observe_cases
from grader.diagnosis.predicates import table_of
from grader.diagnosis.probing import parting_cases, searchable_cases, telling_cases
from grader.diagnosis.rivals import tell_apart
from grader.diagnosis.telling import ToldCause, answering
from grader.results.outcomes import Outcome, Visibility

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from grader.checks.cases import Cases
    from grader.checks.misconception import Misconception
    from grader.checks.question import Question, Response
    from grader.checks.statement import Statement
    from grader.checks.task import Check
    from grader.checks.verdict import ShownCase, Verdict
    from grader.diagnosis.compared_parts import PartCall
    from grader.diagnosis.conditions import SeparatingStatement
    from grader.diagnosis.memory import DiagnosisMemory
    from grader.diagnosis.observations import Observations
    from grader.diagnosis.slips import Call
    from grader.expressions.nodes import StudentCall

SECONDS = 1.0
"""How long the calls of the fresh cases may take; what is not answered by then is not confirmed."""


def confirm(
    check: Check, statement: Statement, verdict: Verdict, memory: DiagnosisMemory
) -> Generator[Question, Response, Diagnosis]:
    """Ask about fresh cases and the shown one, and return what explains these as well as those that were drawn."""
    if verdict.evidence is None or verdict.evidence.end is not None:
        return Diagnosis()
    pool = [ObservedCases.of(verdict.evidence, verdict.failing, "drawn")]
    order = yield from _other_order(check, pool, memory)
    if order:
        return Diagnosis(otherwise=order)
    fails_always = len(pool[0].failing) == verdict.evidence.cases.distinct
    if fails_always and verdict.outcome is Outcome.ERROR and not matching_misconceptions(check, pool, memory):
        return Diagnosis()  # it raises always: the exception says why, and no other case says more
    if not (yield from _ask_more(statement, verdict, memory, pool)):
        return Diagnosis()
    diagnosis = yield from _bound_confirmed(statement, pool, diagnose_all(check, pool, memory))
    if not diagnosis.otherwise:
        diagnosis = yield from _explained_otherwise(check, statement, pool, memory, diagnosis)
    rivals = yield from _told_apart(statement, diagnosis.misconceptions, memory)
    return replace(diagnosis, misconceptions=rivals, cause=_known_cause(pool, rivals) or diagnosis.cause)


def _known_cause(pool: Sequence[ObservedCases], misconceptions: Sequence[Misconception]) -> ToldCause | None:
    """Return a known mistake as a cause, where it alone is told."""
    if len({misconception.tells for misconception in misconceptions}) != 1 or pool[0].evidence.objects is not None:
        return None
    told = misconceptions[0]
    calls = [call for call in pool[0].evidence.answers if call.function == told.function]
    return ToldCause(calls[0], answering(told.wrong)) if len(calls) == 1 and told.shows is None else None


def _bound_confirmed(
    statement: Statement, pool: Sequence[ObservedCases], diagnosis: Diagnosis
) -> Generator[Question, Response, Diagnosis]:
    """Return a diagnosis that names a size only if that separates cases near the bound too, and then the nearer one."""
    threshold = threshold_of(pool) if diagnosis.otherwise else None
    if threshold is None or diagnosis.otherwise != threshold.text:
        return diagnosis
    cases = near_bound(statement.plan, threshold, pool)
    near = statement.about(cases) if cases is not None else None
    if near is None:
        return diagnosis
    evidence = yield from near.observe(SECONDS)
    if evidence.end is not None:
        return replace(diagnosis, otherwise="")
    nearer = threshold_of([*pool, ObservedCases.of(evidence, near.failing(evidence), "")])
    return replace(diagnosis, otherwise=nearer.text if nearer is not None else "")


def confirm_misconceptions(
    check: Check, statement: Statement, verdict: Verdict, memory: DiagnosisMemory
) -> Generator[Question, Response, tuple[Misconception, ...]]:
    """Ask likewise, and return the misconceptions alone that `confirm` would: where there is none, nothing is asked."""
    if verdict.evidence is None or verdict.evidence.end is not None:
        return ()
    pool = [ObservedCases.of(verdict.evidence, verdict.failing, "drawn")]
    if not matching_misconceptions(check, pool, memory):
        return ()
    order = yield from _other_order(check, pool, memory)
    if order or not (yield from _ask_more(statement, verdict, memory, pool)):
        return ()
    return (yield from _told_apart(statement, matching_misconceptions(check, pool, memory), memory))


def _other_order(
    check: Check, pool: Sequence[ObservedCases], memory: DiagnosisMemory
) -> Generator[Question, Response, str]:
    """Return the sentence of another order of arguments, where most cases fail and that order is right in all.

    Some pass by chance in any order: where the arguments are equal, or have one entry each.  There a known mistake that
    gives the same answers, as a matrix that is transposed may, is the likelier cause.
    """
    evidence = pool[0].evidence
    failing, distinct = len(pool[0].failing), evidence.cases.distinct
    if 2 * failing < distinct or (failing < distinct and matching_misconceptions(check, pool, memory)):
        return ""
    return (yield from exchanged_arguments(evidence, suspect_calls(pool), SECONDS))


def _ask_more(
    statement: Statement, verdict: Verdict, memory: DiagnosisMemory, pool: list[ObservedCases]
) -> Generator[Question, Response, bool]:
    """Add fresh cases and the shown one to `pool`; return whether all calls were answered in time."""
    for name, other in _statements(statement, verdict.explanation.shown, memory):
        evidence = yield from other.observe(SECONDS)
        if evidence.end is not None:
            return False
        pool.append(ObservedCases.of(evidence, other.failing(evidence), name))
    return True


def _told_apart(
    statement: Statement, misconceptions: tuple[Misconception, ...], memory: DiagnosisMemory
) -> Generator[Question, Response, tuple[Misconception, ...]]:
    """Return those of several misconceptions that the cases in which they differ most leave."""
    if len({misconception.tells for misconception in misconceptions}) < 2:
        return misconceptions
    return (yield from tell_apart(statement, misconceptions, memory, SECONDS))


def _explained_otherwise(
    check: Check, statement: Statement, pool: Sequence[ObservedCases], memory: DiagnosisMemory, diagnosis: Diagnosis
) -> Generator[Question, Response, Diagnosis]:
    """Return the diagnosis with a mutant that answers alike, or else with the statement of when the check fails."""
    if not pool[0].failing:
        return diagnosis
    parts, suspects = wrong_parts(statement.rule.goal, pool), suspect_calls(pool)
    others = [part for part in parts if not part.is_answer_of(suspects)]  # that one was searched as a call
    slip = slip_of_parts(others)
    if slip:
        return replace(diagnosis, otherwise=slip)
    mutant = _mutant(pool, suspects, others, memory)
    if mutant.sentence:
        cause = ToldCause(suspects[0], answering(mutant.call)) if mutant.call and len(suspects) == 1 else None
        return replace(diagnosis, otherwise=mutant.sentence, detail=mutant.diff, is_general=True, cause=cause)
    if check.visibility is not Visibility.PUBLIC:  # what a hidden check asks must not show
        return diagnosis
    when = yield from _exactly_when(statement, pool, memory)
    entries = _entries(pool, parts)
    # Which numbers or items are wrong says more than in which cases some are, unless it says hardly anything.
    exact = next((text for text in (entries, when) if text and not says_little(text)), "")
    exact = exact or (yield from few_wrong(statement, pool, (_subject(pool), _verbs(pool)[0]), memory, SECONDS))
    mutant = mutant if exact else _mutant(pool, suspects, others, memory, late=True)
    if mutant.sentence:
        return replace(diagnosis, otherwise=mutant.sentence, detail=mutant.diff, is_general=True)
    where = exact or wrong_keys(statement.rule.goal, pool) or entries or when
    return replace(
        diagnosis,
        otherwise=" ".join(filter(None, [where, "" if entries and where == entries else _manner(pool, parts)])),
        is_general=not where or says_little(where),
    )


def _mutant(
    pool: Sequence[ObservedCases],
    suspects: Sequence[StudentCall],
    parts: Sequence[PartCall],
    memory: DiagnosisMemory,
    *,
    late: bool = False,
) -> MutantExplanation:
    """Return the mutant that answers alike, or makes a part alike; with `late`, of those that say least."""
    mutant = explain_by_mutant(pool, suspects, memory.mutants, late=late)
    return mutant if mutant.sentence else explain_part_by_mutant(parts, late=late)


def _entries(pool: Sequence[ObservedCases], parts: Sequence[PartCall]) -> str:
    """Return which numbers of the answers are wrong."""
    calls = list(_wrong_calls(pool, parts))
    entries = next(filter(None, (worded(wrong_entries(call)) for call, worded in calls)), "")
    items = entries or next(filter(None, (wrong_items(call) for call, _ in calls)), "")
    return items or next(filter(None, (worded(onset_of(call)) for call, worded in calls)), "")


def _manner(pool: Sequence[ObservedCases], parts: Sequence[PartCall]) -> str:
    """Return what all wrong answers have in common."""
    return next(filter(None, (worded(manner_of(call)) for call, worded in _wrong_calls(pool, parts))), "")


def _wrong_calls(
    pool: Sequence[ObservedCases], parts: Sequence[PartCall]
) -> Iterator[tuple[Call, Callable[[str], str]]]:
    """Yield what is wrong as calls: the function at fault, then the parts; each with the words for it."""
    suspects = suspect_calls(pool)
    call = answered_call(pool, suspects) if suspects else None
    if call is not None:
        yield call, str
    for part in parts:
        yield part.call, part.worded


def _exactly_when(
    statement: Statement, pool: Sequence[ObservedCases], memory: DiagnosisMemory
) -> Generator[Question, Response, str]:
    """Return the statement about the input that separates the failing cases from all others.

    One that separates the cases so far is sought again among more: near those, where statements that hold together in
    most cases part, and then such in which it holds, of which few may have been drawn.
    """
    observations = observe_cases(statement.rule.goal, pool)
    if observations is None or not any(observations.failing):
        return ""
    if not memory.tables:
        memory.tables.append(table_of(statement.plan, observations.cases))
    table = memory.tables[0]
    failing = np.array(observations.failing)[list(table.rows)]
    for is_near in (True, False):
        found = separating_statements(table, failing, observations.shown)
        if not found:
            return ""
        if is_near:
            cases = near_cases(statement, pool, observations, memory.seed)
        else:
            cases = _telling_cases(statement, [each.statement for each in found], pool, observations, memory)
        probes = statement.about(cases) if cases is not None else None
        if probes is None:
            continue
        evidence = yield from probes.observe(SECONDS)
        further = None
        if evidence.end is None:
            further = observe_cases(
                statement.rule.goal, [ObservedCases.of(evidence, probes.failing(evidence), "probes")]
            )
        if further is None:
            return ""
        table = table.narrowed(failing, further.cases)
        failing = np.concatenate([failing, np.array(further.failing, dtype=bool)[list(table.rows)]])
    return sentence(_subject(pool), _verbs(pool), separating_statements(table, failing, observations.shown))


def _telling_cases(
    statement: Statement,
    found: Sequence[SeparatingStatement],
    pool: Sequence[ObservedCases],
    observations: Observations,
    memory: DiagnosisMemory,
) -> Cases | None:
    """Return fresh cases in which a statement holds, and others; those to choose from are drawn once for a class."""
    if not memory.searchable:
        memory.searchable.append(searchable_cases(statement.plan, memory.seed))
    groups = failing_and_others(pool, observations)
    parting = parting_cases(statement.plan, *groups, found, memory.seed) if groups is not None else []
    return telling_cases(statement.plan, memory.searchable[0], found, parting)


def _subject(pool: Sequence[ObservedCases]) -> str:
    """Return what fails, in words: the one function that is called, or the statement."""
    names = {call.function for call in pool[0].evidence.answers}
    return f"`{names.pop()}`" if len(names) == 1 else "This"


def _verbs(pool: Sequence[ObservedCases]) -> tuple[str, str]:
    """Return the words for failing and for being right."""
    raises = all(cases.evidence.has_raised(row) for cases in pool for row in cases.failing)
    return ("raises an exception" if raises else "is wrong", "is right")


def _statements(
    statement: Statement, shown: ShownCase | None, memory: DiagnosisMemory
) -> Iterator[tuple[str, Statement]]:
    """Yield the statement about fresh cases, which serve all submissions, and about the simpler case that is shown."""
    if not memory.fresh:
        cases = fresh_cases(statement.plan, memory.seed)
        memory.fresh.append(statement.about(cases) if cases is not None else None)
    if memory.fresh[0] is not None:
        yield "fresh", memory.fresh[0]
    if shown is not None and shown.simpler is not None:
        cases = cases_of(statement.plan, [dict(shown.simpler)])
        simpler = statement.about(cases) if cases is not None else None
        if simpler is not None:
            yield "", simpler

"""What the reference answers while the checks of a task are prepared: everything that a kit must know of it."""

from __future__ import annotations

import functools
import inspect
import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks import gradient, growth
from grader.checks.evaluation import RecordError
from grader.checks.nodes import Input, Reference, Student
from grader.checks.shrinking import ROUND
from grader.checks.smaller import candidates, cases_of, weight
from grader.checks.spec import GradientSpec, GrowthSpec
from grader.checks.statement import Statement
from grader.course.recorded import Answers, PackedFunction, key_of, pack, parameters_text
from grader.sandbox.columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.checks.check import Check
    from grader.checks.smaller import Case

Noted = dict[str, dict[int, Any]]
"""By function and key of its arguments, what it answers."""

SMALL_CASES = 3
"""Drawn cases around which smaller ones are recorded too: the largest one, and the last ones that a search ends at."""


@dataclass
class Recorder:
    """Functions of a reference, which note what they answer."""

    reference: Mapping[str, Callable[..., Any]]
    noted: Noted = field(default_factory=dict)

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Return the functions, noting."""
        return {name: self._noting(name, function) for name, function in self.reference.items()}

    def _noting(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def noting(*arguments: Any) -> Any:
            key = key_of(arguments)  # first: a function of the reference may change what it is given
            answer = function(*arguments)
            self._note(name, key, answer)
            return answer

        return noting

    def _note(self, name: str, key: int, answer: Any) -> None:
        # A sentence of a predicate says no; about inputs alone, nobody reads it.
        value = np.asarray(False if isinstance(answer, str) else answer)
        if value.dtype.kind not in "biuf":
            raise RecordError(f"ref.{name} returns {type(answer).__name__}, and only numbers can be recorded")
        known = self.noted.setdefault(name, {}).setdefault(key, value)
        if known.shape != value.shape or not np.array_equal(known, value, equal_nan=value.dtype.kind == "f"):
            raise RecordError(f"ref.{name} answers differently to arguments that are equal to seven digits")


def record(check: Check, seed: int) -> Noted:
    """Return what the reference answers for one check, on the cases of `seed` and on small ones.

    Raises EvaluationError where that cannot be recorded.
    """
    recorder = Recorder({**check.plan.reference, **_derived(check)})
    asked = _asking(check, recorder.functions())
    prepared = asked.prepare(seed)
    if isinstance(prepared, Statement):
        _ask_small(prepared)
    return recorder.noted


def _derived(check: Check) -> dict[str, Callable[..., Any]]:
    """Return what a check makes of functions of the reference and only wants the answers of."""
    reference, nodes = check.plan.reference, check.nodes
    match check.spec, nodes.get("of"), nodes.get("growth"):
        case GradientSpec(wrt=wrt), Reference(name, args), _:
            position = [arg.name for arg in args if isinstance(arg, Input)].index(wrt)
            return {gradient.slope_name(name, position): gradient.slope_of(reference, name, position)}
        case GrowthSpec(), _, Student(function=name):
            return {growth.sample_name(name): growth.sample_of(reference, name)}
        case _:
            return {}


def _asking(check: Check, reference: Mapping[str, Callable[..., Any]]) -> Check:
    """Return a check that asks `reference`."""
    drawn = check.illustration and replace(check.illustration, reference=reference)
    return replace(check, plan=replace(check.plan, reference=reference), illustration=drawn)


def _ask_small(statement: Statement) -> None:
    """Ask about the cases that a search for a smaller one tries first, whatever case it starts from."""
    drawn = sorted(statement.cases.drawn[: statement.cases.distinct], key=weight, reverse=True)
    start: Case = dict(drawn[0])
    for _ in range(SMALL_CASES):
        found = list(itertools.islice(candidates(statement.plan, start), ROUND))
        cases = cases_of(statement.plan, found)
        about = statement.about(cases) if cases is not None else None
        if about is None:
            return
        lightest: Mapping[str, Any] = min(about.cases.drawn, key=weight)
        start = dict(lightest)


def answers_of(noted: Noted, reference: Mapping[str, Callable[..., Any]], also: Mapping[str, object]) -> Answers:
    """Return the file of answers; the functions `also` are in it even if they were not asked."""
    names = [*noted, *(name for name in also if name not in noted)]
    return Answers(functions={name: _packed(noted.get(name, {}), reference.get(name)) for name in names})


def _packed(noted: Mapping[int, Any], function: Callable[..., Any] | None) -> PackedFunction:
    """Return the answers of one function; None for one that no expression can call."""
    groups: dict[tuple[str, int], dict[int, Any]] = {}
    for key, value in noted.items():
        groups.setdefault((value.dtype.kind, value.ndim), {})[key] = value
    return PackedFunction(
        parameters=parameters_text(inspect.signature(function)) if function is not None else (),
        answers=tuple(pack(list(group), Column.of(list(group.values()))) for group in groups.values()),
    )


def merged(noted: Mapping[str, Noted]) -> Noted:
    """Return what was noted for several checks as one.  Raises EvaluationError where two contradict one another."""
    recorder = Recorder({})
    for one in noted.values():
        for name, answers in one.items():
            for key, value in answers.items():
                recorder._note(name, key, value)  # noqa: SLF001 - of this module
    return recorder.noted

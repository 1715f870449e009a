"""Records the reference's answers while the checks of a task are prepared: all that a kit must know of it."""

from __future__ import annotations

import functools
import inspect
import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.cases import draw_example
from grader.checks.programs import uses_objects
from grader.checks.recorded_objects import objects_of
from grader.course.recorded import (
    AnswerFile,
    PackedFunction,
    key_of,
    pack,
    parameters_text,
    recordable_answer,
    same_answer,
)
from grader.diagnosis.candidates import candidates, cases_of, weight
from grader.diagnosis.shrink import ROUND
from grader.expressions.evaluation import RecordError
from grader.expressions.signatures import is_public
from grader.records import dataclass, field
from grader.release.recordable import recordable
from grader.worker.wire.columns import Array, Column
from grader.worker.wire.plain import PlainValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from grader.checks.cases import Cases
    from grader.checks.statement import Statement
    from grader.checks.task import Check
    from grader.diagnosis.candidates import Case

Noted = dict[str, dict[int, Any]]
"""By function and key of its arguments, what it answers."""

ROUNDS = 3
"""Rounds of a search for small cases that are recorded: the first at the largest case, the others at the lightest."""
PICTURED = 12
"""Small cases of a round whose pictures are recorded."""


@dataclass(frozen=True, slots=True)
class Recording:
    """The reference's answers for one check: those that decide, and those that pictures show."""

    decides: Noted
    drawn: Noted


@dataclass
class Recorder:
    """Functions of a reference, which note what they answer."""

    reference: Mapping[str, Callable[..., Any]]
    strict: bool = True
    """Whether arguments that are equal to seven digits must have equal answers; for a picture nearly will do."""
    noted: Noted = field(default_factory=dict)
    random: frozenset[str] = frozenset()
    """Functions that answer at random: one answer shows the form of all."""

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Return the functions, noting; those of support files are not noted, since a kit has them."""
        return {
            name: function if is_public(name) else self._noting(name, function)
            for name, function in self.reference.items()
        }

    def _noting(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def noting(*arguments: Any) -> Any:
            key = key_of(arguments)  # first: a function of the reference may change what it is given
            answer = function(*arguments)
            self.note(name, key, answer)
            return answer

        return noting

    def note(self, name: str, key: int, answer: Any) -> None:
        """Note one answer.  Raises RecordError for one that is no number, or contradicts another one."""
        try:
            value = recordable_answer(answer)
        except PlainValueError as error:
            raise RecordError(f"ref.{name} returns what cannot be recorded: {error}") from None
        first = self.noted.setdefault(name, {}).setdefault(key, value)
        if self.strict and name not in self.random and not same_answer(first, value):
            raise RecordError(f"ref.{name} answers differently to arguments that are equal to seven digits")

    def add(self, noted: Noted) -> None:
        """Note what another one has noted."""
        for name, answers in noted.items():
            for key, value in answers.items():
                self.note(name, key, value)


def record(check: Check, seed: int, random: frozenset[str] = frozenset()) -> Recording:
    """Return what the reference answers for one check, on the cases of `seed` and on small ones.

    Functions `random` answer differently each time, and nobody compares with these answers.
    Raises EvaluationError where that cannot be recorded.
    """
    reference = {**check.plan.reference, **check.spec.derived_functions(check.plan), **_of_objects(check, seed)}
    strict, lenient = Recorder(reference, random=random), Recorder(reference, strict=False)
    plan = replace(check.plan, reference=strict.functions())
    statement = replace(check, plan=plan, illustration=None).prepare(seed).statement
    small = list(_ask_small(statement)) if statement is not None else []
    illustration = check.illustration
    if illustration is not None and recordable(illustration.node):
        noting = replace(illustration, reference=lenient.functions())
        for case in (draw_example(plan, seed), *itertools.chain.from_iterable(map(_lightest, small))):
            noting.rehearse(case)
    return Recording(strict.noted, lenient.noted)


def _of_objects(check: Check, seed: int) -> dict[str, Callable[..., Any]]:
    """Return the function that makes the programs of a check with objects.  Raises RecordError where it has none."""
    if check.spec.recorded_whole or not uses_objects(list(check.plan.nodes.values()), check.plan.functions):
        return {}
    statement = replace(check, illustration=None).prepare(seed).statement
    if statement is None or statement.objects is None:
        raise RecordError("the objects of this kind of check cannot be recorded")
    objects, reference = statement.objects, check.plan.reference
    return {objects_of(check.plan.check): lambda inputs: objects.bodies_by_reference(inputs, reference)}


def _ask_small(statement: Statement) -> Iterator[Cases]:
    """Ask about the cases that a search for a smaller one tries first, whatever case it starts from; yield them."""
    drawn = sorted(statement.cases.drawn[: statement.cases.distinct], key=weight, reverse=True)
    start: Case = dict(drawn[0])
    for _ in range(ROUNDS):
        smaller = list(itertools.islice(candidates(statement.plan, start), ROUND))
        cases = cases_of(statement.plan, smaller)
        about = statement.about(cases) if cases is not None else None
        if about is None:
            return
        yield about.cases
        lightest: Mapping[str, Any] = min(about.cases.drawn, key=weight)
        start = dict(lightest)


def _lightest(cases: Cases) -> Iterator[dict[str, Any]]:
    """Yield the cases that are likeliest to be shown."""
    for row in sorted(range(cases.count), key=lambda row: weight(cases.drawn[row]))[:PICTURED]:
        yield cases.shown(row)


def answers_of(
    decides: Noted,
    drawn: Noted,
    reference: Mapping[str, Callable[..., Any]],
    also: Mapping[str, object],
    exceptions: Iterable[str] = (),
) -> AnswerFile:
    """Return the file of answers: what decides before what is drawn; `also` and `exceptions` in any case."""
    names = dict.fromkeys([*decides, *drawn, *also])
    noted = {name: {**drawn.get(name, {}), **decides.get(name, {})} for name in names}
    functions = {name: _packed(noted[name], reference.get(name)) for name in names}
    return AnswerFile(functions=functions, exceptions=tuple(exceptions))


def _column(values: list[Array]) -> Column:
    """Return recorded answers of one kind as a column."""
    flat = np.concatenate([value.reshape(-1) for value in values])
    return Column(flat, np.array([value.shape for value in values], dtype=np.int64).reshape(len(values), -1))


def _packed(noted: Mapping[int, Any], function: Callable[..., Any] | None) -> PackedFunction:
    """Return the answers of one function; None for one that no expression can call."""
    groups: dict[tuple[str, int], dict[int, Any]] = {}
    for key, value in noted.items():
        groups.setdefault((value.dtype.kind, value.ndim), {})[key] = value
    return PackedFunction(
        parameters=parameters_text(inspect.signature(function)) if function is not None else (),
        answers=tuple(pack(list(group), _column(list(group.values()))) for group in groups.values()),
    )

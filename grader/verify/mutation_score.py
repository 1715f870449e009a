"""Which mutants the checks tell from the reference: killed, equal to it as far as many cases tell, or a survivor.

A mutant is handed in like a student's work.  It is killed by the checks that do not pass.  What survives is asked under
more seeds, and its answers are compared with the reference's digit by digit: those that are equal are none.  A mutant
of a derivation whose lines all hold is another derivation, and right; so is one whose answers are accepted where the
known right solutions differ among themselves (any separating w, any w near the optimum).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from importlib.util import decode_source
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from grader.diagnosis.mutation.mutants import Mutant, mutants_of
from grader.judge import Preparation
from grader.records import dataclass, field
from grader.verify.margins import NEAR, unlike
from grader.verify.solutions import reference_with, replaceable_names, solutions
from grader.verify.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from grader.checks.task import Task
    from grader.sandbox.factory import WorkerFactory

SECONDS = 1.0
"""Processor time that a mutant may take for a check at the most: many of them never end."""
LEAST_SECONDS = 0.1
TIMES_SLOWER = 30.0
"""The factor by which a mutant may be slower than the reference."""
LEAST_SLOWER = 5.0
"""The factor that it has at least, however slow the reference is: processor time itself varies with what else runs."""
MORE_SEEDS = 8
"""Seeds under which a survivor is asked again."""
SEEDS = range(1, 2 + MORE_SEEDS)
LEAST_MORE, LONG = 1, 0.15
"""The number of seeds for a mutant that has taken longer than so many seconds of processor time."""
BAR = 0.95
"""The share of the mutants of a function that must be killed."""

MutantFate = Literal["killed", "equal", "survived"]


@dataclass(frozen=True, slots=True)
class MutantResult:
    """The fate of a mutant: the checks that killed it, or the seed under which it would have been killed."""

    mutant: Mutant
    fate: MutantFate
    by: tuple[str, ...] = ()
    """Every check that does not pass; only the first one where a mutant never ends."""
    seed: int | None = None
    """For a survivor: a seed under which it would have been killed."""
    beyond: Mapping[str, float] = field(default_factory=dict)
    """Its distance in tolerances, for each check that catches it by closeness."""


@dataclass(frozen=True, slots=True)
class FunctionMutationScore:
    """The mutants of one function."""

    function: str
    killed: int
    equal: int
    survivors: tuple[MutantResult, ...]

    @property
    def share(self) -> float:
        """The share of those that differ which is killed."""
        differ = self.killed + len(self.survivors)
        return self.killed / differ if differ else 1.0

    @property
    def good(self) -> bool:
        """Whether enough are killed."""
        return self.share >= BAR

    def data(self) -> dict[str, Any]:
        """Return it as plain data; of each survivor its diff, and a seed that tells it apart if there is one."""
        survivors = [
            {"line": survivor.mutant.line, "diff": survivor.mutant.diff, "seed": survivor.seed}
            for survivor in self.survivors
        ]
        return {"killed": self.killed, "equal": self.equal, "share": self.share, "survivors": survivors}


@dataclass(frozen=True, slots=True)
class TaskMutationScore:
    """All mutants of a task."""

    functions: tuple[FunctionMutationScore, ...]
    alone: Mapping[str, int]
    """The number of mutants and known wrong solutions that a check alone catches, by check."""
    mutants: int
    nearest: Mapping[str, tuple[float, str]] = field(default_factory=dict)
    """For each check the mutant that is fewest tolerances away among those that it catches by closeness."""

    def data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "mutants": self.mutants,
            "functions": {kills.function: kills.data() for kills in self.functions},
            "caught_by_this_check_alone": dict(self.alone),
        }


def mutants(folder: Path, task: Task) -> list[Mutant]:
    """Return the mutants of a task's reference."""
    file = folder / "reference" / f"{task.id}.py"
    if not file.is_file():  # the solution of an imported task may be a notebook, or nowhere
        return []
    source = decode_source(file.read_bytes())
    variables = {name for name, function in task.functions.items() if function.variable}
    return mutants_of(source, [name for name in replaceable_names(folder, task) if name not in variables])


def scored_functions(task: Task, mutants: Iterable[Mutant]) -> list[str]:
    """Return the functions of a task, and what else its mutants may break: a class that only its tests know."""
    called = [name for name, function in task.functions.items() if not function.variable]
    return list(dict.fromkeys([*called, *(name for mutant in mutants for name in mutant.functions)]))


def task_mutation_score(task: Task, results: Sequence[MutantResult]) -> TaskMutationScore:
    """Return what became of all mutants of a task, function by function and check by check."""
    names = scored_functions(task, [result.mutant for result in results])
    functions = tuple(_of_function(name, results) for name in names)
    return TaskMutationScore(functions, _alone(task, results), len(results), _nearest(results))


def _alone(task: Task, results: Iterable[MutantResult]) -> dict[str, int]:
    """Return for each check how much of what is wrong it alone catches."""
    caught = [result.by for result in results if result.fate == "killed"]
    caught += [misconception.fails for misconception in task.misconceptions]
    count = Counter(by[0] for by in caught if len(by) == 1)
    return {check.id: count[check.id] for check in task.checks if not check.spec.marked_by_person}


def _of_function(name: str, results: Iterable[MutantResult]) -> FunctionMutationScore:
    results_of_function = [result for result in results if name in result.mutant.functions]
    fates = Counter(result.fate for result in results_of_function)
    return FunctionMutationScore(
        name,
        fates["killed"],
        fates["equal"],
        tuple(result for result in results_of_function if result.fate == "survived"),
    )


def _nearest(results: Iterable[MutantResult]) -> dict[str, tuple[float, str]]:
    nearest: dict[str, tuple[float, str]] = {}
    for result in results:
        for check, beyond in result.beyond.items():
            nearest[check] = min(nearest.get(check, (np.inf, "")), (beyond, f"a mutant, {result.mutant.name}"))
    return nearest


def without_timed_checks(task: Task) -> Task:
    """Return the task without what a person marks or a clock decides."""
    return replace(
        task, checks=tuple(check for check in task.checks if not (check.spec.marked_by_person or check.spec.timed))
    )


def allowed_seconds(reference: float) -> float:
    """Return the processor time that a mutant may take, by that of the reference.

    >>> [allowed_seconds(seconds) for seconds in (0.0, 0.02, 0.1, 0.5)]
    [0.1, 0.6, 1.0, 2.5]
    """
    return max(LEAST_SLOWER * reference, min(SECONDS, max(LEAST_SECONDS, TIMES_SLOWER * reference)))


class MutantTester:
    """Mutants of one task are tried here, one after the other, on cases that are drawn once."""

    def __init__(
        self,
        folder: Path,
        task: Task,
        cell: WorkerFactory,
        free: frozenset[str],
        preparation: Callable[[int], Preparation] = Preparation,
    ) -> None:
        """`free` are the functions to which right solutions give different answers: what is accepted is right there."""
        self._folder, self._task, self._cell, self._free = folder, without_timed_checks(task), cell, free
        self._preparations = [preparation(seed) for seed in SEEDS]
        self._seconds = self._allowed()

    def _allowed(self) -> dict[str, float]:
        """Return the time that a mutant may take for each check, by what the reference takes."""
        reference = solutions(self._folder, self._task)[0]
        trial = Trial(self._task, reference.submission, self._cell)
        try:
            trials = {check.id: trial.ask(check, self._preparations[0]) for check in self._task.checks}
        finally:
            trial.close()
        return {check: allowed_seconds(result.seconds) for check, result in trials.items()}

    def fate(self, mutant: Mutant) -> MutantResult:
        """Return what becomes of a mutant."""
        trial = Trial(self._task, reference_with(self._folder, self._task, mutant.source), self._cell)
        try:
            if trial.loaded is None:
                return MutantResult(mutant, "killed", ("it cannot be loaded",))
            equal = True
            for number, preparation in enumerate(self._preparations):
                if number > LEAST_MORE and trial.seconds > LONG:
                    break
                comparison = self._ask(trial, mutant, preparation)
                if comparison.by:
                    if number:
                        return MutantResult(mutant, "survived", (), preparation.seed)
                    return MutantResult(mutant, "killed", tuple(comparison.by), beyond=comparison.beyond)
                equal = equal and comparison.same
            return MutantResult(mutant, "equal" if equal else "survived")
        finally:
            trial.close()

    def _ask(self, trial: Trial, mutant: Mutant, preparation: Preparation) -> _Comparison:
        """Ask each check that calls what may be wrong, whatever it needs; the others see the reference's own code."""
        concerned = [check for check in self._task.checks if check.concerns(mutant.functions)]
        # Of a function that nobody asks for nothing is known, and a test that passes does not say what was answered.
        comparison = _Comparison(same=any(not check.spec.whole_module for check in concerned))
        for check in concerned:
            result = trial.ask(check, preparation, self._seconds[check.id])
            if result.passed:
                unlike_checks = (
                    set(unlike(result.evidence, NEAR)) - self._free if result.evidence is not None else set()
                )
                comparison.same = comparison.same and unlike_checks.isdisjoint(mutant.functions)
                continue
            comparison.by.append(check.id)
            if result.share is not None:
                comparison.beyond[check.id] = result.share
            if result.timeout:
                break
        return comparison


@dataclass
class _Comparison:
    """The results of the checks on a mutant under one seed."""

    by: list[str] = field(default_factory=list)
    beyond: dict[str, float] = field(default_factory=dict)
    same: bool = True

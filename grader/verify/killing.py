"""Which mutants the checks tell from the reference: killed, equal to it as far as many cases tell, or a survivor.

A mutant is handed in like a student's work.  It is killed by the checks that do not pass.  What survives is asked under
more seeds, and its answers are compared with the reference's digit by digit: those that are equal are none.  A mutant
of a derivation whose lines all hold is another derivation, and right; so is one whose answers are accepted where the
known right solutions differ among themselves (any separating w, any w near the optimum).
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from grader.checks.known import Known, predicted
from grader.checks.statement import Statement
from grader.course import load_course
from grader.course.compiling import replaced
from grader.course.reference import functions_of
from grader.judge import Preparation, Session, TaskGrading, wanted_of
from grader.judge.session import Clock
from grader.results import Outcome
from grader.sandbox.cell import Cell
from grader.sandbox.zygote import Zygote
from grader.verify.mutants import Mutant, mutants_of
from grader.verify.solutions import reference_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.checks.check import Check, Task
    from grader.sandbox.columns import Array
    from grader.submission import Submission

SECONDS = 2.0
"""What a mutant may take for a check: many of them never end."""
MORE_SEEDS = 8
"""Seeds under which a survivor is asked again."""
NEAR = 1e-9
ROUNDING = 1e-4
"""How far right solutions may be apart and still have one answer in mind: single precision is one of them."""
BAR = 0.95
"""The share of the mutants of a function that must be killed."""

Fate = Literal["killed", "equal", "survived"]


@dataclass(frozen=True, slots=True)
class Fallen:
    """What became of a mutant: the check that killed it, or under which seed it could have been."""

    mutant: Mutant
    fate: Fate
    by: tuple[str, ...] = ()
    """Every check that does not pass; only the first one where a mutant never ends."""
    seed: int | None = None
    """For a survivor: a seed under which it would have been killed."""


@dataclass(frozen=True, slots=True)
class Kills:
    """The mutants of one function."""

    function: str
    killed: int
    equal: int
    survivors: tuple[Fallen, ...]

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
        survivors = [{"line": one.mutant.line, "diff": one.mutant.diff, "seed": one.seed} for one in self.survivors]
        return {"killed": self.killed, "equal": self.equal, "share": self.share, "survivors": survivors}


@dataclass(frozen=True, slots=True)
class Killing:
    """All mutants of a task."""

    functions: tuple[Kills, ...]
    alone: Mapping[str, int]
    """How many mutants and known wrong solutions a check alone catches, for each check that can catch any."""
    mutants: int

    @property
    def good(self) -> bool:
        """Whether enough are killed in every function."""
        return all(kills.good for kills in self.functions)

    def data(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "mutants": self.mutants,
            "functions": {kills.function: kills.data() for kills in self.functions},
            "caught_by_this_check_alone": dict(self.alone),
        }


def kill(folder: Path, task: Task, tell: Callable[[int, int], None], processes: int) -> Killing:
    """Try all mutants of a task; `tell` hears how many of how many are done."""
    source = (folder / "reference" / f"{task.id}.py").read_text(encoding="utf-8")
    mutants = mutants_of(source, task.functions)
    portions = [mutants[start::processes] for start in range(processes)]
    fallen: list[Fallen] = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        for part in pool.map(_try_all, [folder] * processes, [task.id] * processes, portions):
            fallen += part
            tell(len(fallen), len(mutants))
    return Killing(tuple(_of_function(name, fallen) for name in task.functions), _alone(task, fallen), len(mutants))


def _alone(task: Task, fallen: Iterable[Fallen]) -> dict[str, int]:
    """Return for each check how much of what is wrong it alone catches."""
    caught = [one.by for one in fallen if one.fate == "killed"]
    caught += [known.fails for known in task.misconceptions]
    count = Counter(by[0] for by in caught if len(by) == 1)
    return {check.id: count[check.id] for check in task.checks if check.kind != "written"}


def _of_function(name: str, fallen: Iterable[Fallen]) -> Kills:
    own = [one for one in fallen if name in one.mutant.functions]
    fates = Counter(one.fate for one in own)
    return Kills(name, fates["killed"], fates["equal"], tuple(one for one in own if one.fate == "survived"))


def _try_all(folder: Path, task_id: str, mutants: Sequence[Mutant]) -> list[Fallen]:
    task = hurried(load_course(folder, only=[task_id]).tasks[0])
    with Zygote() as zygote:
        trial = _Trial(folder, task, Cell(starter=zygote))
        return [trial.fate(mutant) for mutant in mutants]


def hurried(task: Task) -> Task:
    """Return the task without what a person marks or a clock decides, and with little time for the rest."""
    checks = [check for check in task.checks if check.kind not in {"written", "growth"}]
    quick = [replace(check, plan=replace(check.plan, wall=min(check.plan.wall, SECONDS))) for check in checks]
    return replace(task, checks=tuple(quick))


class _Trial:
    """Mutants of one task, one after the other, on cases that are drawn once."""

    def __init__(self, folder: Path, task: Task, cell: Cell) -> None:
        self._folder, self._task, self._cell = folder, task, cell
        self._preparations = [Preparation(seed) for seed in range(1, 2 + MORE_SEEDS)]
        self._free = frozenset(self._not_unique())

    def _not_unique(self) -> Iterator[str]:
        """Yield the functions to which right solutions give different answers: what is accepted there is right."""
        right, _ = functions_of(self._folder / "reference" / "right" / f"{self._task.id}.py", "")
        for name, solution in right.items():
            function = replaced(name, self._task.functions)
            if function is not None and not all(self._alike(function, solution, check) for check in self._task.checks):
                yield function

    def _alike(self, function: str, solution: Callable[..., Any], check: Check) -> bool:
        """Whether a right solution gives the reference's answers to the calls of a check."""
        prepared = self._preparations[0].of(self._task.id, check)
        if not isinstance(prepared, Statement) or prepared.first is None:
            return True
        for call, group in zip(prepared.stages[0], prepared.first.groups, strict=True):
            if call.function == function:
                due = prepared.base.answers[call]
                outputs = (
                    predicted(Known("", function, solution, (), ""), group.arguments, prepared.cases.distinct) or ()
                )
                size = float(np.abs(due.flat[np.isfinite(due.flat)]).max(initial=1e-300))
                if any(not _near(output.value, np.asarray(due.row(row)), size) for row, output in enumerate(outputs)):
                    return False
        return True

    def fate(self, mutant: Mutant) -> Fallen:
        """Return what becomes of a mutant."""
        submission = reference_with(self._folder, self._task, mutant.source)
        session = Session(submission, wanted_of([self._task]), self._cell.worker)
        session.spare = 0.0
        try:
            if session.load() is None:
                return Fallen(mutant, "killed", ("it cannot be loaded",))
            equal = True
            for number, preparation in enumerate(self._preparations):
                by = self._caught(submission, session, preparation)
                if by:
                    return Fallen(mutant, "survived", (), preparation.seed) if number else Fallen(mutant, "killed", by)
                equal = equal and self._same(session, preparation, mutant)
            return Fallen(mutant, "equal" if equal else "survived")
        finally:
            session.close()

    def _caught(self, submission: Submission, session: Session, preparation: Preparation) -> tuple[str, ...]:
        """Return the checks that do not pass, each asked whatever it needs."""
        caught = []
        for check in self._task.checks:
            one = replace(self._task, checks=(replace(check, spec=check.spec.model_copy(update={"needs": ()})),))
            grading = TaskGrading(one, submission, session, session.report, preparation)
            for hidden in (False, True):
                grading.ask(hidden=hidden)
            outcome = grading.outcomes[check.id]
            if outcome is not Outcome.PASSED:
                caught.append(check.id)
            if outcome is Outcome.TIMEOUT:
                break
        return tuple(caught)

    def _same(self, session: Session, preparation: Preparation, mutant: Mutant) -> bool:
        """Whether the functions of a mutant answer as the reference does, to the last digits."""
        for check in self._task.checks:
            prepared = preparation.of(self._task.id, check)
            if not isinstance(prepared, Statement) or prepared.first is None:
                continue
            response = session.ask(prepared.first, Clock(SECONDS, SECONDS))
            for call, answers in zip(prepared.stages[0], response.groups, strict=True):
                column, due = answers.uniform(), prepared.base.answers[call]
                if column is None or column.flat.shape != due.flat.shape:
                    return call.function in self._free
                size = float(np.abs(due.flat[np.isfinite(due.flat)]).max(initial=1e-300))
                with np.errstate(all="ignore"):
                    differs = not (np.abs(column.flat - due.flat) <= NEAR * size).all()
                if differs and call.function in mutant.functions and call.function not in self._free:
                    return False
        return True


def _near(got: Array | None, due: Array, size: float) -> bool:
    """Whether two right solutions agree, for numbers of about `size`, but for rounding."""
    if got is None or got.shape != due.shape:
        return False
    with np.errstate(all="ignore"):
        return bool(((np.abs(got - due) <= ROUNDING * size + NEAR) | (got == due)).all())

"""Whether each known mistake is told its own sentence, and whether its rewrites are told that one or none.

Every wrong solution is handed in as it is, written in other ways (`rewrites`), and as the functions that its
misconception names in `rewrites:`.  The judge decides as for a student which misconception explains it; other reasons
are not sought.  A wrong solution that no misconception names must be told no sentence of one.
"""

from __future__ import annotations

from importlib.util import decode_source
from typing import TYPE_CHECKING

from grader.course.known_mistakes import replaced
from grader.diagnosis.slips.call import size_of_numbers
from grader.judge.consensus import resolve_misconceptions
from grader.records import dataclass
from grader.results import Outcome, Visibility
from grader.values.columns import plain_row
from grader.values.comparison import close
from grader.verify.rewrites import rewrites_of
from grader.verify.solutions import replaceable_names, wrong_names, wrong_with
from grader.verify.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from grader.checks.evidence import Evidence
    from grader.checks.misconception import Misconception
    from grader.checks.spec import MisconceptionSpec
    from grader.checks.task import Task
    from grader.judge import Preparation
    from grader.sandbox.factory import WorkerFactory
    from grader.submission import Submission
    from grader.verify.trial import TriedCheck

SEEDS = (1, 2)
"""Seeds under which a wrong solution is handed in as it is; its rewrites under the first."""
SEEDS_WITH_RIVALS = (1, 2, 3, 4)
"""The same for one that must be told from rivals; its rewrites under the first two."""
ALIKE = 1e-3
"""The distance, relative to the largest number, up to which a rewrite gives what the wrong solution gives."""
AS_IT_IS = "as it is"


@dataclass(frozen=True, slots=True)
class OtherSentence:
    """The sentence of another misconception, told of a form of a wrong solution."""

    form: str
    check: str
    seed: int
    names: tuple[str, ...]
    """The misconceptions whose sentence it is."""


@dataclass(frozen=True, slots=True)
class SentenceFinding:
    """The sentences that a wrong solution and its rewrites are told."""

    name: str
    tells: str = ""
    """Its own sentence; empty where no misconception names it."""
    checks: tuple[str, ...] = ()
    """The checks of which it is told as it is, under every seed."""
    silent: tuple[tuple[int, str], ...] = ()
    """Seeds under which it is told of no check, and why."""
    told: int = 0
    """Rewrites that are told the sentence."""
    untold: int = 0
    """Rewrites that are told none."""
    others: tuple[OtherSentence, ...] = ()
    fault: str = ""
    """Why it could not be looked at."""

    @property
    def good(self) -> bool:
        """Whether it is told its own sentence and no other."""
        return not (self.silent or self.others or self.fault)


@dataclass(frozen=True, slots=True)
class _SolutionForm:
    """One way in which a wrong solution is written."""

    words: str
    submission: Submission
    compared: bool = False


@dataclass(frozen=True, slots=True)
class _FormSentences:
    """The sentences of all checks of a task about one form under one seed, and what they rest on."""

    sentences: Mapping[str, str]
    candidates: Mapping[str, tuple[Misconception, ...]]
    examined: Mapping[str, TriedCheck]


class SentenceTester:
    """Tries the known wrong solutions of one task, one after the other, on cases that are drawn once."""

    def __init__(
        self, folder: Path, task: Task, cell: WorkerFactory, preparation_of: Callable[[int], Preparation]
    ) -> None:
        self._folder, self._task, self._cell, self._preparation_of = folder, task, cell, preparation_of
        self._functions = replaceable_names(folder, task)
        self._specs = {spec.wrong: spec for spec in task.misconceptions}
        self._public = {check.id for check in task.checks if check.visibility is Visibility.PUBLIC}

    def finding(self, name: str) -> SentenceFinding:
        """Return what is told of a wrong solution, as it is and in other words."""
        spec = self._specs.get(name)
        function = str(replaced(name, self._functions))
        seeds = SEEDS_WITH_RIVALS if spec is not None and spec.rivals else SEEDS
        as_it_is, *rewritten = self._forms(name, spec)
        answers = {seed: self._ask(as_it_is, function, seed, _is_only_timed(self._task, spec)) for seed in seeds}
        faults = [each.fault for answer in answers.values() for each in answer.examined.values() if each.fault]
        tells = spec.tells if spec is not None else ""
        others = [other for seed in seeds for other in self._others(as_it_is, tells, seed, answers[seed])]
        told = untold = 0
        for form in rewritten:
            for seed in seeds[: len(seeds) // 2]:
                answer = self._ask(form, function, seed)
                if form.compared and not _are_alike(answers[seed].examined, answer.examined):
                    continue  # another program, of which nothing is known
                others += self._others(form, tells, seed, answer)
                is_told = tells in answer.sentences.values()
                told, untold = told + is_told, untold + (not is_told)
        checks = [
            check.id
            for check in self._task.checks
            if all(tells and answer.sentences.get(check.id) == tells for answer in answers.values())
        ]
        silent = [
            (seed, self._reason(name, answers[seed]))
            for seed in seeds
            if spec is not None and tells not in answers[seed].sentences.values()
        ]
        return SentenceFinding(
            name, tells, tuple(checks), tuple(silent), told, untold, tuple(others), "".join(faults[:1])
        )

    def _forms(self, name: str, spec: MisconceptionSpec | None) -> Iterator[_SolutionForm]:
        """Yield the wrong solution as it is, then in other words."""
        path = self._folder / "reference" / "wrong" / f"{self._task.id}.py"
        source = decode_source(path.read_bytes())
        yield _SolutionForm(AS_IT_IS, wrong_with(self._folder, self._task, name, source))
        for other in spec.rewrites if spec is not None else ():
            yield _SolutionForm(f"as `{other}`", wrong_with(self._folder, self._task, other, source))
        for rewrite in rewrites_of(source, name):
            submission = wrong_with(self._folder, self._task, name, rewrite.source)
            yield _SolutionForm(f"written {rewrite.words}", submission, rewrite.compared)

    def _ask(self, form: _SolutionForm, function: str, seed: int, timed: bool = False) -> _FormSentences:
        """Return what the checks that call a function say of a form; to the others it is the reference."""
        trial, preparation = Trial(self._task, form.submission, self._cell), self._preparation_of(seed)
        examined: dict[str, TriedCheck] = {}
        passed, unmet = set[str](), set[str]()
        try:
            for check in self._task.checks:
                if check.spec.marked_by_person or (check.spec.timed and not timed):
                    continue
                if not check.concerns({function}):
                    passed.add(check.id)
                elif unmet.intersection(check.spec.needs):
                    unmet.add(check.id)
                else:
                    examined[check.id] = trial.examine(check, preparation)
                    (passed if examined[check.id].outcome is Outcome.PASSED else unmet).add(check.id)
        finally:
            trial.close()
        candidates = {id_: each.misconceptions for id_, each in examined.items() if each.misconceptions}
        sentences = resolve_misconceptions(candidates, passed & self._public, self._public)
        return _FormSentences(
            {id_: text for id_, text in sentences.items() if text and id_ not in passed}, candidates, examined
        )

    def _others(self, form: _SolutionForm, tells: str, seed: int, answer: _FormSentences) -> Iterator[OtherSentence]:
        """Yield the sentences that are not its own."""
        for check, sentence in answer.sentences.items():
            if sentence != tells:
                names = tuple(name for name, spec in self._specs.items() if spec.tells == sentence)
                yield OtherSentence(form.words, check, seed, names)

    def _reason(self, name: str, answer: _FormSentences) -> str:
        """Return why a wrong solution is not told its sentence."""
        for check, several in answer.candidates.items():
            rivals = [other.name for other in several if other.name != name]
            if rivals and any(other.name == name for other in several):
                return f"its answers in `{check}` are also those of {', '.join(f'`{rival}`' for rival in rivals)}"
        if not any(each.outcome is not Outcome.PASSED for each in answer.examined.values()):
            return "it passes every check"
        if any(other.name == name for several in answer.candidates.values() for other in several):
            return "its answers in different checks are those of different misconceptions"
        return "in no check that it fails are its answers those that are expected of it"


def _is_only_timed(task: Task, spec: MisconceptionSpec | None) -> bool:
    """Whether growth checks alone catch a misconception."""
    by_id = {check.id: check for check in task.checks}
    return spec is not None and all(by_id[id_].spec.timed for id_ in spec.fails)


def names_with_sentences(folder: Path, task: Task) -> list[str]:
    """Return the wrong solutions of a task whose sentences are looked at."""
    besides = {name for spec in task.misconceptions for name in (*spec.rewrites, spec.shows)}
    return [name for name in wrong_names(folder, task) if name not in besides] if task.misconceptions else []


def _are_alike(first: Mapping[str, TriedCheck], second: Mapping[str, TriedCheck]) -> bool:
    """Whether two programs give the same in all cases of all checks."""
    return first.keys() == second.keys() and all(_is_alike(first[id_], second[id_]) for id_ in first)


def _is_alike(first: TriedCheck, second: TriedCheck) -> bool:
    if first.outcome is not second.outcome or (first.evidence is None) is not (second.evidence is None):
        return False
    if first.evidence is None or second.evidence is None:
        return first.failed_cases == second.failed_cases
    return _gives_the_same(first.evidence, second.evidence)


def _gives_the_same(first: Evidence, second: Evidence) -> bool:
    if first.answers.keys() != second.answers.keys():
        return False  # a worker that ends leaves calls without an answer
    for call, answers in first.answers.items():
        others = second.answers[call]
        if answers.faults.keys() != others.faults.keys():
            return False
        for row in range(first.cases.distinct):
            if row not in answers.faults:
                value, other = plain_row(answers.column, row), plain_row(others.column, row)
                size = ALIKE * size_of_numbers(value)
                if not close(other, value, lambda _, size=size: size):  # type: ignore[misc]
                    return False
    return True

"""How much of HumanEval can be graded: its 164 functions as tasks, the right solutions and mutants of them.

    python -m benchmarks.humaneval HumanEval.jsonl.gz [--seeds 20] [--only NAME ...]

The data set is not here: it is data/HumanEval.jsonl.gz of github.com/openai/human-eval.  A task is generated for each
function (`benchmarks.task_generation`): the docstring's examples, and drawn inputs of the kinds that the data set's own
tests use.  Those tests' inputs are no cases of the task.  The canonical solution must pass under every seed.  A mutant
differs where it answers one of the data set's own tests otherwise; three such, where there are as many, must fail.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import gzip
import inspect
import io
import json
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.task_generation import KnownFunction, doctest_examples, write_course
from grader.course import load_course
from grader.diagnosis.mutation.mutants import mutants_of
from grader.errors import SpecError
from grader.judge import Grading, Preparation, grade
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.zygote import Zygote
from grader.submission.files import SourceFile, Submission
from grader.values.comparison import equal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.results import SubmissionResult

GOAL, CAUGHT = 150, 0.9
MUTANTS = 3
SECONDS = 1.0
"""For one call of a mutant in this process; one that takes longer is left out."""
WAYS = ("examples", "drawn", "changed")


@dataclass
class Outcome:
    """What came of one function."""

    name: str
    ways: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """Why a way of asking cannot be used."""
    wrong: list[str] = field(default_factory=list)
    """What the canonical solution lost."""
    caught: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


class TooLongError(Exception):
    """A call of a mutant does not end."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TooLongError after some time."""

    def stop(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def loaded(source: str, name: str) -> Callable[..., Any]:
    """Return a function of a module that is given as text."""
    space: dict[str, Any] = {"__name__": "loaded"}
    exec(compile(source, "loaded.py", "exec"), space)
    function: Callable[..., Any] = space[name]
    return function


def known(problem: dict[str, str]) -> tuple[KnownFunction, list[Any]]:
    """Return what is known of a function, and its answers to the calls that the data set's tests make."""
    source, name = problem["prompt"] + problem["canonical_solution"], problem["entry_point"]
    function = loaded(source, name)
    signature = inspect.signature(function)
    calls: list[tuple[Any, ...]] = []
    answers: list[Any] = []
    seconds = [0.0]

    def recorder(*args: Any, **keywords: Any) -> Any:
        bound = signature.bind(*copy.deepcopy(args), **copy.deepcopy(keywords))
        bound.apply_defaults()
        call = tuple(bound.arguments.values())
        began = time.process_time()
        answer = function(*args, **keywords)
        seconds.append(time.process_time() - began)
        if repr(call) not in map(repr, calls):
            calls.append(call)
            answers.append(copy.deepcopy(answer))
        return answer

    loaded(source + problem["test"], "check")(recorder)
    real = any(character in repr(answers) for character in (".", "inf")) and any(map(has_real, answers))
    docstring = inspect.getdoc(function) or ""
    parameters = tuple(signature.parameters)
    return KnownFunction(name, source, docstring, parameters, tuple(calls), real, max(seconds)), answers


def has_real(value: Any) -> bool:
    """Whether a real number is part of a value."""
    if isinstance(value, list | tuple):
        return any(map(has_real, value))
    return isinstance(value, float)


def differing_mutants(function: KnownFunction, answers: list[Any]) -> list[str]:
    """Return the sources of some mutants that answer a call of the data set otherwise, in an order of chance."""
    found: list[str] = []
    mutants = mutants_of(function.source, [function.name])
    random.Random(function.name).shuffle(mutants)
    for mutant in mutants:
        try:
            with time_limit(SECONDS), contextlib.redirect_stdout(io.StringIO()):
                differs = answers_otherwise(loaded(mutant.source, function.name), function.calls, answers)
        except TooLongError:
            continue
        if differs:
            found.append(mutant.source)
        if len(found) == MUTANTS:
            break
    return found


def answers_otherwise(mutant: Callable[..., Any], calls: tuple[tuple[Any, ...], ...], answers: list[Any]) -> bool:
    """Whether a mutant gives another answer to one of the calls, or none."""
    for call, answer in zip(calls, answers, strict=True):
        try:
            got = mutant(*copy.deepcopy(call))
        except TooLongError:
            raise
        except Exception:  # noqa: BLE001 - a mutant may fail in any way
            return True
        if not equal(got, answer) and not (has_real(answer) and repr(got)[:8] == repr(answer)[:8]):
            return True
    return False


@dataclass
class Bench:
    """Grades one function after the other."""

    folder: Path
    seeds: int
    workers: WorkerFactory

    def measure(self, problem: dict[str, str]) -> Outcome:
        """Return what comes of a function of the data set."""
        function, answers = known(problem)
        outcome = Outcome(function.name)
        for way in WAYS:
            if (way == "examples" and not doctest_examples(function)) or (way == "changed" and not function.has_text):
                continue
            fault = self._fault(function, way)
            (outcome.faults if fault else outcome.ways).append(f"{way}: {fault}" if fault else way)
        if not outcome.ways:
            return outcome
        write_course(self.folder, function, outcome.ways)
        tasks = load_course(self.folder).tasks
        for seed in range(1, self.seeds + 1):
            result = self._graded(function.source, Grading(tasks, Preparation(seed)))
            outcome.wrong += [f"seed {seed}: {text}" for text in not_passed(result)]
        preparation = Preparation(1)
        for source in differing_mutants(function, answers):
            lost = list(not_passed(self._graded(source, Grading(tasks, preparation))))
            (outcome.caught if lost else outcome.missed).append(source)
        return outcome

    def _fault(self, function: KnownFunction, way: str) -> str:
        """Return why one way to ask for the function cannot be used; empty where it can."""
        write_course(self.folder, function, [way])
        try:
            tasks = load_course(self.folder).tasks
        except SpecError as error:
            return " ".join(str(error).split())
        fault = Preparation(1).of("task", tasks[0].checks[0])
        text = getattr(fault, "text", "")
        if text:
            return text
        # A docstring may be wrong about its own function.
        result = self._graded(function.source, Grading(tasks, Preparation(1))) if way == "examples" else None
        return "; ".join(not_passed(result)) if result else ""

    def _graded(self, source: str, grading: Grading) -> SubmissionResult:
        submission = Submission("one", (SourceFile("task.py", source.encode()),))
        return grade(submission, grading, self.workers.worker)


def not_passed(result: SubmissionResult) -> Iterator[str]:
    """Yield the checks that a submission does not pass."""
    for task in result.tasks:
        for check in task.checks:
            if check.outcome.value != "passed":
                yield f"{check.id} {check.outcome.value}: {check.message}"


def report(outcomes: list[Outcome], seeds: int, *, mutants: bool) -> None:
    """Print what came of all."""
    for outcome in outcomes:
        lines = [*outcome.faults, *outcome.wrong[:3]]
        lines += [f"missed:\n{source}" for source in outcome.missed] if mutants else []
        if lines:
            print(f"{outcome.name}: " + "\n    ".join(lines))
    drawn = [one for one in outcomes if {"drawn", "changed"} & set(one.ways)]
    alone = Counter("drawn" in one.ways for one in drawn)[True]
    right = sum(not one.wrong for one in drawn)
    caught = sum(len(one.caught) for one in outcomes)
    total = caught + sum(len(one.missed) for one in outcomes)
    print(
        f"{len(drawn)} of {len(outcomes)} expressible (goal {GOAL} of 164), {alone} of them with inputs of domains "
        f"alone; the canonical solution passes in {right} under {seeds} seeds each; "
        f"{caught} of {total} differing mutants caught, {caught / max(1, total):.1%} (goal {CAUGHT:.0%})"
    )


def main() -> None:
    """Grade all and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--only", nargs="*", default=[], help="names of functions, or numbers of tasks")
    parser.add_argument("--mutants", action="store_true", help="print the mutants that are not caught")
    asked = parser.parse_args()
    with gzip.open(asked.path, "rt", encoding="utf-8") as file:
        problems = [json.loads(line) for line in file]
    if asked.only:
        names = set(asked.only)
        problems = [one for one in problems if {one["entry_point"], one["task_id"].rpartition("/")[2]} & names]
    outcomes = []
    zygote = Zygote()
    with tempfile.TemporaryDirectory() as work, contextlib.closing(zygote), contextlib.suppress(KeyboardInterrupt):
        folder = Path(work).resolve()
        bench = Bench(folder, asked.seeds, WorkerFactory(True, zygote, hidden=(folder,)))
        for number, problem in enumerate(problems, 1):
            outcomes.append(bench.measure(problem))
            print(f"\r{number} of {len(problems)}", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)
    report(outcomes, asked.seeds, mutants=asked.mutants)


if __name__ == "__main__":
    main()

"""Measures stories: how short the failing ones are beside hypothesis' stateful testing, and what a right class costs.

    python -m benchmarks.stories

Ten bugs are put into a queue with a limit.  Counted are the calls after the object is made, up to the one that shows
the bug.  The cost is that of one check of a right class, 100 stories of 12 calls, beside the same calls made in a warm
fork of a process that has the class loaded, its answers written to a pipe; the median of several pairs.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from grader.checks.prepared_stories import PreparedStories
from grader.checks.search_budget import SearchBudget
from grader.course import load_course
from grader.judge.budget import Clock
from grader.judge.required import RequiredFunction
from grader.judge.session import Session
from grader.sandbox.process import Worker
from grader.submission import SourceFile, Submission

if TYPE_CHECKING:
    from grader.checks.question import Question
    from grader.checks.verdict import Explanation

PAIRS = 15
SPEC = """
id: bounded
title: Bounded queue
statement: Write it.
classes:
  Queue: {args: [limit], methods: {put: {args: [x]}, get: {}, peek: {}, clear: {}, items: {}, __len__: {}}}
inputs:
  limit: {integer: [1, 6]}
  x: {integer: [-9, 9]}
cases: 100
checks:
  - {id: lives, title: T, points: 1, story: Queue, steps: [12, 12]}
"""
REFERENCE = """
class Queue:
    def __init__(self, limit=3):
        self._limit = limit
        self._items = []
    def put(self, x):
        if len(self._items) >= self._limit:
            raise OverflowError("full")
        self._items.append(x)
        return len(self._items)
    def get(self):
        if not self._items:
            raise IndexError("empty")
        return self._items.pop(0)
    def peek(self):
        return self._items[0] if self._items else None
    def clear(self):
        self._items = []
    def items(self):
        return list(self._items)
    def __len__(self):
        return len(self._items)
"""
BUGS = {
    "takes the last": ("self._items.pop(0)", "self._items.pop()"),
    "one too many": (">= self._limit", "> self._limit"),
    "ignores the limit above 4": (">= self._limit", ">= self._limit and self._limit < 5"),
    "peek takes": ("return self._items[0] if", "return self._items.pop(0) if"),
    "peek gives the last": ("self._items[0] if", "self._items[-1] if"),
    "clear keeps one": ("self._items = []\n    def items", "self._items = self._items[:1]\n    def items"),
    "drops negatives": ("self._items.append(x)", "self._items.append(max(x, 0))"),
    "drops repeats": ("self._items.append(x)", "x in self._items or self._items.append(x)"),
    "loses the fourth": ("self._items.append(x)", "len(self._items) == 3 or self._items.append(x)"),
    "sorts": ("return list(self._items)", "return sorted(self._items)"),
}  # fmt: skip


def made(source: str) -> Any:
    """Return the class of a source."""
    names: dict[str, Any] = {}
    exec(source, names)
    return names["Queue"]


def outcome(function: Any, *args: Any) -> Any:
    """Return what a call gives, or the class of what it raises."""
    try:
        return function(*args)
    except Exception as error:  # noqa: BLE001 - compared by its class
        return type(error)


def by_hypothesis(source: str) -> int | None:
    """Return the number of calls of the shortest failing story that hypothesis finds; None where it finds none."""
    good, bad = made(REFERENCE), made(source)
    shortest: list[int] = []

    class Machine(RuleBasedStateMachine):
        @initialize(limit=st.integers(1, 6))
        def make(self, limit: int) -> None:
            self.count, self.pair = 0, (good(limit), bad(limit))

        def compare(self, method: str, *args: Any) -> None:
            self.count += 1
            mine, theirs = (outcome(getattr(it, method), *args) for it in self.pair)
            if mine != theirs:
                shortest.append(self.count)
                raise AssertionError

        put = rule(x=st.integers(-9, 9))(lambda self, x: self.compare("put", x))
        get = rule()(lambda self: self.compare("get"))
        peek = rule()(lambda self: self.compare("peek"))
        clear = rule()(lambda self: self.compare("clear"))
        items = rule()(lambda self: self.compare("items"))
        size = rule()(lambda self: self.compare("__len__"))

    options = settings(
        max_examples=200, stateful_step_count=12, database=None, deadline=None, print_blob=False, derandomize=True,
        phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(AssertionError):
        run_state_machine_as_test(Machine, settings=options)
    return shortest[-1] if shortest else None


def session_of(source: str) -> Session:
    """Return a loaded submission."""
    files = (SourceFile("bounded.py", source.encode()),)
    session = Session(Submission("a", files), {"Queue": RequiredFunction(1, "bounded", is_class=True)}, Worker)
    session.load()
    return session


def by_stories(stories: PreparedStories, source: str) -> tuple[int | None, float]:
    """Return the number of calls of the story that is shown, and the seconds of the search."""
    session = session_of(source)
    try:
        verdict = session.run(stories.examine(), Clock(20.0, 20.0))
        if verdict.simplify is None:
            return None, 0.0
        began = time.perf_counter()
        explanation: Explanation = session.run(verdict.simplify(SearchBudget(30, 3.0)), Clock(0.0, 0.0))
        seconds = time.perf_counter() - began
    finally:
        session.close()
    lines = [line for line in explanation.repeat.splitlines() if line.startswith(("queue.", "len(", "result"))]
    return len(lines), seconds


def in_fork(kind: Any, stories: PreparedStories) -> float:
    """Return the seconds of the same calls in a fork, its answers through a pipe."""
    began = time.perf_counter()
    read, write = os.pipe()
    child = os.fork()
    if not child:
        answers = []
        for story in stories.stories:
            objects: list[Any] = []
            for step in story:
                if step.kind == "new":
                    objects.append(kind(*step.args))
                elif step.kind == "call":
                    answers.append(outcome(getattr(objects[step.target], step.method), *step.args))
        with os.fdopen(write, "w") as stream:
            json.dump([answer.__name__ if isinstance(answer, type) else answer for answer in answers], stream)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as stream:
        json.load(stream)
    os.waitpid(child, 0)
    return time.perf_counter() - began


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("tasks/bounded.yaml", SPEC), ("reference/bounded.py", REFERENCE)):
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (task,) = load_course(Path(folder)).tasks
        stories = task.checks[0].prepare(1)
    assert isinstance(stories, PreparedStories)
    print("| bug | shown | hypothesis | seconds |\n|---|---|---|---|")
    good = 0
    for name, change in BUGS.items():
        source = REFERENCE.replace(*change, 1)
        mine, seconds = by_stories(stories, source)
        theirs = by_hypothesis(source)
        good += mine is not None and (theirs is None or mine <= theirs)
        print(f"| {name} | {mine} | {theirs} | {seconds:.2f} |")
    print(f"\n{good} of {len(BUGS)} no longer")
    session, kind = session_of(REFERENCE), made(REFERENCE)
    question: Question = stories.question[0]
    session.ask(question, Clock(20.0, 20.0))
    pairs = []
    for _ in range(PAIRS):
        began = time.perf_counter()
        verdict = session.run(stories.examine(), Clock(20.0, 20.0))
        pairs.append((time.perf_counter() - began, in_fork(kind, stories)))
        assert verdict.outcome.value == "passed"
    session.close()
    ours, fork = (1000 * statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"A right class: {ours:.1f} ms; the same calls in a warm fork: {fork:.1f} ms; {ours / fork:.1f} times")


if __name__ == "__main__":
    main()

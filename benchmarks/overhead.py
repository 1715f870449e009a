"""What judge and worker cost beyond a warm fork that makes the same calls with the arguments in memory.

    python benchmarks/overhead.py [--runs N] [--tasks softmax scan ...] [--course DIR]

The reference's own modules are the submission.  Both sides run in turn, submission by submission: processor time of all
processes involved, and time on the clock.  The budget is 8 µs a call and 10 ms a submission.  Right answers, no page;
starting the zygote and preparing the course are once a class and not in it.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import socket
import statistics
import struct
import sys
import time
from dataclasses import dataclass
from inspect import isgenerator
from pathlib import Path
from typing import Any

from grader.checks.kinds.growth import Growth
from grader.checks.question import Question
from grader.course import load_course
from grader.course.support import FOLDER as SUPPORT
from grader.judge import Grading, Preparation, grade
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.process import Worker  # noqa: TC001 - a benchmark has no start to spare
from grader.sandbox.zygote import Zygote
from grader.submission import Submission, gather

CALL, SUBMISSION = 8e-6, 10e-3


@dataclass
class Cost:
    """Seconds."""

    cpu: float
    wall: float
    parts: tuple[float, ...] = ()
    """Processor time of the judge, of the process that forks, and of the worker."""


class Metered(WorkerFactory):
    """A cell that adds up the processor time of its workers."""

    spent: float = 0.0

    def worker(self, *args: Any, **options: Any) -> Worker:
        """Start a worker whose time is read before it ends."""
        worker = super().worker(*args, **options)
        close = worker.close

        def metered() -> None:
            if worker.end is None:
                object.__setattr__(self, "spent", self.spent + (worker.cpu_seconds() or 0.0))
            close()

        worker.close = metered  # type: ignore[method-assign]
        return worker


def calls_of(course: Path, tasks: list[str], preparation: Preparation) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """Return the calls that a right submission is asked, by function, as arguments in memory."""
    asked: list[tuple[str, list[tuple[Any, ...]]]] = []
    for task in load_course(course, only=tasks).tasks:
        for check in task.checks:
            prepared = preparation.of(task.id, check)
            if isinstance(prepared, Growth):
                questions = [prepared.sizes[index].question for index in (0, 4, 5)]
            else:
                named = (getattr(prepared, name, None) for name in ("first", "question"))
                questions = [question for question in named if isinstance(question, Question)]
            for question in questions:
                for group in question.groups:
                    rows = zip(*(list(column) for column in group.arguments), strict=True)
                    asked.append((group.function, [tuple(map(plain, row)) for row in rows]))
    return asked


def plain(value: Any) -> Any:
    """Return an array as its own copy, a scalar as a Python number."""
    return value.copy() if value.ndim else value.item()


class Floor:
    """A process that forks on request, makes the calls in the fork and says what that cost.

    It is none of the judge's: after a fork of its own the judge would fault on every page that it writes to.
    """

    def __init__(self, submission: Submission, asked: list[tuple[str, list[tuple[Any, ...]]]], course: Path) -> None:
        self._ours, theirs = socket.socketpair()
        if os.fork() == 0:
            self._ours.close()  # or it would never see the other end closed
            sys.path.append(str(course / "support"))  # public files of the course, which students' code may import
            while theirs.recv(1):
                cost = one_fork(submission, asked)
                theirs.sendall(struct.pack("dd", cost.cpu, cost.wall))
            os._exit(0)

    def __call__(self) -> Cost:
        """Fork once."""
        self._ours.sendall(b"1")
        return Cost(*struct.unpack("dd", self._ours.recv(16)))


def make_calls(submission: Submission, asked: list[tuple[str, list[tuple[Any, ...]]]]) -> None:
    """Execute the modules and make the calls."""
    space: dict[str, Any] = {}
    for file in submission.files:
        exec(compile(file.data, file.name, "exec"), space)
    for function, rows in asked:
        call = space[function]
        for row in rows:
            value = call(*row)
            if isgenerator(value):
                list(value)


def one_fork(submission: Submission, asked: list[tuple[str, list[tuple[Any, ...]]]]) -> Cost:
    """Fork, execute the modules, make the calls, end."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    pid = os.fork()
    if pid == 0:
        try:
            make_calls(submission, asked)
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitpid(pid, 0)[1]
    assert status == 0, "the calls cannot be made without the judge"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, time.perf_counter() - began)


def ours(submission: Submission, grading: Grading, cell: Metered, zygote: Zygote) -> Cost:
    """Grade."""
    clock = (~zygote.pid << 3) | 2
    began, judge, forks, spent = time.perf_counter(), time.process_time(), time.clock_gettime(clock), cell.spent
    result = grade(submission, grading, cell.worker)
    assert result.points + result.pending_points == result.max_points, "the submission is not a right one"
    parts = (time.process_time() - judge, time.clock_gettime(clock) - forks, cell.spent - spent)
    return Cost(sum(parts), time.perf_counter() - began, parts)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--tasks", nargs="*", default=["softmax", "scan"])
    parser.add_argument("--course", type=Path, default=Path())
    options = parser.parse_args()
    preparation = Preparation(1)
    tasks = load_course(options.course, only=options.tasks).tasks
    submission = gather([options.course / "reference" / f"{task.id}.py" for task in tasks])
    asked = calls_of(options.course, options.tasks, preparation)
    calls = sum(len(rows) for _, rows in asked)
    sys.path.append(str((options.course / SUPPORT).resolve()))  # the modules of the submission import its files
    floor = Floor(submission, asked, options.course.resolve())
    for walls in (False, True):
        with Zygote() as zygote:
            cell = Metered(walls, zygote)
            grading = Grading(tasks, preparation)
            ours(submission, grading, cell, zygote)
            gc.freeze()
            pairs = [(floor(), ours(submission, grading, cell, zygote)) for _ in range(options.runs)]
        print(f"\n{'sandbox' if walls else 'process'}: {calls} calls, {options.runs} submissions each, medians")
        budget = CALL * calls + SUBMISSION
        judge, forks, worker = (statistics.median(b.parts[part] for _, b in pairs) * 1e3 for part in range(3))
        print(f"  judge {judge:.1f} ms, forking {forks:.1f} ms, worker {worker:.1f} ms, the floor's calls among them")
        for name in ("cpu", "wall"):
            low = statistics.median(getattr(pair[0], name) for pair in pairs)
            beyond = statistics.median(getattr(b, name) - getattr(a, name) for a, b in pairs)
            print(
                f"  {name:4}  floor {low * 1e3:6.1f} ms, ours {beyond * 1e3:6.1f} ms beyond it; "
                f"budget {budget * 1e3:.1f} ms, used {beyond / budget:.0%}; ratio to the floor {1 + beyond / low:.2f}"
            )


if __name__ == "__main__":
    main()

"""Counts the instructions of judge, worker and the bare calls for one right submission, whatever else the machine does.

    PYTHONHASHSEED=0 valgrind --tool=callgrind --instr-atstart=no python -m benchmarks.instructions judge|worker|calls

All five tasks, the reference's own modules as the submission; what is counted begins warm, and `Collected` is the
number.  `worker` answers in one process the messages that a judge has sent, `calls` executes the modules and makes the
calls alone.  Answers are not cut into parts of 20 ms, which they take only because of the counting.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess  # noqa: TID251 - tells valgrind when to count
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.overhead import calls_of, make_calls
from grader.course import load_course
from grader.course.support import FOLDER as SUPPORT
from grader.judge import Grading, Preparation, grade
from grader.sandbox import process
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.zygote import Zygote
from grader.submission import gather
from grader.worker import calls
from grader.worker.service import Service
from grader.worker.wire.frames import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TASKS = ["hopfield", "softmax", "logistic_regression", "noisy_labels", "scan"]


class Replay(Service):
    """A worker that is sent recorded messages, and answers nobody."""

    def __init__(self, messages: Sequence[bytes]) -> None:
        super().__init__(None, memoryview(bytearray(4096)).cast("Q"), lambda _: {})  # type: ignore[arg-type]
        self._data, self._position = b"".join(messages), 0

    def _receive(self, size: int) -> bytearray | None:
        begin = self._position
        self._position += size
        return bytearray(self._data[begin : self._position]) if begin < len(self._data) else None

    def _write(self, pieces: list[bytes]) -> None:
        b"".join(pieces)

    def answer_all(self) -> None:
        """Load the files and answer every question."""
        while (frame := self._read()) is not None:
            if frame.kind is Kind.LOAD:
                self._send(Kind.LOADED, frame.request, self._load(frame))
            elif frame.kind is Kind.ASK:
                self._ask(frame)


def work_of(part: str) -> Callable[[], object]:
    """Return what is counted, after it was done once."""
    preparation = Preparation(1)
    tasks = load_course(Path(), only=TASKS).tasks
    submission = gather([Path("reference") / f"{task.id}.py" for task in tasks])
    if part == "calls":
        asked = calls_of(Path(), TASKS, preparation)
        return lambda: make_calls(submission, asked)
    start, messages = WorkerFactory(True, Zygote()).worker, list[bytes]()
    grading = Grading(tasks, preparation)
    if part == "judge":
        return lambda: grade(submission, grading, start)
    exchange: Any = process.Worker._exchange  # noqa: SLF001 - every message goes through it

    def recorded(worker: process.Worker, message: Sequence[bytes], *args: Any, **options: Any) -> Any:
        messages.append(b"".join(message))
        return exchange(worker, message, *args, **options)

    process.Worker._exchange = recorded  # type: ignore[assignment]  # noqa: SLF001
    grade(submission, grading, start)
    return lambda: Replay(messages).answer_all()


def main() -> None:
    """Count one part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["judge", "worker", "calls"])
    part = parser.parse_args().part
    calls.PART_SECONDS = 1e6
    sys.path.append(str(Path(SUPPORT).resolve()))
    work = work_of(part)
    work()
    gc.freeze()
    for switch in ("on", "off"):
        subprocess.run(["callgrind_control", "-i", switch, str(os.getpid())], check=True, stdout=subprocess.DEVNULL)
        if switch == "on":
            work()


if __name__ == "__main__":
    main()

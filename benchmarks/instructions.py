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
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from benchmarks.overhead import calls_of, make_calls
from grader.course import load_course
from grader.course.support import FOLDER as SUPPORT
from grader.judge import Grading, Preparation, grade
from grader.sandbox import process
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.zygote import Zygote
from grader.submission import gather
from grader.worker import calls
from grader.worker.endpoint import SocketEndpoint
from grader.worker.service import Service
from grader.worker.wire.frames import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TASKS = ["hopfield", "softmax", "logistic_regression", "noisy_labels", "scan"]


class Recording:
    """The ends of a worker's channel: a file of recorded messages, and nobody who hears the answers."""

    def __init__(self, messages: IO[bytes]) -> None:
        messages.seek(0)
        self._from, self._to = SocketEndpoint(messages.fileno()), SocketEndpoint(os.open(os.devnull, os.O_WRONLY))

    def receive_into(self, view: memoryview) -> int:
        """Read as a worker reads."""
        return self._from.receive_into(view)

    def send(self, pieces: Sequence[bytes]) -> None:
        """Write as a worker writes."""
        self._to.send(pieces)


class Replay(Service):
    """A worker that answers recorded messages."""

    def __init__(self, messages: IO[bytes]) -> None:
        super().__init__(Recording(messages), memoryview(bytearray(4096)).cast("Q"), lambda _: {})

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
    file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - as long as this process
    file.write(b"".join(messages))
    return lambda: Replay(file).answer_all()


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

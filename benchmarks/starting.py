"""What a worker costs to start: fresh or forked, with walls or without; and thirty submissions one after another.

    python benchmarks/starting.py [--runs N]

Medians of N starts, in turn.  "first answer" is from the start of a worker to the answer of one call of a small module;
"hardening" is what the walls add to a fork's way to READY.  Processor time is that of the worker alone, and waits
for no other work of the machine.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.checks.question import CallGroup, Question
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.spawn import FreshStarter
from grader.sandbox.zygote import Zygote
from grader.worker.wire.columns import Column

if TYPE_CHECKING:
    from grader.sandbox.link import Starter

SOURCE = b"import numpy as np\n\ndef double(x):\n    return 2 * x\n"
LOAD = {
    "files": [{"name": "small.py", "size": len(SOURCE), "notebook": False}],
    "wanted": {"double": {"arity": 1, "home": "small"}},
    "bare": {},
}


@dataclass(frozen=True)
class Start:
    """Seconds from the start of a worker."""

    ready: float
    answer: float
    """On the clock."""
    cpu_ready: float
    cpu_answer: float
    """Of the worker's processor time."""


def one(starter: Starter, *, walls: bool) -> Start:
    """Start a worker and ask it one call."""
    column = Column.of([np.arange(3.0)])
    question = Question.of([CallGroup("double", (column,), 1, 1 << 16)])
    began = time.perf_counter()
    with WorkerFactory(walls, starter).worker() as worker:
        worker.ready()
        ready, cpu_ready = time.perf_counter() - began, worker.cpu_seconds() or 0.0
        worker.load(LOAD, SOURCE, seconds=10)
        worker.ask(question.text, question.body, seconds=10, body_cap=question.body_cap)
        return Start(ready, time.perf_counter() - began, cpu_ready, worker.cpu_seconds() or 0.0)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=30)
    runs = parser.parse_args().runs
    fresh = FreshStarter()
    with Zygote() as zygote:
        one(zygote, walls=True)
        ways: dict[str, list[Start]] = {"fork": [], "fork, walls": [], "fresh": [], "fresh, walls": []}
        for _ in range(runs):
            for name, measured in ways.items():
                measured.append(one(zygote if "fork" in name else fresh, walls="walls" in name))
    columns = ("ready", "answer", "cpu_ready", "cpu_answer")
    print(f"medians of {runs}, ms" + " " * 10 + "ready  first answer   processor: ready  first answer")
    for name, measured in ways.items():
        medians = [statistics.median(getattr(start, column) for start in measured) * 1e3 for column in columns]
        print("  {:24} {:9.1f} {:13.1f} {:18.1f} {:13.1f}".format(name, *medians))
    pairs = list(zip(ways["fork"], ways["fork, walls"], strict=True))
    clock = statistics.median(b.ready - a.ready for a, b in pairs) * 1e3
    cpu = statistics.median(b.cpu_ready - a.cpu_ready for a, b in pairs) * 1e3
    times = [sum(start.answer for start in ways[name][:30]) for name in ("fresh, walls", "fork, walls")]
    print(f"  hardening {clock:.1f} ms, {cpu:.1f} ms of processor time")
    print(f"  {min(runs, 30)} starts: fresh {times[0]:.2f} s, forked {times[1]:.2f} s, ratio {times[0] / times[1]:.1f}")


if __name__ == "__main__":
    main()

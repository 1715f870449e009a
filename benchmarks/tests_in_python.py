"""The cost of a test in Python behind the wall: one call, and a test of 100 calls beside the same calls in process.

    nice -n 15 python -m benchmarks.tests_in_python

Times are on the clock, warm, with all walls that this machine has: medians; beside other work the least is what the
machine can do.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.judge.session import Session
from grader.sandbox.factory import WorkerFactory
from grader.submission import SourceFile, Submission
from grader.tester import proxies
from grader.tester.channel import WorkerChannel
from grader.tester.link import Conversation
from grader.tester.proxies import ProxyModule

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE = """
def add(a, b): return a + b
def same(x): return x
def call(f, x): return f(x)
class Stack:
    def __init__(self): self.items = []
    def push(self, x): self.items.append(x)
"""
WARM, REPEATS = 300, 2000


def times_of(call: Callable[[], Any], repeats: int = REPEATS) -> list[float]:
    """Return the times of a call in microseconds, sorted."""
    for _ in range(min(WARM, repeats)):
        call()
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1e6)
    return sorted(times)


def main() -> None:
    """Measure and print."""
    session = Session(Submission("someone", (SourceFile("work.py", SOURCE.encode()),)), {}, WorkerFactory().worker)
    session.load()
    worker = session.fresh_worker()
    assert worker is not None
    descriptor = worker.lend()
    assert descriptor is not None
    channel = WorkerChannel(descriptor)
    link = Conversation(channel.send, channel.receive)
    proxies.LINK[:] = [link]
    work: Any = ProxyModule("work")
    stack, array, text = work.Stack(), np.arange(100.0), list(range(100))
    calls: dict[str, Callable[[], Any]] = {
        "add(2, 3)": lambda: work.add(2, 3),
        "method of an object": lambda: stack.push(1),
        "array of 100": lambda: work.same(array),
        "list of 100": lambda: work.same(text),
        "with a callback": lambda: work.call(abs_of, -3),
    }
    for name, call in calls.items():
        link.transcript.calls.clear()
        times = times_of(call)
        print(f"{name:22s} {statistics.median(times):7.0f} µs (least {times[0]:.0f})")
    names: dict[str, Any] = {}
    exec(SOURCE, names)

    def hundred(add: Callable[[int, int], int]) -> None:
        for number in range(100):
            assert add(number, 1) == number + 1

    link.transcript.calls.clear()
    behind, inside = times_of(lambda: hundred(work.add), 100), times_of(lambda: hundred(names["add"]), 100)
    beyond, least = (statistics.median(behind) - statistics.median(inside)) / 1000, (behind[0] - inside[0]) / 1000
    print(f"{'a test of 100 calls':22s} {beyond:7.1f} ms beyond the same calls in process (least {least:.1f})")
    channel.close()
    session.close()


def abs_of(x: float) -> float:
    """Return the size of a number: called back from the student's code."""
    return abs(x)


if __name__ == "__main__":
    main()

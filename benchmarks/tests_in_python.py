"""The cost of a test in Python behind the wall: one call, and a test of 100 calls beside the same calls in process.

    nice -n 15 python -m benchmarks.tests_in_python

Times are on the clock, warm, with all walls that this machine has: medians of what one process measures.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.judge.session import Session
from grader.sandbox.factory import WorkerFactory
from grader.submission import SourceFile, Submission
from grader.tester import proxies
from grader.tester.channel import WorkerChannel
from grader.tester.link import Conversation
from grader.tester.proxies import ProxyModule

SOURCE = """
def add(a, b): return a + b
def same(x): return x
def call(f, x): return f(x)
class Stack:
    def __init__(self): self.items = []
    def push(self, x): self.items.append(x)
"""
WARM, REPEATS = 300, 2000


def median(call: Callable[[], Any], repeats: int = REPEATS) -> float:
    """Return the median time of a call in microseconds."""
    for _ in range(WARM):
        call()
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1e6


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
        print(f"{name:22s} {median(call):7.0f} µs")
    names: dict[str, Any] = {}
    exec(SOURCE, names)

    def hundred(add: Callable[[int, int], int]) -> None:
        for number in range(100):
            assert add(number, 1) == number + 1

    link.transcript.calls.clear()
    beyond = (median(lambda: hundred(work.add), 50) - median(lambda: hundred(names["add"]), 50)) / 1000
    print(f"{'a test of 100 calls':22s} {beyond:7.1f} ms beyond the same calls in process")
    channel.close()
    session.close()


def abs_of(x: float) -> float:
    """Return the size of a number: called back from the student's code."""
    return abs(x)


if __name__ == "__main__":
    main()

"""What a worker costs to start: fresh or forked, with walls or without; and thirty submissions one after another.

    python benchmarks/starting.py [--runs N]

Medians of N starts, in turn.  "first answer" is from the start of a worker to the answer of one call of a small module;
"hardening" is what the walls add to a fork's way to READY.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import TYPE_CHECKING

import numpy as np

from grader.checks.question import Group, Question
from grader.sandbox.cell import Cell
from grader.sandbox.columns import Column
from grader.sandbox.starting import Fresh
from grader.sandbox.zygote import Zygote

if TYPE_CHECKING:
    from grader.sandbox.starting import Starter

SOURCE = b"import numpy as np\n\ndef double(x):\n    return 2 * x\n"
LOAD = {
    "files": [{"name": "small.py", "size": len(SOURCE), "notebook": False}],
    "wanted": {"double": {"arity": 1, "home": "small"}},
    "bare": {},
}


def one(starter: Starter, *, walls: bool) -> tuple[float, float]:
    """Return the seconds until a worker is ready and until it has answered one call."""
    column = Column.of([np.arange(3.0)])
    question = Question.of([Group("double", (column,), 1, 1 << 16)])
    began = time.perf_counter()
    with Cell(walls, starter).worker() as worker:
        worker.ready()
        ready = time.perf_counter() - began
        worker.load(LOAD, SOURCE, seconds=10)
        worker.ask(question.header, question.body, seconds=10, body_cap=question.body_cap)
        return ready, time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=30)
    runs = parser.parse_args().runs
    fresh = Fresh()
    with Zygote() as zygote:
        one(zygote, walls=True)
        ways: dict[str, list[tuple[float, float]]] = {"fork": [], "fork, walls": [], "fresh": [], "fresh, walls": []}
        for _ in range(runs):
            for name, measured in ways.items():
                measured.append(one(zygote if "fork" in name else fresh, walls="walls" in name))
    print(f"medians of {runs}, ms" + " " * 10 + "ready  first answer")
    for name, measured in ways.items():
        ready, answer = (statistics.median(pair[k] for pair in measured) * 1e3 for k in (0, 1))
        print(f"  {name:24} {ready:9.1f} {answer:13.1f}")
    hardening = statistics.median(b[0] - a[0] for a, b in zip(ways["fork"], ways["fork, walls"], strict=True))
    names = ("fresh, walls", "fork, walls")
    times = [sum(pair[1] for pair in ways[name][:30]) for name in names]
    print(f"  hardening {hardening * 1e3:.1f} ms")
    print(f"  {min(runs, 30)} starts: fresh {times[0]:.2f} s, forked {times[1]:.2f} s,")
    print(f"  ratio {times[0] / times[1]:.1f}")


if __name__ == "__main__":
    main()

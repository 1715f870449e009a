"""How long a student's page takes: `python benchmarks/page.py DIR`, with DIR a graded class.

Processor time of the first page and of those after it, and the size of the largest.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import time
from pathlib import Path

from grader.course import find_course, load_course
from grader.report.html import render
from grader.results import Audience, SubmissionResult, for_audience

REPEATS = 3


def measure(folder: Path) -> None:
    """Render every page of a class and print what it took."""
    with sqlite3.connect(folder / "results.sqlite") as store:
        found = [SubmissionResult.model_validate_json(text) for (text,) in store.execute("SELECT result FROM results")]
    statements = {task.id: task.spec.statement for task in load_course(find_course(Path.cwd())).tasks}
    copies = [for_audience(result, Audience.STUDENT) for result in found]
    times: list[float] = []
    sizes: list[int] = []
    for copy in (copies[0], *copies):
        taken, page = [], ""
        for _ in range(REPEATS if times else 1):
            began = time.process_time()
            page = render(copy, statements)
            taken.append((time.process_time() - began) * 1e3)
        times.append(min(taken))
        sizes.append(len(page.encode()))
    first, *others = times
    print(f"first page {first:.0f} ms")
    print(f"{len(others)} pages: median {statistics.median(others):.1f} ms, slowest {max(others):.1f} ms")
    print(f"largest page {max(sizes) / 1000:.0f} kB, median {statistics.median(sizes) / 1000:.0f} kB")


if __name__ == "__main__":
    measure(Path(sys.argv[1]))

"""What it costs to record warnings: a question, a call without a warning, one with, and one of a flood.

    python -m benchmarks.warning_capture

"plain" is the same call while Python's own screen is in place, where a warning of a line is written once.
"""

from __future__ import annotations

import contextlib
import io
import time
import warnings
from typing import TYPE_CHECKING, Any

from grader.worker.warning_capture import MOST_TAKEN, WarningRecorder

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE = """
import numpy as np

QUIET, LOUD = np.array([1.0, 2.0]), np.array([1.0, 1e4])

def quiet():
    return np.exp(QUIET)

def loud():
    return np.exp(LOUD)
"""


def microseconds(call: Callable[[], object], count: int) -> float:
    """Return the time of one call."""
    began = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - began) / count * 1e6


def main() -> None:
    """Measure and print."""
    scope: dict[str, Any] = {}
    exec(compile(SOURCE, "work.py", "exec"), scope)
    quiet, loud = scope["quiet"], scope["loud"]
    with contextlib.redirect_stderr(io.StringIO()):
        before = microseconds(quiet, 100_000), microseconds(loud, 100_000)
    warned = WarningRecorder()
    print(f"a question                {microseconds(warned.start, 10_000):6.2f} µs")
    print(f"a call without a warning  {microseconds(quiet, 100_000):6.2f} µs  (plain {before[0]:.2f})")
    warned.start()
    print(f"a call with one           {microseconds(loud, MOST_TAKEN - 1):6.2f} µs  (plain {before[1]:.2f})")
    warned.start()
    print(f"one of 100,000            {microseconds(loud, 100_000):6.2f} µs")
    warnings.resetwarnings()


if __name__ == "__main__":
    main()

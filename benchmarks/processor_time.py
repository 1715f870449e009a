"""What a program takes with all that it starts: on the clock, and in processor time.

    python -m benchmarks.processor_time COMMAND...

A process that nobody waits for leaves its time with nobody.  So the program runs below a process that inherits its
orphans (`PR_SET_CHILD_SUBREAPER`), waits for all of them, and then says what its children took.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess  # noqa: TID251 - what is measured are other programs
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Taken:
    """What a program took."""

    clock: float
    processor: float

    def __add__(self, other: Taken) -> Taken:
        """Return what both took, one after the other."""
        return Taken(self.clock + other.clock, self.processor + other.processor)


def measured(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Taken:
    """Run a program to its end, and return what it and all its processes took; raises CalledProcessError."""
    watcher = [sys.executable, "-I", str(Path(__file__).resolve()), "--report", *command]
    run = subprocess.run(watcher, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return Taken(**json.loads(run.stdout.rpartition("\n")[2]))


def watch(command: Sequence[str]) -> tuple[int, Taken]:
    """Run a program below this process, and wait for each process that it leaves; return its exit code as well."""
    inherit_orphans()
    began = time.perf_counter()
    code = subprocess.run(command, check=False).returncode
    clock = time.perf_counter() - began
    with suppress(ChildProcessError):
        while True:
            os.wait()
    return code, Taken(clock, used_by_children())


def inherit_orphans() -> None:
    """Let processes that outlive their parents come to this one.  Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "this process cannot inherit orphans")


def used_by_children() -> float:
    """Return the processor time of all processes that this one has waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Run the program of the command line, and say what it took."""
    reports = sys.argv[1:2] == ["--report"]
    code, taken = watch(sys.argv[2:] if reports else sys.argv[1:])
    print("\n" + json.dumps(vars(taken)), end="" if reports else "\n")
    sys.exit(code)


if __name__ == "__main__":
    main()

"""What a command takes with everything that it starts: processor time, time on the clock, memory.

Processes that outlive their parents come to this one and are waited for here, so that no time is lost with them.
"""

from __future__ import annotations

import os
import subprocess  # noqa: TID251 - what is measured is a process
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.processor_time import inherit_orphans, used_by_children

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LOOK_SECONDS = 0.25


@dataclass
class CommandCost:
    """What one command cost."""

    wall: float = 0.0
    cpu: float = 0.0
    output: str = ""
    memory: list[dict[int, float]] = field(default_factory=list)
    """Resident memory in MB by process, of the command and all below it, a sample a quarter second."""


def run_command(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    look: Callable[[int], None] = lambda _: None,
) -> CommandCost:
    """Run a command to its end and return what it cost; `look` is given its number every quarter second.

    Raises AssertionError with what it said where it fails.
    """
    inherit_orphans()
    cost, over, others = CommandCost(), threading.Event(), _children(os.getpid())
    began, before = time.perf_counter(), used_by_children()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )

    def sample() -> None:
        while not over.wait(LOOK_SECONDS):
            cost.memory.append({pid: resident(pid) for pid in [process.pid, *below(process.pid)]})
            look(process.pid)

    sampler = threading.Thread(target=sample)
    sampler.start()
    cost.output, _ = process.communicate()
    cost.wall = time.perf_counter() - began
    over.set()
    sampler.join()
    while orphans := _children(os.getpid()) - others:
        os.waitpid(orphans.pop(), 0)
    cost.cpu = used_by_children() - before
    assert process.returncode == 0, f"{' '.join(command)} ended with {process.returncode}:\n{cost.output[-2000:]}"
    return cost


def resident(pid: int) -> float:
    """Return the resident memory of a process in MB; 0 for one that has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6
    except OSError:
        return 0.0


def below(pid: int) -> list[int]:
    """Return the processes below one."""
    children = sorted(_children(pid))
    return [*children, *(number for child in children for number in below(child))]


def _children(pid: int) -> set[int]:
    numbers: set[int] = set()
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            numbers.update(map(int, tasks.read_text().split()))
    return numbers


def spent_by(pid: int, *, its_own: bool = False) -> float:
    """Return the processor time of a process and of all that have ended below it; 0 for one that has ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11 : 13 if its_own else 15])) / os.sysconf("SC_CLK_TCK")
    return 0.0

"""Where jobs run: any executor of `concurrent.futures`; by default processes of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from grader.batch.process_state import shared_descriptors
from grader.judge.processes import give_up, pool
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor


class Machines(Protocol):
    """Makes executors, one at a time; a new one where the last one broke."""

    def executor(self, prepare: Callable[[], object]) -> Executor:
        """Return a new executor; `prepare` does what all jobs need, where its processes can take that over from one.

        Raises UsageError where there is none to be had.
        """
        ...

    def width(self) -> int:
        """Return how many jobs can run at once now."""
        ...

    def close(self, executor: Executor) -> None:
        """Let go of one that has nothing to do any more, or is broken."""
        ...

    def give_up(self, executor: Executor) -> None:
        """Stop at once: what is running is lost."""
        ...


@dataclass(frozen=True)
class Processes:
    """Processes of this machine."""

    count: int

    def executor(self, prepare: Callable[[], object]) -> Executor:
        """Return a pool."""
        return pool(self.count, prepare, shared_descriptors())

    def width(self) -> int:
        """Return the number of processes."""
        return self.count

    def close(self, executor: Executor) -> None:
        """End the processes."""
        executor.shutdown()

    def give_up(self, executor: Executor) -> None:
        """Kill the processes."""
        give_up(executor)

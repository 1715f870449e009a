"""The judge's hold on a worker process, however it was started."""

from __future__ import annotations

from typing import Protocol


class ProcessHandle(Protocol):
    """A process that was started here; it leads a group of its own."""

    pid: int
    parent: int
    """The process that it must not outlive."""

    def end(self, *, kill: bool, seconds: float = 0.0) -> int | None:
        """Reap it, after killing it and what it started if `kill`, or else if it ends within `seconds`.

        Returns its exit code, or minus the signal that ended it, or None if it lives on.
        """

    def cpu_seconds(self) -> float | None:
        """Return the processor time that it has used; None where the system does not tell."""

    def memory_bytes(self) -> int | None:
        """Return the bytes of it that lie in memory; None where the system does not tell."""

    def limit_memory(self, size: int) -> bool:
        """Let the system refuse it more memory than `size` bytes; False where the system does not do that."""

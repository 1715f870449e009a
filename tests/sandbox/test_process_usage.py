"""What other processes have used, read from outside."""

from __future__ import annotations

import ctypes
import os
import subprocess  # noqa: TID251 - another process is what is looked at
import sys

import pytest

from grader.sandbox import darwin_usage
from grader.sandbox.process_usage import cpu_seconds, memory_bytes

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the numbers of Linux")


@linux
def test_a_process_that_works_has_used_time() -> None:
    """And one that is gone tells nothing."""
    before = cpu_seconds(os.getpid())
    assert before is not None
    while (cpu_seconds(os.getpid()) or 0) < before + 0.02:
        pass
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    assert (cpu_seconds(child.pid), memory_bytes(child.pid)) == (None, None)


@linux
def test_memory_that_is_touched_is_counted() -> None:
    """In bytes."""
    before = memory_bytes(os.getpid())
    taken = bytearray(b"x") * (64 << 20)
    after = memory_bytes(os.getpid())
    assert before is not None
    assert after is not None
    assert after - before > 48 << 20
    assert len(taken) == 64 << 20


@pytest.mark.parametrize("system", ["win32", "freebsd14"])
def test_a_system_that_does_not_tell_says_none(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the clock alone limits."""
    monkeypatch.setattr(sys, "platform", system)
    assert (cpu_seconds(os.getpid()), memory_bytes(os.getpid())) == (None, None)


class SystemLibrary:
    """What macOS would answer."""

    def __init__(self, failed: int = 0) -> None:
        self.failed = failed

    def proc_pid_rusage(self, pid: ctypes.c_int, flavour: ctypes.c_int, pointer: object) -> int:
        """Fill in the facts of a process."""
        facts = getattr(pointer, "_obj")  # noqa: B009 - what `byref` points to
        facts.user_time, facts.system_time, facts.resident_size = 24_000_000, 12_000_000, pid.value
        return self.failed or flavour.value

    def mach_timebase_info(self, pointer: object) -> int:
        """Say how long a tick is on an Apple processor."""
        base = getattr(pointer, "_obj")  # noqa: B009
        base.numer, base.denom = 125, 3
        return 0


def test_macos_counts_in_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    """36 million ticks of 125/3 ns are 1.5 s; the structure is as large as in the system's header."""
    monkeypatch.setattr(darwin_usage, "_system_library", SystemLibrary)
    darwin_usage._tick.cache_clear()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert cpu_seconds(7) == pytest.approx(1.5)
    assert memory_bytes(7) == 7
    assert ctypes.sizeof(darwin_usage.DarwinUsage) == 96
    darwin_usage._tick.cache_clear()


def test_a_process_that_macos_does_not_know_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does a system library without the call."""
    monkeypatch.setattr(sys, "platform", "darwin")
    for library in (SystemLibrary(failed=-1), object()):
        monkeypatch.setattr(darwin_usage, "_system_library", lambda found=library: found)
        assert (cpu_seconds(7), memory_bytes(7)) == (None, None)

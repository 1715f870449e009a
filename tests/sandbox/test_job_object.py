"""Jobs of Windows, against a stand-in for its library: the layouts, the calls, and what is made of their answers."""

from __future__ import annotations

import ctypes
import os
import signal
from typing import Any

import pytest

from grader.sandbox.job_object import Accounting, BasicLimits, ExtendedLimits, JobObject
from grader.sandbox.pipe_link import environment
from grader.sandbox.spawn import ENVIRONMENT
from grader.sandbox.windows_process import WindowsProcess, exit_code


class Function:
    """One function of the library: remembers its calls, and answers."""

    def __init__(self, name: str, calls: list[tuple[str, tuple[Any, ...]]], answer: int) -> None:
        self._name, self._calls, self._answer = name, calls, answer

    def __call__(self, *arguments: Any) -> int:
        """Remember the call; fill in what it asks for."""
        if self._name == "SetInformationJobObject":
            limits = arguments[2]._obj
            arguments = (arguments[1], limits.basic.limit_flags, limits.job_memory, arguments[3])
        if self._name == "QueryInformationJobObject":
            arguments[2]._obj.user_time, arguments[2]._obj.kernel_time = 12_000_000, 3_000_000
            arguments = (arguments[1], arguments[3])
        self._calls.append((self._name, arguments))
        return self._answer


class Kernel32:
    """A stand-in for the library; `failing` names functions that answer 0."""

    def __init__(self, *failing: str) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self._failing = failing

    def __getattr__(self, name: str) -> Function:
        made = Function(name, self.calls, 0 if name in self._failing else 77)
        setattr(self, name, made)
        return made

    @property
    def names(self) -> list[str]:
        """The functions that were called."""
        return [name for name, _ in self.calls]


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the layouts of 64 bits")
@pytest.mark.parametrize(
    ("structure", "size"),
    [(BasicLimits, 64), (ExtendedLimits, 144), (Accounting, 48)],
    ids=["basic", "all", "times"],
)
def test_the_structures_are_as_large_as_windows_has_them(structure: type[ctypes.Structure], size: int) -> None:
    """Otherwise it refuses them."""
    assert ctypes.sizeof(structure) == size


def test_a_job_ends_its_processes_with_its_last_handle() -> None:
    """From the beginning, before a process is in it; memory is limited when it is told how much."""
    library = Kernel32()
    job = JobObject(library)
    job.add(5)
    job.limit_memory(1 << 30)
    assert job.cpu_seconds() == pytest.approx(1.5)
    job.kill()
    job.close()
    assert library.names == [
        "CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject", "SetInformationJobObject",
        "QueryInformationJobObject", "TerminateJobObject", "CloseHandle",
    ]  # fmt: skip
    limits = [arguments for name, arguments in library.calls if name == "SetInformationJobObject"]
    assert limits == [(9, 0x2000, 0, 144), (9, 0x2200, 1 << 30, 144)]


@pytest.mark.parametrize("failing", ["CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject"])
def test_what_windows_refuses_is_an_error(failing: str) -> None:
    """With the name of the call."""
    with pytest.raises(OSError, match=failing):
        JobObject(Kernel32(failing)).add(5)


def test_time_that_is_not_told_is_none() -> None:
    """Then the clock alone limits."""
    assert JobObject(Kernel32("QueryInformationJobObject")).cpu_seconds() is None


@pytest.mark.parametrize(
    ("code", "due"),
    [
        (0, 0), (1, 1), (77, 77), (255, 255),
        (0xC0000005, -signal.SIGSEGV), (-1073741819, -signal.SIGSEGV), (0xC00000FD, -signal.SIGSEGV),
        (0xC0000409, -signal.SIGABRT), (0xC000001D, -signal.SIGILL), (0xC0000094, -signal.SIGFPE),
        (0xC0000135, -signal.SIGSEGV),
    ],
)  # fmt: skip
def test_an_end_by_the_system_is_a_signal_as_elsewhere(code: int, due: int) -> None:
    """So that a report says `crashes` and not a number."""
    assert exit_code(code) == due


class Process:
    """What `subprocess` would hold."""

    pid = 5

    def __init__(self, code: int) -> None:
        self.code, self.killed = code, 0

    def kill(self) -> None:
        """Count."""
        self.killed += 1

    def wait(self, _: float | None) -> int:
        """Give the exit code."""
        return self.code


def test_a_process_is_ended_with_its_job() -> None:
    """And the job is given back once, however often it is ended."""
    library = Kernel32()
    process = Process(0xC0000005)
    handle = WindowsProcess(process, JobObject(library))  # type: ignore[arg-type]
    assert handle.cpu_seconds() == pytest.approx(1.5)
    assert handle.limit_memory((handle.memory_bytes() or 0) + (1 << 30))
    assert [handle.end(kill=True) for _ in range(2)] == [-signal.SIGSEGV] * 2
    assert (process.killed, library.names.count("TerminateJobObject"), library.names.count("CloseHandle")) == (2, 1, 1)
    assert (handle.cpu_seconds(), handle.memory_bytes(), handle.limit_memory(1)) == (None, None, False)


def test_a_process_without_a_job_is_ended_alone() -> None:
    """Where the system gives none."""
    process = Process(3)
    handle = WindowsProcess(process, None)  # type: ignore[arg-type]
    assert (handle.end(kill=False), handle.end(kill=True), process.killed) == (3, 3, 1)


def test_windows_gets_the_variables_without_which_nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """And none that a student could learn from."""
    monkeypatch.setattr(os, "name", "nt")
    for name in ("SYSTEMROOT", "TEMP", "PATH", "SECRET"):
        monkeypatch.setenv(name, f"my {name}")
    found = environment()
    assert {found["SYSTEMROOT"], found["TEMP"], found["PATH"]} == {"my SYSTEMROOT", "my TEMP", "my PATH"}
    assert not {"SECRET", "HOME"} & set(found)
    assert found["PYTHONHASHSEED"] == ENVIRONMENT["PYTHONHASHSEED"]

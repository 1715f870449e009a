"""A job of Windows: the processes that a worker and all that it starts are, counted, limited and ended together.

The job ends with its last handle, which is the judge's: a worker dies with the judge.  Written from the documentation
of the Windows API, and not tried on Windows yet; the layout of the structures is tested on every system.
"""

from __future__ import annotations

import ctypes
from typing import Any

LIMIT_JOB_MEMORY = 0x200
LIMIT_KILL_ON_JOB_CLOSE = 0x2000
BASIC_ACCOUNTING = 1
EXTENDED_LIMITS = 9
TICK = 1e-7
"""Seconds that times are counted in."""
KILLED = 1
"""The exit code of a process that was ended with its job."""


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("per_process_user_time", ctypes.c_int64),
        ("per_job_user_time", ctypes.c_int64),
        ("limit_flags", ctypes.c_uint32),
        ("minimum_working_set", ctypes.c_size_t),
        ("maximum_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority_class", ctypes.c_uint32),
        ("scheduling_class", ctypes.c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, with IO_COUNTERS as six numbers."""

    _fields_ = (
        ("basic", BasicLimits),
        ("io_counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


class Accounting(ctypes.Structure):
    """JOBOBJECT_BASIC_ACCOUNTING_INFORMATION."""

    _fields_ = (
        ("user_time", ctypes.c_int64),
        ("kernel_time", ctypes.c_int64),
        ("this_period_user_time", ctypes.c_int64),
        ("this_period_kernel_time", ctypes.c_int64),
        ("page_faults", ctypes.c_uint32),
        ("processes", ctypes.c_uint32),
        ("active_processes", ctypes.c_uint32),
        ("terminated_processes", ctypes.c_uint32),
    )


class JobObject:
    """One job, as long as it is open."""

    def __init__(self, kernel32: Any) -> None:
        """`kernel32` is the system's library, or what stands in for it in a test.  Raises OSError."""
        self._kernel32 = kernel32
        kernel32.CreateJobObjectW.restype = ctypes.c_void_p
        self._handle = ctypes.c_void_p(kernel32.CreateJobObjectW(None, None))
        if not self._handle.value:
            raise OSError("CreateJobObjectW: no job to be had")
        self._set_limits(0)

    def add(self, process: int) -> None:
        """Put a process into the job, by its handle; what it starts from then on is in it too.  Raises OSError."""
        if not self._kernel32.AssignProcessToJobObject(self._handle, ctypes.c_void_p(process)):
            raise OSError("AssignProcessToJobObject: the process cannot be put into a job")

    def limit_memory(self, size: int) -> None:
        """Refuse more than `size` bytes to all processes together.  Raises OSError."""
        self._set_limits(size)

    def _set_limits(self, memory: int) -> None:
        limits = ExtendedLimits()
        limits.basic.limit_flags = LIMIT_KILL_ON_JOB_CLOSE | (LIMIT_JOB_MEMORY if memory else 0)
        limits.job_memory = memory
        if not self._kernel32.SetInformationJobObject(
            self._handle, EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        ):
            raise OSError("SetInformationJobObject: the limits of the job cannot be set")

    def cpu_seconds(self) -> float | None:
        """Return the processor time of all its processes, also of those that have ended; None where it is not told."""
        facts = Accounting()
        succeeded = self._kernel32.QueryInformationJobObject(
            self._handle, BASIC_ACCOUNTING, ctypes.byref(facts), ctypes.sizeof(facts), None
        )
        return float(facts.user_time + facts.kernel_time) * TICK if succeeded else None

    def kill(self) -> None:
        """End all its processes."""
        self._kernel32.TerminateJobObject(self._handle, KILLED)

    def close(self) -> None:
        """Give the job back; what still runs in it ends."""
        self._kernel32.CloseHandle(self._handle)

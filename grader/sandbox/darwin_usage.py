"""Resource usage of another process on macOS, from `proc_pid_rusage` of its system library.

Written from the system's headers, and not tried on macOS yet.
"""

from __future__ import annotations

import ctypes
from functools import lru_cache


class DarwinUsage(ctypes.Structure):
    """`struct rusage_info_v0` of <sys/resource.h> on macOS; times in ticks of the processor's clock."""

    _fields_ = (
        ("uuid", ctypes.c_uint8 * 16),
        ("user_time", ctypes.c_uint64),
        ("system_time", ctypes.c_uint64),
        ("pkg_idle_wkups", ctypes.c_uint64),
        ("interrupt_wkups", ctypes.c_uint64),
        ("pageins", ctypes.c_uint64),
        ("wired_size", ctypes.c_uint64),
        ("resident_size", ctypes.c_uint64),
        ("phys_footprint", ctypes.c_uint64),
        ("proc_start_abstime", ctypes.c_uint64),
        ("proc_exit_abstime", ctypes.c_uint64),
    )


class DarwinTimebase(ctypes.Structure):
    """`struct mach_timebase_info`: a tick is numer / denom nanoseconds (125 / 3 on Apple's own processors)."""

    _fields_ = (("numer", ctypes.c_uint32), ("denom", ctypes.c_uint32))


def cpu_seconds(pid: int) -> float | None:
    """Return the seconds of processor time of a process."""
    facts = _facts(pid)
    return None if facts is None else (facts.user_time + facts.system_time) * _tick() / 1e9


def memory_bytes(pid: int) -> int | None:
    """Return the bytes of a process that lie in memory."""
    facts = _facts(pid)
    return None if facts is None else int(facts.resident_size)


def _facts(pid: int) -> DarwinUsage | None:
    """Return what macOS tells of a process of the same user."""
    facts = DarwinUsage()
    try:
        failed = _system_library().proc_pid_rusage(ctypes.c_int(pid), ctypes.c_int(0), ctypes.byref(facts))
    except (OSError, AttributeError):
        return None
    return None if failed else facts


@lru_cache(maxsize=1)
def _tick() -> float:
    """Return the nanoseconds of a tick."""
    base = DarwinTimebase()
    failed = _system_library().mach_timebase_info(ctypes.byref(base))
    return 1.0 if failed or not base.denom else base.numer / base.denom


@lru_cache(maxsize=1)
def _system_library() -> ctypes.CDLL:
    return ctypes.CDLL(None)

"""Rights and limits of the process: who it is, what it may use, when it dies."""

from __future__ import annotations

import os
import platform
import pwd
import resource
import signal
import stat
import sys
from functools import lru_cache
from typing import Any

from . import policy
from .libc import (
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    can_make_process,
    drop_capabilities,
    prctl,
)

LARGEST_COUNT = 1 << 16
"""Threads of a user beyond which nobody counts."""
FIRST_UID, UIDS = 50_000, 10_000
"""Where a user number that nobody has is looked for; the range is mapped in containers too."""


def prepare() -> None:
    """Find out once what every fork of this process needs to know to become nobody."""
    if os.geteuid() == 0 and _readable_for_others():
        _unused_uid()  # loads what this system looks users up with


def become_nobody() -> str:
    """Give up being root, if the process is; return in words what it is now.

    A root whose interpreter only root can read, or whose user namespace has nobody else, keeps the number and gives up
    every capability instead: Landlock and seccomp carry the rest.
    """
    if os.geteuid() != 0:
        return f"user {os.geteuid()}, as started"
    reason = "the interpreter is readable for root alone"
    if _readable_for_others():
        try:
            return _change_user(_unused_uid())
        except OSError:
            reason = "there is no other user in this namespace"
    # The number stays 0, and owners' rights with it; what makes root root is gone.
    drop_capabilities()
    return f"root without capabilities ({reason})"


def _change_user(uid: int) -> str:
    """Become the user `uid` in a group of the same number.  Raises OSError where that user cannot be had."""
    # Groups first: once the user is changed, nobody may change them any more.
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    try:
        os.setuid(0)
    except PermissionError:
        return f"user {uid}, whom nobody else is"
    raise RuntimeError("the process could become root again")


def leave_closed_folder() -> None:
    """Go to the root if the current folder can be reached from inside alone: what lies beside it is hidden too."""
    try:
        os.chdir(os.getcwd())
    except OSError:
        os.chdir("/")


def _unused_uid() -> int:
    for offset in range(UIDS):
        # From the process's own number, so that workers that live at the same time are different users.
        uid = FIRST_UID + (os.getpid() + offset) % UIDS
        try:
            pwd.getpwuid(uid)
        except KeyError:
            return uid
    raise OSError("no unused user number between 50000 and 59999")


@lru_cache(maxsize=1)
def _readable_for_others() -> bool:
    """Whether somebody without rights reaches the interpreter's libraries, which a student's imports need."""
    for folder in {os.path.realpath(prefix) for prefix in (sys.prefix, sys.base_prefix)}:
        path = folder
        while True:
            # Every folder on the way counts: one that others cannot enter hides all below it.
            if not os.stat(path).st_mode & stat.S_IXOTH:
                return False
            if path == os.path.dirname(path):
                break
            path = os.path.dirname(path)
    return True


def die_with_parent(parent: int) -> None:
    """Be killed when the thread that started this process ends, and close to debuggers, who could undo it."""
    # A judge that is killed cannot clean up; the kernel does it instead.
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the call
        os._exit(70)
    close_to_debuggers()


def close_to_debuggers() -> None:
    """Leave no core and no way in for a debugger."""
    prctl(PR_SET_DUMPABLE, 0)


def no_new_privileges() -> None:
    """Let nothing that this process does give it rights."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def set_limits(memory: int | None, cpu: float | None) -> dict[str, int]:
    """Set the rlimits; return those in force.  `memory` in bytes beyond what is used now, `cpu` in seconds."""
    limits: dict[str, tuple[int, int]] = {name: (value, value) for name, value in policy.LIMITS.items()}
    others = processes_of_user()
    if others is not None:
        # The kernel counts the threads of all processes of a user, in whatever container they run.
        limits["RLIMIT_NPROC"] = (others + policy.MOST_THREADS,) * 2
    if cpu is not None:
        # Whole seconds, rounded up: the judge measures exactly from outside, this is for when it does not.
        limits["RLIMIT_CPU"] = (int(cpu) + 1, int(cpu) + 2)
    if memory is not None:
        # Added to what is mapped now, so that a task that preloads large libraries leaves as much for the student.
        limits["RLIMIT_AS"] = (address_space() + memory,) * 2
    in_force = {}
    for name, requested in limits.items():
        number: Any = getattr(resource, name, None)
        if number is None:
            continue
        hard = resource.getrlimit(number)[1]
        # Without rights a limit can be lowered only; a container may have a lower one already.
        bounded = tuple(value if hard == resource.RLIM_INFINITY else min(value, hard) for value in requested)
        try:
            resource.setrlimit(number, (bounded[0], bounded[1]))
            in_force[name] = bounded[0]
        except (OSError, ValueError):
            continue
    return in_force


def address_space() -> int:
    """Return the size of this process's address space in bytes."""
    try:
        file = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return 1 << 30
    try:
        return int(os.read(file, 100).split()[0]) * resource.getpagesize()
    finally:
        os.close(file)


def processes_of_user() -> int | None:
    """Return how many threads this user has in all processes; None where the kernel cannot be asked.

    /proc may show one container only, while the kernel counts a user across all of them.  So the kernel itself is
    asked: an attempt to make a process fails with EAGAIN as long as RLIMIT_NPROC is too small for it, and with EFAULT
    afterwards, since the address for the new process's descriptor is invalid.  No process is ever made.  This takes
    0.2 ms.
    """
    if not _knows_process_descriptors():
        return None
    before = resource.getrlimit(resource.RLIMIT_NPROC)
    limit = LARGEST_COUNT if before[1] == resource.RLIM_INFINITY else min(before[1], LARGEST_COUNT)
    # The smallest limit at which a process could be made is the number of threads there are, and the new one.
    low, high = 0, limit
    try:
        while low < high:
            middle = (low + high) // 2
            resource.setrlimit(resource.RLIMIT_NPROC, (middle, before[1]))
            if can_make_process():
                high = middle
            else:
                low = middle + 1
    except (OSError, ValueError):
        return None
    finally:
        resource.setrlimit(resource.RLIMIT_NPROC, before)
    return max(low - 1, 0)


def _knows_process_descriptors() -> bool:
    """Whether the kernel refuses an invalid address for a process's descriptor; before 5.2 it ignored it."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False
    major, minor = (int("".join(filter(str.isdigit, part)) or 0) for part in os.uname().release.split(".")[:2])
    return (major, minor) >= (5, 3)


def threads() -> int:
    """Return how many threads this process has, 1 where the system does not tell."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 1

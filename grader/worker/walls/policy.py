"""The system calls that a sandboxed worker may make, as data: everything else is refused.

An allow-list, since a deny-list would open every system call that a later kernel brings.  Numbers are those of x86_64
(arch/x86/entry/syscalls/syscall_64.tbl); on other machines this layer is not available, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

EPERM = 1
ENOSYS = 38

NUMBERS: dict[str, int] = {
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8,
    "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
    "ioctl": 16, "pread64": 17, "pwrite64": 18, "readv": 19, "writev": 20, "access": 21, "pipe": 22, "select": 23,
    "sched_yield": 24, "mremap": 25, "msync": 26, "mincore": 27, "madvise": 28, "dup": 32, "dup2": 33, "pause": 34,
    "nanosleep": 35, "getitimer": 36, "alarm": 37, "setitimer": 38, "getpid": 39, "sendfile": 40, "sendto": 44,
    "recvfrom": 45, "shutdown": 48, "getsockname": 51, "getpeername": 52, "socketpair": 53, "setsockopt": 54,
    "getsockopt": 55, "clone": 56, "exit": 60, "wait4": 61, "kill": 62, "uname": 63, "fcntl": 72, "fsync": 74,
    "fdatasync": 75, "ftruncate": 77, "getdents": 78, "getcwd": 79, "chdir": 80, "fchdir": 81, "readlink": 89,
    "umask": 95, "gettimeofday": 96, "getrlimit": 97, "getrusage": 98, "sysinfo": 99, "times": 100, "getuid": 102,
    "getgid": 104, "geteuid": 107, "getegid": 108, "getppid": 110, "getpgrp": 111, "getgroups": 115,
    "getresuid": 118, "getresgid": 120, "getpgid": 121, "getsid": 124, "capget": 125, "rt_sigpending": 127,
    "rt_sigtimedwait": 128, "rt_sigsuspend": 130, "sigaltstack": 131, "statfs": 137, "fstatfs": 138,
    "sched_getparam": 143, "sched_getscheduler": 145, "sched_get_priority_max": 146, "sched_get_priority_min": 147,
    "mlock": 149, "munlock": 150, "prctl": 157, "arch_prctl": 158, "gettid": 186, "time": 201, "futex": 202,
    "sched_setaffinity": 203, "sched_getaffinity": 204, "epoll_create": 213, "getdents64": 217,
    "set_tid_address": 218, "restart_syscall": 219, "fadvise64": 221, "timer_create": 222, "timer_settime": 223,
    "timer_gettime": 224, "timer_getoverrun": 225, "timer_delete": 226, "clock_gettime": 228, "clock_getres": 229,
    "clock_nanosleep": 230, "exit_group": 231, "epoll_wait": 232, "epoll_ctl": 233, "tgkill": 234, "waitid": 247,
    "openat": 257, "newfstatat": 262, "readlinkat": 267, "faccessat": 269, "pselect6": 270, "ppoll": 271,
    "set_robust_list": 273, "epoll_pwait": 281, "timerfd_create": 283, "eventfd": 284, "fallocate": 285,
    "timerfd_settime": 286, "timerfd_gettime": 287, "eventfd2": 290, "epoll_create1": 291, "dup3": 292, "pipe2": 293,
    "preadv": 295, "pwritev": 296, "prlimit64": 302, "getcpu": 309, "sched_getattr": 315, "getrandom": 318,
    "membarrier": 324, "copy_file_range": 326, "preadv2": 327, "pwritev2": 328, "statx": 332, "rseq": 334,
    "clone3": 435, "close_range": 436, "openat2": 437, "faccessat2": 439, "epoll_pwait2": 441, "futex_waitv": 449,
    "futex_wake": 454, "futex_wait": 455, "futex_requeue": 456,
}  # fmt: skip
"""The numbers of all system calls that are named below."""

LAST_KNOWN = 456
"""A call with a larger number gets ENOSYS, so that a libc from tomorrow falls back to one that is listed."""

ALLOWED: tuple[str, ...] = tuple(
    """
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 close close_range fstat newfstatat
    statx faccessat faccessat2 lseek ppoll pselect6 epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 eventfd2
    pipe2 dup dup3 munmap mmap mremap mprotect madvise brk msync mincore mlock munlock membarrier rt_sigaction
    rt_sigprocmask rt_sigreturn sigaltstack rt_sigpending rt_sigtimedwait rt_sigsuspend setitimer getitimer
    timerfd_create timerfd_settime timerfd_gettime timer_create timer_settime timer_gettime timer_delete
    timer_getoverrun nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday times getpid getppid
    gettid getuid geteuid getgid getegid getresuid getresgid getgroups getpgid getsid getcwd uname sysinfo
    getrusage getrlimit umask futex futex_waitv futex_wake futex_wait futex_requeue set_robust_list rseq
    set_tid_address sched_yield sched_getaffinity sched_getparam sched_getscheduler sched_get_priority_max
    sched_get_priority_min sched_getattr getcpu readlinkat getdents64 chdir fchdir statfs fstatfs fadvise64
    fsync fdatasync exit exit_group restart_syscall getrandom wait4 waitid recvfrom shutdown getsockopt
    getsockname getpeername capget stat lstat access poll select epoll_create epoll_wait eventfd pipe dup2
    readlink getdents time pause alarm getpgrp arch_prctl
    """.split()  # noqa: SIM905 - a list of 140 lines would hide the rest
)
"""Allowed whatever the arguments: reading, memory, time, waiting, signals to oneself.

Files are opened for reading only (below), so that nothing can be written but what is open already: the channel, the
output pipe, pipes and anonymous memory of the process itself.
"""

# Refused with ENOSYS and not EPERM: on EPERM libc gives up instead of falling back.
UNKNOWN: tuple[str, ...] = ("clone3", "openat2")
"""Their arguments lie in memory, where a filter cannot look: ENOSYS makes libc use clone and openat."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Argument number `argument`, masked with `mask`, is one of `values` (with `negate`: is none of them)."""

    argument: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF
    negate: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A call that is allowed if all conditions hold."""

    name: str
    conditions: tuple[Condition, ...]


# Creating and truncating are writing too, and O_TMPFILE creates without a name.
WRITING = 0o1 | 0o2 | 0o100 | 0o1000 | 0o2000 | 0o20000000
"""O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND and the bit of O_TMPFILE."""
# What makes clone a thread is looked at, since everything else is a new process.
THREAD = 0x00010000
"""CLONE_THREAD; without it clone is fork."""
NAMESPACES = 0x7E020080
"""CLONE_NEW* for time, mount, cgroup, uts, ipc, user, pid and net namespaces."""


def rules(pid: int) -> tuple[Rule, ...]:
    """Return the calls that depend on their arguments, for the process `pid`."""
    return (
        Rule("open", (Condition(1, (0,), mask=WRITING),)),
        Rule("openat", (Condition(2, (0,), mask=WRITING),)),
        Rule("clone", (Condition(0, (THREAD,), mask=THREAD | NAMESPACES),)),
        Rule("kill", (Condition(0, (pid,)),)),
        Rule("tgkill", (Condition(0, (pid,)),)),
        # Limits and processors may be read and, for oneself, processors chosen; 0 is the calling process.
        Rule("prlimit64", (Condition(0, (0, pid)), Condition(2, (0,)))),
        Rule("sched_setaffinity", (Condition(0, (0,)),)),
        # PR_GET_DUMPABLE 3, PR_SET_NAME 15, PR_GET_NAME 16, PR_GET_SECCOMP 21, PR_CAPBSET_READ 23, PR_SET_VMA
        Rule("prctl", (Condition(0, (3, 15, 16, 21, 23, 0x53564D41)),)),
        # Not F_SETOWN 8, F_SETSIG 10, F_SETOWN_EX 15: signals by another name; nor leases 1024, notify 1026, pipe
        # size 1031.
        Rule("fcntl", (Condition(1, (8, 10, 15, 1024, 1026, 1031), negate=True),)),
        # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
        Rule("ioctl", (Condition(1, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),)),
        # A stream pair between two ends of one's own, which asyncio needs; datagrams could be sent to a path.
        Rule("socketpair", (Condition(0, (1,)), Condition(1, (1,), mask=0xF))),
        Rule("sendto", (Condition(4, (0,)),)),
    )


READABLE: tuple[str, ...] = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/usr/share/zoneinfo",
    "/etc/localtime",
    "/dev/null",
    "/dev/zero",
    "/dev/urandom",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
)
"""Readable paths besides the interpreter's folders and the submission's: libraries, facts about the machine."""

# Limits: bytes, numbers of things; those of a check (processor time, memory) come from its spec.
# An import opens a few files at a time, and no task needs dozens.
OPEN_FILES = 64
MOST_THREADS = 64
"""Threads of one worker: more than any pool of an honest program, and too few to use up the machine's numbers."""
LIMITS: dict[str, int] = {
    "RLIMIT_CORE": 0,
    "RLIMIT_FSIZE": 0,
    "RLIMIT_NOFILE": OPEN_FILES,
    "RLIMIT_MEMLOCK": 0,
    "RLIMIT_MSGQUEUE": 0,
    # Timers and queued signals lie in the kernel's memory, and are counted for the user.
    "RLIMIT_SIGPENDING": 1024,
}

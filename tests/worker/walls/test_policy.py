"""The policy as data: what the filter answers to each call, without a kernel."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.worker.walls import policy, seccomp

if TYPE_CHECKING:
    from grader.worker.walls.policy import Condition

PID = 4321
CODE = seccomp.program(PID)
ALLOW, KILL = 0x7FFF0000, 0x80000000
EPERM, ENOSYS = 0x00050000 | 1, 0x00050000 | 38
HIGH = 1 << 32
UNKNOWN = {policy.NUMBERS[name] for name in policy.UNKNOWN}
ELSEWHERE = {
    "sendmsg": 46, "recvmsg": 47, "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "fork": 57,
    "vfork": 58, "execve": 59, "shmget": 29, "truncate": 76, "rename": 82, "mkdir": 83, "creat": 85, "link": 86,
    "unlink": 87, "symlink": 88, "chmod": 90, "chown": 92, "ptrace": 101, "syslog": 103, "setuid": 105,
    "setsid": 112, "capset": 126, "rt_sigqueueinfo": 129, "mknod": 133, "personality": 135, "setrlimit": 160,
    "chroot": 161, "mount": 165, "reboot": 169, "tkill": 200, "io_submit": 209, "keyctl": 250, "inotify_init": 253,
    "mkdirat": 258, "unlinkat": 263, "unshare": 272, "splice": 275, "signalfd": 282, "perf_event_open": 298,
    "name_to_handle_at": 303, "open_by_handle_at": 304, "setns": 308, "process_vm_readv": 310,
    "process_vm_writev": 311, "seccomp": 317, "memfd_create": 319, "bpf": 321, "execveat": 322, "userfaultfd": 323,
    "pkey_alloc": 330, "pidfd_send_signal": 424, "io_uring_setup": 425, "open_tree": 428, "pidfd_open": 434,
    "pidfd_getfd": 438, "mount_setattr": 442, "landlock_create_ruleset": 444, "memfd_secret": 447,
}  # fmt: skip
"""Calls that a student's code has no use for, or a bad one."""


def answer(name: str, *args: Any) -> int:
    """Return the filter's answer to a call by name."""
    return seccomp.simulate(CODE, (policy.NUMBERS | ELSEWHERE)[name], args)


@pytest.mark.parametrize("name", policy.ALLOWED)
def test_what_is_allowed_is_allowed_with_any_arguments(name: str) -> None:
    """Nothing is looked at where nothing can be done with it."""
    assert answer(name) == answer(name, *[2**64 - 1] * 6) == ALLOW


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_is_not_listed_is_refused_with_any_arguments(name: str) -> None:
    """Writing, the network, processes, other processes' memory, the kernel's own machinery."""
    assert answer(name) == answer(name, *[2**64 - 1] * 6) == EPERM


RULES = [
    # Reading a file, with the flags that open(), listdir and import use.
    ("openat", (2**64 - 100, 0, 0o2000000), ALLOW),
    ("openat", (3, 0, 0o2200000), ALLOW),
    ("openat", (3, 0, 0o10000000), ALLOW),
    ("open", (0, 0o2000000), ALLOW),
    *[("openat", (3, 0, flag), EPERM) for flag in (1, 2, 3, 0o101, 0o100, 0o1000, 0o2000, 0o20200000, 0o20200002)],
    *[("open", (0, flag), EPERM) for flag in (1, 2, 3, 0o101, 0o100, 0o1000, 0o2000, 0o20200000)],
    ("openat", (3, 0, HIGH), EPERM),
    ("open", (0, HIGH), EPERM),
    # A thread, as glibc starts one, and nothing that is another process or namespace.
    ("clone", (0x3D0F00,), ALLOW),
    ("clone", (0x10000,), ALLOW),
    ("clone", (0,), EPERM),
    ("clone", (17,), EPERM),
    ("clone", (0x4111,), EPERM),
    ("clone", (0x1200011,), EPERM),
    *[("clone", (0x10000 | space,), EPERM) for space in (1 << 7, *(1 << bit for bit in (17, 25, 26, 27, 28, 29, 30)))],
    ("clone", (0x3D0F00 | HIGH,), EPERM),
    # Signals to oneself.
    ("kill", (PID, 9), ALLOW),
    ("kill", (PID + 1, 9), EPERM),
    ("kill", (1, 0), EPERM),
    ("kill", (0, 9), EPERM),
    ("kill", (2**32 - 1, 9), EPERM),
    ("kill", (2**64 - 1, 9), EPERM),
    ("kill", (PID | HIGH, 9), EPERM),
    ("tgkill", (PID, PID + 1, 6), ALLOW),
    ("tgkill", (PID + 1, PID, 6), EPERM),
    # Limits may be read.
    ("prlimit64", (0, 7, 0, 0x7FFF), ALLOW),
    ("prlimit64", (PID, 7, 0, 0x7FFF), ALLOW),
    ("prlimit64", (0, 7, 0x7FFF00001000, 0), EPERM),
    ("prlimit64", (0, 7, HIGH, 0), EPERM),
    ("prlimit64", (1, 7, 0, 0x7FFF), EPERM),
    ("sched_setaffinity", (0, 8, 0x7FFF), ALLOW),
    ("sched_setaffinity", (1, 8, 0x7FFF), EPERM),
    ("prctl", (15, 0x7FFF), ALLOW),
    ("prctl", (3,), ALLOW),
    *[("prctl", (option,), EPERM) for option in (0, 1, 4, 8, 22, 24, 28, 35, 36, 38, 47, 0x59616D61, 15 | HIGH)],
    *[("fcntl", (3, command), ALLOW) for command in (0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 1030, 1033, 1034)],
    *[("fcntl", (3, command), EPERM) for command in (8, 10, 15, 1024, 1026, 1031, 3 | HIGH)],
    ("ioctl", (1, 0x5401), ALLOW),
    ("ioctl", (1, 0x5413), ALLOW),
    *[("ioctl", (0, request), EPERM) for request in (0x5412, 0x541D, 0x5402, 0x894B, 0, 0x5401 | HIGH)],
    ("socketpair", (1, 1, 0), ALLOW),
    ("socketpair", (1, 0o2004001, 0), ALLOW),
    ("socketpair", (1, 2, 0), EPERM),
    ("socketpair", (1, 5, 0), EPERM),
    ("socketpair", (2, 1, 0), EPERM),
    ("sendto", (3, 0x7FFF, 10, 0, 0, 0), ALLOW),
    ("sendto", (3, 0x7FFF, 10, 0, 0x7FFF00001000, 16), EPERM),
    ("sendto", (3, 0x7FFF, 10, 0, HIGH, 16), EPERM),
    # Where the filter cannot look, libc is told to do without.
    ("clone3", (0x7FFF, 88), ENOSYS),
    ("openat2", (3, 0x7FFF, 0x7FFF, 24), ENOSYS),
]


@pytest.mark.parametrize(("name", "args", "due"), RULES, ids=[f"{n}{tuple(map(hex, a))}" for n, a, _ in RULES])
def test_rules_look_at_the_whole_argument(name: str, args: tuple[Any, ...], due: int) -> None:
    """A value that only the lower half makes harmless is not harmless."""
    assert answer(name, *args) == due


def test_every_number_has_its_answer() -> None:
    """Neighbours that share a comparison, the first and the last of each run, and the gaps between."""
    allowed = {policy.NUMBERS[name] for name in policy.ALLOWED}
    ruled = {policy.NUMBERS[rule.name] for rule in policy.rules(PID)}
    for number in set(range(policy.LAST_KNOWN + 1)) - ruled:
        due = ALLOW if number in allowed else ENOSYS if number in UNKNOWN else EPERM
        assert seccomp.simulate(CODE, number) == due, number


@given(st.integers(2, 1 << 22))
def test_filters_of_two_processes_differ_in_their_numbers_alone(pid: Any) -> None:
    """What is built once for all forks is each fork's own filter."""
    code = seccomp.program(pid)
    assert seccomp.simulate(code, policy.NUMBERS["kill"], (pid, 9)) == ALLOW
    assert seccomp.simulate(code, policy.NUMBERS["kill"], (pid + 1, 9)) == EPERM
    assert seccomp.simulate(code, policy.NUMBERS["kill"], (seccomp._ANY_PID, 9)) == EPERM
    rows = range(0, len(CODE), 8)
    changed = {
        int.from_bytes(code[row + 4 : row + 8], "little") for row in rows if code[row : row + 8] != CODE[row : row + 8]
    }
    assert changed == ({pid} if pid != PID else set())
    assert seccomp.program(PID) == CODE


@given(st.integers(0, policy.LAST_KNOWN), st.lists(st.integers(0, 2**64 - 1), max_size=6))
def test_no_call_outside_the_lists_is_ever_allowed(number: Any, args: Any) -> None:
    """Whatever the arguments: only what has a name here can be allowed."""
    named = {policy.NUMBERS[name] for name in (*policy.ALLOWED, *(rule.name for rule in policy.rules(PID)))}
    unknown = {policy.NUMBERS[name] for name in policy.UNKNOWN}
    due = {ALLOW, EPERM} if number in named else {ENOSYS} if number in unknown else {EPERM}
    assert seccomp.simulate(CODE, number, args) in due


def _granted(condition: Condition, args: list[int]) -> bool:
    value = args[condition.argument]
    return value < HIGH and ((value & condition.mask) in condition.values) != condition.negate


@given(
    st.sampled_from(policy.rules(PID)),
    st.lists(st.sampled_from([0, 1, 2, 8, 15, PID, 0x10000, 0x5401, 1031, HIGH]) | st.integers(0, HIGH), min_size=6),
)
def test_the_filter_says_what_the_rule_says(rule: Any, args: Any) -> None:
    """The compiled conditions, of several values, masked and negated, agree with the plain reading of the data."""
    due = ALLOW if all(_granted(condition, args) for condition in rule.conditions) else EPERM
    assert answer(rule.name, *args) == due


@pytest.mark.parametrize(
    ("number", "arch", "due"),
    [
        (policy.LAST_KNOWN + 1, 0xC000003E, ENOSYS),
        (9999, 0xC000003E, ENOSYS),
        (0, 0x40000003, KILL),
        (0, 0xC00000B7, KILL),
        (0x40000000, 0xC000003E, KILL),
        (0x40000001, 0xC000003E, KILL),
        (2**32 - 1, 0xC000003E, KILL),
    ],
    ids=["next call", "call from tomorrow", "i386", "aarch64", "x32 read", "x32 write", "-1"],
)
def test_other_ways_into_the_kernel_are_closed(number: int, arch: int, due: int) -> None:
    """Numbers mean other calls on other architectures; a call that is too new is told to be unknown."""
    assert seccomp.simulate(CODE, number, arch=arch) == due


def test_a_call_is_listed_once() -> None:
    """What is allowed in any case has no rule, so that no rule is vain."""
    names = [*policy.ALLOWED, *policy.UNKNOWN, *(rule.name for rule in policy.rules(PID))]
    assert len(names) == len(set(names))
    assert len(set(policy.NUMBERS.values())) == len(policy.NUMBERS)
    assert max(policy.NUMBERS.values()) <= policy.LAST_KNOWN


def test_the_numbers_are_the_kernels() -> None:
    """Each number is that of the header of this machine, as far as it knows the call."""
    header = next((p for p in Path("/usr/include").glob("**/asm/unistd_64.h")), None)
    if header is None or "__NR_read 0" not in (text := header.read_text()):
        pytest.skip("the header of the system calls of x86_64 is not installed")
    known = {name: int(number) for name, number in re.findall(r"#define __NR_(\w+) (\d+)", text)}
    ours = policy.NUMBERS | ELSEWHERE
    assert {name: number for name, number in ours.items() if known.get(name, number) != number} == {}
    assert len(ours.keys() & known.keys()) > 200


def test_nothing_that_can_be_read_is_the_users() -> None:
    """Libraries and facts about the machine; no home, no temporary files, no passwords, no processes."""
    for path in policy.READABLE:
        assert not path.startswith(("/home", "/root", "/tmp", "/var", "/etc/passwd", "/etc/shadow", "/proc/1"))
        assert path not in {"/", "/etc", "/proc", "/proc/self", "/dev", "/sys", "/usr"}

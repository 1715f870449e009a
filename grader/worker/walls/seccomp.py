"""seccomp: from the policy to a filter in classic BPF, and into the kernel.

Constants: include/uapi/linux/seccomp.h, filter.h and audit.h.  The filter is built before anything is closed, and once
for all forks of a process but for the number of each.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from functools import lru_cache
from typing import TYPE_CHECKING

from . import policy
from .libc import syscall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .policy import Condition, Rule

_SYS_SECCOMP = 317
_SET_MODE_FILTER, _TSYNC = 1, 1
_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_AUDIT_ARCH = 0xC000003E
_X32_BIT = 0x40000000

_LOAD, _AND, _JEQ, _JGT, _JGE, _RET = 0x20, 0x54, 0x15, 0x25, 0x35, 0x06
_NR, _ARCH, _ARGS = 0, 4, 16
_ANY_PID = 0x7FFFFFFF
"""Stands for the process's own number, and is nobody's: Linux stops at 2^22."""

Instruction = tuple[int, int, int, int]
"""Code, jump if true, jump if false, constant."""


class SeccompError(Exception):
    """This machine or container does not offer the filter; the text says why."""


def available() -> bool:
    """Whether there is a policy for this machine."""
    return sys.platform == "linux" and platform.machine() == "x86_64" and struct.calcsize("P") == 8


def program(pid: int) -> bytes:
    """Return the filter for the process `pid`: struct sock_filter, 8 bytes each."""
    code, positions = _template()
    filled = bytearray(code)
    for position in positions:
        struct.pack_into("<I", filled, position, pid)
    return bytes(filled)


@lru_cache(maxsize=1)
def _template() -> tuple[bytes, tuple[int, ...]]:
    """Return the filter for any process, and the places of the process's number in it."""
    code: list[Instruction] = [
        # A 32-bit call has other numbers for the same calls, so the architecture is looked at before the number is.
        (_LOAD, 0, 0, _ARCH),
        (_JEQ, 1, 0, _AUDIT_ARCH),
        (_RET, 0, 0, _KILL),
        (_LOAD, 0, 0, _NR),
        # x32 is the same architecture with a bit in the number: an allowed number with it would be another call.
        (_JGE, 0, 1, _X32_BIT),
        (_RET, 0, 0, _KILL),
        # ENOSYS and not EPERM: a newer libc takes it for an older kernel and falls back to a call that is listed.
        (_JGE, 0, 1, policy.LAST_KNOWN + 1),
        (_RET, 0, 0, _ERRNO | policy.ENOSYS),
    ]
    # The calls without conditions come first, since nearly every call is one of them.
    code += _any_of(policy.ALLOWED, _ALLOW)
    code += _any_of(policy.UNKNOWN, _ERRNO | policy.ENOSYS)
    for rule in policy.rules(_ANY_PID):
        code += _ruled(rule)
    code.append((_RET, 0, 0, _ERRNO | policy.EPERM))
    # The constant of an instruction lies in its last four bytes.
    positions = tuple(8 * row + 4 for row, instruction in enumerate(code) if instruction[3] == _ANY_PID)
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in code), positions


def _any_of(names: Sequence[str], answer: int) -> list[Instruction]:
    """Return the instructions that give `answer` to any of the calls, and fall through for another one.

    Neighbours in the table are one comparison with each end: the kernel translates a short filter sooner, for each
    worker anew, and asks it at every call.
    """
    tests: list[Instruction] = []
    for low, high in reversed(_runs([policy.NUMBERS[name] for name in names])):
        # Built from the end, where the answer stands; between them the one jump of those whom nothing has met.
        away = len(tests) + 1
        test = [(_JEQ, away, 0, low)] if low == high else [(_JGE, 0, 1, low), (_JGT, 0, away, high)]
        tests = [*test, *tests]
    return [*tests, (_JEQ, 1, 1, 0), (_RET, 0, 0, answer)]


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Return the first and the last of each run of neighbours."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _ruled(rule: Rule) -> list[Instruction]:
    """Return the instructions for a call that depends on its arguments; they are skipped for any other call."""
    body = [step for condition in rule.conditions for step in _condition(condition)]
    body += [(_RET, 0, 0, _ALLOW)]
    return [(_JEQ, 0, len(body), policy.NUMBERS[rule.name]), *body]


def _condition(condition: Condition) -> list[Instruction]:
    """Return instructions that refuse the call unless the condition holds, and else fall through.

    An argument is 64 bits; a bit in the upper half would be a value that the lower half hides, so it must be 0 (a
    negated condition and a masked one too: no honest argument that is looked at here has any).
    """
    offset = _ARGS + 8 * condition.argument
    refuse = (_RET, 0, 0, _ERRNO | policy.EPERM)
    steps: list[Instruction] = [(_LOAD, 0, 0, offset + 4), (_JEQ, 1, 0, 0), refuse, (_LOAD, 0, 0, offset)]
    if condition.mask != 0xFFFFFFFF:
        steps.append((_AND, 0, 0, condition.mask))
    count = len(condition.values)
    for index, value in enumerate(condition.values):
        left = count - index - 1
        # A match jumps over the comparisons that are left, then over the refusal (or into it, if negated).
        steps.append((_JEQ, left + (0 if condition.negate else 1), 0, value & 0xFFFFFFFF))
    if condition.negate:
        # Fell through all comparisons: allowed, so jump over the refusal.
        return [*steps[:-count], *_negated(condition), refuse]
    return [*steps, refuse]


def _negated(condition: Condition) -> list[Instruction]:
    """Return comparisons of which any match lands on the refusal that follows, and none jumps over it."""
    count = len(condition.values)
    steps: list[Instruction] = []
    for index, value in enumerate(condition.values):
        last = index == count - 1
        steps.append((_JEQ, count - index - 1, 1 if last else 0, value & 0xFFFFFFFF))
    return steps


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install(code: bytes) -> None:
    """Put the filter on all threads of this process, for good.  Raises SeccompError.  no_new_privs must be set."""
    # The kernel copies the filter, so the buffer need not live longer than the call.
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_ = _Program(len(code) // 8, ctypes.addressof(buffer))
    try:
        # TSYNC puts it on all threads: one that a library has started would else go on without.
        syscall(_SYS_SECCOMP, _SET_MODE_FILTER, _TSYNC, ctypes.byref(filter_))
    except OSError as error:
        # What an operator can do about it differs, so the reasons are kept apart.
        reasons = {
            errno.ENOSYS: "the kernel is built without it",
            errno.EPERM: "the container's profile forbids it",
            errno.EACCES: "the container's profile forbids it",
        }
        raise SeccompError(reasons.get(error.errno or 0, str(error))) from error


def simulate(code: bytes, number: int, args: Sequence[int] = (), arch: int = _AUDIT_ARCH) -> int:
    """Return what the filter answers to a call, by interpreting it: for tests of the policy without a kernel."""
    data = struct.pack("<IIQ6Q", number, arch, 0, *(list(args) + [0] * 6)[:6])
    counter, accumulator = 0, 0
    while True:
        op, true, false, constant = struct.unpack_from("<HBBI", code, 8 * counter)
        counter += 1
        if op == _LOAD:
            accumulator = struct.unpack_from("<I", data, constant)[0]
        elif op == _AND:
            accumulator &= constant
        elif op == _RET:
            return int(constant)
        else:
            holds = {_JEQ: accumulator == constant, _JGT: accumulator > constant, _JGE: accumulator >= constant}[op]
            counter += true if holds else false

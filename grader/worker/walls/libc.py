"""System calls that Python has no function for, through ctypes on the libc that is loaded already.

`ctypes.util.find_library` starts a compiler or ldconfig; `CDLL(None)` starts nothing.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
SYS_CAPSET = 126


def syscall(number: int, *args: object) -> int:
    """Make a system call; raises OSError.  Integers are passed as 64 bits, ctypes objects as they are."""
    # As 64 bits: ctypes would pass an int as 32, and leave what is in the upper half.
    converted = [ctypes.c_long(arg) if isinstance(arg, int) else arg for arg in args]
    result = int(_libc.syscall(ctypes.c_long(number), *converted))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def prctl(option: int, value: int) -> None:
    """Call prctl with one argument; raises OSError."""
    if _libc.prctl(option, value, 0, 0, 0) < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


# As threads are made (CLONE_VM, FS, FILES, SIGHAND: nothing is copied), but asking for a descriptor (CLONE_PIDFD).
_CHEAP_PROCESS = 0x100 | 0x200 | 0x400 | 0x800 | 0x1000 | signal.SIGCHLD
_SYS_CLONE = 56
_NO_ADDRESS = 1


def can_make_process() -> bool:
    """Return whether the limit on processes leaves room for one more, without making it.  Raises OSError."""
    try:
        syscall(_SYS_CLONE, _CHEAP_PROCESS, 0, _NO_ADDRESS, 0, 0)
    except OSError as error:
        if error.errno == errno.EFAULT:  # got as far as the address, and was undone there
            return True
        if error.errno == errno.EAGAIN:
            return False
        raise
    raise OSError("a process was made that could not have been made")


class _CapHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


def drop_capabilities() -> None:
    """Give up every capability of this process, for good."""
    # First the bounding set, which takes the capabilities themselves to change.
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            break  # past the last one that this kernel knows, or not allowed to: then there is none to drop
    header = _CapHeader(0x20080522, 0)
    syscall(SYS_CAPSET, ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)()))

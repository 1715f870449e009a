"""Landlock: which files may be read.  Constants: include/uapi/linux/landlock.h of Linux 6.18."""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from typing import TYPE_CHECKING

from .libc import syscall

if TYPE_CHECKING:
    from collections.abc import Iterable

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1

_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILES_BY_ABI = {1: 13, 2: 14, 3: 15, 5: 16}
"""The number of file rights of each ABI version; one that is not listed has those of the one before."""
_TCP, _TCP_FROM = 0b11, 4
_SCOPES, _SCOPES_FROM = 0b11, 6


class LandlockError(Exception):
    """This kernel or container does not offer Landlock; the text says why."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def abi() -> int:
    """Return the version that this kernel offers.  Raises LandlockError."""
    try:
        return syscall(_CREATE, None, 0, _VERSION_FLAG)
    except OSError as error:
        reasons = {
            errno.ENOSYS: "the kernel is older than 5.13 or built without it",
            errno.EOPNOTSUPP: "it is switched off at boot",
            errno.EPERM: "the container's profile forbids it",
        }
        raise LandlockError(reasons.get(error.errno or 0, str(error))) from error


def handled(version: int) -> tuple[int, int, int]:
    """Return the rights of files, of TCP and the scopes that a ruleset of this version takes away."""
    known_rights = max(count for first, count in _FILES_BY_ABI.items() if first <= version)
    return (1 << known_rights) - 1, _TCP if version >= _TCP_FROM else 0, _SCOPES if version >= _SCOPES_FROM else 0


def restrict(readable: Iterable[str]) -> int:
    """Take every right from this thread but reading below `readable`; return the ABI.  Raises LandlockError.

    no_new_privs must be set, and no other thread may run: it would keep its rights.
    """
    version = abi()
    files, net, scoped = handled(version)
    # An older kernel refuses a structure that is longer than the one it knows.
    size = 8 if version < _TCP_FROM else 16 if version < _SCOPES_FROM else 24
    ruleset = syscall(_CREATE, ctypes.byref(_Ruleset(files, net, scoped)), size, 0)
    try:
        # Rights are given below open descriptors: whatever the path means later, the folder is the one of now.
        for path in readable:
            _allow_reading(ruleset, path)
        # From here on this thread can open nothing else, and cannot undo it.
        syscall(_RESTRICT, ruleset, 0)
    except OSError as error:
        raise LandlockError(str(error)) from error
    finally:
        os.close(ruleset)
    return version


def _allow_reading(ruleset: int, path: str) -> None:
    """Allow reading a file, or everything below a folder; a path that is not there is left out."""
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        # The kernel refuses a right of folders on a file.
        folder = stat.S_ISDIR(os.fstat(parent).st_mode)
        rule = _Beneath(_READ_FILE | (_READ_DIR if folder else 0), parent)
        syscall(_ADD, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(parent)

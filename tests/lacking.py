"""A machine that lacks something: a command is started behind a filter that refuses system calls."""

from __future__ import annotations

import sys
from typing import Any

EPERM, ENOSYS, EOPNOTSUPP = 1, 38, 95
LANDLOCK, SECCOMP = (444, 445, 446), (317,)
REFUSING = """
import ctypes, os, struct, sys
error, numbers = int(sys.argv[1]), map(int, sys.argv[2].split(","))
code = [(0x20, 0, 0, 0)]
for number in numbers:
    code += [(0x15, 0, 1, number), (0x06, 0, 0, 0x50000 | error)]
code = b"".join(struct.pack("<HBBI", *row) for row in [*code, (0x06, 0, 0, 0x7FFF0000)])
buffer = ctypes.create_string_buffer(code, len(code))
program = struct.pack("@HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
libc = ctypes.CDLL(None)
if libc.prctl(38, 1, 0, 0, 0) or libc.syscall(317, 1, 0, program):
    sys.exit("no filter can be put up here")
os.execv(sys.argv[3], sys.argv[3:])
"""


def without(error: Any, numbers: Any) -> Any:
    """Return the command that starts another one on a machine where these system calls end with `error`."""
    return (sys.executable, "-c", REFUSING, str(error), ",".join(map(str, numbers)))

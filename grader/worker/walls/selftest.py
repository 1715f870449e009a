"""Trying to break out, before anybody else does: each attempt must fail."""

from __future__ import annotations

import os
import socket

CANARY = "/etc/passwd"
"""A file that everybody may read where nothing forbids it."""


def attempts() -> dict[str, bool]:
    """Return which attempts were refused."""
    return {
        "reading": _refused_reading(),
        "writing": _refused_writing(),
        "socket": _refused_socket(),
        "fork": _refused_fork(),
    }


def _refused_reading() -> bool:
    try:
        os.close(os.open(CANARY, os.O_RDONLY))
    except OSError:
        return True
    return False


def _refused_writing() -> bool:
    try:
        # A device that anybody may write to, so that nothing but the walls can refuse it.
        os.close(os.open(os.devnull, os.O_WRONLY))
    except OSError:
        return True
    return False


def _refused_socket() -> bool:
    try:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
    except OSError:
        return True
    return False


def _refused_fork() -> bool:
    try:
        child = os.fork()
    except OSError:
        return True
    # It was made after all: it leaves at once, and the report says that the layer does not hold.
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return False

"""A system that is not POSIX, as far as Linux can play it: its modules cannot be imported, its functions are not there.

`block_everything` is for a worker, which imports nothing but the standard library and numpy.  `block_for_grader` is for
a process in which pytest or Jupyter run too: they may keep the modules of the system, only `grader` may not.
"""

import builtins
import contextlib
import os
import select
import signal
import socket
import sys
from typing import Any

MODULES = ("fcntl", "resource", "pwd", "grp", "termios", "pty", "tty", "syslog", "curses", "readline", "spwd", "crypt")
FUNCTIONS = {
    os: (
        "fork", "forkpty", "killpg", "setsid", "setpgid", "readv", "writev", "preadv", "pwritev", "memfd_create",
        "set_blocking", "get_blocking", "mkfifo", "mknod", "geteuid", "getegid", "chown", "fchown", "setuid",
        "pidfd_open",
    ),
    select: ("poll", "epoll"),
    signal: ("SIGUSR1", "SIGUSR2", "SIGALRM", "SIGHUP", "setitimer", "alarm", "pthread_kill", "pthread_sigmask"),
    socket: ("send_fds", "recv_fds", "SCM_RIGHTS", "SOCK_SEQPACKET"),
}  # fmt: skip


def block_everything() -> None:
    """Leave no POSIX module to anybody in this process, and none of the functions."""
    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    _remove_functions()
    import faulthandler

    del faulthandler.register


def block_for_grader() -> None:
    """Leave no POSIX module to the code of `grader`, and none of the functions to anybody."""
    import_anything = builtins.__import__

    def import_some(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:  # noqa: A002 - the signature of __import__
        importer = (globals or {}).get("__name__", "").partition(".")[0]
        if importer in {"grader", "worker"} and name.partition(".")[0] in MODULES:
            raise ModuleNotFoundError(f"No module named {name!r} on this system", name=name)
        return import_anything(name, globals, locals, fromlist, level)

    builtins.__import__ = import_some
    _remove_functions()


def _remove_functions() -> None:
    for module, names in FUNCTIONS.items():
        for name in names:
            with contextlib.suppress(AttributeError):
                delattr(module, name)

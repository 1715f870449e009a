"""Acts that the sandbox does not let happen, told from the exception that a student's code gets for it.

Files are read only, other machines and programs are out of reach, and nobody types.  A student whose line is right on
their own machine is told that, instead of being sent to look for a mistake.
"""

from __future__ import annotations

import errno
import re
from typing import TYPE_CHECKING

from .wire.texts import class_name, clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

INPUT = "input"
"""The kind of a question to the keyboard; the others are `closed_file`, `closed_network` and `closed_program`."""

_ASKED = re.compile(r"EOF when reading a line|lost sys\.stdin")
_NO_TEMPORARY = re.compile(r"No usable temporary directory")
_READS = re.compile(r"\bstdin\b")
_OF_NOTHING = re.compile(r"''|\bgot 0\b|index out of range")
"""Beginnings of messages about a number, parts or an entry that is taken from an empty line."""
_NETWORK = frozenset({"socket.py", "request.py", "ssl.py", "connection.py", "adapters.py", "sessions.py", "client.py"})
_NETWORK_ERRORS = frozenset({"URLError", "gaierror", "ConnectionError", "MaxRetryError", "NewConnectionError"})
_PROGRAMS = frozenset({"subprocess.py", "popen_fork.py", "popen_spawn_posix.py", "process.py", "pool.py"})
_DENIED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EAGAIN, errno.ENOSYS, errno.EAFNOSUPPORT})


def closed(error: BaseException, source: str, files: Iterable[str], names: Sequence[str] = ()) -> str:
    """Return the kind of what is closed; empty where `error` is about something else.

    `source` is the student's line that raised it, `files` are the names of the files of all frames,
    `names` are those that the function of this line uses.
    """
    return INPUT if _asks(error, source, names) else _denied(error, files)


def _asks(error: BaseException, source: str, names: Sequence[str]) -> bool:
    """Whether somebody was to type: `input()`, or a number made of the empty line that standard input gives."""
    text = clean(error)
    if isinstance(error, EOFError | RuntimeError) and _ASKED.search(text):
        return True
    if isinstance(error, EOFError) and not text:  # of `getpass`, which waits for a line of its own
        return True
    if not isinstance(error, ValueError | IndexError):
        return False
    # The line may be read in one statement and used in another one.
    return _READS.search(source) is not None or ("stdin" in names and _OF_NOTHING.search(clean(error)) is not None)


def _denied(error: BaseException, files: Iterable[str]) -> str:
    if class_name(error) in _NETWORK_ERRORS:
        return "closed_network"
    if isinstance(error, FileNotFoundError) and _NO_TEMPORARY.search(clean(error)):
        return "closed_file"
    if not isinstance(error, OSError) or error.errno not in _DENIED:
        return ""
    names = {file.replace("\\", "/").rpartition("/")[2] for file in files}
    if names & _PROGRAMS or error.errno == errno.EAGAIN:
        return "closed_program"
    if names & _NETWORK or isinstance(error, ConnectionError) or error.errno == errno.EAFNOSUPPORT:
        return "closed_network"
    return "closed_file" if error.filename is not None else "closed_program"

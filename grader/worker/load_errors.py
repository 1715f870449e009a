"""An exception that stopped a file, as a problem that names a line of the student's own."""

from __future__ import annotations

import errno
import re
from typing import TYPE_CHECKING

from .sources import DecodedText, Problem
from .wire.texts import clean

if TYPE_CHECKING:
    from types import TracebackType

_INPUT = re.compile(r"EOF when reading a line|lost sys\.stdin")


def explain(error: BaseException, text: DecodedText) -> Problem:
    """Return what `error`, raised while the file `text` was executed, says about it."""
    # Read from the slots of the base class: a student's exception may give these names another meaning.
    trace = _TRACE.__get__(error)
    line, files = _walk(trace, text.name)
    if isinstance(error, SyntaxError) and not line and error.filename == text.name:
        line = error.lineno or 0
    source = text.line(line)
    kind, name = _kind(error, source, files)
    return Problem(kind, line, source, clean(type(error).__name__), clean(error, 500), clean(name))


def line_of(error: BaseException, name: str) -> int:
    """Return the line of the statement of file `name` that `error` stopped; 0 where nobody can tell."""
    trace = _TRACE.__get__(error)
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            return int(trace.tb_lineno)
        trace = trace.tb_next
    return 0


_TRACE = BaseException.__dict__["__traceback__"]


def _walk(trace: TracebackType | None, name: str) -> tuple[int, set[str]]:
    """Return the last line of file `name` that was active, and the files of all frames."""
    line, files = 0, set()
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        files.add(filename.replace("\\", "/").rpartition("/")[2])
        if filename == name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line, files


def _kind(error: BaseException, source: str, files: set[str]) -> tuple[str, object]:
    """Return the kind of the problem, and the module or file that is missing."""
    match error:
        case ModuleNotFoundError() if error.name:
            return "missing_module", error.name
        case FileNotFoundError() if error.filename is not None:
            return "missing_file", error.filename
        case SystemExit() if "argparse.py" in files:
            return "argv", ""
        case SystemExit():
            return "exit", ""
        case KeyboardInterrupt():
            return "interrupted", ""
        case IndexError() | ValueError() if "argv" in source:
            return "argv", ""
        case ValueError() if "stdin" in source:
            return "input", ""
        case EOFError() | RuntimeError() if _INPUT.search(clean(error)):
            return "input", ""
        case _ if closed := _closed(error, files):
            return closed, getattr(error, "filename", None) or ""
        case _:
            return "raised", ""


_NETWORK = frozenset({"socket.py", "request.py", "ssl.py", "connection.py", "adapters.py", "sessions.py", "client.py"})
_PROGRAMS = frozenset({"subprocess.py", "popen_fork.py", "popen_spawn_posix.py", "process.py", "pool.py"})
_DENIED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EAGAIN, errno.ENOSYS, errno.EAFNOSUPPORT})


def _closed(error: BaseException, files: set[str]) -> str:
    """Return the kind of what the sandbox does not let happen: writing files, other machines, other programs."""
    if type(error).__name__ in {"URLError", "gaierror", "ConnectionError", "MaxRetryError", "NewConnectionError"}:
        return "closed_network"
    if not isinstance(error, OSError) or error.errno not in _DENIED:
        return ""
    if files & _PROGRAMS or error.errno == errno.EAGAIN:
        return "closed_program"
    if files & _NETWORK or isinstance(error, ConnectionError) or error.errno == errno.EAFNOSUPPORT:
        return "closed_network"
    return "closed_file" if error.filename is not None else "closed_program"

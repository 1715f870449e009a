"""An exception that stopped a file, as a problem that names a line of the student's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .closed import closed
from .sources import DecodedText, Problem
from .wire.texts import class_name, clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType


def explain(error: BaseException, text: DecodedText) -> Problem:
    """Return what `error`, raised while the file `text` was executed, says about it."""
    # Read from the slots of the base class: a student's exception may give these names another meaning.
    trace = _TRACE.__get__(error)
    line, files, names = _walk(trace, text.name)
    try:
        if isinstance(error, SyntaxError) and not line and error.filename == text.name:
            line = error.lineno or 0
        kind, name = _kind(error, text.line(line), files, names)
    except BaseException:  # noqa: BLE001  such an exception may fail at every question, even for its class
        kind, name = "raised", ""
    return Problem(kind, line, text.line(line), class_name(error), clean(error, 500), clean(name))


def line_of(error: BaseException, name: str) -> int:
    """Return the line of the statement of file `name` that `error` stopped; 0 where nobody can tell."""
    trace = _TRACE.__get__(error)
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            return int(trace.tb_lineno)
        trace = trace.tb_next
    return 0


_TRACE = BaseException.__dict__["__traceback__"]


def _walk(trace: TracebackType | None, name: str) -> tuple[int, set[str], tuple[str, ...]]:
    """Return the last line of file `name` that was active, the files of all frames, and the names used around it."""
    line, files, names = 0, set(), tuple[str, ...]()
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        files.add(filename)
        if filename == name:
            line, names = trace.tb_lineno, trace.tb_frame.f_code.co_names
        trace = trace.tb_next
    return line, files, names


def _kind(error: BaseException, source: str, files: set[str], names: Sequence[str]) -> tuple[str, object]:
    """Return the kind of the problem, and the module or file that is missing."""
    match error:
        case ModuleNotFoundError() if error.name:
            return "missing_module", error.name
        case FileNotFoundError() if error.filename is not None:
            return "missing_file", error.filename
        case SystemExit() if any(file.endswith("argparse.py") for file in files):
            return "argv", ""
        case SystemExit():
            return "exit", ""
        case KeyboardInterrupt():
            return "interrupted", ""
        case IndexError() | ValueError() if "argv" in source:
            return "argv", ""
        case _ if kind := closed(error, source, files, names):
            return kind, getattr(error, "filename", None) or ""
        case _:
            return "raised", ""

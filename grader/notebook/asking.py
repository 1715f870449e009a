"""The kernel's side of a check: the cells go to a fresh interpreter, and the report comes back."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import JudgeError, UsageError
from grader.notebook import cells
from grader.notebook.report import Report
from grader.sandbox.commands import CommandTimeout, call_module

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

MOST_SECONDS = 120.0
"""How long a cell waits; a check takes about one second unless the code hangs in several places."""

NO_CELLS = (
    "check: there are no cells here to read. Call it in a notebook or in IPython, or save your code as a file and run "
    "`grader check FILE` in a terminal."
)


class CellError(UsageError):
    """A usage error shown in a cell."""

    def _render_traceback_(self) -> list[str]:
        """Show the sentence alone; IPython asks for this name."""
        return [str(self)]


def check_cells(tasks: Sequence[str], course: str | PathLike[str] | None) -> Report:
    """Check the cells that were run so far in `tasks`, or in all of which they have something.  Raises UsageError."""
    try:
        request = {
            **_code(),
            "tasks": list(tasks),
            "course": os.fspath(course) if course is not None else None,
        }
        reply_text = call_module(
            "grader.notebook.answering", json.dumps(request), folder=Path.cwd(), seconds=MOST_SECONDS
        )
    except UsageError as error:
        raise CellError(str(error)) from None
    except CommandTimeout:
        raise CellError(_slow(tasks)) from None
    if reply_text.code:
        raise JudgeError(f"check: the grader itself fails.\n{reply_text.errors.strip()[-2000:]}")
    reply = json.loads(reply_text.output)
    if "error" in reply:
        raise CellError(reply["error"])
    return Report(**reply)


def _code() -> dict[str, str]:
    """Return what is checked: the cells of a notebook, or the file of a program that calls `check` itself."""
    shell = cells.shell()
    if shell is not None:
        return {"name": cells.name(shell), "notebook": cells.notebook(cells.sources(shell))}
    program = getattr(sys.modules["__main__"], "__file__", None)
    if program is None or not Path(program).is_file():  # typed into Python, which keeps no record
        raise UsageError(NO_CELLS)
    return {"path": program}


def _slow(tasks: Sequence[str]) -> str:
    less = "Name one task, as in check('softmax')" if len(tasks) != 1 else "Look for a loop that does not end"
    return f"check: this takes more than {MOST_SECONDS:g} seconds. {less}, or run `grader check` in a terminal."

"""The name in a submission that most likely is the function a task asks for, when the right name is not there."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.submission.loaded import DefinedName, LoadReport

_CLOSE = 0.75
"""Share of letters in common, from which on a spelling is taken for a slip (`sofmax`, `energie`)."""


def nearest(function: str, report: LoadReport) -> DefinedName | None:
    """Return what the student most likely means by `function`, by the surest likeness first; None for no likeness.

    A method of this name, then other case or underscores, then something before or after the name, then a slip in
    the spelling.  What another function of the task is found as is never offered.
    """
    defined = [name for name in report.names if name.form != "value" and name.name not in report.functions]
    functions = [name for name in defined if name.form != "method"]
    likenesses = (
        [name for name in defined if name.form == "method" and bare(name.name) == function],
        [name for name in defined if _letters(bare(name.name)) == _letters(function)],
        [name for name in functions if _extends(name.name, function)],
        _close(function, functions),
    )
    return next((hits[-1] for hits in likenesses if hits), None)


def bare(name: str) -> str:
    """Return a method's own name, without its class."""
    return name.rpartition(".")[2]


def _letters(name: str) -> str:
    return name.replace("_", "").casefold()


def _extends(name: str, function: str) -> bool:
    """Say whether `name` is `function` with something before or after it, as in `my_softmax` or `softmax_v2`."""
    pattern = rf"(?:\w+_|_+|my)?{re.escape(function.casefold())}(?:_\w*|v?\d+)?"
    return re.fullmatch(pattern, name.casefold()) is not None


def _close(function: str, names: list[DefinedName]) -> list[DefinedName]:
    by_spelling = {name.name.casefold(): name for name in names}
    close = difflib.get_close_matches(function.casefold(), by_spelling, 1, _CLOSE)
    return [by_spelling[spelling] for spelling in close]

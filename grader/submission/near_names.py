"""The name in a submission that most likely is the function a task asks for, when the right name is not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.submission.loaded import DefinedName, LoadReport

_CLOSE = 0.75
"""Share of letters in common, from which on a spelling is taken for a slip (`sofmax`, `energie`)."""


def nearest(
    function: str, report: LoadReport, arity: int | None = None, *, is_class: bool = False
) -> DefinedName | None:
    """Return what the student most likely means by `function`, by the surest likeness first; None for no likeness.

    A method of this name, then other case or underscores, then something before or after the name, then a slip in
    the spelling.  Of several alike the one that takes `arity` arguments, then a public one, then the shortest.  What
    another function of the task is found as is never offered; for a class only classes are.
    """
    function_names = report.function_names
    defined = [
        name
        for name in report.names
        if name.name not in function_names
        and (name.form == "class" if is_class else name.form not in {"value", "unread"})
    ]
    functions = [name for name in defined if name.form != "method"]
    likenesses = (
        [name for name in defined if name.form == "method" and bare(name.name) == function],
        [name for name in defined if _letters(bare(name.name)) == _letters(function)],
        [name for name in functions if _extends(name.name, function)],
        _close(function, functions),
    )
    hits = next((hits for hits in likenesses if hits), [])
    # The last of several that are equally likely: a later definition replaces an earlier one.
    return max(hits, key=lambda name: _likelihood(name, function, arity), default=None) if hits else None


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
    import difflib  # names are right in most submissions

    by_spelling = {name.name.casefold(): name for name in names}
    close = difflib.get_close_matches(function.casefold(), by_spelling, 1, _CLOSE)
    return [by_spelling[spelling] for spelling in close]


def _likelihood(name: DefinedName, function: str, arity: int | None) -> tuple[bool, bool, int, int]:
    words = bare(name.name)
    fits = arity is None or takes(name.signature, arity + (name.form == "method"))
    return fits, not words.startswith("_"), -abs(len(words) - len(function)), name.line


def takes(signature: str, arity: int) -> bool:
    """Say whether parameters such as `(x, axis=0, *rest)` take `arity` positional arguments; True for none known."""
    if not signature.startswith("("):
        return True
    least = upper = 0
    for part in _parameters(signature[1:].rpartition(")")[0]):
        if part == "*" or part.startswith("**"):
            break
        if part.startswith("*"):
            return arity >= least
        if part != "/":
            upper += 1
            least += "=" not in part
    return least <= arity <= upper


def _parameters(text: str) -> list[str]:
    """Return the parameters of a signature: commas inside of brackets belong to defaults."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part.strip()]

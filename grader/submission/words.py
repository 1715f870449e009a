"""Every sentence about reading a submission: what stops a file, what a task misses, what was found instead.

The facts come from a student's code by way of an untrusted process, so each piece of text is flattened to one line of
printable characters before it enters a sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.results import FileNote
from grader.submission.nearest import bare, nearest

if TYPE_CHECKING:
    from grader.submission.loaded import FileFact, Found, Kind, LoadReport, Lost, Name, Problem

_MOST_SHOWN = 6


def file_note(fact: FileFact) -> FileNote:
    """Return how a file was read, and what to do about it where it was not read whole."""
    return FileNote(name=_flat(fact.name), state=fact.state, message=_message(fact))


def missing(function: str, arity: int, report: LoadReport) -> str:
    """Return why `function`, called with `arity` arguments, cannot be asked, with the nearest thing that was found."""
    asks = f"the task asks for a function `{function}` with {_count(arity)}"
    same = [name for name in report.names if name.name == function]
    if same:
        return _not_usable(same[-1], asks, report)
    near = nearest(function, report)
    if near is not None:
        return _found_instead(function, near, asks)
    shown = _what_is_there(report)
    return f"There is no function `{function}` in what you handed in ({shown}); {asks}.{_unread(report)}"


def misfit(function: str, args: tuple[str, ...], found: Found) -> str:
    """Return how the parameters of `found` differ from the call with `args`."""
    takes = _flat(found.signature) or "other parameters"
    call = f"{function}({', '.join(args)})"
    return (
        f"`{function}` takes {takes} ({_place(found.file, found.line)}); the task calls {call}, with "
        f"{_count(len(args))}. Change the parameters so that this call works; give further ones a default value."
    )


def two_definitions(function: str, found: Found) -> str:
    """Return which of several definitions counts; empty where there is one only."""
    if not found.also:
        return ""
    others = _list([_place(place.file, place.line) for place in found.also])
    rule = "the last one in the file" if all(place.file == found.file for place in found.also) else "this one"
    return (
        f"You define `{function}` more than once. The definition at {_place(found.file, found.line)} counts "
        f"({rule}), not {others}. Keep one and remove or rename the rest."
    )


# Files that are not read whole.

_GUARD = '`if __name__ == "__main__":`'
_WHY: dict[Kind, tuple[str, str]] = {
    "syntax": ("Python cannot read {file}{at}{line}: {text}.", "{advice}"),
    "python2": ("{file} is written for Python 2{at}{line}.", "Change it to Python 3: for example `print(x)`."),
    "conflict": (
        "{file} holds the marks of an unfinished merge{at}{line}.",
        "Keep one of the two versions and remove the lines that start with <<<<<<<, ======= and >>>>>>>.",
    ),
    "binary": ("{file} holds no Python code: it is {what}.", "Hand in the code as a plain text file."),
    "empty": ("{file} is empty or holds comments only.", "Save your work and hand the file in again."),
    "too_large": ("{file} is larger than 1 MiB.", "Hand in the code alone, without data or outputs."),
    "missing_module": (
        "{stops}: there is no module `{name}`{line}.",
        "Hand that file in too if it is yours, or remove the import.",
    ),
    "missing_file": (
        "{stops}: there is no file `{name}`{line}.",
        f"Read files below {_GUARD} only, so that your functions can be loaded without them.",
    ),
    "input": (
        "{stops}: it asks for keyboard input{line}, and nobody is there to type.",
        f"Move this below {_GUARD}.",
    ),
    "argv": (
        "{stops}: it expects arguments from the command line{line}, and there are none.",
        f"Move this below {_GUARD}.",
    ),
    "exit": ("{stops}: it ends the program{line}.", f"Remove this, or move it below {_GUARD}."),
    "interrupted": ("{stops}: it is interrupted{line}.", "Run the check again."),
    "raised": (
        "{stops}{line}: {error}.",
        f"Correct this line, or move it below {_GUARD} if no function needs it.",
    ),
    "hang": (
        "Loading {file} takes too long, so it is stopped.",
        f"Move long computations and loops below {_GUARD}.",
    ),
    "died": (
        "The Python process ends while {file} is loaded; it may use more memory than it is given.",
        f"Move what is not a definition below {_GUARD}.",
    ),
}


def _message(fact: FileFact) -> str:
    if fact.problem is None:
        return ""
    why, do = (template.format_map(_words(fact, fact.problem)) for template in _WHY[fact.problem.kind])
    return f"{why} {_graded(fact.state, fact.problem)}{do}{_losses(fact)}"


def _words(fact: FileFact, problem: Problem) -> dict[str, str]:
    file = _flat(fact.name)
    at = f" at line {problem.line}" if problem.line else ""
    return {
        "file": file,
        "at": at,
        "stops": f"{file} stops{at} while it is loaded",
        "line": f" ({_flat(problem.source, 80)})" if problem.source else "",
        "name": _flat(problem.name) or "?",
        "what": _flat(problem.name) or "not a text",
        "text": _flat(problem.text).rstrip("."),
        "error": _error(problem.type, problem.text),
        "advice": _syntax_advice(problem),
    }


def _graded(state: str, problem: Problem) -> str:
    if state == "whole" or problem.kind == "empty":
        return ""
    if state == "nothing":
        return "Nothing in it is graded. "
    if problem.kind in {"syntax", "python2"}:
        return "Only the imports and definitions that can be read are graded. "
    return "Only its imports and definitions are graded. "


def _syntax_advice(problem: Problem) -> str:
    if problem.source.startswith(("%", "!")):
        return "Lines that start with % or ! work in notebooks only: remove them."
    if problem.type in {"RecursionError", "MemoryError"}:
        return "Split the expression that is nested too deeply."
    if "indented block" in problem.text:
        return "Give the block a body; `pass` is enough."
    if problem.type == "TabError":
        return "Indent with spaces only."
    return "Correct this line and run `python` on the file to see whether it starts."


def _losses(fact: FileFact) -> str:
    """Return which definitions fail even alone; what repeats the problem itself is not said twice."""
    problem = fact.problem
    lost = [loss for loss in fact.lost if problem is None or (loss.line, loss.text) != (problem.line, problem.text)]
    if not lost or fact.state != "definitions":
        return ""
    told = _list([f"line {loss.line} ({_error(loss.type, loss.text, 60)})" for loss in lost[:3]])
    more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
    return f" Left out as well: {told}{more}."


# Functions that are not there.


def _not_usable(name: Name, asks: str, report: LoadReport) -> str:
    """Return why a name that is defined is no function that can be asked."""
    where = _place(name.file, name.line)
    match name.form:
        case "class":
            return f"You define `{name.name}` as a class ({where}); {asks}. Write it with `def` outside any class."
        case "value" if not _is_whole(name.file, report):
            return (
                f"`{name.name}` gets its meaning at {where}, and this line is not executed, because {_flat(name.file)} "
                f"cannot be loaded whole; {asks}. Mend the file first, or write the function with `def`."
            )
        case "value":
            return (
                f"In the end `{name.name}` is a value, not a function ({where}); {asks}. Give that value another name."
            )
        case _:
            lost = _lost(name, report)
    if lost is not None:
        return (
            f"Your definition of `{name.name}` ({where}) stops with {_error(lost.type, lost.text)}. "
            "Correct what this line needs."
        )
    return (
        f"You define `{name.name}` ({where}), but it is no function any more once the file is loaded; {asks}. "
        "Look for a later line that gives the name another meaning or removes it."
    )


def _is_whole(file: str, report: LoadReport) -> bool:
    return all(fact.state == "whole" for fact in report.files if fact.name == file)


def _lost(name: Name, report: LoadReport) -> Lost | None:
    """Return the failure of the statement that defines `name`, if it is on record."""
    losses = (loss for fact in report.files if fact.name == name.file for loss in fact.lost)
    return next((loss for loss in losses if loss.line == name.line), None)


def _found_instead(function: str, near: Name, asks: str) -> str:
    where = _place(near.file, near.line)
    shown = f"`{_flat(near.name)}`"
    if near.form == "method" and bare(near.name) == function:
        owner = _flat(near.name.rpartition(".")[0])
        return f"You define `{function}` inside the class `{owner}` ({where}); {asks}. Move it out of the class."
    if near.form == "class":
        return f"You define the class {shown} ({where}); {asks}. Write it with `def` under that name."
    lookalike = "" if near.name.isascii() else " One of its letters comes from another alphabet and looks alike."
    return f"You define {shown} ({where}); {asks}.{lookalike} Rename yours if it is the one."


def _what_is_there(report: LoadReport) -> str:
    """Return what the files define, a few names of each."""
    if not report.files:
        return "there are no files"
    parts = []
    for fact in report.files[:_MOST_SHOWN]:
        names = [f"`{_flat(n.name)}`" for n in report.names if n.file == fact.name and n.form in {"function", "lambda"}]
        names = list(dict.fromkeys(names))
        more = ", ..." if len(names) > _MOST_SHOWN else ""
        told = f"{', '.join(names[:_MOST_SHOWN])}{more}" if names else "no function"
        parts.append(f"{_flat(fact.name)} defines {told}")
    if len(report.files) > _MOST_SHOWN:
        parts.append(f"and {len(report.files) - _MOST_SHOWN} more files")
    return "; ".join(parts)


def _unread(report: LoadReport) -> str:
    files = [_flat(fact.name) for fact in report.files if fact.problem is not None and fact.state != "whole"]
    if not files:
        return ""
    be = "is" if len(files) == 1 else "are"
    return f" {_list(files[:_MOST_SHOWN])} {be} not read whole; see the note about reading."


# Small change.


def _place(file: str, line: int) -> str:
    return f"{_flat(file)}, line {line}" if line else _flat(file)


def _error(type_: str, text: str, cap: int = 200) -> str:
    said = _flat(text, cap).rstrip(".")
    return f"{_flat(type_)}: {said}" if said else _flat(type_)


def _count(number: int) -> str:
    words = {0: "no argument", 1: "one argument", 2: "two arguments", 3: "three arguments", 4: "four arguments"}
    return words.get(number, f"{number} arguments")


def _list(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _flat(text: str, cap: int = 200) -> str:
    """Return `text` as one line of printable characters: it may hold what moves a terminal's cursor."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= cap else line[: cap - 3] + "..."

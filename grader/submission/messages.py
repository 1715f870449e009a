"""Every sentence about reading a submission: what stops a file, what a task misses, what was found instead.

The facts come from a student's code by way of an untrusted process, so each piece of text is flattened to one line of
printable characters before it enters a sentence.
"""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from grader.checks.messages import place
from grader.results import FileNote
from grader.submission.near_names import bare, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.submission.loaded import (
        DefinedName,
        FailedStatement,
        FileReport,
        FoundFunction,
        LoadProblem,
        LoadReport,
        ProblemKind,
        SourceLocation,
    )

_MOST_SHOWN = 6
_MOST_LOST = 3
_LIBRARIES = frozenset(
    {"IPython", "PIL", "altair", "bokeh", "cupy", "cv2", "datasets", "dask", "flax", "gensim", "google", "graphviz"}
    | {
        "gym",
        "gymnasium",
        "h5py",
        "imageio",
        "ipykernel",
        "ipywidgets",
        "jax",
        "joblib",
        "keras",
        "lightning",
        "marimo",
    }
    | {"matplotlib", "mpl_toolkits", "networkx", "nltk", "numba", "optax", "optuna", "otter", "pandas", "plotly"}
    | {"polars", "psutil", "pygame", "pytest", "pytorch_lightning", "requests", "scipy", "seaborn", "selenium"}
    | {"skimage", "sklearn", "spacy", "statsmodels", "streamlit", "sympy", "tabulate", "tensorboard", "tensorflow"}
    | {"tensorflow_datasets", "timm", "tkinter", "torch", "torchaudio", "torchsummary", "torchtext", "torchvision"}
    | {"tqdm", "transformers", "wandb", "xgboost", "yaml"}
)
"""Libraries that students plot and explore with, and that may be missing where their functions are graded."""


def file_note(fact: FileReport) -> FileNote:
    """Return how a file was read, and what to do about it where it was not read whole."""
    return FileNote(name=_flat(fact.name), state=fact.state, message=_message(fact))


def missing(function: str, arity: int, report: LoadReport) -> str:
    """Return why `function`, called with `arity` arguments, cannot be asked, with the nearest thing that was found."""
    asks = f"the task asks for a function `{function}` with {_count(arity)}"
    same = [name for name in report.names if name.name == function]
    unread = [name for name in same if name.form == "unread"]
    if unread and len(unread) == len(same):
        return _cannot_be_read(unread[-1])
    same = [name for name in same if name.form != "unread"]
    if same:
        return _not_usable(same[-1], asks, report)
    near = nearest(function, report, arity)
    if near is not None:
        return _found_instead(function, near, asks)
    shown = _what_is_there(report)
    return f"There is no function `{function}` in what you handed in ({shown}); {asks}.{_unread(report)}"


def wrong_parameters(function: str, args: tuple[str, ...], found: FoundFunction) -> str:
    """Return how the parameters of `found` differ from the call with `args`."""
    takes = _flat(found.signature) or "other parameters"
    call = f"{function}({', '.join(args)})"
    return (
        f"`{function}` takes {takes} ({_place(found)}); the task calls {call}, with "
        f"{_count(len(args))}. Change the parameters so that this call works; give further ones a default value."
    )


def not_written(function: str, found: FoundFunction) -> str:
    """Return the sentence about a function in which nothing is written."""
    return f"`{function}` is not written yet ({_place(found)})."


PRECEDENCE = "a file named like the task goes first, then the newest, then the last by name; tests and backups go last"


def two_definitions(function: str, found: FoundFunction) -> str:
    """Return which of several definitions counts; empty where there is one only."""
    if not found.also:
        return ""
    others = _list([_place(other) for other in found.also])
    alone = all(other.file == found.file for other in found.also)
    rule = "the last one in the file" if alone else PRECEDENCE
    return (
        f"You define `{function}` more than once. The definition at {_place(found)} counts "
        f"({rule}), not {others}. Keep one and remove or rename the rest."
    )


# Files that are not read whole.

_GUARD = '`if __name__ == "__main__":`'
_WHY: dict[ProblemKind, tuple[str, str]] = {
    "syntax": ("Python cannot read {file}{at}{line}: {text}.", "{advice}"),
    "python2": ("{file} is written for Python 2{at}{line}.", "Change it to Python 3: for example `print(x)`."),
    "newer": (
        "{file} uses syntax of Python {name}{at}{line}, and it is graded with Python {python}.",
        "Write it as Python {python} has it.",
    ),
    "closed_file": (
        "{stops}: it opens or changes a file or folder{line}, which is closed where your code is graded.",
        "Nothing is wrong with that on your machine. {if_needed}",
    ),
    "closed_network": (
        "{stops}: it talks to another machine{line}, and there is no network where your code is graded.",
        "Nothing is wrong with that on your machine. {if_needed}",
    ),
    "closed_program": (
        "{stops}: it starts another program or process{line}, which is closed where your code is graded.",
        "Nothing is wrong with that on your machine. {if_needed}",
    ),
    "conflict": (
        "{file} holds the marks of an unfinished merge{at}{line}.",
        "Keep one of the two versions and remove the lines that start with <<<<<<<, ======= and >>>>>>>.",
    ),
    "binary": ("{file} holds no Python code: it is {what}.", "Hand in the code as a plain text file."),
    "empty": ("{file} is empty or holds comments only.", "Save your work and hand the file in again."),
    "too_large": ("{file} is larger than 1 MiB.", "Hand in the code alone, without data or outputs."),
    "notebook": (
        "{file} is no complete notebook: its end is missing, or it is another kind of file.",
        "Open it in Jupyter, save it and hand it in again.",
    ),
    "notebook_size": (
        "{file} is too large: a notebook is read up to 64 MiB, and 1 MiB of code in it.",
        "Clear its outputs, take data out of its cells and hand it in again.",
    ),
    "language": (
        "{file} says that it is written in {language}, and as Python it stops{at}{line}: {error}.",
        "Write the functions in Python, in a notebook with a Python kernel.",
    ),
    "missing_module": (
        "{stops}: there is no module `{name}`{line}.",
        "{module}",
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
        "Loading {file} takes too long{at}, so it is stopped.",
        f"Move long computations and loops below {_GUARD}.",
    ),
    "died": (
        "The Python process ends while {file} is loaded; it may use more memory than it is given.",
        f"Move what is not a definition below {_GUARD}.",
    ),
}

_SCRATCH = frozenset({"raised", "input", "argv", "exit", "missing_file"})
_BARE = frozenset({"hang", "died"})
"""What costs a notebook one cell only, which may be one that somebody tried something in."""


def _message(fact: FileReport) -> str:
    if fact.problem is None:
        return ""
    why, do = (template.format_map(_words(fact, fact.problem)) for template in _WHY[fact.problem.kind])
    if fact.failures and fact.problem.kind in _SCRATCH:
        do = "Correct it if a function of yours needs it; otherwise there is nothing to do."
    return f"{why} {_graded(fact)}{do}{_failed_cells(fact)}{_losses(fact)}"


def _words(fact: FileReport, problem: LoadProblem) -> dict[str, str]:
    file = _flat(fact.name)
    where = place("", problem.line, problem.cell).removeprefix(", ")
    at = f" at {where}" if where else ""
    return {
        "file": file,
        "at": at,
        "stops": f"{file} stops{at} while it is loaded",
        "line": f" ({_flat(problem.source, 80)})" if problem.source else "",
        "name": _flat(problem.name) or "?",
        "language": _flat(problem.name, 40) or "another language",
        "what": _flat(problem.name) or "not a text",
        "text": _flat(problem.text).rstrip("."),
        "module": _module_advice(problem.name),
        "error": _error(problem.type, problem.text),
        "python": ".".join(platform.python_version_tuple()[:2]),
        "if_needed": "Only if a function of yours needs it, keep it out of what is called.",
        "advice": _syntax_advice(problem),
    }


def _graded(fact: FileReport) -> str:
    problem = fact.problem
    if problem is None or fact.state == "whole" or problem.kind == "empty":
        return ""
    if fact.state == "nothing":
        return "Nothing in it is graded. "
    if fact.failures:
        these = "this cell" if fact.failures == 1 else "such a cell"
        return f"The other cells are read; of {these}, what it defines is graded. "
    if problem.kind in _BARE:
        return "Only its imports and definitions are graded. "
    if problem.kind in {"syntax", "python2", "newer"}:
        return "What Python can read of it is executed and graded. "
    return "The lines after it are executed all the same. "


def _module_advice(name: str) -> str:
    if name.partition(".")[0] in _LIBRARIES:
        return "This library is not installed where your code is graded: what uses it cannot run, the rest can."
    return "Hand that file in too if it is yours, or remove the import."


def _syntax_advice(problem: LoadProblem) -> str:
    if problem.source.startswith(("%", "!")) and not problem.cell:
        return "Lines that start with % or ! work in notebooks only: remove them."
    if problem.type in {"RecursionError", "MemoryError"}:
        return "Split the expression that is nested too deeply."
    if "indented block" in problem.text:
        return "Give the block a body; `pass` is enough."
    if problem.type == "TabError":
        return "Indent with spaces only."
    if problem.cell:
        return "Correct this line and run the cell again."
    return "Correct this line and run `python` on the file to see whether it starts."


def _failed_cells(fact: FileReport) -> str:
    """Return which cells of a notebook stop besides the first one, a few of them by number."""
    others = fact.failed[1 : 1 + _MOST_LOST]
    if not others:
        return ""
    return f" These cells stop as well: {_told(others, max(fact.failures - 1, len(others)))}."


def _losses(fact: FileReport) -> str:
    """Return which definitions fail even alone; what repeats a problem that is told is not said twice."""
    problem = fact.problem
    told = {(problem.cell, problem.line, problem.text)} if problem else set()
    # The statement that stops a cell is tried again alone, where a decorator's line is not that of its function.
    stopped = {(failed.cell, failed.text) for failed in fact.failed}
    lost = [x for x in fact.lost if (x.cell, x.line, x.text) not in told and (x.cell, x.text) not in stopped]
    if not lost or fact.state != "definitions":
        return ""
    return f" Left out as well: {_told(lost[:_MOST_LOST], len(lost))}."


def _told(losses: Sequence[FailedStatement], count: int) -> str:
    items = [f"{_position(loss)} ({_error(loss.type, loss.text, 60)})" for loss in losses]
    return f"{_list(items)} and {count - len(items)} more" if count > len(items) else _list(items)


def _position(loss: FailedStatement) -> str:
    return place("", loss.line, loss.cell).removeprefix(", ")


# Functions that are not there.


def _not_usable(name: DefinedName, asks: str, report: LoadReport) -> str:
    """Return why a name that is defined is no function that can be asked."""
    where = _place(name)
    match name.form:
        case "class":
            return f"You define `{name.name}` as a class ({where}); {asks}. Write it with `def` outside any class."
        case "value" if not _is_executed(name, report):
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


def _cannot_be_read(name: DefinedName) -> str:
    """Return what is wrong with a definition that is there and does not parse."""
    why = _flat(name.signature).rstrip(".") or "a mistake in its syntax"
    do = "Give it a body; `pass` is enough." if "indented block" in why else "Correct it there."
    return f"You define `{_flat(name.name)}` ({_place(name)}), and Python cannot read the definition: {why}. {do}"


def _is_executed(name: DefinedName, report: LoadReport) -> bool:
    """Say whether the file, or the notebook's cell, that gives a name its meaning was executed whole."""
    facts = [fact for fact in report.files if fact.name == name.file]
    if name.cell and any(fact.failures for fact in facts):
        return all(name.cell not in {failed.cell for failed in fact.failed} for fact in facts)
    return all(fact.state == "whole" for fact in facts)


def _lost(name: DefinedName, report: LoadReport) -> FailedStatement | None:
    """Return the failure of the statement that defines `name`, if it is on record."""
    losses = (loss for fact in report.files if fact.name == name.file for loss in fact.lost)
    return next((loss for loss in losses if (loss.cell, loss.line) == (name.cell, name.line)), None)


def _found_instead(function: str, near: DefinedName, asks: str) -> str:
    where = _place(near)
    shown = f"`{_flat(near.name)}`"
    if near.form == "method":
        owner, own = _flat(near.name.rpartition(".")[0]), _flat(bare(near.name))
        rename = "" if own == function else f" and call it `{function}`"
        return f"You define `{own}` inside the class `{owner}` ({where}); {asks}. Move it out of the class{rename}."
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


def _place(known: FoundFunction | DefinedName | SourceLocation) -> str:
    return place(_flat(known.file), known.line, known.cell)


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

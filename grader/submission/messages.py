"""Every sentence about the files of a submission: where one stops, what is read of it, and what to do."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from grader.checks.messages import place
from grader.results import FileNote
from grader.submission.phrases import error_text, flat, list_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.submission.loaded import FailedStatement, FileReport, LoadProblem, ProblemKind

_MOST_LOST = 3
_LIBRARIES = frozenset(
    """
    IPython PIL altair bokeh cupy cv2 datasets dask flax gensim google graphviz gym gymnasium h5py imageio ipykernel
    ipywidgets jax joblib keras lightning marimo matplotlib mpl_toolkits networkx nltk numba optax optuna otter pandas
    plotly polars psutil pygame pytest pytorch_lightning requests scipy seaborn selenium skimage sklearn spacy
    statsmodels streamlit sympy tabulate tensorboard tensorflow tensorflow_datasets timm tkinter torch torchaudio
    torchsummary torchtext torchvision tqdm transformers wandb xgboost yaml
    """.split()  # noqa: SIM905 - a list of as many names in quotes is read by nobody
)
"""Libraries that students plot and explore with, and that may be missing where their functions are graded."""


def file_note(fact: FileReport) -> FileNote:
    """Return how a file was read, and what to do about it where it was not read whole."""
    return FileNote.model_construct(name=flat(fact.name), state=fact.state, message=_message(fact))


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
"""Problems that cost a notebook one cell only, which may be one that somebody tried something in."""


def _message(fact: FileReport) -> str:
    if fact.problem is None:
        return ""
    reason, do = (template.format_map(_words(fact, fact.problem)) for template in _WHY[fact.problem.kind])
    if fact.failures and fact.problem.kind in _SCRATCH:
        do = "Correct it if a function of yours needs it; otherwise there is nothing to do."
    return f"{reason} {_graded(fact)}{do}{_failed_cells(fact)}{_losses(fact)}"


def _words(fact: FileReport, problem: LoadProblem) -> dict[str, str]:
    file = flat(fact.name)
    where = place("", problem.line, problem.cell).removeprefix(", ")
    at = f" at {where}" if where else ""
    return {
        "file": file,
        "at": at,
        "stops": f"{file} stops{at} while it is loaded",
        "line": f" ({flat(problem.source, 80)})" if problem.source else "",
        "name": flat(problem.name) or "?",
        "language": flat(problem.name, 40) or "another language",
        "what": flat(problem.name) or "not a text",
        "text": flat(problem.text).rstrip("."),
        "module": _module_advice(problem.name),
        "error": error_text(problem.type, problem.text),
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
    already_named = {(problem.cell, problem.line, problem.text)} if problem else set()
    # The statement that stops a cell is tried again alone, where a decorator's line is not that of its function.
    stopped = {(failed.cell, failed.text) for failed in fact.failed}
    lost = [x for x in fact.lost if (x.cell, x.line, x.text) not in already_named and (x.cell, x.text) not in stopped]
    if not lost or fact.state != "definitions":
        return ""
    return f" Left out as well: {_told(lost[:_MOST_LOST], len(lost))}."


def _told(losses: Sequence[FailedStatement], count: int) -> str:
    # A cell that takes too long has no exception.
    items = [f"{_position(loss)} ({error_text(loss.type, loss.text, 60) or 'takes too long'})" for loss in losses]
    return f"{list_text(items)} and {count - len(items)} more" if count > len(items) else list_text(items)


def _position(loss: FailedStatement) -> str:
    return place("", loss.line, loss.cell).removeprefix(", ")

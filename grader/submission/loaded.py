"""The report of the worker about the files: data from an untrusted process, parsed before anybody reads it."""

from __future__ import annotations

from typing import Annotated, Literal

from grader.models import ConfigDict, ConstructedModel, Field
from grader.worker.wire.function_keys import functions_of_task, name_of

ProblemKind = Literal[
    "syntax",
    "python2",
    "conflict",
    "binary",
    "empty",
    "too_large",
    "missing_module",
    "missing_file",
    "input",
    "argv",
    "exit",
    "raised",
    "hang",
    "died",
    "interrupted",
    "notebook",
    "notebook_size",
    "language",
    "newer",
    "closed_file",
    "closed_network",
    "closed_program",
]
Short = Annotated[str, Field(max_length=200)]
Line = Annotated[int, Field(ge=0, le=10_000_000)]
Cell = Annotated[int, Field(ge=0, le=10_000_000)]
"""The number of a notebook's cell, counted from 1 over all of its cells; 0 in a module."""


class _WireModel(ConstructedModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore", defer_build=True)


class LoadProblem(_WireModel):
    """Why a file is not loaded whole; `line` 0 where no line of it is to blame.

    Of a notebook it is the problem of the first cell that stops, if there is one.
    """

    kind: ProblemKind
    line: Line
    source: Short
    """That line, without its indentation."""
    type: Short
    """The class of the exception; empty where there was none."""
    text: Annotated[str, Field(max_length=500)]
    name: Short
    """The module or the file that is missing; the language of a notebook."""
    cell: Cell = 0


class FailedStatement(_WireModel):
    """A statement that failed while definitions alone were loaded."""

    line: Line
    type: Short
    text: Short
    cell: Cell = 0


class FileReport(_WireModel):
    """The loading of one file."""

    name: Short
    state: Literal["whole", "definitions", "nothing"]
    encoding: Short
    problem: LoadProblem | None
    lost: Annotated[tuple[FailedStatement, ...], Field(strict=False, max_length=10)]
    failed: Annotated[tuple[FailedStatement, ...], Field(strict=False, max_length=10)] = ()
    """The first cells of a notebook that stop, and where."""
    failures: Cell = 0
    """The number of cells that stop."""


class SourceLocation(_WireModel):
    """A line of a file, or of a cell of it."""

    file: Short
    line: Line
    cell: Cell = 0


class FoundFunction(_WireModel):
    """A function that the task asks for, as the student defines it."""

    file: Short
    line: Line
    cell: Cell = 0
    signature: Short
    fits: bool
    """Whether it can be called with as many arguments as the task passes."""
    empty: bool = False
    """Whether nothing is written in it yet: a starter as it was handed out."""
    also: Annotated[tuple[SourceLocation, ...], Field(strict=False, max_length=10)]
    """Other definitions of the same name, which do not count."""


class DefinedName(_WireModel):
    """Something that a file defines."""

    name: Short
    file: Short
    line: Line
    cell: Cell = 0
    form: Literal["function", "lambda", "class", "method", "value", "unread"]
    signature: Short


class LoadReport(_WireModel):
    """The worker's whole report."""

    files: Annotated[tuple[FileReport, ...], Field(strict=False, max_length=200)]
    functions: Annotated[dict[Short, FoundFunction], Field(max_length=200)]
    names: Annotated[tuple[DefinedName, ...], Field(strict=False, max_length=200)]

    def functions_of(self, task: str) -> dict[str, FoundFunction]:
        """Return the functions that were found for a task, by name."""
        return functions_of_task(self.functions, task)

    @property
    def function_names(self) -> set[str]:
        """The names of all functions that were found, for whichever task."""
        return set(map(name_of, self.functions))

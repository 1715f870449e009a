"""Evidence of a failure: the case, the lines that were active, warnings, a picture, the limits."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from grader.models import Field, WithJsonSchema
from grader.results.schema_model import ResultModel


class Counterexample(ResultModel):
    """The smallest failing case that was found.

    Values are numbers, text, or nested lists of them; arrays of more than a thousand numbers are described in words.
    """

    inputs: dict[str, Any]
    """The inputs of the case, by name."""
    got: Any
    """The values that the student's functions returned: one entry per call, by the call's text."""
    expected: Any
    """The values that the reference returns for the same calls."""
    has_alternatives: bool = False
    """Whether the check compares with no such value, so that others may be right as well."""


class TracebackFrame(ResultModel):
    """One step of a traceback: a line of the student's own that was active when their code raised an exception."""

    file: str
    """The student's file."""
    line: int
    """Its line, or the cell's, counted from 1."""
    cell: int = 0
    """The notebook's cell, counted from 1 over all of its cells; 0 in a module."""
    name: str = ""
    """The function that the line belongs to."""
    first: int = 0
    """The number of the first line of `source`; 0 where there is none."""
    source: tuple[str, ...] = ()
    """A few lines of the file around `line`, as the student wrote them."""
    values: dict[str, str] = Field(default={})
    """Local names and their values in short text; of the innermost frame only."""


class Warned(ResultModel):
    """A warning of Python's or numpy's, once for each place of the student's code that it comes from."""

    text: str
    """The text."""
    kind: str
    """The class of the warning: `RuntimeWarning`."""
    file: str
    """The student's file."""
    line: int
    """Its line, or the cell's, counted from 1."""
    cell: int = 0
    """The notebook's cell, counted from 1 over all of its cells; 0 in a module."""
    count: int = 1
    """How often it was raised while the check ran; counting stops at a limit."""


Drawn = Annotated[
    float,
    WithJsonSchema({"anyOf": [{"type": "number"}, {"enum": ["NaN", "Infinity", "-Infinity"]}]}, mode="serialization"),
]
"""A number that may be none, which JSON has as text."""


class Series(ResultModel):
    """A series of a picture: one value for each position, NaN where there is none."""

    name: str
    """Its name in the legend of the picture."""
    values: tuple[Drawn, ...]
    """May be shorter than the list of positions; the last positions then have no value."""


class Picture(ResultModel):
    """A plot as data; each output format draws it."""

    kind: Literal["bars", "line"]
    """Bars beside one another at each position, or points joined by lines."""
    title: str
    """The title."""
    across: str
    """The label of the horizontal axis."""
    up: str
    """The label of the vertical axis."""
    at: tuple[float, ...]
    """The positions, ascending."""
    series: tuple[Series, ...]
    """The series that are drawn."""


class Limits(ResultModel):
    """The limits in force for a check; `null` where none was."""

    wall: float | None = None
    """Seconds on the clock."""
    cpu: float | None = None
    """Seconds of processor time."""
    memory: int | None = None
    """Bytes of address space beyond the imports."""

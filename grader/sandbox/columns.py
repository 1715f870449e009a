"""The columns, answers and frames of the wire, for the rooms above: only the sandbox knows the worker."""

from grader.worker.answers import Answers, Form, layout_of
from grader.worker.calls import sampled
from grader.worker.columns import Array, Column
from grader.worker.frames import FrameError, Kind, text_of
from grader.worker.layouts import Layout
from grader.worker.lines import RELATIONS, lines_of

__all__ = [
    "RELATIONS",
    "Answers",
    "Array",
    "Column",
    "Form",
    "FrameError",
    "Kind",
    "Layout",
    "layout_of",
    "lines_of",
    "sampled",
    "text_of",
]

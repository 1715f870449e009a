"""The gradebooks that `grader export` fills in: one module for each LMS.

A module of this folder is a target of `grader export` by its name.  It defines `GRADEBOOK`, a `Gradebook`; nothing else
asks which LMS a gradebook belongs to.  Modules are listed, not imported, until a gradebook is used: the names alone are
needed for every `--help`.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final

from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.export.grade import Grade
    from grader.export.gradebook import FilledGradebook, FillOptions, GradebookRow


@dataclass(frozen=True, slots=True)
class FeedbackNames:
    """The names of one student's files in a feedback zip; no comment if the platform shows none."""

    report: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Gradebook:
    """The interface of a module in this folder."""

    platform: str
    """The name under which results store that a submission comes from this platform."""
    fill: Callable[[bytes, Sequence[Grade], FillOptions], FilledGradebook]
    """Returns the platform's own export with the grades in it.  Raises UsageError."""
    feedback_names: Callable[[GradebookRow, Grade], FeedbackNames | str] | None
    """Returns the names of a student's files in a feedback zip, or why there is none; None without feedback zips."""


GRADEBOOKS: Final = tuple(sorted(module.name for module in iter_modules(__path__)))
"""The names of all gradebooks."""


def load_gradebook(name: str) -> Gradebook:
    """Return the gradebook of that name."""
    gradebook = import_module(f"{__name__}.{name}").GRADEBOOK
    assert isinstance(gradebook, Gradebook)  # noqa: S101 - a module of this folder that breaks the interface
    return gradebook

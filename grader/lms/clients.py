"""Loads the client of an LMS; `names` has the table."""

from __future__ import annotations

from importlib import import_module

from grader.errors import UsageError
from grader.lms.names import CLIENT_MODULES
from grader.lms.records import LmsModule


def load_lms(name: str) -> LmsModule:
    """Return an LMS's module.  Raises UsageError without the library that it needs."""
    try:
        lms = import_module(CLIENT_MODULES[name]).LMS
    except ModuleNotFoundError as error:
        if error.name != "httpx2":
            raise
        raise UsageError(
            "pull and push need a library that is not installed. Install the extra: pip install 'gradewright[lms]'."
        ) from error
    assert isinstance(lms, LmsModule)  # noqa: S101 - a module of this package that breaks the interface
    return lms

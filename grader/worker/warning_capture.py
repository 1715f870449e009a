"""Warnings that the student's code is given while a question is answered, each with the line that it comes from.

The student's own filters stay in force and come first; only what would go to the screen is recorded instead.
"""

from __future__ import annotations

import contextlib
import sys
import warnings
from typing import TYPE_CHECKING, Any

from .wire.locations import is_student_file, location
from .wire.texts import class_name, clean

if TYPE_CHECKING:
    from types import FrameType
    from typing import TextIO

MOST_PLACES = 5
"""Different warnings of a question that are told: the first ones."""
MOST_TAKEN = 1000
"""Warnings of a question after which the others are ignored, so that a loop of a million costs no seconds."""
LONGEST = 200


class WarningRecorder:
    """Takes the place of the screen for warnings."""

    def __init__(self) -> None:
        self._count = 0
        self._records: dict[tuple[str, int, str], dict[str, Any]] = {}

    def start(self) -> None:
        """Begin anew; done for every question, as the student's code may have put something else in this place."""
        self._count, self._records = 0, {}
        # The one hook that Python calls for warnings that pass the filters; set again for each question.
        warnings.showwarning = self._take
        _last_filter("always", instead="ignore")

    def drain(self) -> dict[str, Any]:
        """Return what the last frame of the question says of warnings."""
        return {"warned": list(self._records.values())} if self._records else {}

    def _take(
        self,
        message: Warning | str,
        category: type[Warning],  # noqa: ARG002 - this and what follows are arguments of `warnings.showwarning`
        filename: str,
        lineno: int,
        file: TextIO | None = None,  # noqa: ARG002
        line: str | None = None,  # noqa: ARG002
    ) -> None:
        """Count a warning at its place: that of the student's innermost frame, where it comes out of a library."""
        self._count += 1
        # From the filter on, Python does not even format the message.
        if self._count >= MOST_TAKEN:
            _last_filter("ignore", instead="always")
        # A library's own line says nothing to a student; theirs that led there does.
        where = (filename, lineno) if is_student_file(filename) else _innermost(sys._getframe(1))  # noqa: SLF001 - as traceback
        if where is None:
            return
        text = clean(message, LONGEST)
        record = self._records.get((*where, text))
        if record is not None:
            record["count"] += 1
        elif len(self._records) < MOST_PLACES:
            entry = {"text": text, "kind": class_name(message), **location(where[0]), "line": where[1], "count": 1}
            self._records[*where, text] = entry


def _innermost(frame: FrameType | None) -> tuple[str, int] | None:
    """Return file and line of the student's frame that is nearest to `frame`."""
    while frame is not None:
        if is_student_file(frame.f_code.co_filename):
            return frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back
    return None


def _last_filter(action: Any, *, instead: str) -> None:
    """Make `action` what happens to warnings that no other filter speaks of."""
    filters: Any = warnings.filters
    if filters[-1:] == [(action, None, Warning, None, 0)]:
        return  # as mostly
    with contextlib.suppress(ValueError, AttributeError):  # the student may have emptied or replaced the list
        filters.remove((instead, None, Warning, None, 0))
    warnings.simplefilter(action, append=True)

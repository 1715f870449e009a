"""Exceptions and warnings as the worker reports them, held against the student's files.

Nothing of it is believed: a place must be a line of the submission, the line's text is taken from the submission
itself, and every text is cut.  What does not fit is left out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from grader.results.evidence import TracebackFrame, Warned
from grader.worker.wire.decoding import decode_source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.submission.files import SourceFile, Submission

MOST_FRAMES = 6
MOST_VALUES = 10
MOST_WARNINGS = 5
LONGEST = 200
AROUND = 2
"""Lines shown before and after the one that was active."""
LONGEST_LINE = 300
MOST_COUNTED = 1_000_000


def frames_of(facts: Mapping[str, object], submission: Submission) -> tuple[TracebackFrame, ...]:
    """Return the student's frames of an exception, outermost first; `facts` is what the worker says of it."""
    data = facts.get("frames")
    frames = [_frame(entry, submission) for entry in (data[-MOST_FRAMES:] if isinstance(data, list) else ())]
    # The values are those of the frame that raised: of another one, they are somebody's invention.
    outer = [frame.model_copy(update={"values": {}}) for frame in frames[:-1] if frame is not None]
    return (*outer, *(frame for frame in frames[-1:] if frame is not None))


def _frame(entry: object, submission: Submission) -> TracebackFrame | None:
    facts = entry if isinstance(entry, dict) else {}
    file, line, cell = _location(facts)
    lines = text_of(submission, file, cell)
    if not 0 < line <= len(lines):
        return None
    first = max(1, line - AROUND)
    source = tuple(text[:LONGEST_LINE] for text in lines[first - 1 : line + AROUND])
    return TracebackFrame(
        file=file,
        line=line,
        cell=cell,
        name=_text(facts.get("name")),
        first=first,
        source=source,
        values=_values(facts.get("values")),
    )


def _values(values: object) -> dict[str, str]:
    entries = list(values.items())[:MOST_VALUES] if isinstance(values, dict) else []
    return {_text(name): _text(text) for name, text in entries if isinstance(text, str)}


def _text(value: object) -> str:
    """Return a text cut; a lone surrogate is legal in JSON and in no result."""
    return value[:LONGEST].encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def _location(facts: Mapping[str, object]) -> tuple[str, int, int]:
    """Return file, line and cell; 0 for a number that is none."""
    file, line, cell = (facts.get(key) for key in ("file", "line", "cell"))
    return (
        file if isinstance(file, str) else "",
        line if type(line) is int else 0,
        cell if type(cell) is int else 0,
    )


def warnings_of(records: Sequence[object], submission: Submission) -> tuple[Warned, ...]:
    """Return the warnings of a check, grouped by location and text; `records` is the report of the worker."""
    warnings: dict[tuple[str, int, int, str], Warned] = {}
    for entry in records:
        warned = _warned(entry, submission)
        if warned is None:
            continue
        key = (warned.file, warned.cell, warned.line, warned.text)
        if key in warnings:
            warnings[key] = warned.model_copy(update={"count": min(warnings[key].count + warned.count, MOST_COUNTED)})
        elif len(warnings) < MOST_WARNINGS:
            warnings[key] = warned
    return tuple(warnings.values())


def _warned(entry: object, submission: Submission) -> Warned | None:
    facts = entry if isinstance(entry, dict) else {}
    file, line, cell = _location(facts)
    text, kind, count = (facts.get(key) for key in ("text", "kind", "count"))
    if not isinstance(text, str) or not isinstance(kind, str) or type(count) is not int:
        return None
    if not 0 < line <= len(text_of(submission, file, cell)):
        return None
    count = min(max(count, 1), MOST_COUNTED)
    return Warned(text=_text(text), kind=_text(kind), file=file, line=line, cell=cell, count=count)


def text_of(submission: Submission, file: str, cell: int = 0) -> list[str]:
    """Return the lines of a module, or of a notebook's cell, as the student wrote them; none for what is not there."""
    decoded = submission.decoded_lines
    if (file, 0) not in decoded:
        # A worker may name a file hundreds of times, and decoding a large one takes a while.  All cells of a notebook
        # are kept together with the entry (file, 0), which is empty for a notebook.
        source = next((source for source in submission.files if source.name == file), None)
        if source is None:
            return []
        decoded |= _decoded(source)
    return decoded.get((file, cell), [])


def _decoded(source: SourceFile) -> dict[tuple[str, int], list[str]]:
    """Return the lines of a module, or those of each cell of a notebook, by file and cell."""
    if not source.notebook:
        return {(source.name, 0): _lines(decode_source(source.data).text)}
    cells = json.loads(source.data)["cells"]  # written by grader/submission/notebooks.py
    return {(source.name, 0): []} | {(source.name, entry["number"]): _lines(entry["source"]) for entry in cells}


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]

"""GitHub Actions: annotations in the output of a step, and the report as the job's summary in Markdown.

Students read both, so hidden checks are counted and not named.  The runner drops all but ten annotations of a type and
refuses a summary of more than a mebibyte: the most important comes first, and the total last.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from grader.export.fitting import fitted
from grader.export.snapshot import check_entries, summary_text
from grader.presentation.messages import counted_text, is_marked_partly, score_text
from grader.presentation.text import render as render_text
from grader.presentation.view import view_of
from grader.presentation.visible import clipped, one_line, shortened, visible
from grader.results import Audience, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.export.snapshot import CheckEntry, GradingSnapshot
    from grader.results import SubmissionResult

MAX_BYTES: Final = 900 << 10
"""The maximum size of a summary."""
MAX_ANNOTATIONS: Final = 10
"""Annotations of one type that the runner shows."""
_WORST_FIRST: Final = (Outcome.JUDGE_ERROR, Outcome.ERROR, Outcome.TIMEOUT, Outcome.FAILED)
_MAX_LENGTH: Final = 1_000
_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")


def render(snapshot: GradingSnapshot) -> str:
    """Return the summary."""
    return _fitted(snapshot, MAX_BYTES)


def announce(snapshot: GradingSnapshot) -> str:
    """Append the summary to the runner's file, and return the text to print: the report, then annotations."""
    problem = _append(snapshot, os.environ.get("GITHUB_STEP_SUMMARY"))
    result = snapshot.result_for(Audience.STUDENT)
    outputs = [render_text(view_of(result)), *_annotations(snapshot, result)]
    if problem:
        outputs.append(_command("warning", "The summary", problem))
    return "".join(text if text.endswith("\n") else f"{text}\n" for text in outputs)


def _append(snapshot: GradingSnapshot, summary_file: str | None) -> str:
    """Append the summary to that of earlier commands of the step; return why that failed, or an empty text."""
    if not summary_file:
        return ""
    try:
        with Path(summary_file).open("ab") as file:
            room = MAX_BYTES - file.tell()
            summary = _fitted(snapshot, room).encode()
            if len(summary) > room:
                return "There is no room left for it in this step."
            file.write(summary)
    except OSError as error:
        return f"It cannot be written ({(error.strerror or str(error)).lower()})."
    return ""


def _worst(entries: Sequence[CheckEntry]) -> list[CheckEntry]:
    """Return the checks that did not pass, the most expensive first."""
    bad = [entry for entry in entries if _needs_work(entry)]
    return sorted(
        bad,
        key=lambda entry: (
            entry.check.outcome is not Outcome.JUDGE_ERROR,
            entry.check.points - entry.check.max_points,
            _WORST_FIRST.index(entry.check.outcome),
        ),
    )


def _needs_work(entry: CheckEntry) -> bool:
    return entry.check.outcome in _WORST_FIRST and not is_marked_partly(entry.check)


def _annotations(snapshot: GradingSnapshot, result: SubmissionResult) -> Iterator[str]:
    worst = _worst(check_entries(result))
    if snapshot.unfinished_reason:
        yield _command("error", "The grading", snapshot.unfinished_reason)
    for entry in worst[: MAX_ANNOTATIONS - bool(snapshot.unfinished_reason)]:
        text = "\n".join(filter(None, (entry.view.message, entry.view.diagnosis, entry.view.hint)))
        title = f"{entry.name} ({entry.view.points})"
        yield _command("error", title, text or entry.view.word.text, _location(entry, snapshot))
    yield _command("notice", "Score", f"{score_text(result)}. {counted_text(len(worst), 'check')} to look at.")


def _location(entry: CheckEntry, snapshot: GradingSnapshot) -> dict[str, str]:
    """Return the file and line where a check raised; the lines of a notebook's cell are not lines of the file."""
    if not entry.check.trace:
        return {}
    frame = entry.check.trace[-1]
    location = {"file": str(PurePosixPath(snapshot.folder) / one_line(frame.file))}
    return location if frame.cell or frame.line < 1 else {**location, "line": str(frame.line)}


def _command(kind: str, title: str, text: str, location: dict[str, str] | None = None) -> str:
    properties = {**(location or {}), "title": shortened(title)}
    options = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    # The runner looks for the older form of command anywhere in a line.
    return f"::{kind} {options}::{_data(clipped(visible(text), _MAX_LENGTH))}".replace("##[", "## [")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _fitted(snapshot: GradingSnapshot, largest: int) -> str:
    result = snapshot.result_for(Audience.STUDENT)
    entries = check_entries(result)
    summary = summary_text(result, snapshot.unfinished_reason)
    return fitted(lambda length: _summary(result, summary, entries, length), largest)


def _summary(result: SubmissionResult, summary: str, entries: Sequence[CheckEntry], length: int | None) -> str:
    worst = _worst(entries)
    blocks = [f"## {_escaped(shortened(result.submission.id))}: {score_text(result)}"]
    if summary:
        blocks.append(_fenced(summary))
    if length is None:
        blocks.append("There are too many checks to list them.")
    else:
        blocks += [_section(entry, length) for entry in worst]
        others = [entry for entry in entries if not _needs_work(entry)]
        blocks.append("\n".join(f"- {_line(entry)}" for entry in others))
    return "\n\n".join(block for block in blocks if block) + "\n\n"


def _section(entry: CheckEntry, length: int) -> str:
    text = entry.text(length)
    return f"### {_line(entry)}" + (f"\n\n{_fenced(text)}" if text else "")


def _line(entry: CheckEntry) -> str:
    return f"{entry.view.word}: {_escaped(entry.name)} ({entry.view.points})"


def _fenced(text: str) -> str:
    """Return a code block with a fence longer than any in the text."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", text))])
    return f"{fence}text\n{text}\n{fence}"


def _escaped(text: str) -> str:
    """Return text that Markdown shows unchanged."""
    return _PUNCTUATION.sub(r"\\\1", text)

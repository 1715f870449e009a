"""GitHub Actions: annotations on what a step prints, and the report as the job's summary in Markdown.

Both are read by students, so hidden checks are counted and not named.  The runner shows ten annotations of a type and
drops the rest, and refuses a summary of more than a mebibyte: what matters most comes first, and the total last.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from grader.export.fitting import fitted
from grader.export.standing import entries, head
from grader.presentation.messages import counted_text, score_text
from grader.presentation.text import render as render_text
from grader.presentation.view import view_of
from grader.presentation.visible import clipped, one_line, shortened, visible
from grader.results import Audience, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.export.standing import Entry, Standing
    from grader.results import SubmissionResult

LARGEST: Final = 900 << 10
"""Bytes of a summary."""
MOST: Final = 10
"""Annotations of one type that the runner shows."""
_WORST_FIRST: Final = (Outcome.JUDGE_ERROR, Outcome.ERROR, Outcome.TIMEOUT, Outcome.FAILED)
_LONGEST: Final = 1_000
_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")


def render(standing: Standing) -> str:
    """Return the summary."""
    return _fitted(standing, LARGEST)


def announce(standing: Standing) -> str:
    """Append the summary where the runner wants it, and return what is printed: the report, then annotations."""
    problem = _append(standing, os.environ.get("GITHUB_STEP_SUMMARY"))
    result = standing.seen_by(Audience.STUDENT)
    said = [render_text(view_of(result)), *_annotations(standing, result)]
    if problem:
        said.append(_command("warning", "The summary", problem))
    return "".join(text if text.endswith("\n") else f"{text}\n" for text in said)


def _append(standing: Standing, place: str | None) -> str:
    """Append the summary to what earlier commands of the step have written, and return why that cannot be done."""
    if not place:
        return ""
    try:
        with Path(place).open("ab") as file:
            room = LARGEST - file.tell()
            summary = _fitted(standing, room).encode()
            if len(summary) > room:
                return "There is no room left for it in this step."
            file.write(summary)
    except OSError as error:
        return f"It cannot be written ({(error.strerror or str(error)).lower()})."
    return ""


def _worst(found: Sequence[Entry]) -> list[Entry]:
    """Return what did not pass, and of that first what costs most."""
    bad = [entry for entry in found if entry.check.outcome in _WORST_FIRST]
    return sorted(
        bad,
        key=lambda entry: (
            entry.check.outcome is not Outcome.JUDGE_ERROR,
            entry.check.points - entry.check.max_points,
            _WORST_FIRST.index(entry.check.outcome),
        ),
    )


def _annotations(standing: Standing, result: SubmissionResult) -> Iterator[str]:
    worst = _worst(entries(result))
    if standing.why:
        yield _command("error", "The grading", standing.why)
    for entry in worst[: MOST - bool(standing.why)]:
        said = "\n".join(filter(None, (entry.view.message, entry.view.diagnosis, entry.view.hint)))
        title = f"{entry.name} ({entry.view.points})"
        yield _command("error", title, said or entry.view.word.text, _place(entry, standing))
    yield _command("notice", "Score", f"{score_text(result)}. {counted_text(len(worst), 'check')} to look at.")


def _place(entry: Entry, standing: Standing) -> dict[str, str]:
    """Return where in the repository a check stopped; lines of a notebook's cell are none of the file's."""
    if not entry.check.trace:
        return {}
    frame = entry.check.trace[-1]
    place = {"file": str(PurePosixPath(standing.folder) / one_line(frame.file))}
    return place if frame.cell or frame.line < 1 else {**place, "line": str(frame.line)}


def _command(kind: str, title: str, text: str, place: dict[str, str] | None = None) -> str:
    properties = {**(place or {}), "title": shortened(title)}
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    # The older kind of command is looked for anywhere in a line.
    return f"::{kind} {said}::{_data(clipped(visible(text), _LONGEST))}".replace("##[", "## [")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _fitted(standing: Standing, largest: int) -> str:
    result = standing.seen_by(Audience.STUDENT)
    found = entries(result)
    said = head(result, standing.why)
    return fitted(lambda length: _summary(result, said, found, length), largest)


def _summary(result: SubmissionResult, said: str, found: Sequence[Entry], length: int | None) -> str:
    worst = _worst(found)
    blocks = [f"## {_escaped(shortened(result.submission.id))}: {score_text(result)}"]
    if said:
        blocks.append(_fenced(said))
    if length is None:
        blocks.append("There are too many checks to list them.")
    else:
        blocks += [_section(entry, length) for entry in worst]
        others = [entry for entry in found if entry.check.outcome not in _WORST_FIRST]
        blocks.append("\n".join(f"- {_line(entry)}" for entry in others))
    return "\n\n".join(block for block in blocks if block) + "\n\n"


def _section(entry: Entry, length: int) -> str:
    text = entry.text(length)
    return f"### {_line(entry)}" + (f"\n\n{_fenced(text)}" if text else "")


def _line(entry: Entry) -> str:
    return f"{entry.view.word}: {_escaped(entry.name)} ({entry.view.points})"


def _fenced(text: str) -> str:
    """Return a block of code, behind a fence that is longer than any in it."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", text))])
    return f"{fence}text\n{text}\n{fence}"


def _escaped(text: str) -> str:
    """Return text that Markdown leaves as it is."""
    return _PUNCTUATION.sub(r"\\\1", text)

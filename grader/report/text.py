"""The same report for a terminal: plain text, wrapped at 80 columns where words allow it, the score last."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from grader.report.view import CaseView, CheckView, ReportView, TaskView, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.report.words import Tone
    from grader.results import SubmissionResult

_WIDTH: Final = 80
_STEP: Final = "    "


def render(result: SubmissionResult, *, colour: bool) -> str:
    """Return the report of `result`, made for its audience already; `colour` adds the codes of a terminal."""
    report = view_of(result)
    blocks = [_head(report, colour=colour), *(_task(task, colour=colour) for task in report.tasks)]
    if report.output:
        blocks.append([_strong("What the code printed", colour=colour), *_verbatim(report.output, _STEP)])
    blocks.append(_score(report, colour=colour))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _head(report: ReportView, *, colour: bool) -> list[str]:
    lines = [_strong(f"Report for {report.submission}", colour=colour)]
    for file in report.files:
        lines += _wrapped(f"{file.name}: {file.state}", "  ")
        lines += _wrapped(file.message, _STEP)
    for note in report.notes:
        lines += _wrapped(note, "  ")
    if report.repeat:
        lines += ["  To grade these files again, run:", *_verbatim(report.repeat, _STEP)]
    return lines


def _task(task: TaskView, *, colour: bool) -> list[str]:
    lines = [_strong(task.title, colour=colour) + f"  ({task.points})"]
    for note in task.notes:
        lines += _wrapped(note, "  ")
    for check in task.checks:
        lines += _check(check, colour=colour)
    return lines


def _check(check: CheckView, *, colour: bool) -> list[str]:
    word = str(check.word)
    first, *rest = _wrapped(f"{word}: {check.title} ({check.points})", "  ", after=_STEP)
    # Only the word is coloured, after wrapping: codes would count as columns.
    lines = [first.replace(word, _toned(word, check.word.tone, colour=colour), 1), *rest]
    if check.is_open:
        lines += _details(check)
    elif check.cases:
        lines += _wrapped(check.cases, _STEP)
    if check.audience:
        lines += _wrapped(f"This check is {check.audience}.", _STEP)
    for note in check.notes:
        lines += _wrapped(f"Note: {note}", _STEP)
    return lines


def _details(check: CheckView) -> Iterator[str]:
    yield from _wrapped(check.message, _STEP)
    if check.answer:
        yield from _wrapped(f"Your answer is there, {len(check.answer.split())} words.", _STEP)
    if check.diagnosis:
        yield from _wrapped(f"What is likely wrong: {check.diagnosis}", _STEP)
    if check.hint:
        yield from _wrapped(f"Hint: {check.hint}", _STEP)
    if check.case:
        yield from _case(check.case)
    yield from _wrapped(check.cases, _STEP)
    if check.repeat:
        yield f"{_STEP}Repeat this call in Python:"
        yield from _verbatim(check.repeat, _STEP * 2)


def _case(case: CaseView) -> Iterator[str]:
    if case.inputs:
        yield f"{_STEP}A case to look at:"
    for entry in case.inputs:
        yield from _labelled(f"{entry.name} = ", entry.value, _STEP * 2)
    for call in case.calls:
        yield from _wrapped(call.call or "your code", _STEP)
        yield from _labelled("your code returned: ", call.got or "–", _STEP * 2)
        if case.has_expected:
            yield from _labelled("          expected: ", call.expected or "–", _STEP * 2)


def _score(report: ReportView, *, colour: bool) -> list[str]:
    lines = _wrapped(" · ".join(report.facts), "")
    lines.append(_strong(f"Score: {report.score}", colour=colour))
    for note in report.score_notes:
        lines += _wrapped(note, "")
    return lines


def _wrapped(text: str, indent: str, *, after: str = "") -> list[str]:
    """Return `text` as lines; its own line ends and the indent of each line stay, a traceback's say."""
    lines = []
    for line in text.split("\n") if text else ():
        own = indent + line[: len(line) - len(line.lstrip())]
        lines += textwrap.wrap(
            line.strip(),
            _WIDTH,
            initial_indent=own,
            subsequent_indent=after or own,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return lines


def _labelled(label: str, value: str, indent: str) -> list[str]:
    """Return a value behind its label, its lines under one another; behind a long label it starts on the next line."""
    if len(label) > _WIDTH // 3:
        return [indent + label.rstrip(), *_labelled("", value, indent + _STEP)]
    margin = indent + " " * len(label)
    if "\n" in value:
        first, *rest = value.split("\n")
        return [indent + label + first, *(margin + line for line in rest)]
    return _wrapped(label + value, indent, after=margin)


def _verbatim(text: str, indent: str) -> list[str]:
    return [indent + line if line else "" for line in text.rstrip("\n").split("\n")]


def _toned(text: str, tone: Tone, *, colour: bool) -> str:
    if not colour:
        return text
    from click import style

    match tone:
        case "good":
            return style(text, fg="green")
        case "bad":
            return style(text, fg="red")
        case "ours":
            return style(text, fg="yellow")
        case "quiet":
            return style(text, dim=True)


def _strong(text: str, *, colour: bool) -> str:
    if not colour:
        return text
    from click import style

    return style(text, bold=True)

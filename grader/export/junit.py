"""JUnit XML that Ant's schema and Jenkins' both accept: a suite for each task, one more for the grading itself.

What those have no place for, points, stands in the properties of the suites.  Artifacts are read by students, so
hidden checks are counted and not named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, assert_never
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grader.export.standing import amount, entries, head
from grader.presentation.messages import number_text
from grader.presentation.visible import shortened
from grader.results import Audience, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.export.standing import Entry, Standing
    from grader.results import SubmissionResult

_LONGEST: Final = 20_000
_MOST_SECONDS: Final = 1e9


@dataclass(frozen=True, slots=True)
class _Case:
    """A test case; with a `tag` (failure, error, skipped) it did not pass."""

    name: str
    group: str
    seconds: float = 0.0
    tag: str = ""
    type: str = ""
    message: str = ""
    text: str = ""


def render(standing: Standing) -> str:
    """Return the file."""
    result = standing.seen_by(Audience.STUDENT)
    found = entries(result)
    root = Element("testsuites")
    at = standing.at.strftime("%Y-%m-%dT%H:%M:%S")
    for place, task in enumerate(result.tasks, 1):
        own = [_case(entry) for entry in found if entry.number.startswith(f"{place}.")]
        points = {"grader.points": task.points, "grader.max_points": task.max_points}
        _suite(root, _token(task.title), own, points, at)
    _suite(root, "The grading", [_grading(standing)], _sums(result), at, head(result, standing.why))
    indent(root, " ")
    # Printed by the runner of a CI, no line of it is a command.
    text = re.sub(r"(?m)^(\s*)::", r"\1&#58;:", tostring(root, encoding="unicode").replace("##[", "##&#91;"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _sums(result: SubmissionResult) -> dict[str, float]:
    return {
        "grader.points": result.points,
        "grader.max_points": result.max_points,
        "grader.pending_points": result.pending_points,
        "grader.hidden_checks": result.hidden_checks,
    }


def _grading(standing: Standing) -> _Case:
    """Return the case that says whether the grading came to its end."""
    name = "The grading comes to its end"
    if not standing.why:
        return _Case(name, "grading")
    return _Case(name, "grading", tag="error", type="unfinished", message=standing.why, text=standing.why)


def _case(entry: Entry) -> _Case:
    check = entry.check
    name, group = _token(f"{entry.view.id}: {entry.title}"), _token(entry.task)
    tag = _tag(check.outcome)
    if not tag:
        return _Case(name, group, check.seconds)
    message = shortened(f"{entry.view.points}. {entry.view.message}".strip(), 500)
    return _Case(name, group, check.seconds, tag, check.outcome.value, message, entry.text(_LONGEST))


def _tag(outcome: Outcome) -> str:
    """Return the element of a case: an error is the grader's, and what stops or hangs fails."""
    match outcome:
        case Outcome.PASSED:
            return ""
        case Outcome.FAILED | Outcome.ERROR | Outcome.TIMEOUT:
            return "failure"
        case Outcome.SKIPPED | Outcome.PENDING:
            return "skipped"
        case Outcome.JUDGE_ERROR:
            return "error"
    assert_never(outcome)


def _suite(
    root: Element, name: str, cases: list[_Case], properties: Mapping[str, float], at: str, out: str = ""
) -> None:
    tags = [case.tag for case in cases]
    suite = SubElement(
        root,
        "testsuite",
        {
            "name": name,
            "package": "grader",
            "id": str(len(root)),
            "timestamp": at,
            "hostname": "localhost",
            "tests": str(len(cases)),
            "failures": str(tags.count("failure")),
            "errors": str(tags.count("error")),
            "skipped": str(tags.count("skipped")),
            "time": _seconds(sum(case.seconds for case in cases)),
        },
    )
    kept = SubElement(suite, "properties")
    for key, value in properties.items():
        SubElement(kept, "property", {"name": key, "value": number_text(amount(value)) or "0"})
    for case in cases:
        attributes = {"name": case.name, "classname": case.group, "time": _seconds(case.seconds)}
        one = SubElement(suite, "testcase", attributes)
        if case.tag:
            SubElement(one, case.tag, {"type": case.type, "message": case.message}).text = case.text
    SubElement(suite, "system-out").text = out
    SubElement(suite, "system-err")


def _token(text: str) -> str:
    """Return a name as both schemas want it: not empty, and no blanks that they would take away."""
    return " ".join(shortened(text).split()) or "–"


def _seconds(seconds: float) -> str:
    """Return a decimal without a sign or an exponent."""
    return f"{min(max(amount(seconds), 0.0), _MOST_SECONDS):.3f}"

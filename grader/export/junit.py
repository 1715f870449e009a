"""JUnit XML that both Ant's and Jenkins' schema accept: a suite for each task, and one for the grading itself.

Points, for which the schemas have no element, are properties of the suites.  Students read artifacts, so hidden checks
are counted and not named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, assert_never
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grader.export.snapshot import check_entries, rounded_points, summary_text
from grader.presentation.messages import is_marked_partly, number_text
from grader.presentation.visible import shortened
from grader.records import dataclass
from grader.results import Audience, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.export.snapshot import CheckEntry, GradingSnapshot
    from grader.results import SubmissionResult

_MAX_LENGTH: Final = 20_000
_MOST_SECONDS: Final = 1e9


@dataclass(frozen=True, slots=True)
class _Case:
    """A test case; one with a `tag` (failure, error, skipped) did not pass."""

    name: str
    group: str
    seconds: float = 0.0
    tag: str = ""
    type: str = ""
    message: str = ""
    text: str = ""


def render(snapshot: GradingSnapshot) -> str:
    """Return the file."""
    result = snapshot.result_for(Audience.STUDENT)
    entries = check_entries(result)
    root = Element("testsuites")
    at = snapshot.taken_at.strftime("%Y-%m-%dT%H:%M:%S")
    for number, task in enumerate(result.tasks, 1):
        cases = [_case(entry) for entry in entries if entry.number.startswith(f"{number}.")]
        points = {"grader.points": task.points, "grader.max_points": task.max_points}
        _suite(root, _token(task.title), cases, points, at)
    _suite(
        root, "The grading", [_grading(snapshot)], _sums(result), at, summary_text(result, snapshot.unfinished_reason)
    )
    indent(root, " ")
    # A CI runner that prints the file must not find a command in it.
    text = re.sub(r"(?m)^([^\S\n]*)::", r"\1&#58;:", tostring(root, encoding="unicode").replace("##[", "##&#91;"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _sums(result: SubmissionResult) -> dict[str, float]:
    return {
        "grader.points": result.points,
        "grader.max_points": result.max_points,
        "grader.pending_points": result.pending_points,
        "grader.hidden_checks": result.hidden_checks,
    }


def _grading(snapshot: GradingSnapshot) -> _Case:
    """Return the case that says whether the grading is finished."""
    name = "The grading is finished"
    if not snapshot.unfinished_reason:
        return _Case(name, "grading")
    return _Case(
        name,
        "grading",
        tag="error",
        type="unfinished",
        message=snapshot.unfinished_reason,
        text=snapshot.unfinished_reason,
    )


def _case(entry: CheckEntry) -> _Case:
    check = entry.check
    name, group = _token(f"{entry.view.id}: {entry.title}"), _token(entry.task)
    # A mark of a person is no failure of a test; the format has only failures, errors and cases without a verdict.
    tag = "skipped" if is_marked_partly(check) else _tag(check.outcome)
    if not tag:
        return _Case(name, group, check.seconds)
    begin = f"{entry.view.word.text}: " if is_marked_partly(check) else ""
    message = shortened(f"{begin}{entry.view.points}. {entry.view.message}".strip(), 500)
    return _Case(name, group, check.seconds, tag, check.outcome.value, message, entry.text(_MAX_LENGTH))


def _tag(outcome: Outcome) -> str:
    """Return the element of a case: `error` is a grader error; code that raises or hangs is a failure."""
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
    property_list = SubElement(suite, "properties")
    for key, value in properties.items():
        SubElement(property_list, "property", {"name": key, "value": number_text(rounded_points(value)) or "0"})
    for case in cases:
        attributes = {"name": case.name, "classname": case.group, "time": _seconds(case.seconds)}
        test_case = SubElement(suite, "testcase", attributes)
        if case.tag:
            SubElement(test_case, case.tag, {"type": case.type, "message": case.message}).text = case.text
    SubElement(suite, "system-out").text = out
    SubElement(suite, "system-err")


def _token(text: str) -> str:
    """Return a name that both schemas accept: not empty, without blanks that they would strip."""
    return " ".join(shortened(text).split()) or "–"


def _seconds(seconds: float) -> str:
    """Return a decimal without a sign or an exponent."""
    return f"{min(max(rounded_points(seconds), 0.0), _MOST_SECONDS):.3f}"

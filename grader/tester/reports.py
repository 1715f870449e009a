"""The report on a test, as plain data: the outcome, pytest's explanation, the calls, the student's frames."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from grader.tester.answers import ContradictionError
from grader.tester.scores import share_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.tester.link import Conversation

LONGEST = 4000


class TestRecorder:
    """Runs the cases of a test and collects what pytest reports of them."""

    def __init__(self, link: Conversation) -> None:
        self._link = link
        self._reports: list[pytest.TestReport] = []
        self._error: BaseException | None = None

    def run(self, chosen: Sequence[pytest.Item], items: Sequence[pytest.Item]) -> dict[str, Any]:
        """Run the cases of one test, one after the other; return the report."""
        cases = [self._case(item, items) for item in chosen]
        if not cases:
            return {"outcome": "uncollected"}
        passed = sum(case["passed"] for case in cases)
        first = next((case for case in cases if case["outcome"] != "passed"), cases[0])
        return first | {"passed": passed, "cases": sum(case["cases"] for case in cases), "score": _score(chosen)}

    def _case(self, item: pytest.Item, items: Sequence[pytest.Item]) -> dict[str, Any]:
        self._reports.clear()
        self._error = None
        self._link.begin_test()
        # The test before may have been one of another file, whose set-up stands until it is known who comes next.
        item.session._setupstate.teardown_exact(item)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=_other(item, items))
        failed = [report for report in self._reports if report.failed or report.skipped]
        parts = [report for report in self._reports if _is_part(report)]
        cases = len(parts) or 1
        if not failed:
            try:
                self._link.check_caught()
            except ContradictionError as error:
                return {"outcome": "failed", "passed": 0, "cases": cases, "case": ""} | explained(self._link, error)
            return {"outcome": "passed", "passed": cases, "cases": cases}
        report = failed[0]
        outcome = "skipped" if report.skipped else "failed"
        passed = sum(part.passed for part in parts) if parts else 0
        stem = getattr(item, "originalname", None) or item.name
        facts = {
            "outcome": outcome,
            "passed": passed,
            "cases": cases,
            "case": item.name[len(stem) :],
        }
        return facts | explained(self._link, self._error, _text_of(report, self._error))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        """Keep the exception itself; a test that the student's code wants to skip or to end has failed."""
        report = yield
        del item
        if call.excinfo is not None and report.outcome != "passed":
            if self._error is None:
                self._error = call.excinfo.value
            if any(raised is call.excinfo.value for raised, _ in self._link.raised):
                report.outcome = "failed"
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep a report."""
        self._reports.append(report)


def explained(link: Conversation, error: BaseException | None, text: str = "") -> dict[str, Any]:
    """Return what a student is told of an exception that ended a test: nothing of the test's own lines."""
    facts = next((facts for raised, facts in link.raised if raised is error), None)
    return {
        "assertion": isinstance(error, AssertionError) or type(error) is pytest.fail.Exception,
        "text": _cut(text or (f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)),
        "student": _facts(facts),
        "calls": link.transcript.text(),
    }


def _is_part(report: pytest.TestReport) -> bool:
    return type(report) is not pytest.TestReport and hasattr(report, "context")


def _other(item: pytest.Item, items: Sequence[pytest.Item]) -> pytest.Item | None:
    """Return another test of the same file: as long as there is one, what the file has set up stays."""
    return next((other for other in items if other is not item and other.path == item.path), None)


def _text_of(report: pytest.TestReport, error: BaseException | None) -> str:
    """Return the exception in words: of a failed assert pytest's explanation of the values."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None:
        return str(crash.message)
    return f"{type(error).__name__}: {error}" if error is not None else str(report.longrepr)


def _facts(facts: Any) -> dict[str, Any] | None:
    """Return where the student's code raised, in the form of the other checks (grader/submission/traces.py)."""
    try:
        kind, text, frames, closed = facts
        return {
            "type": str(kind),
            "text": str(text),
            "closed": str(closed),
            "frames": [
                {"file": file, "cell": cell, "line": line, "name": name, "values": dict(values)}
                for file, cell, line, name, values in frames[:10]
            ],
        }
    except (TypeError, ValueError):
        return None


def _score(chosen: Sequence[pytest.Item]) -> float | None:
    """Return the score that a test has set itself."""
    function = getattr(chosen[0], "function", None) or getattr(chosen[0], "obj", None)
    score = getattr(function, "__score__", None)
    return share_of(score) if isinstance(score, int | float) else None


def _cut(text: str) -> str:
    """Return a text of bounded length, without addresses of objects, which differ from run to run."""
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."

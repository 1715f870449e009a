"""The worker's report as attributes."""

from __future__ import annotations

import json

import pytest

from grader.submission import read_report
from tests.present import present
from tests.submission.reports import fact, found, name, wire

WHOLE = wire(
    name("softmax"),
    files=[fact(), fact("b.py", "definitions", "raised", [{"line": 3, "type": "NameError", "text": "x"}], line=2)],
    functions={"softmax": found([("b.py", 1)])},
)


def test_a_report_becomes_attributes() -> None:
    """Everything that was sent can be asked for by name."""
    report = read_report(json.loads(json.dumps(WHOLE)))
    assert report.files[0].problem is None
    assert (
        present(report.files[1].problem).kind,
        present(report.files[1].problem).line,
        report.files[1].lost[0].line,
    ) == (
        "raised",
        2,
        3,
    )
    assert report.functions["softmax"].also[0].file == "b.py"
    assert (report.names[0].name, report.names[0].form) == ("softmax", "function")


def test_further_keys_are_passed_over() -> None:
    """A newer worker may say more."""
    assert read_report({**WHOLE, "more": 1}) == read_report(WHOLE)


def test_a_report_cannot_be_changed() -> None:
    """What was read stays as it was read."""
    report = read_report(WHOLE)
    with pytest.raises(ValueError, match="frozen"):
        report.files = ()  # type: ignore[misc]

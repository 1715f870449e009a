"""What a process of a test run tells the one that prints."""

from __future__ import annotations

from typing import Any

import pytest

from tests.short_reports import filtered

MESSAGES = [
    pytest.param("logstart", {}, False, id="start"),
    pytest.param("testreport", {"data": {"when": "setup", "outcome": "passed"}}, False, id="set-up"),
    pytest.param("testreport", {"data": {"when": "setup", "outcome": "failed"}}, True, id="set-up-that-fails"),
    pytest.param("testreport", {"data": {"when": "setup", "outcome": "skipped"}}, True, id="skipped"),
    pytest.param("testreport", {"data": {"when": "call", "outcome": "passed"}}, True, id="passed"),
    pytest.param("testreport", {"data": {"when": "call", "outcome": "failed"}}, True, id="failed"),
    pytest.param("testreport", {"data": {"when": "teardown", "outcome": "passed"}}, False, id="tear-down"),
    pytest.param("testreport", {"data": {"when": "teardown", "outcome": "failed"}}, True, id="tear-down-that-fails"),
    pytest.param("logfinish", {}, False, id="finish"),
    pytest.param("runtest_protocol_complete", {"item_index": 7}, True, id="complete"),
    pytest.param("warning_recorded", {"when": "call"}, True, id="warning"),
]


@pytest.mark.parametrize(("name", "contents", "needed"), MESSAGES)
def test_what_went_wrong_is_sent_and_what_nobody_prints_is_not(
    name: str, contents: dict[str, Any], needed: bool
) -> None:
    """A message that is sent is sent as it was."""
    sent: list[tuple[str, dict[str, Any]]] = []
    filtered(lambda name, **contents: sent.append((name, contents)))(name, **contents)
    assert sent == ([(name, contents)] if needed else [])

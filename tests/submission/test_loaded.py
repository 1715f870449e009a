"""The worker's report is read only when every piece of it has the form that was agreed."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from grader.errors import WorkerError
from grader.submission import LoadReport
from tests.present import present
from tests.submission.reports import fact, found, name, wire

WHOLE = wire(
    name("softmax"),
    files=[fact(), fact("b.py", "definitions", "raised", [{"line": 3, "type": "NameError", "text": "x"}], line=2)],
    functions={"softmax": found([("b.py", 1)])},
)


def test_a_report_becomes_attributes() -> None:
    """Everything that was sent can be asked for by name."""
    report = LoadReport.from_wire(json.loads(json.dumps(WHOLE)))
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
    assert LoadReport.from_wire({**WHOLE, "more": 1}) == LoadReport.from_wire(WHOLE)


def test_a_report_cannot_be_changed() -> None:
    """What was read stays as it was read."""
    report = LoadReport.from_wire(WHOLE)
    with pytest.raises(ValueError, match="frozen"):
        report.files = ()  # type: ignore[misc]


def put(path: list[Any], value: Any) -> dict[Any, Any]:
    """Return the report with one piece replaced."""
    broken = copy.deepcopy(WHOLE)
    place = broken
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return broken


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(["files"], None, id="no-files"),
        pytest.param(["files"], [fact()] * 201, id="too-many-files"),
        pytest.param(["files", 0, "state"], "passed", id="unknown-state"),
        pytest.param(["files", 0, "name"], "x" * 201, id="long-name"),
        pytest.param(["files", 0, "name"], 3, id="number-for-a-name"),
        pytest.param(["files", 0, "name"], "\ud800", id="surrogate"),
        pytest.param(["files", 1, "problem", "kind"], "fine", id="unknown-kind"),
        pytest.param(["files", 1, "problem", "line"], -1, id="negative-line"),
        pytest.param(["files", 1, "problem", "line"], 1e3, id="float-line"),
        pytest.param(["files", 1, "problem", "line"], 10**30, id="huge-line"),
        pytest.param(["files", 1, "problem", "line"], True, id="boolean-line"),
        pytest.param(["files", 1, "problem", "text"], "x" * 501, id="long-text"),
        pytest.param(["files", 1, "lost"], [{"line": 1, "type": "E", "text": ""}] * 11, id="too-many-losses"),
        pytest.param(["functions"], {f"f{i}": found() for i in range(201)}, id="too-many-functions"),
        pytest.param(["functions"], {"f" * 201: found()}, id="long-key"),
        pytest.param(["functions"], [found()], id="list-of-functions"),
        pytest.param(["functions", "softmax", "fits"], 1, id="number-for-fits"),
        pytest.param(["functions", "softmax", "also"], [{"file": "a", "line": 1}] * 11, id="too-many-others"),
        pytest.param(["names"], [name("f")] * 201, id="too-many-names"),
        pytest.param(["names", 0, "form"], "verdict", id="unknown-form"),
    ],
)
def test_a_malformed_report_is_refused(path: list[Any], value: Any) -> None:
    """One wrong piece makes the whole report worthless; the error says which, without repeating the value."""
    with pytest.raises(WorkerError, match="report about the files is malformed") as caught:
        LoadReport.from_wire(put(path, value))
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("key", ["files", "functions", "names"])
def test_each_part_is_needed(key: str) -> None:
    """A report that says nothing about a part is no report."""
    with pytest.raises(WorkerError, match=key):
        LoadReport.from_wire({name: value for name, value in WHOLE.items() if name != key})

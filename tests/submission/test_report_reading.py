"""The worker's report is read only when every piece of it has the form that was agreed."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from grader.errors import WorkerError
from grader.submission import LoadReport, read_report
from tests.submission.reports import fact, found, name, wire

WHOLE = wire(
    name("softmax"),
    files=[fact(), fact("b.py", "definitions", "raised", [{"line": 3, "type": "NameError", "text": "x"}], line=2)],
    functions={"softmax": found([("b.py", 1)])},
)


def put(path: list[Any], value: Any) -> dict[Any, Any]:
    """Return the report with one piece replaced."""
    broken = copy.deepcopy(WHOLE)
    place = broken
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return broken


MALFORMED = [
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
]


@pytest.mark.parametrize(("path", "value"), MALFORMED)
def test_a_malformed_report_is_refused(path: list[Any], value: Any) -> None:
    """One wrong piece makes the whole report worthless; the error says which, without repeating the value."""
    with pytest.raises(WorkerError, match="report about the files is malformed") as caught:
        read_report(put(path, value))
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("key", ["files", "functions", "names"])
def test_each_part_is_needed(key: str) -> None:
    """A report that says nothing about a part is no report."""
    with pytest.raises(WorkerError, match=key):
        read_report({name: value for name, value in WHOLE.items() if name != key})


WELL_FORMED = [
    pytest.param(["files"], [fact()] * 200, id="many-files"),
    pytest.param(["files", 0, "name"], "x" * 200, id="longest-name"),
    pytest.param(["files", 0, "name"], "größe 😀 \x1b", id="any-text"),
    pytest.param(["files", 0, "failures"], 3, id="failures"),
    pytest.param(["files", 0, "failed"], [{"line": 1, "type": "E", "text": "", "cell": 4}], id="failed-cells"),
    pytest.param(["files", 1, "problem", "line"], 10_000_000, id="last-line"),
    pytest.param(["files", 1, "problem", "text"], "x" * 500, id="longest-text"),
    pytest.param(["functions", "softmax", "empty"], True, id="empty-function"),
    pytest.param(["functions", "softmax", "more"], [1], id="more-in-a-function"),
    pytest.param(["names"], [], id="no-names"),
    pytest.param(["names", 0, "cell"], 12, id="cell"),
]
FURTHER = [
    pytest.param(["files", 0], [], id="list-for-a-file"),
    pytest.param(["files", 0, "problem"], [], id="list-for-a-problem"),
    pytest.param(["files", 0, "failed"], None, id="none-for-failed"),
    pytest.param(["files", 0, "failures"], -1, id="negative-failures"),
    pytest.param(["functions", "softmax", "empty"], None, id="none-for-empty"),
    pytest.param(["functions", "softmax", "also"], {}, id="mapping-for-a-list"),
    pytest.param(["functions", "softmax"], None, id="none-for-a-function"),
    pytest.param(["names", 0, "cell"], "1", id="text-for-a-cell"),
    pytest.param(["names"], "names", id="text-for-a-list"),
]


def _by_models(report: dict[Any, Any]) -> LoadReport | None:
    try:
        return LoadReport.model_validate(report)
    except ValidationError:
        return None


def _by_reading(report: dict[Any, Any]) -> LoadReport | None:
    try:
        return read_report(report)
    except WorkerError:
        return None


@pytest.mark.parametrize(("path", "value"), [*MALFORMED, *WELL_FORMED, *FURTHER])
def test_it_is_read_as_the_models_describe_it(path: list[Any], value: Any) -> None:
    """What the models say of a piece is what is asked of it: the same reports are taken, and give the same."""
    report = put(path, value)
    assert _by_reading(report) == _by_models(report)


@pytest.mark.parametrize(("path", "value"), WELL_FORMED)
def test_a_well_formed_report_is_taken(path: list[Any], value: Any) -> None:
    """Up to every limit."""
    assert _by_reading(put(path, value)) is not None


@pytest.mark.parametrize("part", ["files", "names"])
def test_each_key_of_a_piece_is_as_the_models_have_it(part: str) -> None:
    """A key that is left out has a default in both, or is missed by both."""
    for key in list(WHOLE[part][0]):
        report = copy.deepcopy(WHOLE)
        del report[part][0][key]
        assert _by_reading(report) == _by_models(report), key

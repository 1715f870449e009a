"""`grader schema`: both schemas, printed or written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.authoring.schema import as_text, result_schema, spec_schema
from tests.cli.running import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(("what", "made"), [("spec", spec_schema), ("result", result_schema)])
def test_a_schema_is_printed_or_written(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    what: str,
    made: Callable[..., Any],
) -> None:
    """The same text either way, and JSON; no course is needed."""
    monkeypatch.chdir(tmp_path)
    printed = say(monkeypatch, capsys, "schema", what)
    written = say(monkeypatch, capsys, "schema", what, "--output", "tasks/.schema.json")
    assert (printed.code, written.code, printed.err, written.err, written.out) == (0, 0, "", "", "")
    assert printed.out == (tmp_path / "tasks" / ".schema.json").read_text() == as_text(made())
    assert json.loads(printed.out)["properties"]


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["schema"], "spec|result"),
        (["schema", "task"], "'spec', 'result'"),
        (["schema", "spec", "--output", "."], ".: cannot"),
    ],
    ids=["nothing", "another word", "a folder"],
)
def test_wrong_use_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, argv: list[str], says: str
) -> None:
    """With exit code 2."""
    monkeypatch.chdir(tmp_path)
    said = say(monkeypatch, capsys, *argv)
    assert said.code == 2
    assert says in said.err

"""`grader schema`: both schemas, printed or written."""

import json

import pytest

from grader.authoring.schema import as_text, result_schema, spec_schema
from tests.cli.running import say


@pytest.mark.parametrize(("what", "made"), [("spec", spec_schema), ("result", result_schema)])
def test_a_schema_is_printed_or_written(monkeypatch, capsys, tmp_path, what, made):
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
def test_wrong_use_is_a_sentence(monkeypatch, capsys, tmp_path, argv, says):
    """With exit code 2."""
    monkeypatch.chdir(tmp_path)
    said = say(monkeypatch, capsys, *argv)
    assert said.code == 2
    assert says in said.err

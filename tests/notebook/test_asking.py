"""A check from a cell, without a kernel: what is asked, and every way in which it can end."""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import grader
from grader.errors import JudgeError, UsageError
from grader.notebook import Report, asking
from grader.notebook.answering import in_a_cell
from grader.sandbox.commands import CommandResult, CommandTimeout

if TYPE_CHECKING:
    from pathlib import Path

REPLY = {"text": "Report", "page": "<p>", "result": {"tasks": []}}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Let a notebook with two cells ask; give what it asks, and let tests say what comes back."""
    history = SimpleNamespace(input_hist_raw=["", "x = 1", "check('softmax')"])
    shell = SimpleNamespace(history_manager=history, user_ns={})
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    told = SimpleNamespace(reply=CommandResult(0, json.dumps(REPLY), ""), request=None)

    def call(module: Any, request: str, *, folder: Any, seconds: Any) -> Any:
        told.request = (module, json.loads(request), folder, seconds)
        if isinstance(told.reply, Exception):
            raise told.reply
        return told.reply

    monkeypatch.setattr(asking, "call_module", call)
    return told


def test_the_cells_are_asked_about(asked: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder of the notebook, all tasks or those named, in the course named or the nearest one."""
    monkeypatch.chdir(tmp_path)
    assert grader.check("softmax", "scan", course=tmp_path / "course") == Report(**REPLY)  # type: ignore[arg-type]
    module, request, folder, _ = asked.request
    assert (module, folder) == ("grader.notebook.answering", tmp_path)
    assert (request["tasks"], request["course"]) == (["softmax", "scan"], str(tmp_path / "course"))
    assert [cell["source"] for cell in json.loads(request["notebook"])["cells"]] == ["x = 1", "check('softmax')"]
    grader.check()
    assert (asked.request[1]["tasks"], asked.request[1]["course"]) == ([], None)


@pytest.mark.parametrize(
    ("reply", "kind", "says"),
    [
        (CommandResult(0, '{"error": "no such course"}', ""), UsageError, "^no such course$"),
        (
            CommandResult(1, "", "Traceback\nKeyError: 5"),
            JudgeError,
            "the grader itself fails.\nTraceback\nKeyError: 5$",
        ),
        (CommandTimeout(), UsageError, "more than 120 seconds. Look for a loop"),
    ],
    ids=["wrong-use", "fault", "slow"],
)
def test_whatever_goes_wrong_is_said(
    asked: SimpleNamespace, reply: CommandResult | CommandTimeout, kind: type[Any], says: str
) -> None:
    """Wrong use and a fault of ours are told apart."""
    asked.reply = reply
    with pytest.raises(kind, match=says):
        grader.check("softmax")


def test_a_slow_check_of_everything_asks_for_less(asked: SimpleNamespace) -> None:
    """There is something to try."""
    asked.reply = CommandTimeout()
    with pytest.raises(UsageError, match=r"Name one task, as in check\('softmax'\), or run `grader check`"):
        grader.check()


def test_wrong_use_is_one_sentence_in_a_notebook(asked: SimpleNamespace) -> None:
    """Not a traceback through files that the student has not written: IPython asks for `_render_traceback_`."""
    asked.reply = CommandResult(0, '{"error": "no such course"}', "")
    with pytest.raises(UsageError) as caught:
        grader.check()
    assert caught.value._render_traceback_() == ["no such course"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("file", [None, "<stdin>", "/nowhere/at/all.py"], ids=["typed", "piped", "gone"])
def test_where_there_are_no_cells_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, file: str | None) -> None:
    """Python itself keeps no record of what is typed into it."""
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    monkeypatch.setattr(sys.modules["__main__"], "__file__", file, raising=False)
    with pytest.raises(UsageError, match=r"there are no cells here to read.*`grader check FILE`"):
        grader.check()


def test_a_program_that_checks_itself_is_its_file(
    asked: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As `grader check FILE` would take it."""
    (tmp_path / "work.py").write_text("from grader import check\n")
    monkeypatch.delitem(sys.modules, "IPython")
    monkeypatch.setattr(sys.modules["__main__"], "__file__", str(tmp_path / "work.py"), raising=False)
    grader.check()
    assert asked.request[1]["path"] == str(tmp_path / "work.py")
    assert "notebook" not in asked.request[1]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("--task x: the course has no such task.", "x: the course has no such task."),
        ("/a: no course here. Name it with --course DIR.", '/a: no course here. Name it with check(course="DIR").'),
        ("anything else", "anything else"),
    ],
)
def test_options_are_arguments_here(said: str, shown: str) -> None:
    """A cell has no command line."""
    assert in_a_cell(said) == shown

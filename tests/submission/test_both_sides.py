"""Files on disk, through the loader and over the wire, to the sentence that the student reads."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from grader.submission import file_note, gather, missing, read_report, two_definitions, wrong_parameters
from grader.worker.loader import FunctionRequest, Source, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Return a function that writes files, loads them for `softmax`, and gives the report as the judge has it."""
    before, finders = set(sys.modules), list(sys.meta_path)
    monkeypatch.setattr(sys, "argv", sys.argv)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def run(bare: Any = None, **texts: Any) -> Any:
        for name, data in texts.items():
            (tmp_path / f"{name}.py").write_bytes(data if isinstance(data, bytes) else data.encode())
        sources = [Source(file.name, file.data) for file in gather([tmp_path]).files]
        result = load(sources, {"softmax": FunctionRequest(1, "softmax")}, bare or {}, lambda _: None)
        return read_report(json.loads(json.dumps(result.report)))

    yield run
    for name in set(sys.modules) - before:
        del sys.modules[name]
    sys.meta_path[:] = finders


@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param("import helper\n", "no module `helper` (import helper)", id="missing-module"),
        pytest.param("open('d.csv')\n", "no file `d.csv`", id="missing-file"),
        pytest.param("input()\n", "keyboard input", id="input"),
        pytest.param("import sys\nsys.argv[1]\n", "arguments from the command line", id="argv"),
        pytest.param("exit()\n", "ends the program", id="exit"),
        pytest.param("1 / 0\n", "ZeroDivisionError: division by zero", id="raised"),
        pytest.param("def f(:\n", "Python cannot read softmax.py at line 1", id="syntax"),
        pytest.param("print 1\n", "Python 2", id="python2"),
        pytest.param("raise KeyboardInterrupt\n", "interrupted", id="interrupted"),
        pytest.param(b"%PDF", "it is a PDF", id="binary"),
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"#" * 2_000_000, "larger than 1 MiB", id="too-large"),
        pytest.param("<<<<<<< HEAD\n>>>>>>> x\n", "unfinished merge", id="conflict"),
        pytest.param("print(open)\n'\ud800'".encode("utf-8", "surrogatepass"), "", id="broken-bytes"),
        pytest.param("raise ValueError('\\ud800\\x1b[2J')\n", "ValueError: ? [2J", id="terminal-codes"),
        pytest.param("# π\nraise ValueError('ошибка')\n", "at line 2 while it is loaded", id="other-alphabets"),
    ],
)
def test_what_stops_a_file_reaches_the_student(
    read: Callable[..., Any], code: bytes | str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each fact of the worker is one that the judge accepts and has words for."""
    note = file_note(read(softmax=code).files[0])
    assert words in note.message
    assert bool(note.message) == (note.state != "whole")


@pytest.mark.parametrize("reason", ["hang", "died"])
def test_what_ended_a_worker_reaches_the_student(read: Callable[..., Any], reason: str) -> None:
    """The judge's reason comes back as the file's problem."""
    report = read(softmax="def softmax(x): return x\n", bare={"softmax.py": reason})
    assert report.files[0].problem.kind == reason
    assert report.functions["softmax"].fits


@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param("def Softmax(x): pass\n", "You define `Softmax` (softmax.py, line 1)", id="case"),
        pytest.param("class Net:\n    def softmax(self, x): pass\n", "inside the class `Net`", id="method"),
        pytest.param("class softmax: pass\n", "as a class", id="class"),
        pytest.param("def softmax(x): return 1\nsoftmax = softmax(0)\n", "a value, not a function", id="overwritten"),
        pytest.param("def softmax(x): pass\ndel softmax\n", "no function any more", id="deleted"),
        pytest.param("import nosuch\n@nosuch.jit\ndef softmax(x): pass\n", "stops with NameError", id="decorator"),
        pytest.param("def scan(x): pass\n", "softmax.py defines `scan`", id="nothing-like-it"),
        pytest.param("import nosuch\nsoftmax = nosuch.softmax()\n", "this line is not executed", id="not-computed"),
    ],
)
def test_why_a_function_is_missing_reaches_the_student(read: Callable[..., Any], code: str, words: str) -> None:
    """The nearest thing in the file is named."""
    report = read(softmax=code)
    assert "softmax" not in report.functions
    assert words in missing("softmax", 1, report)


def test_a_misfit_and_two_definitions_reach_the_student(read: Callable[..., Any]) -> None:
    """Lines and parameters are those of the files."""
    found = read(softmax="def softmax(x): return x\ndef softmax(x, axis): return x\n").functions["softmax"]
    assert not found.fits
    assert wrong_parameters("softmax", ("x",), found).startswith(
        "`softmax` takes (x, axis) (softmax.py, line 2); the task calls"
    )
    assert "not softmax.py, line 1." in two_definitions("softmax", found)

"""A notebook on disk, through the loader and over the wire, to the sentences that the student reads."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from grader.submission import file_note, gather, missing, read_report, two_definitions, wrong_parameters
from grader.worker.loader import FunctionRequest, Source, load
from tests.submission.notebook_samples import markdown, version3, version4

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DEF = "def softmax(x):\n    return x"
OTHERS = "The other cells are read; of this cell, what it defines is graded."
NEEDED = "Correct it if a function of yours needs it; otherwise there is nothing to do."


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Return a function that writes `work.ipynb`, loads it for `softmax`, and gives the report as the judge has it."""
    before, finders = set(sys.modules), list(sys.meta_path)
    monkeypatch.setattr(sys, "argv", sys.argv)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def run(*cells: Any, bare: Any = None, text: str = "", **metadata: Any) -> Any:
        (tmp_path / "work.ipynb").write_text(text or version4(*cells, **metadata), encoding="utf-8")
        sources = [Source(file.name, file.data, file.notebook) for file in gather([tmp_path]).files]
        result = load(sources, {"softmax": FunctionRequest(1, "softmax")}, bare or {}, lambda _: None)
        return read_report(json.loads(json.dumps(result.report)))

    yield run
    for name in set(sys.modules) - before:
        del sys.modules[name]
    sys.meta_path[:] = finders


@pytest.mark.parametrize("text", [version4(markdown("#"), DEF), version3(DEF)], ids=["version-4", "version-3"])
def test_a_notebook_that_runs_needs_no_words(read: Callable[..., Any], text: str) -> None:
    """Both versions that are in use."""
    note = file_note(read(text=text).files[0])
    assert (note.name, note.state, note.message) == ("work.ipynb", "whole", "")


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        pytest.param(
            [markdown("# Homework"), DEF, "y = 1\n1 / 0"],
            "work.ipynb stops at cell 3, line 2 while it is loaded (1 / 0): ZeroDivisionError: division by zero. "
            f"{OTHERS} {NEEDED}",
            id="raised",
        ),
        pytest.param(
            ["n = input('n? ')", DEF],
            "work.ipynb stops at cell 1, line 1 while it is loaded: it asks for keyboard input (n = input('n? ')), and "
            f"nobody is there to type. {OTHERS} {NEEDED}",
            id="input",
        ),
        pytest.param(
            ["import nosuch\nimport math", DEF],
            "work.ipynb stops at cell 1, line 1 while it is loaded: there is no module `nosuch` (import nosuch). "
            f"{OTHERS} Hand that file in too if it is yours, or remove the import.",
            id="missing-module",
        ),
        pytest.param(
            ["import sklearn", DEF],
            "work.ipynb stops at cell 1, line 1 while it is loaded: there is no module `sklearn` "
            f"(import sklearn). {OTHERS} This library is not installed where your code is graded: what uses it "
            "cannot run, the rest can.",
            id="missing-library",
        ),
        pytest.param(
            [DEF, "%matplotlib inline\nx = = 3"],
            f"Python cannot read work.ipynb at cell 2, line 2 (x = = 3): invalid syntax. {OTHERS} "
            "Correct this line and run the cell again.",
            id="syntax",
        ),
    ],
)
def test_a_cell_that_stops_is_named(
    read: Callable[..., Any], cells: list[Any], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cell and line as the student counts them, what it costs, and what to do."""
    monkeypatch.setitem(sys.modules, "sklearn", None)
    note = file_note(read(*cells).files[0])
    assert (note.state, note.message) == ("definitions", message)


def test_further_cells_that_stop_are_told_in_short(read: Callable[..., Any]) -> None:
    """Three by place and reason, the rest by number; what fails again alone is not said twice."""
    message = file_note(read(DEF, "import nosuch", *["plt.plot()"] * 6).files[0]).message
    reason = "(NameError: name 'plt' is not defined)"
    assert f"These cells stop as well: cell 3, line 1 {reason}, cell 4, line 1 {reason} and cell 5" in message
    assert message.endswith(f"line 1 {reason} and 3 more.")
    assert "of such a cell, what it defines is graded" in message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(version4(DEF)[:50], "no complete notebook", id="truncated"),
        pytest.param("<<<<<<< HEAD\n{}\n>>>>>>> x", "the marks of an unfinished merge", id="conflict"),
        pytest.param(version4(), "is empty", id="no-cells"),
        pytest.param(version4("#" * (1 << 20)), "too large: a notebook is read up to 64 MiB", id="too-large"),
        pytest.param(
            version4("x <- c(1)", kernelspec={"language": "R"}), "says that it is written in R", id="language"
        ),
    ],
)
def test_a_notebook_without_anything_to_grade_says_why(read: Callable[..., Any], text: str, words: str) -> None:
    """One sentence each, and what to do."""
    note = file_note(read(text=text).files[0])
    assert note.state == "nothing"
    assert words in note.message


@pytest.mark.parametrize("reason", ["hang", "died"])
def test_what_ended_a_worker_reaches_the_student(read: Callable[..., Any], reason: str) -> None:
    """The definitions of all cells are graded."""
    report = read("while True: pass", DEF, bare={"work.ipynb": reason})
    assert "Only its imports and definitions are graded." in file_note(report.files[0]).message
    assert report.functions["softmax"].fits


def test_positions_of_functions_name_the_cell(read: Callable[..., Any]) -> None:
    """Two definitions, and parameters that do not fit."""
    found = read(DEF, markdown("x"), "\ndef softmax(x, axis): return x").functions["softmax"]
    assert "(work.ipynb, cell 3, line 2)" in wrong_parameters("softmax", ("x",), found)
    assert "not work.ipynb, cell 1, line 1." in two_definitions("softmax", found)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        pytest.param(["1 / 0", "softmax = 3"], "In the end `softmax` is a value, not a function", id="value"),
        pytest.param(["y = 1", "softmax = nosuch()"], "this line is not executed", id="not-executed"),
        pytest.param(["y = 1", "@nosuch\n" + DEF], "(work.ipynb, cell 2, line 2) stops with NameError", id="decorator"),
        pytest.param(["def Softmax(x): pass"], "You define `Softmax` (work.ipynb, cell 1, line 1)", id="other-case"),
    ],
)
def test_why_a_function_is_missing_names_the_cell(read: Callable[..., Any], cells: list[str], words: str) -> None:
    """The state of the cell that defines it decides, not that of the notebook."""
    report = read(*cells)
    assert "softmax" not in report.functions
    assert words in missing("softmax", 1, report)

"""Notebooks as students hand them in, cell by cell."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from grader.worker.loader import FunctionRequest, LoadedSubmission, Source, load
from grader.worker.modules import CELLS_FROM
from grader.worker.trace import describe_exception
from tests.worker.loading import first, untouched

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEF = "def softmax(x):\n    return x"
BROKEN = "def run(x:\n    pass\n"


def packed(*cells: Any, problem: str = "", language: str = "") -> bytes:
    """Return a notebook as the judge sends it; None is a cell of another kind, which has a number too."""
    numbered = [{"number": k, "source": source} for k, source in enumerate(cells, 1) if source is not None]
    return json.dumps({"cells": numbered, "problem": problem, "language": language}).encode()


def loaded(
    *cells: Any,
    wanted: Any = ("softmax",),
    bare: Any = None,
    home: str = "softmax",
    progress: Callable[..., Any] = lambda _: None,
    **files: Any,
) -> LoadedSubmission:
    """Load a notebook `work.ipynb`, and `files` beside it: cells in a tuple, or the text of a module."""
    told = {name.replace("__", "."): content for name, content in files.items()}
    sources = [
        Source(name, packed(*content), True) if isinstance(content, tuple) else Source(name, content.encode())
        for name, content in ({"work.ipynb": cells} | told).items()
    ]
    with untouched():
        result = load(sources, {name: FunctionRequest(1, home) for name in wanted}, bare or {}, progress)
    assert len(json.dumps(result.report, allow_nan=False)) <= 48 * 1024
    return result


def failing(result: LoadedSubmission) -> list[tuple[int, int, str]]:
    """Return cell, line and type of what stops."""
    return [(entry["cell"], entry["line"], entry["type"]) for entry in first(result)["failed"]]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([DEF], id="one-cell"),
        pytest.param([None, "import math", None, DEF], id="text-between"),
        pytest.param(["# only a comment", "'a text'", DEF], id="comments"),
        pytest.param(["%matplotlib inline\n!pip install x\nfiles = !ls\nfor f in files: print(f)", DEF], id="magics"),
        pytest.param(["%%time\n" + DEF], id="timed-definition"),
        pytest.param(["%%bash\nrm -rf softmax.py", "%%html\n<b>", "%%writefile x.py\n1/0", DEF], id="other-languages"),
        pytest.param(["x = %time 1 + 1\nassert x == 2", DEF], id="measured-value"),
        pytest.param([DEF, "softmax?\n?softmax\nsoftmax??"], id="help"),
        pytest.param([DEF, "display(softmax(1), 2)\n_\n__\nOut[3]\nIn\n_.x"], id="display"),
        pytest.param(["get_ipython().run_line_magic('matplotlib', 'inline')", DEF], id="get-ipython"),
        pytest.param(["for f in get_ipython().getoutput('ls'): 1 / 0", DEF], id="get-ipython-output"),
        pytest.param(["import asyncio\nawait asyncio.sleep(0)\nx = await asyncio.sleep(0, 5)", DEF, "x"], id="await"),
        pytest.param(["if __name__ == '__main__':\n    1 / 0", DEF], id="main-guard"),
        pytest.param(["from __future__ import annotations", "def f(x: nosuch): pass", DEF], id="future"),
        pytest.param(["данные = 'π 数'\nassert данные == 'π 数'", DEF], id="other-alphabets"),
        pytest.param(["x = 1\r\ny = 2\r\n", DEF], id="windows-lines"),
        pytest.param(
            [
                "from dataclasses import dataclass",
                "@dataclass\nclass P:\n    x: 'float'\ndef softmax(x):\n    return P(x).x",
            ],
            id="data-class",
        ),
    ],
)
def test_a_notebook_that_runs_is_whole(cells: list[Any], capfd: pytest.CaptureFixture[str]) -> None:
    """Everything that a notebook may hold is executed, or does nothing."""
    result = loaded(*cells)
    assert (first(result)["state"], first(result)["problem"]) == ("whole", None)
    assert result.functions["softmax"](3) == 3


@pytest.mark.parametrize(
    ("cell", "kind", "line"),
    [
        pytest.param("x = 1\n1 / 0", "raised", 2, id="raised"),
        pytest.param("import nosuch", "missing_module", 1, id="missing-module"),
        pytest.param("n = int(input('n? '))", "input", 1, id="input"),
        pytest.param("open('d.csv')", "missing_file", 1, id="missing-file"),
        pytest.param("import sys\nsys.argv[1]", "argv", 2, id="argv"),
        pytest.param("import sys\nsys.exit()", "exit", 2, id="exit"),
        pytest.param("%%time\nraise KeyboardInterrupt", "interrupted", 2, id="interrupted"),
        pytest.param("x = 1\ndef run(x:\n    pass", "syntax", 2, id="syntax"),
        pytest.param("%magic\ndef run(x):\n    # todo", "syntax", 2, id="only-a-comment"),
        pytest.param("print 'x'", "python2", 1, id="python-2"),
        pytest.param("<<<<<<< HEAD\nx = 1\n=======\n>>>>>>> x", "conflict", 1, id="conflict"),
        pytest.param("import asyncio\nawait asyncio.nosuch()", "raised", 2, id="await"),
        pytest.param("def f():\n    g()\ndef g():\n    1 / 0\n\nf()", "raised", 4, id="inside-its-own-function"),
    ],
)
def test_a_failing_cell_is_named_and_harms_no_other(cell: str, kind: str, line: int) -> None:
    """The cells before and after it are executed, and functions of either can be asked."""
    result = loaded("A = 2", cell, DEF + " * A", "B = [A]")
    fact = first(result)
    assert (fact["state"], fact["problem"]["kind"]) == ("definitions", kind)
    assert (fact["problem"]["cell"], fact["problem"]["line"], fact["failures"]) == (2, line, 1)
    assert result.functions["softmax"](3) == 6


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("import matplotlib_nosuch as plt\nimport math\nK = 3\n" + DEF, id="plotting-library"),
        pytest.param("from nosuch import tqdm\nprint('x')\n" + DEF, id="progress-bar"),
        pytest.param("1 / 0\n" + DEF, id="before"),
        pytest.param(DEF + "\n1 / 0", id="after"),
        pytest.param(BROKEN + DEF, id="syntax"),
        pytest.param("import nosuch\ndef softmax(x: nosuch.T):\n    return x", id="annotation"),
        pytest.param("try:\n    import nosuch\n    1 / 0\nfinally:\n    def softmax(x): return x", id="block"),
    ],
)
def test_a_failing_cell_keeps_its_definitions(cell: str) -> None:
    """What stands behind the failing statement is loaded without its calls."""
    result = loaded(cell)
    assert first(result)["state"] == "definitions"
    assert result.functions["softmax"](3) == 3


def test_what_ran_before_a_failing_line_is_not_undone() -> None:
    """A decorated or wrapped function stays what the notebook had made of it."""
    result = loaded("def twice(f): return lambda x: 2 * f(x)", DEF + "\nsoftmax = twice(softmax)\n1 / 0")
    assert result.functions["softmax"](3) == 6


def test_what_stops_is_listed_in_order_and_counted() -> None:
    """Ten cells by name at most."""
    result = loaded("plt.plot()", DEF, *["1 / 0"] * 15)
    assert failing(result)[:2] == [(1, 1, "NameError"), (3, 1, "ZeroDivisionError")]
    assert (len(failing(result)), first(result)["failures"]) == (10, 16)


def test_the_last_definition_counts_and_the_others_are_told() -> None:
    """In the order of the file, with cell and line."""
    found = loaded(DEF, "x = 1", "\n\ndef softmax(x): return 7", "softmax(3)").report["functions"]["softmax"]
    assert (found["file"], found["cell"], found["line"], found["signature"]) == ("work.ipynb", 3, 3, "(x)")
    assert found["also"] == [{"file": "work.ipynb", "cell": 1, "line": 1}]


def test_equal_lines_of_two_cells_are_told_apart() -> None:
    """Every definition stands at line 1 of its cell."""
    result = loaded(DEF, "def scan(x): return x", "def softmax(x): return 1", wanted=("softmax", "scan"))
    assert {name: found["cell"] for name, found in result.report["functions"].items()} == {"softmax": 3, "scan": 2}
    assert [(name["name"], name["cell"], name["line"]) for name in result.report["names"]] == [
        ("softmax", 1, 1),
        ("scan", 2, 1),
        ("softmax", 3, 1),
    ]


def test_an_error_of_a_later_call_names_the_cell(tmp_path: Path) -> None:
    """Tracebacks carry file, cell and line, also through another cell."""
    result = loaded("import math", "def inner(x):\n    return 1 / x", "%magic\ndef softmax(x):\n    return inner(x)")
    with pytest.raises(ZeroDivisionError) as caught:
        result.functions["softmax"](0)
    frames = [(frame["file"], frame.get("cell"), frame["line"]) for frame in describe_exception(caught.value)["frames"]]
    assert frames[-2:] == [("work.ipynb", 3, 3), ("work.ipynb", 2, 2)]


@pytest.mark.parametrize("reason", ["hang", "died"])
def test_a_notebook_that_ended_a_worker_is_loaded_by_its_definitions(reason: str) -> None:
    """Loops and calls of all cells are left alone, the definitions of all cells are there."""
    result = loaded(
        "while True:\n    pass", "K = 2", BROKEN, DEF + " * K", "softmax(1 / 0)", bare={"work.ipynb": reason}
    )
    assert (first(result)["state"], first(result)["problem"]["kind"]) == ("definitions", reason)
    assert result.functions["softmax"](3) == 6


def test_progress_names_the_notebook_that_takes_the_time() -> None:
    """And the cell of it; a module that a cell imports is named while it runs, then the cell again."""
    seen: list[int] = []
    loaded("import helper", DEF, helper__py="x = 1", progress=seen.append)
    assert seen == [0, CELLS_FROM, 1, CELLS_FROM, 2 * CELLS_FROM]


def test_a_cell_that_hangs_costs_itself() -> None:
    """The others are executed, and of that one its definitions are kept."""
    result = loaded(
        "import math", "while True: pass\ndef other(): pass", f"A = math.sqrt(4)\n{DEF}", bare={"work.ipynb[2]": "hang"}
    )
    assert result.functions["softmax"](3) == loaded(DEF).functions["softmax"](3)
    (fact,) = result.report["files"]
    assert (fact["problem"]["kind"], fact["problem"]["cell"], fact["failures"]) == ("hang", 2, 1)


def test_modules_and_notebooks_stand_side_by_side() -> None:
    """A notebook imports a module and runs another notebook; the file called like the task is home."""
    result = loaded(
        "from helper import K\n%run other.ipynb",
        "def scan(x): return K * L * x",
        DEF,
        wanted=("softmax", "scan"),
        helper__py="K = 2",
        other__ipynb=("L = 5",),
        softmax__py="def softmax(x): return 'home'",
    )
    assert [file["state"] for file in result.report["files"]] == ["whole"] * 4
    assert (result.functions["scan"](1), result.functions["softmax"](1)) == (10, "home")


@pytest.mark.parametrize("problem", ["notebook", "notebook_size", "empty", "conflict"])
def test_why_the_judge_found_no_cells_is_passed_on(problem: str) -> None:
    """A notebook that cannot be read harms no file beside it."""
    sources = [Source("a.ipynb", packed(problem=problem), True), Source("softmax.py", DEF.encode())]
    with untouched():
        result = load(sources, {"softmax": FunctionRequest(1, "softmax")}, {}, lambda _: None)
    assert (first(result)["state"], first(result)["problem"]["kind"]) == ("nothing", problem)
    assert "softmax" in result.functions


@pytest.mark.parametrize(
    ("cells", "kind"),
    [(["x <- c(1, 2)"], "language"), (["softmax <- function(x) {"], "language"), ([DEF], None)],
)
def test_another_language_is_named_only_where_the_code_fails(cells: list[str], kind: str | None) -> None:
    """The metadata of a notebook that runs as Python are wrong."""
    with untouched():
        source = Source("a.ipynb", packed(*cells, language="R"), True)
        fact = first(load([source], {"softmax": FunctionRequest(1, "softmax")}, {}, lambda _: None))
    assert (fact["problem"] and (fact["problem"]["kind"], fact["problem"]["name"])) == (kind and (kind, "R"))


def test_written_text_alone_is_a_whole_notebook() -> None:
    """A notebook of proofs has no code, and that is no fault."""
    assert (first(loaded(None))["state"], first(loaded(None))["problem"]) == ("whole", None)


def test_nothing_waits_for_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Input ends at once, in every cell."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    result = loaded("a = input()", "import getpass\nb = input()", DEF)
    assert [type_ for _, _, type_ in failing(result)] == ["EOFError", "EOFError"]


def test_the_report_of_a_large_notebook_is_small() -> None:
    """Hundreds of failing cells with long messages stay below the limit."""
    result = loaded(*["raise ValueError('\\ud800é' * 9999)"] * 300, DEF)
    assert "softmax" in result.report["functions"]
    assert first(result)["failures"] == 300


STARTER = "def softmax(x):\n    raise NotImplementedError"


@pytest.mark.parametrize(
    ("cells", "cell", "also"),
    [
        pytest.param([DEF, STARTER], 1, [], id="above"),
        pytest.param([STARTER, DEF], 2, [], id="below"),
        pytest.param([STARTER, DEF, STARTER], 2, [], id="between"),
        pytest.param([DEF, DEF, STARTER], 2, [1], id="two"),
        pytest.param(["softmax = lambda x: x", STARTER], 1, [], id="lambda"),
        pytest.param([DEF, f"{STARTER}\n\n1 / 0"], 1, [], id="in-a-cell-that-stops"),
        pytest.param([DEF, f"{STARTER}\n\ndef softmax(x):\n    return 2"], 2, [1], id="written-again"),
        pytest.param(["softmax = 3", STARTER], 2, [1], id="a-number-above"),
        pytest.param([STARTER], 1, [], id="alone"),
    ],
)
def test_a_starter_takes_nothing_away(cells: list[str], cell: int, also: list[Any]) -> None:
    """Where somebody writes a function in a cell of their own, the starter that they leave below it does no harm."""
    told = loaded(*cells).report["functions"]["softmax"]
    assert told["cell"] == cell
    assert [other["cell"] for other in told["also"]] == also
    assert told["empty"] is (cells in ([STARTER], ["softmax = 3", STARTER]))


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        pytest.param(
            f"if __name__ == '__main__':\n    {DEF.replace(chr(10), chr(10) + '    ')}", True, id="definition"
        ),
        pytest.param("if '__main__' == __name__:\n    softmax = lambda x: x", True, id="other-way-round"),
        pytest.param("if __name__ == '__main__':\n    print('softmax')\n    input()", False, id="nothing-defined"),
    ],
)
def test_a_main_guard_holds_in_a_notebook(cell: str, found: bool, capfd: pytest.CaptureFixture[str]) -> None:
    """What is defined below it is there; what is done below it is not done again."""
    assert ("softmax" in loaded(cell).functions) is found
    assert capfd.readouterr().out == ""


OTTER = "import otter\ngrader = otter.Notebook('hw1.ipynb')"
OKPY = "from client.api.notebook import Notebook\nok = Notebook('hw1.ok')\n_ = ok.auth(inline=True)"


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([OTTER, DEF, "grader.check('q1')"], id="otter"),
        pytest.param([OTTER, DEF, "grader.check('q1')\ngrader.check_all()\ngrader.export(pdf=False)"], id="otter, all"),
        pytest.param([DEF, "grader.check('q1')"], id="otter, first cell lost"),
        pytest.param(["from otter import Notebook\nNotebook().check('q1')", DEF], id="otter, from"),
        pytest.param(["import otter.export\nfrom otter.plugins import builtin", DEF], id="otter, inner modules"),
        pytest.param([OKPY, DEF, "_ = ok.grade('q1')\n_ = ok.submit()"], id="okpy"),
        pytest.param([DEF, "", ""], id="emptied tests of nbgrader"),
    ],
)
def test_lines_of_other_graders_do_nothing(cells: list[str]) -> None:
    """A notebook that asks another grader is read whole, also where that grader is not installed."""
    result = loaded(*cells)
    assert first(result)["state"] == "whole"
    assert failing(result) == []


def test_a_file_called_otter_is_the_students() -> None:
    """A module that was handed in is never replaced."""
    result = loaded("from otter import swim\nswim()", DEF, otter__py="def swim():\n    return 1")
    assert failing(result) == []
    missing = loaded("from otter import fly", DEF, otter__py="def swim():\n    return 1")
    assert failing(missing) == [(1, 1, "ImportError")]

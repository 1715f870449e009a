"""Loading a submission: the traps of real hand-ins, one row each."""

from __future__ import annotations

import gc
import subprocess  # noqa: TID251  an interpreter that has never seen the project
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from grader.worker import loader
from tests.worker.loading import first, loaded

GOOD = "def softmax(x):\n    return x\n"


@pytest.mark.parametrize("enabled", [True, False])
def test_what_files_are_read_into_is_not_looked_through_for_garbage(
    enabled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the search goes on afterwards if it went on before."""
    # Nothing is frozen: to undo it would be to search all that was there before this test, again and again.
    frozen: list[bool] = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(gc.isenabled()))
    try:
        if not enabled:
            gc.disable()
        loaded(GOOD)
        assert gc.isenabled() is enabled
        assert frozen == [False]
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("code", "kind", "line", "name"),
    [
        pytest.param("import nosuch\n", "missing_module", 1, "nosuch", id="missing-module"),
        pytest.param("from nosuch.inner import f\n", "missing_module", 1, "nosuch", id="missing-package"),
        pytest.param("import json.nosuch\n", "missing_module", 1, "json.nosuch", id="missing-submodule"),
        pytest.param("data = open('data.txt')\n", "missing_file", 1, "data.txt", id="missing-file"),
        pytest.param("n = int(input('n? '))\n", "input", 1, "", id="input"),
        pytest.param("import sys\nn = sys.argv[1]\n", "argv", 2, "", id="argv"),
        pytest.param("from sys import argv\nscript, n = argv\n", "argv", 2, "", id="argv-unpacked"),
        pytest.param(
            "import argparse\np = argparse.ArgumentParser()\np.add_argument('n')\np.parse_args()\n",
            "argv",
            4,
            "",
            id="argparse",
        ),
        pytest.param("import sys\nsys.exit(0)\n", "exit", 2, "", id="exit"),
        pytest.param("raise SystemExit\n", "exit", 1, "", id="system-exit"),
        pytest.param("raise KeyboardInterrupt\n", "interrupted", 1, "", id="interrupted"),
        pytest.param("x = 1 / 0\n", "raised", 1, "", id="raised"),
        pytest.param("print(undefined)\n", "raised", 1, "", id="undefined-variable"),
        pytest.param("def f(): f()\nf()\n", "raised", 1, "", id="endless-recursion"),
        pytest.param("class E(BaseException): pass\nraise E\n", "raised", 2, "", id="own-base-exception"),
        pytest.param("from math import nosuch\n", "raised", 1, "", id="missing-name"),
        pytest.param("raise EOFError('other')\n", "raised", 1, "", id="other-end-of-file"),
        pytest.param("[][1]\n", "raised", 1, "", id="other-index"),
        pytest.param("exec('x = (')\n", "raised", 1, "", id="syntax-error-at-run-time"),
    ],
)
def test_what_stops_a_file_is_on_record_and_costs_no_function(
    code: str, kind: str, line: int, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line that fails at the top level leaves the functions below it, with the reason, the line and its text."""
    result = loaded(code + GOOD)
    fact = first(result)
    assert result.functions["softmax"](3) == 3
    assert fact["state"] == "definitions"
    assert (fact["problem"]["kind"], fact["problem"]["line"], fact["problem"]["name"]) == (kind, line, name)
    assert fact["problem"]["source"] == code.split("\n")[line - 1]


@pytest.mark.parametrize(
    ("code", "kind", "line"),
    [
        pytest.param("def run(x):\n    # todo\n", "syntax", 1, id="only-a-comment"),
        pytest.param("def run(x:\n    return x\n", "syntax", 1, id="broken-def"),
        pytest.param("x = [1, 2\n", "syntax", 1, id="never-closed"),
        pytest.param("return 3\n", "syntax", 1, id="return-outside"),
        pytest.param("if True:\n\tx = 1\n        y = 2\n", "syntax", 3, id="tabs-and-spaces"),
        pytest.param("x = “quoted”\n", "syntax", 1, id="curly-quotes"),
        pytest.param("x\u00a0= 1\n", "syntax", 1, id="no-break-space"),
        pytest.param("print 'hello'\n", "python2", 1, id="print"),
        pytest.param("def f(x):\n    print x\n", "python2", 2, id="print-in-a-function"),
        pytest.param("exec 'x = 1'\n", "python2", 1, id="exec"),
        pytest.param("x = `3`\n", "python2", 1, id="backticks"),
        pytest.param("raise ValueError, 'no'\n", "python2", 1, id="raise"),
        pytest.param("x = 10L\n", "python2", 1, id="long"),
        pytest.param("x = 0777\n", "python2", 1, id="octal"),
        pytest.param("if 1 <> 2:\n    pass\n", "python2", 1, id="unequal"),
    ],
)
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_what_does_not_parse_costs_its_own_block_only(code: str, kind: str, line: int, before: bool) -> None:
    """One broken block does not take the file's other functions with it."""
    result = loaded(code + GOOD if before else GOOD + code)
    fact = first(result)
    assert result.functions["softmax"](3) == 3
    assert fact["state"] == "definitions"
    assert (fact["problem"]["kind"], fact["problem"]["line"]) == (kind, line if before else line + 2)
    assert fact["lost"]


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="parses again since Python 3.14")
def test_an_exception_handler_of_python_2_is_recognised() -> None:
    """`except Error, e` is named as Python 2."""
    result = loaded("try:\n    x = 1\nexcept ValueError, e:\n    pass\n" + GOOD)
    assert first(result)["problem"]["kind"] == "python2"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"\n\n  \n", "empty", id="blank"),
        pytest.param(b"# todo\n", "empty", id="comments"),
        pytest.param(b'"""Homework 2"""\n', "empty", id="docstring"),
        pytest.param(b"%PDF-1.4 ...", "binary", id="pdf"),
        pytest.param(b"\x80\x04\x00", "binary", id="bytes"),
        pytest.param(b"#" * (1 << 20) + b"\n\n", "too_large", id="too-large"),
        pytest.param(b"<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\n", "conflict", id="conflict"),
        pytest.param(b"this is my homework, see you\n", "syntax", id="prose"),
        pytest.param(b"(" * 5000, "syntax", id="deep-parentheses"),
        pytest.param(b"x = " + b"-" * 20_000 + b"1\n", "syntax", id="deep-signs"),
    ],
)
def test_a_file_without_code_is_a_fact_and_harms_no_other(data: bytes, kind: str) -> None:
    """Nothing can be loaded from it, and the file beside it is loaded whole."""
    result = loaded({"a.py": data, "softmax.py": GOOD})
    files = result.report["files"]
    assert (files[0]["state"], files[0]["problem"]["kind"]) == ("nothing", kind)
    assert (files[1]["state"], files[1]["problem"]) == ("whole", None)
    assert "softmax" in result.functions


def test_a_decorator_goes_with_its_broken_function() -> None:
    """The decorator of a function that does not parse must not fall on the next one."""
    result = loaded("def twice(f):\n    return 2\n@twice\ndef run(x:\n    return x\n" + GOOD)
    assert result.functions["softmax"](3) == 3


def test_a_file_full_of_mistakes_is_given_up() -> None:
    """After twenty blocks the rest is not tried any more, and no more than ten losses are told."""
    fact = first(loaded("def f(:\n    pass\n" * 40 + GOOD))
    assert fact["state"] == "nothing"
    assert len(fact["lost"]) == 10


def test_the_main_guard_does_not_run() -> None:
    """Code below the guard is for the student's own runs."""
    code = GOOD + "if __name__ == '__main__':\n    raise ValueError\n"
    assert first(loaded(code))["state"] == "whole"
    assert first(loaded({"__main__.py": code}))["state"] == "whole"


def test_a_file_sees_itself_as_it_expects() -> None:
    """Name, path and arguments are those of a script that is imported."""
    result = loaded({"a/softmax.py": "import sys\nseen = __name__, __file__, sys.argv\ndef softmax(x): return seen\n"})
    assert result.functions["softmax"](1) == ("softmax", "a/softmax.py", ["a/softmax.py"])


def test_a_module_that_is_imported_already_stays() -> None:
    """A file called like a module in use does not replace it."""
    import json

    result = loaded({"json.py": "x = 1\n", "softmax.py": "import json\ndef softmax(x): return json\n"})
    assert result.functions["softmax"](1) is json


def test_classes_of_a_file_know_their_module() -> None:
    """A data class with written-out annotations looks its module up."""
    code = """
        from __future__ import annotations
        from dataclasses import dataclass
        import sys
        @dataclass
        class P:
            x: float
        def softmax(x): return sys.modules[P.__module__].P(x).x
        check = softmax(2)
        """
    assert first(loaded(code))["state"] == "whole"


def test_lines_are_there_for_tracebacks() -> None:
    """The text of a student's line can be shown although there is no file on disk."""
    import inspect

    from grader.worker.loader import FunctionRequest, Source, load
    from tests.worker.loading import untouched

    with untouched():
        result = load(
            [Source("softmax.py", GOOD.encode())], {"softmax": FunctionRequest(1, "softmax")}, {}, lambda _: None
        )
        assert inspect.getsource(result.functions["softmax"]) == GOOD


def test_strict_warnings_of_one_file_break_no_other() -> None:
    """An invalid escape is a warning, also after another file made errors of warnings."""
    import warnings

    with warnings.catch_warnings():
        files = {"a.py": "import warnings\nwarnings.simplefilter('error')\n", "softmax.py": "s = '\\d'\n" + GOOD}
        assert loaded(files).report["files"][1]["state"] == "whole"


# The judge killed an earlier worker.


@pytest.mark.parametrize("reason", ["hang", "died"])
def test_a_file_that_ended_a_worker_is_loaded_by_its_definitions(reason: str) -> None:
    """Its loops are not run again."""
    result = loaded("while True:\n    pass\n" + GOOD, bare={"softmax.py": reason})
    assert (first(result)["state"], first(result)["problem"]["kind"]) == ("definitions", reason)
    assert result.functions["softmax"](3) == 3


def test_progress_names_the_file_that_takes_the_time() -> None:
    """An import inside a file moves the mark to the imported file and back."""
    seen: list[Any] = []
    loaded({"a.py": "import b\n", "b.py": "x = 1\n", "c.py": ""}, progress=seen.append)
    assert seen == [0, 1, 0, 2]


def test_progress_comes_before_the_file_is_executed() -> None:
    """A worker that is killed has said which file it was at."""
    seen = []
    loaded(
        {"a.py": "import sys\nsys.seen.append('run')\n"},
        progress=lambda k: (seen.append(k), setattr(sys, "seen", seen)),  # type: ignore[func-returns-value]
    )
    del sys.seen  # type: ignore[attr-defined]
    assert seen == [0, "run"]


# The report.


def test_the_report_is_small_and_valid_whatever_is_in_the_files() -> None:
    """Thousands of long names, unprintable messages and many broken files stay below the limit."""
    many = "".join(f"def f{'ä' * 150}{i}(a{'ö' * 150}, b): pass\n" for i in range(1500))
    rude = "raise ValueError('\\ud800\\x00' * 9999)\n"
    files = {"many.py": many} | {f"{'ü' * 40}{i}.py": rude + "x = y\n" * 12 for i in range(198)}
    result = loaded({**files, "softmax.py": GOOD})
    assert "softmax" in result.report["functions"]


def test_names_that_matter_survive_the_cut() -> None:
    """What is called like the wanted function stays, also as the last of a thousand."""
    code = "".join(f"v{i} = {i}\n" for i in range(1000)) + "class Net:\n    def softmax(self, x): pass\n"
    names = loaded(code).report["names"]
    assert len(names) == 200
    assert names[0]["name"] == "Net.softmax"


def test_fit_takes_names_first_and_files_late() -> None:
    """The order of what is given up: names, losses, long texts, files, functions."""
    problem = {"kind": "raised", "line": 1, "source": "s" * 100, "type": "E", "text": "t" * 500, "name": ""}
    files = [{"name": f"f{i}", "state": "whole", "lost": [{"line": 1}], "problem": dict(problem)} for i in range(4)]
    report = {"files": files, "functions": {"f": {}}, "names": [{"name": "n" * 100}] * 10}
    fitted = loader.fit(report, 1500)
    assert fitted["names"] == []
    assert [file["lost"] for file in fitted["files"]] == [[]] * 4
    assert fitted["functions"] == {"f": {}}
    fitted = loader.fit(report, 300)
    assert len(fitted["files"]) < 4
    assert loader.fit({"files": [], "functions": {"f": "x" * 99}, "names": []}, 60)["functions"] == {}


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("class E(Exception):\n    def __str__(self): raise SystemExit\nraise E\n", id="text-raises"),
        pytest.param("class E(Exception):\n    def __str__(self): return 3\nraise E\n", id="text-is-no-text"),
        pytest.param("class E(Exception):\n    __traceback__ = 5\nraise E\n", id="forged-traceback"),
        pytest.param("import sys\nsys.meta_path.clear()\n1 / 0\n", id="no-finders"),
        pytest.param("import sys\nsys.argv = None\nsys.modules.pop('softmax')\n1 / 0\n", id="no-module"),
        pytest.param(
            "class M(type):\n    __name__ = 5\nclass E(Exception, metaclass=M): pass\nraise E\n", id="no-name"
        ),
    ],
)
def test_rude_code_is_a_fact_as_well(code: str) -> None:
    """Exceptions and modules that are not what they seem stop only their own file."""
    result = loaded({"a.py": code, "softmax.py": GOOD})
    assert result.report["files"][0]["problem"]["kind"] == "raised"
    assert result.report["files"][1]["state"] == "whole"


def test_it_runs_as_a_package_of_its_own() -> None:
    """Another interpreter loads it without the rest of the project, isolated, by folder."""
    folder = Path(loader.__file__).parent
    code = f"""
        import sys
        sys.path.insert(0, {str(folder.parent)!r})
        from worker.loader import Source, FunctionRequest, load
        files = [Source("softmax.py", b"import nosuch\\ndef softmax(x): return x + 1\\n")]
        result = load(files, {{"softmax": FunctionRequest(1, "softmax")}}, {{}}, lambda k: None)
        assert result.functions["softmax"](1) == 2
        assert not any(name.partition(".")[0] == "grader" for name in sys.modules)
        """
    done = subprocess.run(
        [sys.executable, "-I", "-c", dedent(code)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


EXPORTED = {
    "shell": "!pip install torch\n",
    "magic": "%matplotlib inline\n",
    "get_ipython": "get_ipython().run_line_magic('matplotlib', 'inline')\n",
    "display": "display(1)\n",
    "colab": "from google.colab import drive\ndrive.mount('/content/drive')\n",
    "percent": "# %% [markdown]\n# Text\n\n# %%\n%time x = 1\n",
}


@pytest.mark.parametrize("before", EXPORTED.values(), ids=EXPORTED)
def test_a_script_that_was_a_notebook_is_executed_as_one(before: str) -> None:
    """What only a notebook understands does nothing."""
    result = loaded(before + "def softmax(x):\n    return x\n")
    assert result.functions["softmax"](3) == 3
    assert (first(result)["state"], first(result)["problem"]) == ("whole", None)


STOPS = {
    "folder": "import os\nos.makedirs('/proc/nosuch/plots')\n",
    "file": "open('/proc/nosuch', 'w')\n",
    "input": "n = int(input())\n",
    "stdin": "import sys\nn = int(sys.stdin.readline())\n",
    "module": "import no_such_module\n",
    "exit": "import sys\nsys.exit()\n",
    "decorated": "@no_such_decorator\ndef other(x):\n    return x\n",
    "branch": "if True:\n    A = 1\n    1 / 0\n",
    "syntax": "def other(x):\n    # nothing\n\n",
}


@pytest.mark.parametrize("before", STOPS.values(), ids=STOPS)
def test_a_line_that_stops_costs_itself(before: str) -> None:
    """A constant below it that a call makes is there, and the function that uses it works."""
    code = before + "import math\nEPS = math.sqrt(4)\nSTEPS = [EPS]\nSTEPS.append(3)\n\n\n"
    result = loaded(code + "def softmax(x):\n    return STEPS + [x]\n")
    assert result.functions["softmax"](1) == [2, 3, 1]
    assert first(result)["state"] == "definitions"


MARIMO = """import marimo

__generated_with = "0.9"
app = marimo.App()


@app.cell
def _(EPS, np):
    def softmax(x):
        return np.sqrt(x) + EPS
    return (softmax,)


@app.cell(hide_code=True)
def _(np):
    EPS = np.sqrt(4)
    return (EPS,)


@app.cell
def _():
    import math as np
    return (np,)


if __name__ == "__main__":
    app.run()
"""


def test_the_cells_of_marimo_are_executed_in_the_order_of_their_names() -> None:
    """A cell that needs a name comes after the one that gives it."""
    result = loaded(MARIMO)
    assert result.functions["softmax"](9) == 5
    assert result.report["functions"]["softmax"]["line"] == 9

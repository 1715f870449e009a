"""Exceptions that stop a file, as problems that name a line of the student's own."""

from __future__ import annotations

import argparse
from textwrap import dedent
from typing import Any

import pytest

from grader.worker.load_errors import explain, line_of
from grader.worker.sources import DecodedText, Problem


def stopped(source: str, name: str = "hw.py") -> tuple[BaseException, DecodedText]:
    """Return the exception that some code raises, and the code."""
    text = dedent(source)
    try:
        exec(compile(text, name, "exec"), {})
    except BaseException as error:  # noqa: BLE001 - whatever the code raises is the subject
        return error, DecodedText(name, "utf-8", text)
    raise AssertionError("the code has not stopped")


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        pytest.param(
            "x = 1\ny = 1 / 0",
            Problem("raised", 2, "y = 1 / 0", "ZeroDivisionError", "division by zero"),
            id="raised",
        ),
        pytest.param(
            "import no_such_module.part",
            Problem(
                "missing_module", 1, "import no_such_module.part", "ModuleNotFoundError",
                "No module named 'no_such_module'", "no_such_module",
            ),
            id="missing-module",
        ),
        pytest.param(
            "\nopen('d.txt')",
            Problem(
                "missing_file", 2, "open('d.txt')", "FileNotFoundError",
                "[Errno 2] No such file or directory: 'd.txt'", "d.txt",
            ),
            id="missing-file",
        ),
        pytest.param("raise SystemExit(3)", Problem("exit", 1, "raise SystemExit(3)", "SystemExit", "3"), id="exit"),
        pytest.param(
            "raise KeyboardInterrupt",
            Problem("interrupted", 1, "raise KeyboardInterrupt", "KeyboardInterrupt"),
            id="interrupted",
        ),
        pytest.param(
            "import sys\nn = int([][len(sys.argv)])",
            Problem("argv", 2, "n = int([][len(sys.argv)])", "IndexError", "list index out of range"),
            id="argv",
        ),
        pytest.param(
            "raise ModuleNotFoundError('mine')",
            Problem("raised", 1, "raise ModuleNotFoundError('mine')", "ModuleNotFoundError", "mine"),
            id="module-without-a-name",
        ),
        pytest.param(
            "raise FileNotFoundError('mine')",
            Problem("raised", 1, "raise FileNotFoundError('mine')", "FileNotFoundError", "mine"),
            id="file-without-a-name",
        ),
        pytest.param(
            "exec('1 +')",
            Problem("raised", 1, "exec('1 +')", "SyntaxError", "invalid syntax (<string>, line 1)"),
            id="syntax-of-something-else",
        ),
    ],
)  # fmt: skip
def test_an_exception_is_a_problem_with_a_line(source: str, problem: Problem) -> None:
    """The kind decides the sentence that the student reads."""
    assert explain(*stopped(source)) == problem


def test_a_program_that_parses_its_arguments() -> None:
    """Argparse ends the program, which is no exit of the student's own."""
    error, text = stopped("import argparse, sys\nsys.argv = ['p']\nargparse.ArgumentParser().parse_args(['-x'])")
    assert (explain(error, text).kind, explain(error, text).line) == ("argv", 3)
    assert argparse.__file__.endswith("argparse.py")


def test_the_line_is_the_students_also_where_a_library_raises() -> None:
    """The last line of the file that was active, however deep the call."""
    error, text = stopped("import json\ndef f():\n    return json.loads('{')\nf()")
    problem = explain(error, text)
    assert (problem.line, problem.source) == (3, "return json.loads('{')")
    assert line_of(error, "hw.py") == 4, "the statement at the top level"
    assert line_of(error, "other.py") == 0


def test_a_syntax_error_has_the_line_that_it_names() -> None:
    """It is raised before a line of the file runs."""
    text = "x = 1\ndef f(:\n    pass\n"
    with pytest.raises(SyntaxError) as caught:
        compile(text, "hw.py", "exec")
    caught.value.__traceback__ = None
    assert explain(caught.value, DecodedText("hw.py", "utf-8", text)).line == 2
    assert explain(caught.value, DecodedText("b.py", "utf-8", text)).line == 0


@pytest.mark.parametrize(
    "body",
    [
        "def __str__(self): raise RuntimeError",
        "def __str__(self): return 3",
        "__traceback__ = 5",
        "@property\n        def __traceback__(self): raise RuntimeError",
        "def __getattribute__(self, name): raise RuntimeError",
    ],
    ids=["str-raises", "str-is-a-number", "traceback", "traceback-raises", "getattribute"],
)
def test_an_exception_that_fights_back_is_still_a_problem(body: str) -> None:
    """A student's class may give any name another meaning."""
    error, text = stopped(f"class Evil(Exception):\n        {body}\nraise Evil('x')")
    problem = explain(error, text)
    assert (problem.kind, problem.type) == ("raised", "Evil")
    assert problem.line == text.text.count("\n") + 1


def test_the_texts_are_bounded() -> None:
    """An exception may say anything."""
    error, text = stopped("raise ValueError('x' * 10_000)")
    assert len(explain(error, text).text) == 500
    long = type("E" * 5000, (Exception,), {})
    raised: Any = long("\ud800")
    assert len(explain(raised, text).type) == 200
    assert explain(raised, text).wire()["text"].encode()

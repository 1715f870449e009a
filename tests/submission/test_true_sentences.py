"""Sentences about real files that were once untrue, each with its neighbours: from the text of a file to the words."""

from __future__ import annotations

import json
import sys

import pytest

from grader.submission import LoadReport, file_note, missing, read_report
from grader.submission.near_names import nearest
from tests.worker.loading import loaded

PYTHON = ".".join(map(str, sys.version_info[:2]))


def report_of(code: str, function: str = "softmax") -> LoadReport:
    """Return the report about a file with this code, as the judge has it."""
    return read_report(json.loads(json.dumps(loaded(code, (function,)).report)))


def note_of(code: str) -> str:
    """Return what is said about how the file was read."""
    return file_note(report_of(code).files[0]).message


@pytest.mark.parametrize(
    ("function", "defined"),
    [
        ("fit", "def fit_line(x, y): return x\n"), ("update", "def update_weights(w): return w\n"),
        ("scan", "def scan_file(path): return path\n"), ("energy", "def cross_entropy(p): return p\n"),
        ("fit", "class Model:\n    def fit(self, X): return X\n"), ("run", "class Net:\n    def run(self): return 1\n"),
        ("softmax", "def my_softmax(x): return x\n"),
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_a_name_that_is_nearly_right_is_no_function_of_the_task(function: str, defined: str) -> None:
    """A task is pulled in by exact names only: the worker gives it nothing under the name that it asks for."""
    assert function not in loaded(f"def softplus(x): return x\n{defined}", (function,)).functions


@pytest.mark.parametrize(
    ("code", "where", "do"),
    [
        ("def softmax(x):\n    # todo\n", "softmax.py, line 1", "Give it a body; `pass` is enough."),
        ("A = 1\ndef softmax(x):\n    return (x\n", "softmax.py, line 2", "Correct it there."),
        ("def f(x): return x\n\ndef softmax(x):\n    retrun x x\n", "softmax.py, line 3", "Correct it there."),
    ],
    ids=["no-body", "bracket", "slip"],
)
def test_an_unreadable_definition_is_there(code: str, where: str, do: str) -> None:
    """It is not called absent; the place and what to do are said."""
    said = missing("softmax", 1, report_of(code))
    assert said.startswith(f"You define `softmax` ({where}), and Python cannot read the definition: ")
    assert said.endswith(do)
    assert "There is no function" not in said


def test_a_definition_that_nobody_wrote_is_absent() -> None:
    """The neighbour: an unreadable function of another name is not offered."""
    assert missing("softmax", 1, report_of("def helper(x):\n    # todo\n")).startswith("There is no function `softmax`")


@pytest.mark.parametrize(
    ("code", "function", "arity", "near"),
    [
        ("def softmax_np(x): return x\ndef _softmax_if_needed(v): return v\n", "softmax", 1, "softmax_np"),
        ("def softmax_a(x, y): return x\ndef softmax_long_name(x): return x\n", "softmax", 1, "softmax_long_name"),
        ("def softmax_version(x): return x\ndef softmax_v2(x): return x\n", "softmax", 1, "softmax_v2"),
        ("def _softmax_a(x): return x\ndef softmax_long(x): return x\n", "softmax", 1, "softmax_long"),
    ],
    ids=["public", "arity", "shortest", "public-first"],
)
def test_of_several_near_names_the_likeliest_is_proposed(code: str, function: str, arity: int, near: str) -> None:
    """The fitting arity, then a public name, then the shortest addition."""
    found = nearest(function, report_of(code, function), arity)
    assert found is not None
    assert found.name == near


@pytest.mark.parametrize(
    ("method", "do"),
    [
        ("softmax(self, x)", "Move it out of the class."),
        ("_softmax(self, x)", "Move it out of the class and call it `softmax`."),
        ("SoftMax(self, x)", "Move it out of the class and call it `softmax`."),
    ],
)
def test_a_method_is_moved_out_of_its_class(method: str, do: str) -> None:
    """Renaming alone would not help."""
    said = missing("softmax", 1, report_of(f"class Net:\n    def {method}: return x\n"))
    assert "inside the class `Net`" in said
    assert said.endswith(do)


@pytest.mark.parametrize("library", ["PIL", "cv2", "keras", "numba", "jax", "torchvision"])
def test_a_library_is_nothing_to_hand_in(library: str) -> None:
    """Whatever a course has not installed."""
    if library in sys.modules or _is_installed(library):
        pytest.skip(f"{library} is installed here")
    said = note_of(f"import {library}\ndef softmax(x): return x\n")
    assert "This library is not installed where your code is graded: what uses it cannot run, the rest can." in said
    assert "Hand that file in" not in said


@pytest.mark.parametrize("module", ["helper", "my_layers", "utils_hw3"])
def test_a_module_of_ones_own_is_to_be_handed_in(module: str) -> None:
    """The neighbour: nobody knows such a library."""
    assert "Hand that file in too if it is yours" in note_of(f"import {module}\ndef softmax(x): return x\n")


def _is_installed(name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(name) is not None


@pytest.mark.parametrize(
    ("line", "version"),
    [("type V = list[float]", (3, 12)), ("def first[T](x: T) -> T: return x", (3, 12)),
     ("class Box[T]: pass", (3, 12)),
     ("s = f'{'a'}'", (3, 12)), ("s = f\"{', '.join('ab')} {d[\"k\"]}\"", (3, 12)), ("s = f'{\"\\n\"}'", (3, 12)),
     ("try: pass\nexcept ValueError, TypeError: pass", (3, 14)), ("s = t'{1}'", (3, 14))],
    ids=["type", "def", "class", "quotes", "quotes-in-a-later-field", "backslash", "except", "template"],
)  # fmt: skip
def test_newer_syntax_is_called_that(line: str, version: tuple[int, int]) -> None:
    """With both versions, and never Python 2."""
    if sys.version_info[:2] >= version:
        pytest.skip("this Python has it")
    said = note_of(f"{line}\ndef softmax(x): return x\n")
    assert f"uses syntax of Python {version[0]}.{version[1]}" in said
    assert f"it is graded with Python {PYTHON}" in said
    assert "Python 2" not in said


@pytest.mark.parametrize("line", ["s = f'{a'", "s = f'a' 'b", "s = f'{a}' + 'b', '{c' )", "x = (1"])
def test_a_slip_is_not_called_newer_syntax(line: str) -> None:
    """Nor a string that is not closed."""
    said = note_of(f"{line}\ndef softmax(x): return x\n")
    assert "Python cannot read softmax.py at line 1" in said
    assert "syntax of Python" not in said


@pytest.mark.parametrize(
    "code", ["def softmax[T](x: T) -> T: return x\n", "def softmax(x):\n    print(f'{'a'}')\n    return x\n"]
)
def test_a_definition_in_newer_syntax_is_no_slip(code: str) -> None:
    """The student is not sent to look for a mistake."""
    if sys.version_info[:2] >= (3, 12):
        pytest.skip("this Python has it")
    said = missing("softmax", 1, report_of(code))
    assert "its syntax is that of Python 3.12, which is newer than the one that grades it" in said


def test_an_unreadable_method_is_there() -> None:
    """Its class is not called a file without functions."""
    said = missing("softmax", 1, report_of("class A:\n    def softmax(self, x)\n        return x\n"))
    assert "You define `softmax` (softmax.py, line 2), and Python cannot read the definition" in said


@pytest.mark.parametrize("line", ["try: pass\nexcept ValueError, e: pass", "print 'a'", "exec 'a'", "x = 1 <> 2"])
def test_python_2_is_called_that(line: str) -> None:
    """The neighbours."""
    assert "is written for Python 2" in note_of(f"{line}\ndef softmax(x): return x\n")

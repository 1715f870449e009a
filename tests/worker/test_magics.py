"""What only a notebook understands, line by line, as Python that does nothing."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.worker.magics import python, typed


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        pytest.param("%matplotlib inline", "pass", id="magic"),
        pytest.param("%load_ext autoreload", "pass", id="extension"),
        pytest.param("% cd ..", "pass", id="blank-after-the-sign"),
        pytest.param("!pip install torch", "pass", id="shell"),
        pytest.param("!!ls", "pass", id="shell-twice"),
        pytest.param("    !rm -rf x", "    pass", id="indented"),
        pytest.param("!echo 'it", "pass", id="quote-of-the-shell"),
        pytest.param("pip install numpy", "pass", id="no-sign"),
        pytest.param("cd ../data", "pass", id="no-sign-path"),
        pytest.param("?softmax", "pass", id="help-before"),
        pytest.param("softmax?", "pass", id="help"),
        pytest.param("np.linalg.norm??", "pass", id="source"),
        pytest.param("%time?", "pass", id="help-of-a-magic"),
        pytest.param("%time x = f(1)", "x = f(1)", id="time-runs"),
        pytest.param("%prun -l 5 f(1)", "f(1)", id="options"),
        pytest.param("%time", "pass", id="time-of-nothing"),
        pytest.param("%time x = (", "pass", id="time-of-half-a-line"),
        pytest.param("%timeit -n 10 f(1)", "pass", id="timeit-is-not-repeated"),
        pytest.param("x = %time f(1)", "x = f(1)", id="assigned-time"),
        pytest.param("x, y = %time f(1)", "x, y = f(1)", id="unpacked"),
        pytest.param("t = %timeit -o f(1)", "t = None", id="assigned-timeit"),
        pytest.param("here = %pwd", "here = None", id="assigned-magic"),
        pytest.param("files = !ls *.py", "files = []", id="assigned-shell"),
        pytest.param("  d['a'] = !ls", "  d['a'] = []", id="indented-assignment"),
        pytest.param("%pylab inline", "import numpy, numpy as np; from numpy import *", id="pylab"),
        pytest.param("%run helper.py", "from helper import *", id="run"),
        pytest.param("%run -i ./helper.ipynb", "from helper import *", id="run-a-notebook"),
        pytest.param("%run ./sub/helper.py", "from sub.helper import *", id="run-below"),
        pytest.param("%run ../helper.py", "from helper import *", id="run-above"),
        pytest.param("%run '/content/d/helper.py' --n 3", "from helper import *", id="run-elsewhere"),
        pytest.param("%run 'my file.py'", "pass", id="run-no-module-name"),
        pytest.param("%run hw-1/helper.py", "pass", id="run-no-module-path"),
    ],
)
def test_a_line_for_a_notebook_does_nothing_or_what_it_measures(line: str, becomes: str) -> None:
    """Only Python is left, on the same line."""
    assert python(f"a = 1\nif a:\n  b = 2\n{line}\nc = 3").split("\n")[3] == becomes


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a = 5 \\\n  % 3\n", id="continued"),
        pytest.param("a = (5\n% 3)\n", id="bracket"),
        pytest.param("s = '''\n%magic\n!shell\nhelp?\n'''\n", id="string"),
        pytest.param("a %= 3\nb = a != 3\n", id="operators"),
        pytest.param("# what?\nx = 1  # why?\n", id="comments"),
        pytest.param("await f()\n", id="await"),
        pytest.param("ls\n", id="a-name"),
        pytest.param("def f(x:\n    return x\n", id="broken"),
        pytest.param("print 'what?'\n", id="python-2"),
        pytest.param("x = = '%d' % 3\n", id="broken-format"),
    ],
)
@pytest.mark.parametrize("beside", ["", "%magic\n"], ids=["alone", "beside-a-magic"])
def test_python_stays_as_it_is(text: str, beside: str) -> None:
    """Also where a line begins with a sign, and where the code is broken."""
    assert python(beside + text) == ("pass\n" if beside else "") + text


@pytest.mark.parametrize(
    ("magic", "stays"),
    [
        ("%%time", True),
        ("%%timeit -n 3", True),
        ("%%capture out", True),
        ("%%prun", True),
        ("%%my_own_magic", True),
        ("# note\n%%time", True),
        ("\n%%time", True),
        ("%%bash", False),
        ("%%html", False),
        ("%%writefile softmax.py", False),
        ("%%!", False),
        ("%%script python", False),
        ("%%python", False),
    ],
)
def test_the_body_of_a_cell_magic_stays_where_it_is_the_notebooks_own(magic: str, stays: bool) -> None:
    """Lines keep their numbers either way; magics inside the body are seen as well."""
    text = f"{magic}\n%load_ext x\ndef softmax(x):\n    return x"
    result = python(text)
    assert result.count("\n") == text.count("\n")
    assert ("def softmax" in result) is stays
    ast.parse(result)


def test_an_unknown_cell_magic_with_another_language_is_left_out() -> None:
    """What defines no Python function is not executed."""
    assert python("%%sql\nselect 1").strip() == ""
    assert python("%%javascript_like\nalert(1)").strip() == ""


def test_a_shell_command_over_several_lines_is_one() -> None:
    """Its continuation is not read as Python."""
    assert python("!pip install \\\n  numpy \\\n  'x\ny = 1") == "pass\n\n\ny = 1"


def test_a_bracket_left_open_hides_no_magic_below() -> None:
    """The next definition begins anew."""
    assert python("x = (1\ndef f():\n    pass\n%magic").endswith("\npass")


@pytest.mark.parametrize("line", ["x" + " " * 300_000 + "!", "a " * 150_000 + "%", "%time " + "-a 1 " * 60_000])
def test_a_long_line_is_read_in_proportion_to_its_length(line: str) -> None:
    """A hundred times slower would be a hang, before any file is blamed for it."""
    assert python("%x\n" + line).startswith("pass\n")


LINES = st.sampled_from(
    [
        "%a",
        "%%b",
        "!c '",
        "d?",
        "?e",
        "f = %time g(",
        "h = !i",
        "'''",
        "x = (1,",
        ")",
        "\\",
        "def j():",
        "    %k",
        "# l?",
    ]
)


@given(st.lists(LINES | st.text("abc%!?='\"#()[]\\ \t"), max_size=12))
def test_no_text_loses_a_line(lines: Any) -> None:
    """Positions stay the student's, whatever stands there."""
    text = "\n".join(lines)
    assert python(text).count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        pytest.param("    a = 1\n    b = 2", "a = 1\nb = 2", id="indented"),
        pytest.param("\n  def f():\n      return 1\n", "\ndef f():\n    return 1\n", id="indented-definition"),
        pytest.param("  a = 1\nb = 2", "a = 1\nb = 2", id="first-line-only"),
        pytest.param(">>> def f():\n...     return 1\n>>>\n3", "def f():\n    return 1\n\n3", id="prompts"),
        pytest.param("In [3]: def f():\n   ...:     return 1", "def f():\n    return 1", id="prompts-of-a-shell"),
        pytest.param("  >>> a = 1\n  >>> b = 2", "a = 1\nb = 2", id="indented-prompts"),
        pytest.param("a = 1\n>>> b = 2", "a = 1\n>>> b = 2", id="prompt-below"),
        pytest.param("if a:\n    b = 2", "if a:\n    b = 2", id="a-block"),
        pytest.param("...\n", "...\n", id="an-ellipsis"),
        pytest.param("  # a note\na = 1", "  # a note\na = 1", id="a-comment"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_was_pasted_along_is_taken_away(text: str, becomes: str) -> None:
    """As a notebook takes it: an indent of the whole cell, and prompts where the first line has one."""
    assert typed(text) == becomes

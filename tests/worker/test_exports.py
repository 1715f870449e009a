"""Scripts that were notebooks: which are, and marimo's cells as a plain module in an order that runs."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from grader.worker.exports import is_exported, without_marimo

from .loading import first, loaded

HEAD = "import marimo\n__generated_with = '0.9'\napp = marimo.App(width='medium')\n"
TAIL = "if __name__ == '__main__':\n    app.run()\n"


def plain(body: str, head: str = HEAD) -> str:
    """Return a marimo notebook as the plain module that it becomes."""
    return ast.unparse(without_marimo(ast.parse(head + dedent(body) + TAIL)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("get_ipython().system('ls')\n", True),
        ("x = 1\n# In[3]:\n", True),
        ("# In [ ]:\n", True),
        ("# %%\nx = 1\n", True),
        ("#%% [markdown]\n", True),
        ("display(frame)\n", True),
        ("from google.colab import drive\n", True),
        ("!pip install numpy\n", True),
        ("    %matplotlib inline\n", True),
        ("\n\n\t!ls\n", True),
        ("def f(x):\n    return x\n", False),
        ("", False),
        ("\n" * 900_000, False),
        (" \n\t\r\n" * 200_000 + "x", False),
        ("x = 5 %y\n", False),
        ("my_display(1)\n", False),
        ("display = 1\n", False),
        ("# Input[1]:\n", False),
        ("assert x != y\n", False),
    ],
    ids=[
        "shell", "in", "in-blank", "percent", "percent-near", "display", "colab", "bang", "magic", "magic-below",
        "plain", "empty", "blank-lines", "blanks",
        "modulo", "other-name", "no-call", "input", "unequal",
    ],
)  # fmt: skip
def test_a_script_that_was_a_notebook_is_recognised(text: str, expected: bool) -> None:
    """By what only a notebook has, or by the marks of its export."""
    assert is_exported(text) is expected


@pytest.mark.parametrize(
    "source",
    [
        "def f(x):\n    return x",
        "app = App()\n\n@app.cell\ndef f():\n    x = 1",
        "import flask\napp = flask.App()\n\n@app.cell\ndef f():\n    x = 1",
        "marimo.App()",
        "",
    ],
    ids=["plain", "other-app", "other-module", "not-assigned", "empty"],
)
def test_another_module_comes_back_as_it_is(source: str) -> None:
    """The very tree, untouched."""
    tree = ast.parse(source)
    assert without_marimo(tree) is tree
    assert ast.unparse(tree) == source


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("@app.cell\ndef _():\n    x = 1\n    return (x,)\n", "x = 1"),
        ("@app.cell(hide_code=True)\ndef _():\n    x = 1\n    return\n", "x = 1"),
        ("@app.cell\ndef _():\n    x = 1\n", "x = 1"),
        ("@app.cell\nasync def _():\n    x = 1\n", "@app.cell\nasync def _():\n    x = 1"),
        ("@app.cell\ndef _():\n    return\n", ""),
        ("@app.function\ndef f(x):\n    return x\n", "def f(x):\n    return x"),
        ("@app.function(hide_code=True)\ndef f(x):\n    return x\n", "def f(x):\n    return x"),
        ("@app.class_definition\nclass A:\n    pass\n", "class A:\n    pass"),
        ("@app.function\n@cache\ndef f(x):\n    return x\n", "@cache\ndef f(x):\n    return x"),
        ("with app.setup:\n    import math\n", "import math"),
        ("with app.setup(hide_code=True):\n    import math\n", "import math"),
        ("with open('x') as stream:\n    y = 1\n", "with open('x') as stream:\n    y = 1"),
        ("import marimo, math\n", "import marimo, math"),
        ("z = 3\n", "z = 3"),
        ("app = other = 1\n", "app = other = 1"),
    ],
    ids=[
        "cell", "options", "no-return", "async-cell", "only-return", "function", "function-options", "class",
        "decorated", "setup", "setup-options", "with", "two-imports", "value", "two-names",
    ],
)  # fmt: skip
def test_marimo_becomes_a_plain_module(body: str, expected: str) -> None:
    """Bodies of cells and definitions stay; the app, its import and the line that runs it go."""
    assert plain(body).replace("\n\n", "\n") == expected


def cell(needs: str, body: str, gives: str) -> str:
    """Return a cell that needs names, and gives some."""
    return f"@app.cell\ndef _({needs}):\n    {body}\n    return {gives}\n"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([cell("x", "y = x", "(y,)"), cell("", "x = 1", "(x,)")], "x = 1\ny = x"),
        ([cell("y", "z = y", "z,"), cell("x", "y = x", "y,"), cell("", "x = 1", "x,")], "x = 1\ny = x\nz = y"),
        ([cell("", "a = 1", "a,"), cell("", "b = 2", "b,")], "a = 1\nb = 2"),
        ([cell("np", "a = np", "a,")], "a = np"),
        ([cell("x", "y = x", "y,"), cell("np", "x = np", "x,")], "x = np\ny = x"),
        ([cell("b", "a = b", "a,"), cell("a", "b = a", "b,")], "a = b\nb = a"),
        ([cell("a", "a = 1", "a,")], "a = 1"),
        (["@app.function\ndef f(x):\n    return g\n", cell("", "g = 1", "g,")], "g = 1\n\ndef f(x):\n    return g"),
    ],
    ids=["two", "three", "as-they-stand", "nobody-gives", "nobody-gives-one", "circle", "itself", "function"],
)
def test_a_cell_stands_after_those_that_give_what_it_needs(cells: list[str], expected: str) -> None:
    """Otherwise in the order of the file; a circle ends, too."""
    assert plain("".join(cells)) == expected


def test_many_cells_that_need_each_other_come_to_an_end() -> None:
    """A chain in reverse is put in order; nothing is lost and nothing comes twice."""
    cells = [cell(f"x{number}", f"x{number + 1} = x{number}", f"x{number + 1},") for number in reversed(range(60))]
    lines = plain("".join([*cells, cell("", "x0 = 0", "x0,")])).split("\n")
    assert lines == ["x0 = 0", *(f"x{number + 1} = x{number}" for number in range(60))]


@pytest.mark.parametrize(
    "source",
    [
        HEAD + cell("np", "y = np.exp(1)", "y,") + cell("", "import numpy as np", "np,")
        + "@app.cell\ndef _(np):\n    def softmax(z):\n        return np.exp(z)\n    return (softmax,)\n" + TAIL,
        HEAD + "with app.setup:\n    import math\n\n@app.function\ndef softmax(z):\n    return math.exp(z)\n" + TAIL,
        "# In[1]:\nget_ipython().run_line_magic('matplotlib', 'inline')\ndef softmax(z):\n    return z\ndisplay(1)\n",
        "# %%\n!pip install numpy\ndef softmax(z):\n    return z\n",
        "from google.colab import drive\ndrive.mount('/content')\ndef softmax(z):\n    return z\n",
    ],
    ids=["marimo", "marimo-setup", "exported", "percent", "colab"],
)  # fmt: skip
def test_such_a_script_is_loaded_whole(source: str) -> None:
    """The function is there, and no line failed."""
    result = loaded(source)
    assert "softmax" in result.functions
    assert first(result)["lost"] == []

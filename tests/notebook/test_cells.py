"""The cells that were run so far: what was typed, under their own numbers, and what only repeats left out."""

from __future__ import annotations

import json
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from grader.notebook import cells
from grader.submission import notebooks


def shell_of(*typed: Any, raw: bool = True, **names: Any) -> SimpleNamespace:
    """Return what IPython is to a cell: its history and its names."""
    history = SimpleNamespace(input_hist_raw=["", *typed]) if raw else None
    return SimpleNamespace(history_manager=history, user_ns={"In": ["", *typed], **names})


def test_there_is_no_shell_where_no_ipython_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not imported for the sake of asking, and imported it may not run."""
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    assert cells.shell() is None
    assert "IPython" not in sys.modules
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))
    assert cells.shell() is None
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: "running"))
    assert cells.shell() == "running"


@pytest.mark.parametrize("raw", [True, False], ids=["history", "names-alone"])
def test_cells_are_as_they_were_typed(raw: bool) -> None:
    """With their magics, from the first one on."""
    assert cells.sources(shell_of("%time f()", "x = 1", raw=raw)) == ["%time f()", "x = 1"]


@pytest.mark.parametrize(
    ("told", "session", "name"),
    [
        ("", "", "notebook.ipynb"),
        ("", "/home/ana/seminar 2.ipynb", "seminar 2.ipynb"),
        ("/home/ana/here.ipynb", "/home/ana/there.ipynb", "here.ipynb"),
        ("", "/home/ana/console-1", "notebook.ipynb"),
    ],
    ids=["nobody", "jupyter", "editor", "console"],
)
def test_the_notebook_has_its_own_name_where_it_is_known(
    told: str, session: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Servers and editors tell it in places of their own."""
    monkeypatch.setenv("JPY_SESSION_NAME", session)
    assert cells.name(shell_of(__vsc_ipynb_file__=told)) == name


F, G = "def f(x):\n    return x", "def f(x):\n    return -x"
USE = "y = f(1)"
REPEATS = {
    "nothing": ([], []),
    "different": ([F, USE, G], [F, USE, G]),
    "unchanged": ([F, USE, F], [F, USE, ""]),
    "twice": ([F, F, F], [F, "", ""]),
    "changed-and-back": ([F, G, F], [F, G, F]),
    "changed-and-back-twice": ([F, G, F, G, F], [F, G, F, G, F]),
    "imports": (["import numpy as np", F, "import numpy as np"], ["import numpy as np", F, ""]),
    "name-taken-by-a-value": ([F, "f = 3", F], [F, "f = 3", F]),
    "name-taken-by-a-loop": ([F, "for f in (1, 2): pass", F], [F, "for f in (1, 2): pass", F]),
    "name-deleted": ([F, "del f", F], [F, "del f", F]),
    "name-imported": ([F, "from a import b as f", F], [F, "from a import b as f", F]),
    "name-in-a-cell-with-magics": ([F, "%time f (2)\nf = 3", F], [F, "%time f (2)\nf = 3", F]),
    "does-something": (["n = n + 1", "n = n + 1"], ["n = n + 1", "n = n + 1"]),
    "defines-and-does-something": ([F + "\nf(2)", F + "\nf(2)"], [F + "\nf(2)", F + "\nf(2)"]),
    "magics": (["%time f()", "%time f()"], ["%time f()", "%time f()"]),
    "empty": (["", ""], ["", ""]),
}


@pytest.mark.parametrize(("typed", "kept"), REPEATS.values(), ids=REPEATS)
def test_what_only_defines_the_same_again_is_left_out(typed: list[Any], kept: list[Any]) -> None:
    """Unless another cell has meant something else by the name in between."""
    assert cells.without_repeats(typed) == kept


def test_every_cell_keeps_the_number_that_it_ran_under() -> None:
    """As the notebook shows it: `In [3]` is cell 3, whatever was left out."""
    text = cells.notebook([F, F, "!ls", "", USE])
    packed = json.loads(notebooks.read("a.ipynb", text.encode(), 1 << 20).data)
    assert {entry["number"]: entry["source"] for entry in packed["cells"]} == {1: F, 3: "!ls", 5: USE}
    assert (packed["problem"], packed["language"]) == ("", "")

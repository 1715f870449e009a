"""Names of test cells: their own first, then the notebook's, each time anew."""

from __future__ import annotations

import builtins
from types import SimpleNamespace
from typing import Any

import pytest

from grader.tester.environment import Environment
from grader.tester.party import CannotCross
from grader.tester.peers.autotests import CALLED


class Notebook:
    """A student's notebook, with what was asked of it."""

    def __init__(self, **names: Any) -> None:
        self.held = names
        self.bound: list[str] = []
        self.libraries = SimpleNamespace(given=lambda name: name == "sum")
        self.autotests = SimpleNamespace(check=lambda *arguments: arguments)

    def name(self, _: str, name: str) -> Any:
        """Return a name of the student's.  Raises AttributeError."""
        if name not in self.held:
            raise AttributeError(name)
        return self.held[name]

    def names(self, _: str) -> list[str]:
        """Return all of them."""
        return list(self.held)

    def bind(self, _: str, name: str, value: Any) -> None:
        """Bind one.  Raises CannotCross for a lock."""
        if value == "lock":
            raise CannotCross
        self.bound.append(name)
        self.held[name] = value

    def unbind(self, _: str, name: str) -> None:
        """Take one away."""
        del self.held[name]


def environment(notebook: Notebook) -> Environment:
    """Return the names of cells beside a notebook."""
    link: Any = notebook
    return Environment(link, "nb")


def ran(notebook: Notebook, source: str) -> Environment:
    """Return the names after a cell."""
    names = environment(notebook)
    exec(source, names)
    return names


def test_a_cell_reads_the_students_names() -> None:
    """Anew each time: the notebook may change them."""
    notebook = Notebook(x=1)
    names = environment(notebook)
    exec("a = x", names)
    notebook.held["x"] = 2
    exec("b = x", names)
    assert (names["a"], names["b"]) == (1, 2)


def test_what_nobody_has_is_a_name_error() -> None:
    """As in a notebook."""
    with pytest.raises(NameError, match="missing"):
        ran(Notebook(), "missing")
    assert environment(Notebook()).get("missing", 7) == 7
    assert "missing" not in environment(Notebook())
    assert "__secret__" not in environment(Notebook(__secret__=1))


@pytest.mark.parametrize(("name", "theirs"), [("sum", True), ("len", False)], ids=["their-own", "a-builtin"])
def test_a_builtin_is_the_students_where_they_defined_it(name: str, theirs: bool) -> None:
    """A library that is given alone does not hide Python's own."""
    names = ran(Notebook(**{name: "mine"}), f"value = {name}")
    assert names["value"] == ("mine" if theirs else getattr(builtins, name))


def test_a_name_that_a_cell_binds_anew_is_the_notebooks_too() -> None:
    """There is one name; one that cannot cross stays here."""
    notebook = Notebook(data=1, other=2)
    names = ran(notebook, "data = 5\nown = 3\nother = 'lock'")
    assert notebook.bound.count("data") <= 1
    assert names["own"] == 3
    assert names["other"] == "lock"


def test_names_stay_here_meanwhile() -> None:
    """The notebook has a copy of its own."""
    notebook = Notebook(data=1)
    names = environment(notebook)
    with names.kept_here():
        names["data"] = 5
    assert (names["data"], notebook.held["data"], notebook.bound) == (5, 1, [])


def test_a_name_is_deleted_where_it_is() -> None:
    """Here first, then in the notebook."""
    notebook = Notebook(data=1)
    names = environment(notebook)
    with names.kept_here():
        names["data"] = 5
    del names["data"]
    assert names["data"] == 1
    del names["data"]
    assert "data" not in notebook.held


def test_a_copy_has_the_same_names() -> None:
    """And AUTOTEST lines are checked in the namespace that allows them."""
    names = environment(Notebook(x=1))
    names["own"] = 2
    copied = names.copy()
    copied["own"] = 3
    assert (names["own"], copied["own"], copied["x"]) == (2, 3, 1)
    names.allow_autotests("cell")
    assert names[CALLED]("snippet")[:2] == ("cell", "snippet")

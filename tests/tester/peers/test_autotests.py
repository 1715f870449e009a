"""nbgrader's AUTOTEST lines compare a student's values with those of the reference."""

from __future__ import annotations

from typing import Any

import pytest

from grader.tester.peers.autotests import CALLED, AutotestValues, snippets_of, with_calls, with_lines

REFERENCE: dict[str, Any] = {
    "number": 3, "share": 0.126, "names": ["b", "a"], "pair": (1, 2), "some": {1, 2}, "text": "Ab", "table": {"a": 1},
    "nothing": None,
}  # fmt: skip


def shown(snippet: str) -> dict[str, str]:
    """Return what the reference shows of an expression."""
    values = AutotestValues({}, recording=True)
    values.check("cell", snippet, dict(REFERENCE))
    return values.seen


@pytest.mark.parametrize("name", list(REFERENCE))
def test_the_same_value_passes(name: str) -> None:
    """Whatever its type is."""
    AutotestValues(shown(name), recording=False).check("cell", name, dict(REFERENCE))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        pytest.param("number", 4, "the value of number", id="number"),
        pytest.param("number", 3.0, "the type of number", id="float-for-int"),
        pytest.param("share", 0.13, "", id="equal-to-two-decimals"),
        pytest.param("share", 0.14, "the value of share", id="share"),
        pytest.param("names", ["b"], "the length of names", id="shorter"),
        pytest.param("names", ["a", "b"], "the value of names", id="order"),
        pytest.param("names", ("b", "a"), "the type of names", id="tuple-for-list"),
        pytest.param("pair", (2, 1), "the value of pair", id="pair"),
        pytest.param("some", {1, 3}, "the value of some", id="set"),
        pytest.param("text", "ab", "the value of text", id="case"),
        pytest.param("text", "Abc", "the length of text", id="longer"),
        pytest.param("table", {"a": 2}, "the value of table", id="table"),
        pytest.param("nothing", 0, "the type of nothing", id="nothing"),
    ],
)
def test_another_value(name: str, value: object, said: str) -> None:
    """It fails, and the message says in what; a float is compared to two decimals."""
    values = AutotestValues(shown(name), recording=False)
    if not said:
        values.check("cell", name, {name: value})
        return
    with pytest.raises(AssertionError, match=said):
        values.check("cell", name, {name: value})


@pytest.mark.parametrize(("cell", "snippet"), [("other", "number"), ("cell", "number + 1")])
def test_what_the_reference_has_not_shown(cell: str, snippet: str) -> None:
    """It cannot pass by having nothing to compare with."""
    with pytest.raises(LookupError, match="has not shown"):
        AutotestValues(shown("number"), recording=False).check(cell, snippet, {"number": 3})


@pytest.mark.parametrize(
    ("line", "snippets"),
    [
        ("f(1); f(2)", ["f(1)", "f(2)"]),
        ("test(lambda : f(0), ValueError);", ["test(lambda : f(0), ValueError)"]),
        ('table["one"]', ['table["one"]']),
        ("", []),
    ],
    ids=["two", "end", "quotes", "empty"],
)
def test_snippets(line: str, snippets: list[str]) -> None:
    """Semicolons separate them."""
    assert snippets_of(line) == snippets


def test_lines_keep_their_places() -> None:
    """A message about a later line names the line of the cell."""
    source = "x = 1\n### AUTOTEST f(1); f(2)\n# AUTOTEST\n### HASHED AUTOTEST g\n# about AUTOTEST\ny = 2"
    assert with_calls(source).split("\n") == [
        "x = 1", f"{CALLED}('f(1)'); {CALLED}('f(2)')", "pass", f"{CALLED}('g')", "# about AUTOTEST", "y = 2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("if x:\n    ### AUTOTEST f(1); g", f"if x:\n    {CALLED}('f(1)'); {CALLED}('g')"),
        ("for x in y:\n\t# AUTOTEST\n", "for x in y:\n\tpass\n"),
        ("x = 1\n  ### AUTOTEST f(1)", f"x = 1\n{CALLED}('f(1)')"),
        ("if x:\n### AUTOTEST f(1)", f"if x:\n{CALLED}('f(1)')"),
    ],
)
def test_a_line_stands_where_python_lets_it_stand(source: str, expected: str) -> None:
    """In a block as its own lines do; anywhere else as a comment may."""
    assert with_calls(source) == expected


def test_calls_alone_on_a_line_become_lines_again() -> None:
    """Whatever quotes are in them."""
    source = "if x:\n    ### AUTOTEST f('\\'', \"\\\"\")\n### AUTOTEST g"
    assert with_lines(with_calls(source)) == source

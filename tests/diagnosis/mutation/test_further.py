"""Mistakes of plain Python in one node: loops, conditions, divisions and calls that are forgotten."""

from __future__ import annotations

import ast

import pytest

from grader.diagnosis.mutation.further import further_changes


def sources(source: str) -> set[str]:
    """Return what becomes of a source under every change of any of its nodes."""
    made = set()
    for number, node in enumerate(ast.walk(ast.parse(source))):
        for index, _ in enumerate(further_changes(node)):
            copy = ast.parse(source)
            target = next(other for at, other in enumerate(ast.walk(copy)) if at == number)
            list(further_changes(target))[index].apply()
            made.add(ast.unparse(ast.fix_missing_locations(copy)))
    return made


def loops(text: str) -> set[str]:
    """Return a loop over a part of its items, each part in the place of `{}`."""
    return {text.format(f"list(x)[{part}]") for part in ("1:", ":-1", ":1", "-1:", "::-1")}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("for a in x:\n    f(a)", loops("for a in {}:\n    f(a)"), id="loop"),
        pytest.param(
            "[a for a in x if a]", loops("[a for a in {} if a]") | {"[a for a in x]"}, id="comprehension"
        ),
        pytest.param("a if b else c", {"a if True else c", "a if False else c"}, id="choice"),
        pytest.param("while a:\n    f(a)", {"if a:\n    f(a)"}, id="once"),
        pytest.param("while a:\n    break", set(), id="with-a-jump"),
        pytest.param("a < b", {"a >= b"}, id="opposite"),
        pytest.param("a in b", {"a not in b"}, id="membership"),
        pytest.param("a == b", set(), id="of-operators"),
        pytest.param("a and b", {"a", "b"}, id="one-of-two"),
        pytest.param("a and b and c", {"a and b", "a and c", "b and c"}, id="one-of-three"),
        pytest.param("a / b", {"a // b"}, id="quotient"),
        pytest.param("a % b", {"a // b"}, id="rest"),
        pytest.param("a @ b", {"a * b"}, id="entrywise"),
        pytest.param("f(3)", {"f(2)"}, id="smaller"),
        pytest.param("x[0]", {"x[-1]"}, id="last-for-first"),
        pytest.param("x[-1]", {"x[0]", "x[-0]"}, id="first-for-last"),
        pytest.param("sorted(x)", {"x"}, id="unsorted"),
        pytest.param("x.strip('.')", {"x", "x.lstrip('.')", "x.rstrip('.')"}, id="not-stripped"),
        pytest.param("sum(x)", {"max(x)", "len(x)"}, id="sum"),
        pytest.param("True", set(), id="no-number"),
    ],
)  # fmt: skip
def test_a_node_is_changed_in_these_ways(before: str, after: set[str]) -> None:
    """And in no others."""
    assert sources(before) == after


def test_loops_within_one_another_are_exchanged_and_turned_round() -> None:
    """As statements and in comprehensions; all loops of a function at once only where there are several."""
    assert "for b in y:\n    for a in x:\n        f(a)" in sources("for a in x:\n    for b in y:\n        f(a)")
    assert "[a for b in y for a in x]" in sources("[a for a in x for b in y]")
    both = "def f(x, y):\n    for a in list(x)[::-1]:\n        for b in list(y)[::-1]:\n            return a"
    assert both in sources("def f(x, y):\n    for a in x:\n        for b in y:\n            return a")
    single = "def f(x):\n    for a in x:\n        return a"
    assert sources(single) == loops("def f(x):\n    for a in {}:\n        return a")


def test_every_change_has_words_without_the_code() -> None:
    """A student reads them, and no word of the reference."""
    source = """
def f(quux, zork):
    for a in quux:
        for b in zork:
            if a < b and b and not zork:
                return sorted(quux)[-1] + max(zork) // 3 @ zork % len(zork.strip()) / any(quux)
    while quux:
        quux = [a for a in zork for b in quux if a] if quux else zork[0]
"""
    says = [change.description for node in ast.walk(ast.parse(source)) for change in further_changes(node)]
    assert len(says) > 30
    assert all(says)
    assert not [text for text in says if "quux" in text or "zork" in text]

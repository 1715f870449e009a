"""Traits of two inputs: where they make sense, and where they hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.domains.traits.pairs import PAIRS

ARRAY = np.array


def said(a: Any, b: Any) -> set[str]:
    """Return the statements that make sense for two values and hold."""
    names = {"a": "a", "b": "b", "entry": "b[a]", "corner": "b[a, a]", "product": "a·b"}
    return {pair.text.format(**names) for pair in PAIRS if pair.fits(a, b) and pair.holds(a, b)}


@pytest.mark.parametrize(
    ("a", "b", "statements"),
    [
        pytest.param(2, 2.0, {"a and b are equal", "a is a multiple of b"}, id="equal-numbers"),
        pytest.param(-6, 3, {"a is less than b", "a and b have different signs", "a is a multiple of b"}, id="signs"),
        pytest.param(1, 0, {"a is more than b"}, id="no-multiple-of-0"),
        pytest.param(
            ARRAY([1, 0]),
            ARRAY([0, 1]),
            {"the product a·b is 0", "a and b are of one length", "a and b have an item in common"},
            id="vectors",
        ),
        pytest.param(
            ARRAY([1.0]), ARRAY([-1.0]), {"the product a·b is negative", "a and b are of one length"}, id="below"
        ),
        pytest.param(
            [1, 2],
            [1, 2],
            {"a and b are equal", "a and b are of one length", "a and b have an item in common"},
            id="lists",
        ),
        pytest.param([1], (1, 2), {"a is shorter than b", "a and b have an item in common"}, id="list-and-tuple"),
        pytest.param("ab", "ABab", {"a is shorter than b", "a occurs in b"}, id="texts"),
        pytest.param(
            "Ab", "aB", {"a and b are of one length", "a and b are equal but for upper and lower case"}, id="upper-case"
        ),
        pytest.param({"x": 1}, {"x": 2}, {"a and b have something in common"}, id="dicts"),
        pytest.param({1}, {2}, set(), id="sets"),
        pytest.param(1, [1, 1], {"a is in b", "a is in b more than once", "a is the last position of b"}, id="member"),
        pytest.param(1, ARRAY([5, 0]), {"a is the last position of b", "the number b[a] is 0"}, id="entry"),
        pytest.param(0, ARRAY([[0, 1], [1, 2]]), {"the number b[a, a] is 0"}, id="corner"),
        pytest.param(3, "abc", {"a is the number of items of b"}, id="count"),
        pytest.param(9, {"x"}, {"a is larger than the number of items of b"}, id="larger"),
        pytest.param(True, [1], {"a is in b"}, id="a-truth-is-no-position"),
        pytest.param(None, [None], set(), id="none"),
    ],
)
def test_what_holds_for_two_values(a: Any, b: Any, statements: set[str]) -> None:
    """Exactly these."""
    assert said(a, b) == statements


@pytest.mark.parametrize(
    "a",
    [1, 1.5, "a", [1], (1,), {"a": 1}, {1}, None, True, ARRAY([1.0]), ARRAY([[1.0]]), ARRAY(2.0)],
    ids=lambda value: f"{type(value).__name__}{np.ndim(value)}",
)
def test_no_trait_breaks_where_it_makes_sense(a: Any) -> None:
    """For any other value, and turned round."""
    others: list[Any] = [0, -2.5, "", "ab", [], [[1]], (), {}, set(), None, False]
    for b in (*others, ARRAY([]), ARRAY([[1, 2]]), ARRAY(["a"])):
        assert isinstance(said(a, b), set)
        assert isinstance(said(b, a), set)

"""The sentence about a statement that is false in a case."""

from __future__ import annotations

import numpy as np
import pytest

from grader.diagnosis.relation import sentence
from tests.samples.expression_samples import answered

X = [np.array([0.0, 1.0, 2.0])]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("close(f(x), x)", "`f(x)` at position 1 is 5 and should be 1, so it is too large by 4."),
        ("close(f(x), 0)", "`f(x)` at position 1 is 5 and should be 0, so it is too large by 5."),
        ("close(x, f(x))", "`f(x)` at position 1 is 5 and should be 1, so it is too large by 4."),
        ("close(sum(f(x)), 3)", "`sum(f(x))` is 7 and should be 3, so it is too large by 4."),
        ("close(f(x), f(x + 0))", "`f(x)` is 5 at position 1 and `f(x + 0)` is 1; they should be equal."),
        ("same(f(x), x)", "`f(x)` at position 1 is 5 and should be 1, so it is too large by 4."),
        ("at_most(sum(f(x)), 3)", "`sum(f(x))` is 7 and should be at most 3."),
        ("at_least(3, sum(f(x)))", "`sum(f(x))` is 7 and should be at most 3."),
        ("at_least(f(x), 1)", "`f(x)` is 0 at position 0 and should be at least 1."),
        ("at_most(f(x), 1)", "`f(x)` is 5 at position 1 and should be at most 1."),
        ("sum(f(x)) < sum(x)", "`sum(f(x))` is 7 and should be below `sum(x)`, which is 3."),
        ("sum(x) > sum(f(x))", "`sum(f(x))` is 7 and should be below `sum(x)`, which is 3."),
        ("argmax(f(x)) == argmax(x)", "`argmax(f(x))` is 1 and should be equal to `argmax(x)`, which is 2."),
        ("argmax(f(x)) != 1", "`argmax(f(x))` is 1 and should be different from 1."),
        ("sum(f(x)) > 1 and at_most(sum(f(x)), 3)", "`sum(f(x))` is 7 and should be at most 3."),
        ("sum(f(x)) > 1 and (sum(f(x)) > 2 and sum(f(x)) < 3)", "`sum(f(x))` is 7 and should be below 3."),
        ("not close(f(x), f(x))", ""),
        ("sum(f(x)) < 3 or sum(f(x)) > 9", ""),
        ("close(f(x), sum(x) * x + x)", "`f(x)` at position 1 is 5 and should be 4, so it is too large by 1."),
    ],
)
def test_the_first_false_relation_is_said(text: str, said: str) -> None:
    """By how much, where, and beside what; nothing where no single relation is at fault."""
    answers = {"f(x)": [np.array([0.0, 5.0, 2.0])], "f(x + 0)": X}
    node, table = answered(text, {"x": X}, answers)
    assert not table.truth(node)[0]
    assert sentence(table, node, 0) == said


def test_a_case_that_cannot_be_computed_has_no_sentence() -> None:
    """A division by 0 leaves nothing to compare."""
    node, table = answered("close(1 / sum(f(x)), 1)", {"x": X}, {"f(x)": [np.zeros(3)]})
    assert not table.truth(node)[0]
    assert sentence(table, node, 0) == ""


L = [[1, 5, 2]]
T = ["abc"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("f(x) == x", "`f(x)[1]` is 5 and should be 1, so it is too large by 4."),
        ("x == f(x)", "`f(x)[1]` is 5 and should be 1, so it is too large by 4."),
        ("close(f(x), x)", "`f(x)[1]` is 5 and should be 1, so it is too large by 4."),
        ("same(f(x), x)", "`f(x)[1]` is 5 and should be 1, so it is too large by 4."),
        ("f(x) == (1, 5, 2)", "`f(x)` is a list of 3 items and should be a tuple of 3 items."),
        ("len(f(x)) == 4", "`len(f(x))` is 3 and should be equal to 4."),
        ("f(x)[0] == 2", "`f(x)[0]` is 1 and should be equal to 2."),
        ("sorted(f(x)) == f(x)", "`sorted(f(x))` and `f(x)` should be equal: `sorted(f(x))[1]` is 2 and should be 5"),
        ("3 in f(x)", "`f(x)` is [1, 5, 2]: is 3 in it?"),
        ("f(x)[1] in x", "`f(x)[1]` is 5; look whether it is in [1, 1, 2]."),
        ("{'k': f(x)} == {'k': x}", "`{'k': f(x)}[\"k\"][1]` is 5 and should be 1, so it is too large by 4."),
    ],
)
def test_of_other_values_the_first_part_is_said(text: str, said: str) -> None:
    """Lists, tuples and dicts are gone through; what they hold is told like numbers."""
    node, table = answered(text, {"x": [[1, 1, 2]]}, {"f(x)": L})
    assert not table.truth(node)[0]
    assert sentence(table, node, 0).startswith(said)


def test_texts_are_compared_sign_by_sign() -> None:
    """With the place of the first one."""
    node, table = answered("f(x) == 'abd'", {"x": [0]}, {"f(x)": T})
    assert not table.truth(node)[0]
    assert sentence(table, node, 0) == "`f(x)` is 'abc' and should be 'abd': at position 2 there is 'c', not 'd'."

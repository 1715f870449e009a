"""Exactly when a check fails: one statement that no case contradicts, or nothing."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.diagnosis.case_values import products_of
from grader.diagnosis.conditions import (
    FoundStatement,
    SeparatingStatement,
    right_only_where,
    says_little,
    sentence,
    separating_statement,
    separating_statements,
)
from grader.diagnosis.predicates import Predicate, bound_between, table_of, table_of_values
from tests.samples.families import some_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.diagnosis.case_values import NamedValues

PLAN: Any = SimpleNamespace(inputs={}, features=(), reference={})
VERBS = ("is wrong", "is right")


def vectors(count: int = 80) -> list[NamedValues]:
    """Return cases of a vector and a whole number, with edges among them."""
    rng = np.random.default_rng(3)
    edges = [{"x": np.array(x, dtype=float), "n": n} for x, n in (([], 0), ([0], 1), ([5], 2), ([2, 2], 3))]
    drawn = [
        {"x": rng.integers(-9, 10, int(rng.integers(1, 6))).astype(float), "n": int(rng.integers(0, 12))}
        for _ in range(count)
    ]
    return [*edges, *drawn]


def texts() -> list[NamedValues]:
    """Return cases of a text."""
    rng = np.random.default_rng(4)
    signs = list("abcAB 1")
    return [{"text": "".join(rng.choice(signs, int(rng.integers(0, 7))))} for _ in range(80)]


def lists() -> list[NamedValues]:
    """Return cases of a list of texts and a number that may be in another list."""
    rng = np.random.default_rng(5)
    return [
        {
            "words": [
                "".join(rng.choice(list("abA"), int(rng.integers(0, 4)))) for _ in range(int(rng.integers(0, 5)))
            ],
            "k": int(rng.integers(0, 4)),
            "items": rng.integers(0, 8, int(rng.integers(0, 5))).tolist(),
        }
        for _ in range(80)
    ]


def said(cases: list[NamedValues], fails: Callable[[NamedValues], bool], shown: Any = ()) -> str:
    """Return when a function that fails on `fails` is said to."""
    table = table_of(PLAN, cases)
    target = np.array([fails(cases[row]) for row in table.rows])
    return sentence("`f`", VERBS, separating_statements(table, target, shown))


SAID = {
    "empty": (vectors, lambda c: not len(c["x"]), "wrong exactly where `x` is empty: in the one such case"),
    "equal": (vectors, lambda c: len(set(c["x"])) < len(c["x"]), "wrong exactly where two numbers in `x` are equal"),
    "size": (vectors, lambda c: len(c["x"]) == 3, "wrong exactly where `x` has exactly 3 numbers"),
    "long": (vectors, lambda c: len(c["x"]) >= 4, "wrong exactly where `x` has 4 numbers or more"),
    "zero": (vectors, lambda c: c["n"] == 0, "wrong exactly where `n` is 0"),
    "even": (vectors, lambda c: c["n"] % 2 == 0, "where `n` is even"),
    "bound": (vectors, lambda c: c["n"] >= 9, "wrong exactly where `n` is 9 or more"),
    "right": (vectors, lambda c: c["n"] != 5, "is right exactly where `n` is 5"),
    "two": (
        vectors,
        lambda c: c["n"] % 2 == 0 and bool((c["x"] < 0).any()),
        "wrong exactly where `n` is even and some number in `x` is negative",
    ),
    "upper": (texts, lambda c: c["text"] != c["text"].lower(), "where `text` has an upper-case letter"),
    "blank": (texts, lambda c: " " in c["text"], "where `text` has a blank"),
    "no-text": (texts, lambda c: not c["text"], "where `text` is empty"),
    "member": (lists, lambda c: c["k"] in c["items"], "where `k` is in `items`"),
    "some-item": (lists, lambda c: "" in c["words"], "where some item of `words` is empty"),
    "duplicates": (lists, lambda c: len(set(c["words"])) < len(c["words"]), "where two items of `words` are equal"),
    "single": (lists, lambda c: len(c["words"]) == 1, "where `words` has a single item"),
}


@pytest.mark.parametrize("name", SAID)
def test_the_simplest_statement_is_said(name: str) -> None:
    """One that separates all cases without an exception."""
    cases, fails, text = SAID[name]
    assert text in said(cases(), fails)


@pytest.mark.parametrize(
    "fails",
    [
        pytest.param(lambda c: float(np.sin(c["x"]).sum()) > 0.3, id="no-pattern"),
        pytest.param(lambda _: True, id="always"),
        pytest.param(lambda _: False, id="never"),
        pytest.param(lambda c: c["n"] == 7 and len(c["x"]) == 2 and c["x"][0] > 3, id="a-single-odd-case"),
    ],
)
def test_nothing_is_said_where_nothing_separates(fails: Callable[[NamedValues], bool]) -> None:
    """Chance finds no statement among many."""
    assert said(vectors(), fails) == ""


@pytest.mark.parametrize("seed", some_of(range(20)))
def test_chance_finds_no_statement(seed: int) -> None:
    """Cases that fail at random have nothing in common, however few they are."""
    cases, rng = vectors(), np.random.default_rng(seed)
    table = table_of(PLAN, cases)
    target = rng.random(len(table.rows)) < rng.choice([0.05, 0.2, 0.5])
    found = separating_statement(table, target)
    assert found is None or found.cost <= 1


def test_a_shown_case_that_contradicts_leaves_nothing() -> None:
    """What is said holds for the case beside it."""
    fails = SAID["zero"][1]
    assert said(vectors(), fails, [({"x": np.zeros(1), "n": 0}, True)])
    assert said(vectors(), fails, [({"x": np.zeros(1), "n": 1}, True)]) == ""


def test_cases_count_once() -> None:
    """A case that was drawn twice is one."""
    cases = vectors()
    assert said([*cases, *cases], SAID["zero"][1]) == said(cases, SAID["zero"][1])


@pytest.mark.parametrize(
    ("low", "high", "bound"),
    [(2.2, 2.9, 2.9), (709.61, 709.9, 709.9), (0.0, 0.0, 0.0), (-3.0, -1.04, -1.09), (99.0, 1000.0, 1000.0)],
)
def test_a_bound_is_short_and_lies_between(low: float, high: float, bound: float) -> None:
    """It is above what holds, and up to what fails."""
    got = bound_between(low, high)
    assert low < got <= high or got == high
    assert abs(got - bound) <= 0.06 * abs(bound)


def test_products_of_matrices_and_vectors_are_looked_at() -> None:
    """With signs for the rows, and at an index; names that do not fit give none."""
    matrix, w, k = np.array([[1.0, 2.0], [0.0, 1.0], [3.0, 1.0]]), np.array([1.0, -1.0]), np.array([1.0, -1.0, 1.0])
    products = dict(products_of({"X": matrix, "w": w, "k": k, "i": 2, "text": "a"}))
    assert products["X·w"].tolist() == [-1, -1, 2]
    assert products["k·(X·w)"].tolist() == [-1, 1, 2]
    assert products["(X·w)[i]"] == 2.0
    assert not [name for name in products if "text" in name or "X·k" in name]


FURTHER: dict[str, tuple[Callable[[NamedValues], bool], bool | None]] = {
    "yes": (lambda case: bool(case["x"] > 0), True),
    "no": (lambda case: bool(case["x"] < 0), False),
    "of a value that the case lacks": (lambda case: bool(case["y"]), None),
    "of no number": (lambda case: 1 // (case["x"] - 1) > 0, None),
    "of too large a number": (lambda case: math.exp(1000 * case["x"]) > 0, None),
    "of another kind": (lambda case: len(case["x"]) > 0, None),
}


@pytest.mark.parametrize("name", FURTHER)
def test_a_statement_may_be_true_or_false_or_make_no_sense_in_another_case(name: str) -> None:
    """Whatever is raised then; and a statement of two parts is as good as the worse of them."""
    holds, expected = FURTHER[name]
    part = Predicate("", "", np.zeros(0, dtype=bool), 1.0, holds)
    other = Predicate("", "", np.zeros(0, dtype=bool), 1.0, lambda _: True)
    assert SeparatingStatement("", 1.0, (part, other)).truth_in({"x": 1}) is expected


def test_the_opposite_of_a_statement_is_not_said_of_values_that_it_does_not_fit() -> None:
    """Two texts are not "of different lengths" where one of them is a number."""
    part = Predicate("", "", np.zeros(0, dtype=bool), 1.0, lambda _: False, lambda case: "fits" in case)
    assert SeparatingStatement("", 1.0, (part.negated(),)).truth_in({"x": 1}) is None
    assert SeparatingStatement("", 1.0, (part.negated(),)).truth_in({"x": 1, "fits": 1}) is True


@pytest.mark.parametrize(
    ("text", "of_failing", "right"),
    [
        ("`items` is empty", False, "`items` is empty"),
        ("all numbers in `w` are 0", False, ""),
        ("the right answer is not empty", True, "the right answer is empty"),
        ("the right number is not 0", True, "the right number is 0"),
        ("`items` is empty", True, ""),
        ("`n` is at most 3 and the right answer is not empty", True, ""),
        ("`n` is at most 3 and `items` is empty", False, ""),
        ("`mu` is 0", False, ""),
        ("`n` is 3", False, ""),
    ],
)
def test_where_hardly_anything_can_be_wrong_little_is_said(text: str, of_failing: bool, right: str) -> None:
    """To be right for an empty list is no exact "when", and counts as none."""
    assert right_only_where(text, of_failing=of_failing) == right
    found = FoundStatement(SeparatingStatement(text, 1.0, ()), of_failing, 30, 20)
    said = sentence("`f`", ("is wrong", "is right"), [found])
    assert says_little(said) is bool(right)
    assert said.endswith(f"only where {right} (all {20 if of_failing else 30} such cases).") or not right


@pytest.mark.parametrize(
    "fails",
    [
        lambda case: case["n"] < 0,
        lambda case: case["n"] % 2 == 1,
        lambda case: case["n"] == 3,
        lambda case: case["n"] >= 5 and case["n"] % 2 == 0,
        lambda case: "a" in case["text"],
        lambda case: case["text"] == "",
    ],
)
def test_a_statement_alone_is_the_same_where_most_are_excluded_by_a_few_cases(
    fails: Callable[[NamedValues], bool],
) -> None:
    """To look at all cases for each of hundreds of statements takes most of the time."""
    rng = np.random.default_rng(3)
    texts_of = ["", "a", "ba", "bcb", "Abc"]
    cases = [{"n": int(rng.integers(-9, 10)), "text": texts_of[int(rng.integers(5))]} for _ in range(200)]
    target = np.array([fails(case) for case in cases])
    subjects = {name: f"`{name}`" for name in ("n", "text")}
    all_of_them, chosen = table_of_values(cases, subjects, ()), table_of_values(cases, subjects, (), target)
    assert len(chosen.all_predicates) + len(chosen.quantities) < len(all_of_them.all_predicates) / 2
    found = [separating_statement(table, target, joined=False) for table in (all_of_them, chosen)]
    assert [each and (each.text, each.cost) for each in found] == [found[0] and (found[0].text, found[0].cost)] * 2

"""What fails for one or two inputs alone names these; it is asked near them as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.diagnosis.few_cases import few_cases
from tests.judge.small_gradings import graded, grading_of, the

if TYPE_CHECKING:
    from pathlib import Path

SPEC = """
functions: {f: {args: [n], returns: integer}}
checks:
  - {id: only, title: t, points: 1, cases: 90, inputs: {n: {integer: [0, 60]}}, expect: f(n) == ref.f(n)}
"""
REFERENCE = "def f(n):\n    return n * n - 3\n"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("n == 13", "`f` is wrong for `n = 13`, and in none of the "),
        ("n in (13, 41)", "alone"),
        ("n in (13, 29, 41)", ""),
    ],
    ids=["one", "two", "three"],
)
def test_one_or_two_inputs_are_named(tmp_path: Path, wrong: str, says: str) -> None:
    """Three are not, where nothing tells them from the others."""
    code = f"def f(n):\n    return 7 * n + 1 if {wrong} else n * n - 3\n"
    told = the(graded(grading_of(tmp_path, SPEC, REFERENCE), code), "only").diagnosis
    if says == "alone":
        assert "`n = 13`" in told
        assert "`n = 41`" in told
    else:
        assert says in told
    assert ("`n = 13`" in told) is bool(says)


def test_each_input_counts_once_and_long_ones_are_not_named() -> None:
    """Equal cases say nothing more."""
    right = [({"n": number}, False) for number in range(30)]
    words = ("`f`", "is wrong")
    assert few_cases(words, ["n"], [*right, ({"n": 77}, True), ({"n": 77}, True)]) == (
        "`f` is wrong for `n = 77`, and in none of the 30 other cases that were tried."
    )
    assert few_cases(words, ["n"], [*right[:20], ({"n": 77}, True)]) == ""
    assert few_cases(words, ["n"], [*right, ({"n": "a" * 50}, True)]) == ""
    assert few_cases(words, ["n"], right) == ""


def test_an_input_that_fails_once_and_not_another_time_is_no_reason() -> None:
    """As where the answers are drawn: whichever outcome came last."""
    right = [({"n": number}, False) for number in range(30)]
    words = ("`f`", "is wrong")
    for outcomes in ((True, False), (False, True)):
        unsteady = [({"n": 7}, outcomes[0]), *right[8:], ({"n": 7}, outcomes[1]), ({"n": 77}, True)]
        assert few_cases(words, ["n"], [*right[:7], *unsteady]) == ""
    assert few_cases(words, ["n"], [*right[:7], ({"n": 7}, True), *right[8:], ({"n": 7}, True)]) != ""

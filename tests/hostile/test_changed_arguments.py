"""A student's code that changes what a test gives to it, in real processes: the lie earns nothing, the habit harms nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.samples.links import LINKS, workers_over
from tests.samples.tested_course import course_with_tests, results_of

if TYPE_CHECKING:
    from pathlib import Path

REFERENCE = """
def total(xs): return sum(xs)
def ordered(xs): return sorted(xs)
def scaled(a): return a * 2.0
def init(xs): pass
def square(x): return x * x
"""
TESTS = """
import numpy as np
import work

DATA = [5, 3, 1]

def test_total():
    assert work.total(DATA) == sum(DATA)

def test_total_again():
    assert work.total(DATA) == sum(DATA)

def test_ordered():
    xs = [3, 1, 2]
    assert work.ordered(xs) == sorted(xs)

def test_scaled():
    a = np.random.rand(3)
    got = work.scaled(a)
    assert got.shape == (3,) and abs(got - a * 2).max() < 1e-9

def test_loop():
    xs = [1, 2, 3]
    work.init(xs)
    for x in xs:
        assert work.square(x) == x * x

def test_unchanged():
    xs = [3, 1, 2]
    work.total(xs)
    assert xs == [3, 1, 2]
"""
EMPTYING = """
def total(xs):
    xs.clear()
    return 0
def ordered(xs):
    xs.clear()
    return []
def scaled(a):
    a[:] = 0
    return a
def init(xs): xs.clear()
def square(x): return 0
"""
SORTING = """
def total(xs):
    xs.sort()
    return sum(xs)
def ordered(xs):
    xs.sort()
    return xs
def scaled(a): return a + a
def init(xs): xs.reverse()
def square(x): return x ** 2
"""


@pytest.mark.parametrize("keys", ["", "shared: true\n"], ids=["alone", "shared"])
@pytest.mark.parametrize("link", LINKS)
def test_a_test_passes_with_what_it_has_given(link: str, keys: str, tmp_path: Path) -> None:
    """What empties its argument passes none; what sorts it passes all but the test that the order stays."""
    with workers_over(link) as workers:
        grading = course_with_tests(tmp_path, REFERENCE, TESTS, keys)
        passed = [
            {name for name, result in results_of(grading, source, workers).items() if result.outcome.value == "passed"}
            for source in (REFERENCE, EMPTYING, SORTING, REFERENCE)
        ]
    every = {"total", "total_again", "ordered", "scaled", "loop", "unchanged"}
    assert passed == [every, set(), every - {"unchanged"}, every]

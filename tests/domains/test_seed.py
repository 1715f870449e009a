"""The reserved input `seed`: a number that means nothing to a reader and gets small when a case is made simpler."""

from __future__ import annotations

import pytest

from grader.domains.seed import FIRST, Seed
from tests.domains.contract import SIZES, edges, keep, simplest


def test_it_keeps_the_contract_of_domains() -> None:
    """It is drawn like any other input."""
    keep(Seed(), int)
    assert Seed.meaningless
    assert edges(Seed()) == [0]


@pytest.mark.parametrize(("value", "inside"), [(0, True), (2**31 - 1, True), (2**31, False), (-1, False)])
def test_a_seed_is_what_every_generator_takes(value: int, inside: bool) -> None:
    """A whole number of 31 bits."""
    assert Seed().contains(value, SIZES) is inside


@pytest.mark.parametrize(("value", "count"), [(0, 0), (3, 3), (FIRST, FIRST), (10**9, FIRST)])
def test_a_case_is_tried_with_the_first_seeds(value: int, count: int) -> None:
    """Never with one that is larger than its own."""
    assert list(Seed().simpler(value)) == list(range(count))
    assert simplest(Seed(), value) == 0

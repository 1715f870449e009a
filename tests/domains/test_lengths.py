"""Lengths of texts, lists, sets and dicts, and the parts of one that are tried alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from grader.domains.lengths import LONGEST, SINGLE_ITEMS, Length, draw_length, kept_positions
from grader.domains.streams import stream


@pytest.mark.parametrize(
    ("written", "length"), [(3, (3, 3)), ([0, 8], (0, 8)), ((2, 2), (2, 2)), (0, (0, 0)), ([0, LONGEST], (0, LONGEST))]
)
def test_a_length_is_a_number_or_two(written: object, length: tuple[int, int]) -> None:
    """One number is a fixed length."""
    assert TypeAdapter(Length).validate_python(written) == length


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ([3, 2], "the smaller length comes first, and 3 is above 2"),
        ("n", "arrays have named sizes"),
        (-1, "greater than or equal to 0"),
        (LONGEST + 1, "less than or equal"),
        ([1], "Field required"),
        ([1, 2, 3], "at most 2"),
        (1.5, "valid tuple"),
    ],
)
def test_a_wrong_length_says_what_one_is(written: object, words: str) -> None:
    """A size of arrays is the usual mistake."""
    with pytest.raises(ValidationError, match=words):
        TypeAdapter(Length).validate_python(written)


def test_every_length_is_drawn() -> None:
    """Both ends included."""
    assert {draw_length((1, 3), stream(seed)) for seed in range(60)} == {1, 2, 3}
    assert draw_length((4, 4), stream(0)) == 4


@given(st.integers(0, 60), st.integers(0, 60))
def test_kept_parts_are_parts_and_long_enough(count: int, least: int) -> None:
    """In order, of the positions that exist, fewer than all of them, and never fewer than allowed."""
    parts = list(kept_positions(count, least))
    assert bool(parts) is (count > least)
    for part in parts:
        assert part == sorted(set(part))
        assert least <= len(part) < count or (len(part) == 1 and least <= 1)
        assert all(0 <= position < count for position in part)
    assert len(parts) <= 4 + 2 * SINGLE_ITEMS


def test_each_of_the_first_items_is_tried_alone_and_left_out() -> None:
    """The boldest proposals come first."""
    assert list(kept_positions(3, 0)) == [[], [], [0], [2], [0], [1], [2], [1, 2], [0, 2], [0, 1]]

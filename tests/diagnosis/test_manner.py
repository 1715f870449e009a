"""What all wrong answers have in common: each way of going wrong, and nothing where one answer contradicts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.diagnosis.manner import LEAST, MANNERS
from grader.diagnosis.manner import manner_of as said_of
from grader.diagnosis.slips import Call, Sample

EXAMPLES: list[tuple[Any, Any, str]] = [
    ([2, 1, 3], [1, 2, 3], "the right items in another order"),
    ([1, 2], [1, 2, 3], "all right items but the last one"),
    ([2, 3], [1, 2, 3], "all right items but the first one"),
    ([1, 2, 9], [1, 2], "the right items and one more at the end"),
    ((9, 1, 2), (1, 2), "the right items with one more before them"),
    ([1], [1, 2, 3], "some of the right items only, from the first one on"),
    ([1, 3], [1, 2, 3, 4], "some of the right items only, in the right order"),
    ([1, 9, 2], [1, 2], "all right items in the right order, and others among them"),
    ("ABC", "abc", "the right text but for upper and lower case"),
    ("a bc", "abc", "the right text but for blanks"),
    ("ab", "abcd", "the beginning of the right text only"),
    ("abc!", "abc", "the right text and more after it"),
    ("cd", "abcd", "the end of the right text only"),
    ("bca", "abc", "the right characters in another order"),
    ("acd", "abcde", "a part of the right characters only, in the right order"),
    ("axbc", "abc", "the right characters in the right order, and others among them"),
    ("xyz", "abc", "a text of the right length with other characters"),
    ({"a": 1}, {"a": 1, "b": 2}, "the right values, but not for all keys"),
    ({"a": 1, "b": 2}, {"a": 1}, "what is right, and keys that should not be there"),
    ({"a": 9}, {"a": 1, "b": 2}, "some of the right keys only"),
    ({1}, {1, 2}, "some of the right members only"),
    ({1, 2}, {1}, "all right members, and others that should not be there"),
    (4, 3, "exactly 1 too many"),
    (2, 3, "exactly 1 too few"),
    (-3.0, 3.0, "the right number with the opposite sign"),
    (6.0, 3.0, "twice the right number"),
    (1.5, 3.0, "half of the right number"),
    (np.array([1.0, -2.0]), np.array([-1.0, -2.0]), "the right numbers, some of them with the opposite sign"),
]


def manner_of(pairs: list[tuple[Any, Any]]) -> str:
    """Return what is said of answers beside the right ones."""
    samples = tuple(Sample((), due, got) for got, due in pairs)
    return said_of(Call("f", (), samples, {}))


@pytest.mark.parametrize(("got", "due", "text"), EXAMPLES, ids=[text for _, _, text in EXAMPLES])
def test_a_manner_that_all_share_is_told(got: Any, due: Any, text: str) -> None:
    """In the sentence of its first fit."""
    assert manner_of([(got, due)] * LEAST) == f"Wherever it is wrong `f` returns {text}."
    assert manner_of([(got, due)] * (LEAST - 1)) == "", "too few to call it a manner"


def test_every_manner_has_an_example() -> None:
    """A new one needs a row."""
    assert [text for _, _, text in EXAMPLES] == [manner.text for manner in MANNERS if manner.varied is None]


def test_right_keys_are_told_only_where_they_could_be_wrong() -> None:
    """The keys of parameters are always the same: that these are right says nothing of what is wrong."""
    varying = [({"a": 9}, {"a": 1}), ({"a": 9, "b": 1}, {"a": 1, "b": 1})] * LEAST
    assert manner_of(varying) == "Wherever it is wrong `f` returns the right keys with other values."
    assert manner_of([({"a": 9}, {"a": 1})] * LEAST) == ""


@pytest.mark.parametrize(
    "other", [(7, 3), (None, 3), ("4", 3), (float("nan"), 3)], ids=["number", "none", "text", "nan"]
)
def test_one_answer_of_another_kind_contradicts(other: tuple[Any, Any]) -> None:
    """Nothing is said then."""
    assert manner_of([*[(4, 3)] * LEAST, other]) == ""

"""One word or item of an argument is named as what it is, and nothing is said where one case contradicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.diagnosis.slips import Call, Sample
from grader.diagnosis.slips.answers import answer_slip_of
from grader.diagnosis.slips.text_summaries import text_summary_of

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = [
    "so it is so",
    "Be or not, to be",
    "a bb a",
    "the cat and the dog",
    "one two three two",
    "x yy x zzz yy",
    "big a cc dddd",
]
LISTS = [text.split() for text in TEXTS]


def call_of(student: Callable[[Any], Any], given: list[Any]) -> Call:
    """Return cases in which another text is due."""
    return Call("f", ("x",), [Sample((each,), f"{at}", student(each)) for at, each in enumerate(given)], {})


@pytest.mark.parametrize(
    ("student", "given", "says"),
    [
        (lambda text: max(text.split()), TEXTS, "the last in the alphabet of the words of `x`, in every case"),
        (lambda words: words[-1], LISTS, "the last of the items of `x`"),
        (lambda words: max(words, key=len), LISTS, "the longest, of several the first, of the items of `x`"),
        (lambda words: min(words, key=len), LISTS, "the shortest, of several the first, of the items of `x`"),
        (lambda text: text.lower().split()[0], TEXTS, "the first of the words of `x` in small letters"),
        (max, TEXTS, "the last in the alphabet of the characters of `x`"),
        (lambda text: text.split()[0] if len(text) > 7 else "?", TEXTS, ""),
        (lambda text: 7, TEXTS, ""),
    ],
    ids=["largest", "last", "longest", "shortest", "small", "character", "not always", "number"],
)
def test_the_text_that_is_chosen_is_named(student: Callable[[Any], Any], given: list[Any], says: str) -> None:
    """In words for how, and of what."""
    told = text_summary_of(call_of(student, given))
    assert says in told
    assert bool(told) is bool(says)
    assert not says or says in answer_slip_of(call_of(student, given))

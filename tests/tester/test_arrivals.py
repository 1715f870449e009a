"""What arrives in callbacks, containers, attributes and exceptions is bounded by what the reference gives there."""

from __future__ import annotations

import pytest

from tests.tester.arrival_cases import CHEATS, HONEST
from tests.tester.test_answers import end_of_cheat, kinds_of, run


@pytest.mark.parametrize("name", CHEATS)
def test_an_object_that_says_yes_earns_nothing(name: str) -> None:
    """Each of these passes where nothing is known of the reference, and fails where its answers are."""
    assert end_of_cheat(CHEATS[name])


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_value_passes(name: str) -> None:
    """Objects where the reference gives objects, derived classes, words of exceptions and observers stay possible."""
    case = HONEST[name]
    kinds = kinds_of(case)
    for source in (case.reference, case.student):
        text, answers = run(source, case.test, kinds)
        assert text == ""
        assert not answers.refusals


def test_the_sentence_says_where_it_came() -> None:
    """It names the function of the test, the argument or the exception."""
    words = {
        "argument-of-a-callback": "what your code gives to `spy`",
        "attribute-of-an-object-of-the-test": "what your code gives to `.x`",
        "item-of-a-list-of-the-test": "an element of an argument of `put(...)`",
        "argument-of-an-exception": "an argument of an exception of `f`",
    }
    for name, expected in words.items():
        text, _ = run(CHEATS[name].student, CHEATS[name].test, kinds_of(CHEATS[name]))
        assert f"the test uses `.startswith` of {expected}: a value of type str" in text

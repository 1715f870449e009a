"""An object that answers otherwise when it is read again passes no test; what may change, changes."""

from __future__ import annotations

import pytest

from tests.tester.read_cases import CHANGING, HONEST
from tests.tester.test_answers import end_of_cheat, kinds_of, run


@pytest.mark.parametrize("name", CHANGING)
def test_an_object_that_changes_its_answers_earns_nothing(name: str) -> None:
    """Each of these passes where nothing is known of the reference, and fails where its answers are."""
    assert end_of_cheat(CHANGING[name]).startswith(("AssertionError", "ContradictionError"))


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_object_passes(name: str) -> None:
    """Generators, files, random generators, stateful classes and classes with items of their own stay what they are."""
    case = HONEST[name]
    kinds = kinds_of(case)
    for source in (case.reference, case.student):
        text, answers = run(source, case.test, kinds)
        assert text == ""
        assert not answers.contradictions


def test_the_sentence_says_what_was_read() -> None:
    """It names the place, and that nothing was called."""
    case = CHANGING["property"]
    text, answers = run(case.student, case.test, kinds_of(case))
    assert text == (
        "ContradictionError: the test reads `.size` twice, and your code gives something else the second time, "
        "although nothing was called in between"
    )
    assert answers.contradictions == [text.partition(": ")[2]]


def test_the_reference_shows_what_may_change() -> None:
    """Where a repeated read of the reference's object gives something else, that is noted at the place."""
    kinds = kinds_of(HONEST["drained-by-iteration"])
    assert kinds["Q()<len>"] == "changes int"
    assert kinds["Q()[]"] == "changes int"
    assert "changes" not in "".join(kinds_of(CHANGING["property"]).values())

"""Who is looking at an answer: seen by the others, for a while, and nobody is kept out."""

from __future__ import annotations

import pytest

from grader.marking.claims import SECONDS, Claims

ITEM = "mean.proof"


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time that was set."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return a clock at 0."""
    return Clock()


@pytest.fixture
def claims(clock: Clock) -> Claims:
    """Return claims by that clock; Ada looks at the answer of anna."""
    made = Claims(clock)
    made.claim("Ada", ITEM, "anna")
    return made


def test_others_see_who_looks_and_nobody_sees_themselves(claims: Claims) -> None:
    """By name, in order, however many there are."""
    claims.claim("Cleo", ITEM, "anna")
    claims.claim("Bob", ITEM, "anna")
    assert claims.others("Dan", ITEM, "anna") == ["Ada", "Bob", "Cleo"]
    assert claims.others("Ada", ITEM, "anna") == ["Bob", "Cleo"]


@pytest.mark.parametrize(
    ("item", "submission"),
    [pytest.param(ITEM, "ben", id="another-student"), pytest.param("mean.other", "anna", id="another-question")],
)
def test_a_claim_is_of_one_answer(claims: Claims, item: str, submission: str) -> None:
    """The same student's other answers, and those of others, are free."""
    assert claims.others("Bob", item, submission) == []


def test_who_goes_on_looks_at_one_answer_only(claims: Claims) -> None:
    """The answer before is free at once."""
    claims.claim("Ada", ITEM, "ben")
    assert claims.positions_of_others("Bob", ITEM) == {"ben"}


@pytest.mark.parametrize(
    ("seconds", "is_seen"),
    [(0.0, True), (SECONDS - 1, True), (SECONDS, False), (SECONDS + 1, False)],
    ids=["at-once", "just-before", "at-the-end", "after-it"],
)
def test_a_claim_expires(claims: Claims, clock: Clock, seconds: float, is_seen: bool) -> None:
    """A closed laptop keeps no answer."""
    clock.now = seconds
    assert bool(claims.others("Bob", ITEM, "anna")) is is_seen
    assert bool(claims.positions_of_others("Bob", ITEM)) is is_seen


def test_a_claim_that_is_said_again_lasts_longer(claims: Claims, clock: Clock) -> None:
    """The open page says so now and then."""
    clock.now = SECONDS - 1
    claims.claim("Ada", ITEM, "anna")
    clock.now = 2 * SECONDS - 2
    assert claims.others("Bob", ITEM, "anna") == ["Ada"]


def test_a_claim_can_be_given_back(claims: Claims) -> None:
    """Also one that is not there."""
    claims.release("Ada")
    claims.release("Bob")
    assert claims.others("Bob", ITEM, "anna") == []


def test_positions_are_those_of_others_in_one_question(claims: Claims) -> None:
    """They are passed over when the next answer is looked for."""
    claims.claim("Bob", ITEM, "ben")
    claims.claim("Cleo", "mean.other", "carl")
    assert claims.positions_of_others("Ada", ITEM) == {"ben"}
    assert claims.positions_of_others("Dan", ITEM) == {"anna", "ben"}

"""Refusals: the sentence, the way to the part that is meant, and when the values are called right."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.values.refusal import MISSING, Location, Refusal, TypeGate, near

HERE = Location()


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        pytest.param(HERE, "`f` returns a text; expected a number.", id="the-answer"),
        pytest.param(HERE.name("dW", 1), "`f` returns a text as its part `.dW`; expected a number.", id="part"),
        pytest.param(HERE.index(1, 1).key("b", 2), '`f` returns a text as its part `[1]["b"]`; expected a number.',
                     id="deeper"),
        pytest.param(HERE.entry([4]), "`f` returns a text at position 4; expected a number.", id="entry"),
        pytest.param(HERE.entry([0, 2]), "`f` returns a text at position (0, 2); expected a number.", id="matrix"),
    ],
)  # fmt: skip
def test_a_sentence_says_where(location: Location, sentence: str) -> None:
    """The part as code reaches it, an entry by its position."""
    assert Refusal(location, "a text", "a number", "Do it.").sentence("f") == f"{sentence} Do it."


def test_of_a_variable_nothing_is_returned() -> None:
    """Advice about `return` does not fit a variable; any other does."""
    assert Refusal(HERE, "None", "a number", "Does it end with `return`?").sentence("w", "is") == (
        "`w` is None; expected a number."
    )
    assert Refusal(HERE, "a tuple", "a list", "Put it into list(...).").sentence("w", "is") == (
        "`w` is a tuple; expected a list. Put it into list(...)."
    )


def test_without_an_expectation_none_is_told() -> None:
    """A number that is not finite is a number already."""
    assert Refusal(HERE, "infinity", "").sentence("f") == "`f` returns infinity."
    assert str(Refusal(HERE, "infinity", "")) == "infinity; expected a number"


@pytest.mark.parametrize(
    ("repaired", "due", "right"),
    [
        pytest.param([1.0, 2.0], [1.0, 2.0], True, id="equal"),
        pytest.param([1.0, 2.0 + 1e-9], [1.0, 2.0], True, id="rounded"),
        pytest.param([1.0, 2.01], [1.0, 2.0], False, id="other"),
        pytest.param(MISSING, [1.0], False, id="nothing-repaired"),
        pytest.param([1.0], MISSING, False, id="nothing-expected"),
    ],
)
def test_values_are_right_only_where_they_are(repaired: Any, due: Any, right: bool) -> None:
    """Up to rounding; without the reference's nobody knows."""
    refusal = Refusal(Location(due), "a tuple", "a list", repaired=repaired)
    assert refusal.right_otherwise() is right
    assert ("The values are right." in refusal.sentence("f")) is right


def test_a_part_keeps_the_gate_and_has_its_own_expectation() -> None:
    """Remarks about parts are remarks about the answer; a key of a dict has no counterpart."""
    gate = TypeGate()
    part = Location([1, 2], gate=gate).index(1, 2)
    part.gate.note("a")
    part.without_due().gate.note("a")
    assert gate.notes == ["a"]
    assert (part.expected, part.without_due().expected) == (2, MISSING)
    assert part.without_due().path == part.path


@pytest.mark.parametrize(
    ("expected", "distance"),
    [(0.0, 0.0), (-2.0, 2e-6), (np.array([1.0, -4.0]), 4e-6), (np.array([np.inf, 1.0]), 1e-6), (np.array([]), 0.0)],
    ids=["zero", "negative", "largest", "infinity-apart", "empty"],
)
def test_what_is_near_goes_by_the_size_of_the_numbers(expected: Any, distance: float) -> None:
    """The largest finite one."""
    assert near(expected) == pytest.approx(distance)

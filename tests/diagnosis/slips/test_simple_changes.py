"""The table of simple slips: each makes the answer that its words describe, and refuses answers of another kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.diagnosis.slips.simple_changes import RESHAPING, SIMPLE

CHANGES: dict[str, Any] = dict([*SIMPLE, *RESHAPING])
RIGHT = np.array([4.0, 1.0, 9.0])


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("what is due with the opposite sign", [-4.0, -1.0, -9.0]),
        ("the right numbers in the opposite order", [9.0, 1.0, 4.0]),
        ("the right numbers, sorted", [1.0, 4.0, 9.0]),
        ("the right numbers, sorted downwards", [9.0, 4.0, 1.0]),
        ("what is due without its sign", [4.0, 1.0, 9.0]),
        ("the square root of what is due", [2.0, 1.0, 3.0]),
        ("one minus what is due", [-3.0, 0.0, -8.0]),
        ("the running sums of what is due", [4.0, 5.0, 14.0]),
        ("the largest of the right numbers alone", 9.0),
        ("the first of the right numbers alone", 4.0),
        ("the last of the right numbers alone", 9.0),
    ],
)
def test_a_slip_makes_what_its_words_say(words: str, answer: Any) -> None:
    """From the right answer, which stays as it is."""
    before = RIGHT.copy()
    assert np.asarray(CHANGES[words](RIGHT)).tolist() == answer
    assert RIGHT.tolist() == before.tolist()


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("the right numbers with rows and columns exchanged", RIGHT),
        ("the right numbers in the opposite order", np.ones((2, 2))),
        ("the right numbers, sorted", np.ones((2, 2))),
    ],
)
def test_a_slip_that_makes_no_sense_for_an_answer_is_refused(words: str, right: Any) -> None:
    """By an exception: NaN in its place would be like a student's NaN."""
    with pytest.raises(ValueError, match=r"^$"):
        CHANGES[words](right)


@pytest.mark.parametrize("words", CHANGES)
def test_no_slip_fails_at_an_odd_answer_in_another_way(words: str) -> None:
    """Empty, single, large and infinite answers: an array comes out, or a ValueError or IndexError that is caught."""
    for right in (np.zeros(0), np.array(2.0), np.array([np.inf, -np.inf]), np.full((2, 3), 1e300), np.array([0.0])):
        with np.errstate(all="ignore"):
            try:
                made = np.asarray(CHANGES[words](right))
            except (ValueError, IndexError):
                continue
        assert made.dtype.kind in "biufc"

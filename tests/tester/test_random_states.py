# ruff: noqa: NPY002, TID251 - the global generators are the subject
"""The states of the random generators that a student's code may leave: what comes of drawing, and nothing else."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.tester.random_states import NUMPY, PYTHON, WORDS, states_here, take_states
from tests.tester.answer_cases import AnswerCase
from tests.tester.test_answers import kinds_of, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def _states_as_they_were() -> Iterator[None]:
    before = random.getstate(), np.random.get_state()
    yield
    random.setstate(before[0])
    np.random.set_state(before[1])


def changes(before: Any, after: Any) -> dict[str, bool]:
    """Return the generators whose state is another one, and whether that comes of drawing alone."""
    drawn = {}

    def note(generator: str, has_only_drawn: Callable[[], bool]) -> bool:
        drawn[generator] = has_only_drawn()
        return False

    take_states(before, after, note)
    return drawn


@pytest.mark.parametrize("count", [1, 2, 311, 312, 313, 624, 50_000])
def test_drawing_is_told_from_seeding(count: int) -> None:
    """However many numbers are drawn; a state of noughts, another seed and an earlier state are no drawing."""
    random.seed(4)
    np.random.seed(4)
    before = states_here()
    assert changes(before, before) == {}
    for _ in range(count):
        random.random()
    np.random.rand(count)
    after = states_here()
    assert changes(before, after) == {PYTHON: True, NUMPY: True}
    assert changes(after, before) == {PYTHON: False, NUMPY: False}
    random.seed(5)
    np.random.seed(5)
    assert changes(after, states_here()) == {PYTHON: False, NUMPY: False}
    nought = (3, (0,) * WORDS + (WORDS,), None), ("MT19937", bytes(4 * WORDS), WORDS, 0, 0.0)
    assert changes(after, nought) == {PYTHON: False, NUMPY: False}


def test_a_state_is_taken_where_it_may() -> None:
    """Each generator for itself; with normal numbers, of which the second is kept."""
    before = states_here()
    random.gauss(0, 1)
    np.random.randn()
    after = states_here()
    expected = random.gauss(0, 1), np.random.randn()
    take_states(before, before, lambda *_: True)
    take_states(states_here(), after, lambda *_: True)
    assert (random.gauss(0, 1), np.random.randn()) == expected
    take_states(states_here(), after, lambda generator, _: generator == NUMPY)
    assert np.random.randn() == expected[1]
    assert random.getstate() != after[0]


@pytest.mark.parametrize("position", [-1, WORDS + 1, 10**9, 1.0, True])
def test_what_is_no_state_is_refused(position: object) -> None:
    """Numpy would read beyond the words."""
    state = states_here()
    forged = state[0], ("MT19937", bytes(4 * WORDS), position, 0, 0.0)
    with pytest.raises(ValueError, match="not the state"):
        take_states(state, forged, lambda *_: True)


def test_the_reference_shows_whether_a_state_may_be_left() -> None:
    """Without one it may; with one that draws nothing it may not."""
    case = AnswerCase("def f(): return 3", "def f(): return 3", "assert work.f() == 3")
    for kinds, only_drawn, may in [
        (None, False, True),
        (kinds_of(case), True, False),
        ({"<random>": f"{NUMPY}:drawn"}, True, True),
        ({"<random>": f"{NUMPY}:drawn"}, False, False),
        ({"<random>": f"{NUMPY}:seeded"}, False, True),
        ({"<random>": f"{PYTHON}:seeded"}, True, False),
    ]:
        _, answers = run(case.student, case.test, kinds)
        assert answers.may_draw(NUMPY, lambda only_drawn=only_drawn: only_drawn) is may

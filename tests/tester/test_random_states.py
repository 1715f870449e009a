# ruff: noqa: NPY002, TID251 - the global generators are the subject
"""The states of the random generators that a student's code may leave: what comes of drawing, and nothing else."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.results import Outcome
from grader.tester.random_states import MOST_BLOCKS, NUMPY, PYTHON, WORDS, StateSearch, states_here, take_states
from tests.samples.links import LINK_OF_RUN, workers_over
from tests.samples.tested_course import course_with_tests, results_of
from tests.tester.answer_cases import AnswerCase
from tests.tester.test_answers import kinds_of, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


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

    take_states(before, after, note, StateSearch())
    return drawn


@pytest.mark.parametrize(
    "count", [1, *(pytest.param(count, marks=pytest.mark.wide) for count in (2, 311, 312, 624)), 313, 50_000]
)
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
    take_states(before, before, lambda *_: True, StateSearch())
    take_states(states_here(), after, lambda *_: True, StateSearch())
    assert (random.gauss(0, 1), np.random.randn()) == expected
    take_states(states_here(), after, lambda generator, _: generator == NUMPY, StateSearch())
    assert np.random.randn() == expected[1]
    assert random.getstate() != after[0]


@pytest.mark.parametrize("position", [-1, WORDS + 1, 10**9, 1.0, True])
def test_what_is_no_state_is_refused(position: object) -> None:
    """Numpy would read beyond the words."""
    state = states_here()
    forged = state[0], ("MT19937", bytes(4 * WORDS), position, 0, 0.0)
    with pytest.raises(ValueError, match="not the state"):
        take_states(state, forged, lambda *_: True, StateSearch())


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


def test_a_generator_of_which_a_state_was_refused_is_not_looked_at_again() -> None:
    """What the student's code draws comes of its own state from then on; the other generator is taken as before."""
    search, seen = StateSearch(), []

    def note(generator: str, has_only_drawn: Callable[[], bool]) -> bool:
        seen.append((generator, has_only_drawn()))
        return seen[-1][1]

    for number in range(3):
        before = states_here()
        random.seed(number)
        np.random.rand()
        take_states(before, states_here(), note, search)
    assert seen == [(PYTHON, False), *[(NUMPY, True)] * 3]


def test_the_draws_of_a_test_are_bounded_together() -> None:
    """However many answers they are spread over, and each generator for itself."""
    search, drawn = StateSearch(), MOST_BLOCKS * WORDS // 4
    np.random.seed(1)
    for is_taken in (True, True, True, True, False):
        before = states_here()
        np.random.bytes(4 * drawn)
        after = states_here()
        np.random.set_state((before[1][0], np.frombuffer(before[1][1], np.uint32), *before[1][2:]))
        take_states(before, after, lambda _, has_only_drawn: has_only_drawn(), search)
        assert (states_here()[1] == after[1]) is is_taken
    before = states_here()
    random.random()
    after = states_here()
    random.setstate(before[0])
    take_states(before, after, lambda _, has_only_drawn: has_only_drawn(), search)
    assert states_here()[0] == after[0]


REFERENCE = "import random\nclass Die:\n    def roll(self): return random.randint(1, 6)\n"
TESTS = """
import random
from work import Die

def test_all_numbers():
    random.seed(3)
    die = Die()
    assert {die.roll() for _ in range(100)} == {1, 2, 3, 4, 5, 6}

def test_seeds():
    die = Die()
    for number in range(100):
        random.seed(number)
        assert 1 <= die.roll() <= 6

def test_draws():
    die = Die()
    random.seed(5)
    assert {(random.randint(1, 2), die.roll()) for _ in range(200)} == {(x, y) for x in (1, 2) for y in range(1, 7)}
"""


@pytest.mark.parametrize("link", LINK_OF_RUN)
@pytest.mark.parametrize("place", [pytest.param("__init__", marks=pytest.mark.wide), "roll"])
@pytest.mark.parametrize("seed", ["random.seed(7)", "random.seed()"])
def test_who_seeds_where_the_reference_draws_is_soon_done(tmp_path: Path, link: str, place: str, seed: str) -> None:
    """And right, where it does not matter what the test draws next; a die seeded alike at each roll has one number."""
    grading = course_with_tests(tmp_path, REFERENCE, TESTS, "limits: {cpu: 5, wall: 10}\n")
    before = f"    def __init__(self): {seed}\n" if place == "__init__" else ""
    first = f"{seed}; " if place == "roll" else ""
    student = f"import random\nclass Die:\n{before}    def roll(self): {first}return random.randint(1, 6)\n"
    with workers_over(link) as workers:
        results = results_of(grading, student, workers)
    outcomes = {name: result.outcome for name, result in results.items()}
    wrong = {"all_numbers", "draws"} if (place, seed) == ("roll", "random.seed(7)") else set()
    assert {name for name, outcome in outcomes.items() if outcome is Outcome.FAILED} == wrong
    assert {outcome for name, outcome in outcomes.items() if name not in wrong} == {Outcome.PASSED}

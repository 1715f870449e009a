"""A student's code that chooses what a test draws: no test passes by it, and numbers that are drawn in turn stay the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.results import Outcome
from tests.samples.families import wide
from tests.samples.links import LINKS, workers_over
from tests.samples.tested_course import course_with_tests, results_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.sandbox.factory import WorkerFactory

REFERENCE = """
import random
import numpy as np
def square(x): return x * x
def noisy(n): return [random.random() for _ in range(n)], list(np.random.rand(n))
def begin(): random.seed(5); np.random.seed(5)
"""
TESTS = """
import random
import numpy as np
import pytest
import work

def test_unseeded():
    assert work.square(0.0) == 0.0
    for _ in range(5):
        x = np.random.rand() + random.random()
        assert work.square(x) == pytest.approx(x * x, abs=1e-12)

def test_seeded():
    random.seed(1)
    np.random.seed(1)
    work.square(1.0)
    for _ in range(5):
        x = np.random.rand() + random.random()
        assert work.square(x) == pytest.approx(x * x, abs=1e-12)

def test_drawn_by_both():
    random.seed(1)
    np.random.seed(1)
    work.noisy(2)
    for _ in range(5):
        x = np.random.rand() + random.random()
        assert work.square(x) == pytest.approx(x * x, abs=1e-12)

def test_drawn_in_turn():
    random.seed(3)
    np.random.seed(3)
    own = [random.random() for _ in range(4)], list(np.random.rand(4))
    random.seed(3)
    np.random.seed(3)
    first = work.noisy(1)
    between = random.random(), np.random.rand()
    last = work.noisy(2)
    assert [*first[0], between[0], *last[0]] == own[0]
    assert [*first[1], between[1], *last[1]] == own[1]

def test_drawn_normally():
    np.random.seed(3)
    own = list(np.random.randn(3))
    np.random.seed(3)
    assert np.random.randn() == own[0] and work.square(2) == 4
    assert np.random.randn() == own[1]

def test_seeded_by_both():
    random.seed(1)
    np.random.seed(1)
    work.begin()
    drawn = random.random(), np.random.rand()
    random.seed(5)
    np.random.seed(5)
    assert drawn == (random.random(), np.random.rand())
"""
NOUGHT = """
import random
import numpy as np
def choose():
    random.setstate((3, (0,) * 624 + (624,), None))
    np.random.set_state(("MT19937", np.zeros(624, np.uint32), 624, 0, 0.0))
"""
"""A state from which only noughts are drawn."""
FORGED = """
import sys
def answering():
    frame = sys._getframe()
    while not hasattr(frame.f_locals.get("self"), "_stage"):
        frame = frame.f_back
    return frame.f_locals["self"]._stage
def choose():
    nought = (3, (0,) * 624 + (624,), None), ("MT19937", bytes(4 * 624), 624, 0, 0.0)
    answering().drain = lambda: ("", "", (), nought)
"""
WRONG = "def square(x):\n    choose()\n    return 0.0\ndef noisy(n):\n    choose()\n    return [0.0] * n, [0.0] * n\ndef begin(): pass\n"
CHEATS = {"nought": NOUGHT + WRONG, "forged": FORGED + WRONG}


@pytest.fixture(scope="module", params=LINKS)
def workers(request: pytest.FixtureRequest) -> Iterator[WorkerFactory]:
    """Give workers over each link, with all walls that it has."""
    with workers_over(request.param) as factory:
        yield factory


@pytest.mark.parametrize("keys", ["", wide("random: true\nshared: true\n")], ids=["once-seeded", "always"])
def test_no_student_chooses_what_a_test_draws(keys: str, tmp_path: Path, workers: WorkerFactory) -> None:
    """All draws nought would be right for an answer that is always nought; the reference passes as ever."""
    grading = course_with_tests(tmp_path / "course", REFERENCE, TESTS, keys)
    assert {result.outcome for result in results_of(grading, REFERENCE, workers).values()} == {Outcome.PASSED}
    for cheat in CHEATS.values():
        results = results_of(grading, cheat, workers)
        assert not [name for name, result in results.items() if result.outcome is Outcome.PASSED]
    assert {result.outcome for result in results_of(grading, REFERENCE, workers).values()} == {Outcome.PASSED}

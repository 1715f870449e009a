"""The states of the global random generators: those here, and whether one comes of another by drawing.

A student's code may draw in turn with the test, and may not choose what the test draws next: from a state of noughts
come nothing but noughts, for which many a wrong answer is right.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    State = tuple[Any, int]
    """The words of a generator, and how many of them are drawn."""
    States = Callable[[], tuple[State, State]]

WORDS = 624
"""Numbers of a state, which are replaced together when all of them are drawn."""
MOST_BLOCKS = 20_000
"""As many times as that they are replaced at most: some twelve million draws of a generator in one test."""
_BLOCKS_AT_ONCE = 50
PYTHON, NUMPY = "random", "numpy.random"


class StateSearch:
    """The search for the states of one test among those that come by drawing.

    It is not begun again for a generator of which a state was refused: the student's code goes on from that one, and
    none that comes of it is found any more.
    """

    def __init__(self) -> None:
        self._blocks = {PYTHON: MOST_BLOCKS, NUMPY: MOST_BLOCKS}
        self._refused: set[str] = set()

    def may_take(self, generator: str, may_draw: Callable[[str, Callable[[], bool]], bool], states: States) -> bool:
        """Whether a state may be taken, by `may_draw`: `states` gives that before and that after."""
        if generator not in self._refused and may_draw(generator, lambda: self._is_ahead(generator, *states())):
            return True
        self._refused.add(generator)
        return False

    def _is_ahead(self, generator: str, before: State, after: State) -> bool:
        """Whether a state comes of another one by drawing."""
        words, drawn = before
        if np.array_equal(words, after[0]):
            return after[1] >= drawn
        target = _generator(after[0], 0).random_raw(WORDS)
        drawing = _generator(words, WORDS)
        while self._blocks[generator] > 0:
            count = min(_BLOCKS_AT_ONCE, self._blocks[generator])
            blocks = drawing.random_raw(count * WORDS).reshape(count, WORDS)
            found = [row for row in np.flatnonzero(blocks[:, 0] == target[0]) if np.array_equal(blocks[row], target)]
            self._blocks[generator] -= int(found[0]) + 1 if found else count
            if found:
                return True
        return False


def states_here() -> Any:
    """Return both states as they cross."""
    state: Any = np.random.get_state()  # noqa: NPY002 - what a test has seeded
    kind, keys, position, has_gauss, gauss = state
    return random.getstate(), (str(kind), bytes(keys.tobytes()), int(position), int(has_gauss), float(gauss))


def take_states(
    before: Any, after: Any, may_draw: Callable[[str, Callable[[], bool]], bool], search: StateSearch
) -> None:
    """Go on with what another process has made of the states `before`, for each generator that `may_draw` allows.

    It is told the generator's name, and how to find out whether that has only been drawn from.  Raises ValueError or
    TypeError for what is no state.
    """
    python, (kind, keys, position, has_gauss, gauss) = after
    if python != before[0] and search.may_take(PYTHON, may_draw, lambda: (_words(before[0]), _words(python))):
        random.setstate(python)
    words = np.frombuffer(keys, dtype=np.uint32)
    if type(position) is not int or not 0 <= position <= WORDS:  # numpy itself looks at no bounds
        raise ValueError("not the state of a random generator")
    numpy = before[1]
    if after[1] != numpy and search.may_take(
        NUMPY, may_draw, lambda: ((np.frombuffer(numpy[1], dtype=np.uint32), numpy[2]), (words, position))
    ):
        np.random.set_state((kind, words, position, has_gauss, gauss))  # noqa: NPY002


def _words(python: Any) -> State:
    numbers = python[1]
    return np.array(numbers[:WORDS], dtype=np.uint32), int(numbers[WORDS])


def _generator(words: Any, drawn: int) -> Any:
    generator = np.random.MT19937()
    generator.state = {"bit_generator": "MT19937", "state": {"key": words, "pos": drawn}}
    return generator

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

WORDS = 624
"""Numbers of a state, which are replaced together when all of them are drawn."""
MOST_BLOCKS = 20_000
"""As many times as that they are replaced at most: some twelve million draws between two answers."""
_BLOCKS_AT_ONCE = 50
PYTHON, NUMPY = "random", "numpy.random"


def states_here() -> Any:
    """Return both states as they cross."""
    state: Any = np.random.get_state()  # noqa: NPY002 - what a test has seeded
    kind, keys, position, has_gauss, gauss = state
    return random.getstate(), (str(kind), bytes(keys.tobytes()), int(position), int(has_gauss), float(gauss))


def take_states(before: Any, after: Any, may_take: Callable[[str, Callable[[], bool]], bool]) -> None:
    """Go on with what another process has made of the states `before`, for each generator that `may_take` allows.

    It is told the generator's name, and how to find out whether that has only been drawn from.  Raises ValueError or
    TypeError for what is no state.
    """
    python, (kind, keys, position, has_gauss, gauss) = after
    if python != before[0] and may_take(PYTHON, lambda: _is_ahead(_words(before[0]), _words(python))):
        random.setstate(python)
    words = np.frombuffer(keys, dtype=np.uint32)
    if type(position) is not int or not 0 <= position <= WORDS:  # numpy itself looks at no bounds
        raise ValueError("not the state of a random generator")
    numpy = before[1]
    if after[1] != numpy and may_take(
        NUMPY, lambda: _is_ahead((np.frombuffer(numpy[1], dtype=np.uint32), numpy[2]), (words, position))
    ):
        np.random.set_state((kind, words, position, has_gauss, gauss))  # noqa: NPY002


def _words(python: Any) -> tuple[Any, int]:
    numbers = python[1]
    return np.array(numbers[:WORDS], dtype=np.uint32), int(numbers[WORDS])


def _is_ahead(before: tuple[Any, int], after: tuple[Any, int]) -> bool:
    """Whether a state comes of another one by drawing: words, and how many of them are drawn."""
    words, drawn = before
    if np.array_equal(words, after[0]):
        return after[1] >= drawn
    target = _generator(after[0], 0).random_raw(WORDS)
    generator = _generator(words, WORDS)
    for _ in range(MOST_BLOCKS // _BLOCKS_AT_ONCE):
        blocks = generator.random_raw(_BLOCKS_AT_ONCE * WORDS).reshape(_BLOCKS_AT_ONCE, WORDS)
        if any(np.array_equal(blocks[number], target) for number in np.flatnonzero(blocks[:, 0] == target[0])):
            return True
    return False


def _generator(words: Any, drawn: int) -> Any:
    generator = np.random.MT19937()
    generator.state = {"bit_generator": "MT19937", "state": {"key": words, "pos": drawn}}
    return generator

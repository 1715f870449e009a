"""Named random streams."""

from __future__ import annotations

import hashlib
import itertools
from typing import Any

import numpy as np
import pytest

from grader.domains import stream


def test_a_stream_is_the_same_on_every_machine() -> None:
    """These numbers hold for as long as stored seeds do."""
    assert stream(1, "softmax", "shift", 3, 0).integers(1000, size=4).tolist() == [540, 786, 368, 522]


def test_names_are_told_apart() -> None:
    """By their order, by where one ends, by their number, and by the seed."""
    names = [(1, "a", "bc"), (1, "ab", "c"), (1, "bc", "a"), (1, "abc"), (1, "a", "bc", 0), (2, "a", "bc"), (1, "a", 0),
             (1, "a", 1), (11, "a"), (1, 1, "a"), (-1, "a", "bc")]  # fmt: skip
    firsts = [stream(*name).integers(2**63) for name in names]  # type: ignore[arg-type]
    assert len(set(firsts)) == len(names)


def test_streams_of_neighbours_are_independent() -> None:
    """The first numbers of a thousand cases are uniform, and uncorrelated from each case to the next."""
    firsts = np.array([stream(1, "task", "check", number, 0).random() for number in range(1000)])
    assert abs(firsts.mean() - 0.5) < 0.04
    assert abs(firsts.var() - 1 / 12) < 0.01
    assert abs(np.corrcoef(list(itertools.pairwise(firsts)), rowvar=False)[0, 1]) < 0.1


def test_using_one_stream_moves_no_other() -> None:
    """No state is shared."""
    due = stream(1, "b").random()
    stream(1, "a").random(1000)
    assert stream(1, "b").random() == due


@pytest.mark.parametrize("names", [("softmax", "shift", 0, 0), ("a",), (), (1, 2)], ids=str)
def test_a_stream_is_philox_with_the_digest_as_its_key(names: tuple[Any, ...]) -> None:
    """The numbers are those of numpy's own Philox(key=...), on every machine."""
    text = "\0".join(str(part) for part in (7, *names))
    key = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "little")
    due = np.random.Generator(np.random.Philox(key=key))
    got = stream(7, *names)
    assert got.random(5).tolist() == due.random(5).tolist()
    assert got.integers(1000, size=5).tolist() == due.integers(1000, size=5).tolist()

"""What domains of containers share: members of other domains, simplified together and one at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.domains import DOMAINS, stream
from grader.domains.container import (
    agreed_sizes,
    draw_member,
    shorter_members,
    simpler_members,
    simpler_twins,
    unhashable,
)

MADE: Any = DOMAINS
SMALL = MADE["integer"](integer=(-9, 9))
VECTOR = MADE["vector"](vector="n")


@pytest.mark.parametrize(
    ("members", "text"),
    [([], ""), ([1, "a", (1,)], ""), ([1, [2]], "a list of 1 item"), ([(1, {})], "a tuple of 2 items")],
    ids=["none", "all", "list", "inside-a-tuple"],
)
def test_a_member_that_can_be_no_key_is_named(members: list[Any], text: str) -> None:
    """The first one."""
    assert unhashable(members) == text


def test_a_member_is_an_edge_or_drawn() -> None:
    """An edge that is not a member gives way to a random one."""
    assert draw_member(SMALL, 0, {}, stream(1, "a")) == SMALL.edge(0, {}, stream(1, "a"))
    assert SMALL.contains(draw_member(SMALL, None, {}, stream(1, "a")), {})


def test_members_become_simpler_one_at_a_time() -> None:
    """All others stay what they are."""
    proposals = list(simpler_members([SMALL, SMALL], [7, -5]))
    assert proposals
    assert all((a == 7) != (b == -5) or (a, b) == (7, -5) for a, b in proposals)
    assert [0, -5] in proposals
    assert [7, 0] in proposals


def test_equal_members_become_simpler_together() -> None:
    """A failure that needs two equal ones is kept."""
    proposals = list(simpler_twins(SMALL, [7, 3, 7]))
    assert [0, 3, 0] in proposals
    assert all(first == last and middle == 3 for first, middle, last in proposals)
    assert list(simpler_twins(SMALL, [1, 2])) == []


def test_named_sizes_follow_from_the_members() -> None:
    """Those of all, and a shorter one where each can be."""
    members = [np.arange(3.0), 5]
    assert agreed_sizes([VECTOR, SMALL], members) == {"n": 3}
    shorter = shorter_members([VECTOR, SMALL], members, "n", [0, 2])
    assert shorter is not None
    assert (shorter[0].tolist(), shorter[1]) == ([0.0, 2.0], 5)

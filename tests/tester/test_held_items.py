"""Items are asked for once, and as late as can be."""

from __future__ import annotations

from itertools import count

from grader.tester.held_items import HeldItems


def test_items_are_taken_once_and_late() -> None:
    """Whoever goes through them again, or asks for one by its number, meets the same ones."""
    numbers = count()
    items = HeldItems(lambda: next(numbers))
    assert [a for a, _ in zip(items, range(3), strict=False)] == [0, 1, 2]
    assert (len(items), items[1], items.ended) == (4, 1, False)
    assert [a for a, _ in zip(items, range(2), strict=False)] == [0, 1]


def test_what_has_ended_stays_ended() -> None:
    """An iterator that goes on after its end does not here."""
    given = iter([1, 2])
    items = HeldItems(lambda: next(given))
    assert (items.all(), items[-1], items[1:], items.ended) == ([1, 2], 2, [2], True)
    given = iter([3])
    assert list(items) == [1, 2]

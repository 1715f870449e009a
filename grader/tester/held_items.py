"""The items of a student's object that stands where a list is expected: each is asked for once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class HeldItems:
    """Items as they come; whoever goes through them again meets the same ones."""

    def __init__(self, take: Callable[[], Any]) -> None:
        """`take` returns the next item, and raises StopIteration when there is none."""
        self._take = take
        self._items: list[Any] = []
        self.ended = False

    def __iter__(self) -> Iterator[Any]:
        number = 0
        while self._reach(number):
            yield self._items[number]
            number += 1

    def __len__(self) -> int:
        """Return how many have come by now."""
        return len(self._items)

    def __getitem__(self, key: int | slice) -> Any:
        """Return an item or some of them, as a list does."""
        if isinstance(key, int) and key >= 0:
            self._reach(key)
        else:
            self.all()
        return self._items[key]

    def all(self) -> list[Any]:
        """Return all items."""
        while self._reach(len(self._items)):
            pass
        return list(self._items)

    def _reach(self, number: int) -> bool:
        """Whether there is an item of this number; asks for as many as that needs."""
        while not self.ended and len(self._items) <= number:
            try:
                self._items.append(self._take())
            except StopIteration:
                self.ended = True
        return number < len(self._items)

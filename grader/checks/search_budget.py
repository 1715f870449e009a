"""Bounds a search for a simpler case by the number of its messages, which a busy machine does not change."""

from __future__ import annotations

import time


class SearchBudget:
    """The messages that a search may still ask.

    Two runs ask the same.  Time on the clock ends only the search in code that takes long for every answer.
    """

    def __init__(self, rounds: int, seconds: float) -> None:
        self.left = rounds
        self._until = time.monotonic() + seconds

    def take(self) -> bool:
        """Count a message; return whether it may be asked."""
        if self.left <= 0 or time.monotonic() > self._until:
            return False
        self.left -= 1
        return True

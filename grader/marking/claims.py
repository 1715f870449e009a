"""Claims show which marker is looking at an answer.  A claim expires, is visible to all, and blocks nobody."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 90.0
"""How long a claim lasts after the page has last said that it is open."""


@dataclass
class Claims:
    """The open answers of all markers; kept in memory, since a claim that outlives the server would be of nobody."""

    clock: Callable[[], float] = time.monotonic
    _until: dict[str, tuple[tuple[str, str], float]] = field(default_factory=dict)
    """By marker: the one answer (item, submission) that they look at, and until when."""

    def claim(self, marker: str, item: str, submission: str) -> None:
        """Note that a marker looks at an answer, and no longer at another."""
        self._until[marker] = ((item, submission), self.clock() + SECONDS)

    def release(self, marker: str) -> None:
        """Note that a marker looks at none."""
        self._until.pop(marker, None)

    def others(self, marker: str, item: str, submission: str) -> list[str]:
        """Return who else looks at an answer."""
        now = self.clock()
        return sorted(
            other
            for other, (position, until) in self._until.items()
            if other != marker and position == (item, submission) and until > now
        )

    def positions_of_others(self, marker: str, item: str) -> set[str]:
        """Return the submissions whose answers others look at."""
        now = self.clock()
        return {
            position[1]
            for other, (position, until) in self._until.items()
            if other != marker and position[0] == item and until > now
        }

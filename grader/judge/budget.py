"""How long one submission may take in all: what its checks' limits do not bound, its loads above all.

A check has limits of its own, but a submission that ends its worker in every check is loaded again for the next one,
and a file that sleeps while it is loaded makes each of these loads slow.  So two more things are bounded: the time for
loading again, after which definitions alone are loaded, and the time of the whole grading.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.checks.task import Task

BESIDES_CHECKS = 60.0
"""Seconds of a grading beside the limits of its checks, unless the course says how long it may take."""
RELOAD_SECONDS = 10.0
"""Seconds for loading files whole again: enough for an import that takes a second and ends ten times."""


@dataclass
class Clock:
    """The remaining time of a check, in seconds on the clock and of processor time."""

    wall: float
    cpu: float


@dataclass
class ReloadBudget:
    """The time for loading a submission again after it has ended its worker."""

    spent: float = 0.0
    longest: float = 0.0
    """Seconds of the load that took longest: the next one is expected to take as long."""

    @property
    def allows_whole(self) -> bool:
        """Whether there is time for executing the files whole once more."""
        return self.spent + self.longest <= RELOAD_SECONDS

    @property
    def exhausted(self) -> bool:
        """Whether even definitions alone have taken too long."""
        return self.spent > 2 * RELOAD_SECONDS

    def record(self, seconds: float, *, again: bool) -> None:
        """Count a load: the first one is free."""
        # The first load counts as an expectation, too: without it a slow file would be loaded whole once too often.
        self.longest = max(self.longest, seconds)
        if again:
            self.spent += seconds


class OutOfTimeError(Exception):
    """The time of a grading is over in the middle of a check, of which nothing can be said then."""


@dataclass
class GradingBudget:
    """The time on the clock of one grading; what the judge prepares for all submissions is not counted."""

    seconds: float
    began: float = field(default_factory=time.monotonic)
    excluded: float = 0.0
    """Seconds that the judge took for itself."""
    by_default: bool = False
    """Whether it comes from the limits of the checks, and not from the course."""

    def allow(self, seconds: float) -> None:
        """Add what a check has beyond the limit that was known, unless the course says how long all may take."""
        if self.by_default:
            self.seconds += seconds

    @property
    def exhausted(self) -> bool:
        """Whether the time is over."""
        return self.left < 0

    @property
    def left(self) -> float:
        """The seconds that are left; negative where the time is over."""
        return self.seconds - (time.monotonic() - self.began - self.excluded)

    @property
    def note(self) -> str:
        """The sentence for a student whose grading it ended."""
        return (
            f"Your work took more than the {self.seconds:.0f} seconds that it has in all, loading included. Look for "
            "what takes so long: what stands outside of functions runs again after each call that hangs or crashes."
        )


def default_seconds(tasks: Sequence[Task]) -> float:
    """Return how long a grading may take where the course does not say: the limits of its checks, and a minute."""
    by_worker = (check for task in tasks for check in task.checks if not check.spec.marked_by_person)
    return BESIDES_CHECKS + sum(check.plan.wall for check in by_worker)

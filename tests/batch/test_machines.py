"""Processes of this machine as a place for jobs: as wide as asked for, and gone when given up."""

from __future__ import annotations

from typing import Any

import pytest

from grader.batch import machines
from grader.batch.machines import Processes


class Pool:
    """Notes what is asked of it."""

    def __init__(self, count: int = 0, *_: Any) -> None:
        self.count, self.calls = count, list[str]()

    def shutdown(self) -> None:
        """Note it."""
        self.calls.append("shutdown")


@pytest.mark.parametrize("count", [1, 2, 256])
def test_the_width_is_the_number_of_processes(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new pool each time, as a broken one takes no more jobs."""
    monkeypatch.setattr(machines, "pool", Pool)
    place = Processes(count)
    first: Any = place.executor(print)
    second: Any = place.executor(print)
    assert (place.width(), first.count, second.count) == (count, count, count)
    assert first is not second


def test_closing_waits_and_giving_up_kills(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has its own way."""
    given_up: list[object] = []
    monkeypatch.setattr(machines, "give_up", given_up.append)
    pool: Any = Pool()
    Processes(1).close(pool)
    assert pool.calls == ["shutdown"]
    Processes(1).give_up(pool)
    assert given_up == [pool]
    assert pool.calls == ["shutdown"]

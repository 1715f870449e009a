"""The page of the portable link: where a process hangs is written down, and a worker ends with its judge."""

from __future__ import annotations

import _thread
import faulthandler
import os
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from grader.worker import hang_watch
from grader.worker.hang_watch import EARLY_SECONDS, HangWatch, end_with

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def watch(tmp_path: Path) -> HangWatch:
    """Return a watch over a new page."""
    page = tmp_path / "page"
    page.write_bytes(bytes(1 << 16))
    return HangWatch(str(page))


@pytest.mark.parametrize(
    ("microseconds", "seconds"),
    [(2_000_000, 2 - EARLY_SECONDS), (100_000, 0.05), (150_000, 0.075), (0, None)],
    ids=["long", "as-short-as-the-margin", "short", "no-limit"],
)
def test_the_stack_is_written_shortly_before_the_time_is_over(
    watch: HangWatch, monkeypatch: pytest.MonkeyPatch, microseconds: int, seconds: float | None
) -> None:
    """Half of a short time, so that it is written at all."""
    calls: list[tuple[float, dict[str, Any]]] = []
    monkeypatch.setattr(faulthandler, "dump_traceback_later", lambda after, **options: calls.append((after, options)))
    watch.slot[1] = microseconds
    watch.arm()
    assert [after for after, _ in calls] == ([] if seconds is None else [pytest.approx(seconds)])
    assert all(isinstance(options["file"], int) for _, options in calls)


def test_the_page_is_shared_and_its_name_is_gone(tmp_path: Path) -> None:
    """Whoever holds it open sees the same memory; nothing stays on the disk."""
    page = tmp_path / "page"
    page.write_bytes(bytes(1 << 16))
    number = os.open(page, os.O_RDWR)
    watch = HangWatch(str(page))
    watch.slot[3] = 42
    assert int.from_bytes(os.pread(number, 8, 24), "little") == 42
    os.close(number)
    assert not page.exists()


def test_disarmed_nothing_is_written(watch: HangWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer has come."""
    cancelled: list[bool] = []
    monkeypatch.setattr(faulthandler, "cancel_dump_traceback_later", lambda: cancelled.append(True))
    watch.disarm()
    assert cancelled == [True]


class Limits:
    """The system's limits on processor time, as the module `resource` has them."""

    RLIMIT_CPU, RLIM_INFINITY = 0, -1

    def __init__(self, soft: int, hard: int, error: type[Exception] | None = None) -> None:
        self.now, self.error = (soft, hard), error

    def getrlimit(self, number: int) -> tuple[int, int]:
        """Return the limits."""
        return self.now

    def setrlimit(self, number: int, limits: tuple[int, int]) -> None:
        """Set them, or fail."""
        if self.error is not None:
            raise self.error
        self.now = limits


@pytest.mark.parametrize(
    ("soft", "hard", "armed"), [(-1, -1, 23), (600, 900, 23), (4, 900, 4)], ids=["none", "far", "near"]
)
def test_the_system_ends_what_nobody_watches_any_more(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int, armed: int
) -> None:
    """After the request's time on all processors and some more, but never later than before."""
    limits = Limits(soft, hard)
    monkeypatch.setitem(sys.modules, "resource", limits)
    monkeypatch.setattr(time, "process_time", lambda: 9.5)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    limit = hang_watch.ProcessorLimit()
    limit.arm(2.0)
    assert limits.now == (armed, hard)
    limit.disarm()
    assert limits.now == (soft, hard)
    limit.arm(0.0)  # a further question within the same time
    assert limits.now == (armed, hard)


@pytest.mark.parametrize(
    "module", [None, Limits(-1, -1, OSError), Limits(-1, -1, ValueError)], ids=["no", "os", "value"]
)
def test_a_system_without_such_a_limit_has_none(monkeypatch: pytest.MonkeyPatch, module: Limits | None) -> None:
    """Windows ends a worker with its job."""
    monkeypatch.setitem(sys.modules, "resource", module)
    limit = hang_watch.ProcessorLimit()
    limit.arm(2.0)
    limit.disarm()


def test_the_watch_arms_the_limit_with_its_own_time(tmp_path: Path) -> None:
    """And takes it back."""
    page = tmp_path / "page"
    page.write_bytes(bytes(1 << 16))
    seen: list[float | None] = []

    class Noting(hang_watch.ProcessorLimit):
        def arm(self, seconds: float) -> None:
            seen.append(seconds)

        def disarm(self) -> None:
            seen.append(None)

    watch = HangWatch(str(page), Noting())
    watch.slot[1] = 2_000_000
    watch.arm()
    watch.disarm()
    assert seen == [2.0, None]


def test_a_worker_ends_when_its_judge_is_gone() -> None:
    """The parent's number changes; until then the thread sleeps."""
    parents, slept, left = iter([7, 7, 7, 1]), list[float](), list[int]()
    hang_watch._watch(7, lambda: next(parents), slept.append, left.append)
    assert slept == [hang_watch.LOOK_SECONDS] * 3
    assert left == [70]


def test_the_thread_is_none_of_threading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A student who lists the threads does not meet it; its tools are from before any student's code."""
    started: list[Any] = []
    monkeypatch.setattr(_thread, "start_new_thread", lambda function, args: started.append((function, args)))
    end_with(5)
    ((function, args),) = started
    assert function is hang_watch._watch
    assert args[0] == 5
    assert args[3] is os._exit

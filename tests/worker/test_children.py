"""A forked process ends with what it has started, whether it leads a group or not yet."""

from __future__ import annotations

import os
import signal
import time

import pytest

from grader.worker.children import kill_with_group


def _forked(*, leads: bool) -> tuple[int, int]:
    """Return a child that sleeps and the pipe that it says so into; one that leads a group has a child in it."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            if leads:
                os.setsid()
                os.fork()
            os.write(writing, b".")
            time.sleep(60)
        finally:
            os._exit(1)
    os.close(writing)
    return pid, reading


@pytest.mark.parametrize("leads", [True, False], ids=["a-group", "no-group-yet"])
def test_it_is_killed_with_all_that_it_has_started(leads: bool) -> None:
    """All of them held the pipe open."""
    pid, reading = _forked(leads=leads)
    assert os.read(reading, 1) == b"."
    kill_with_group(pid)
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL
    while os.read(reading, 1):  # the second one may have said so as well
        pass
    os.close(reading)


def test_one_that_is_gone_is_no_error() -> None:
    """It may end at any moment."""
    pid = os.fork()
    if not pid:
        os._exit(0)
    os.waitpid(pid, 0)
    kill_with_group(pid)

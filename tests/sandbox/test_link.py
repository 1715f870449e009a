"""Links between the judge and a worker: one for each attempt, and nothing of a failed attempt reaches the next."""

from __future__ import annotations

import os
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import JudgeError
from grader.sandbox.link import PAUSES, connect
from grader.sandbox.process import Worker
from grader.sandbox.socket_link import DescriptorStarter
from grader.sandbox.spawn import FreshStarter, StartFailed
from tests.sandbox.hostile import ask, descriptors, load

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "def f(x):\n    return x\n"


class Losing(DescriptorStarter):
    """Starts a worker at the last attempt; each one before leaves somebody behind who reads what comes to it."""

    def __init__(self, losses: Any, then: Any = None) -> None:
        self.losses = losses
        self.then = then or FreshStarter()
        self.left_behind: list[Any] = []

    def start(self, channel: Any, page: Any, output: Any, folder: Any) -> Any:
        """Start a process, or lose it."""
        if len(self.left_behind) == self.losses:
            return self.then.start(channel, page, output, folder)
        self.left_behind.append(socket.socket(fileno=os.dup(channel)))
        raise StartFailed


def test_one_that_was_left_behind_by_a_failed_attempt_takes_nothing() -> None:
    """It is hung up on, and the worker of the next attempt gets every frame that was meant for it."""
    lossy = Losing(len(PAUSES) - 1)
    received = []
    with Worker(starter=lossy) as worker:
        for sock in lossy.left_behind:
            with sock:
                received.append(sock.recv(1 << 16))
        load(worker, GOOD)
        assert ask(worker).end is None
    assert received == [b""] * (len(PAUSES) - 1)


def test_after_the_last_attempt_the_grader_says_what_to_look_at() -> None:
    """And nothing is left open."""
    before = descriptors()
    lossy = Losing(99)
    with pytest.raises(JudgeError, match="could be started in"):
        connect(lossy, None)
    assert len(lossy.left_behind) == len(PAUSES)
    for sock in lossy.left_behind:
        sock.close()
    assert descriptors() == before


def test_an_error_that_no_attempt_mends_comes_at_once() -> None:
    """Its descriptors are given back, and it is not tried again."""
    before = descriptors()
    with pytest.raises(FileNotFoundError):
        connect(FreshStarter("/nowhere/python"), None)
    assert descriptors() == before


def test_a_link_says_whether_it_is_open() -> None:
    """Closed, the process at the other end finds its channel closed too."""
    link = connect(FreshStarter(), None)
    assert link.open
    link.close()
    assert not link.open
    assert link.handle.end(kill=False, seconds=30.0) is not None  # type: ignore[unreachable]


def test_a_worker_that_is_gone_before_it_is_told_anything_is_the_graders_fault(tmp_path: Path) -> None:
    """What it cannot be told any more is no error of its own: that it never answered is."""
    interpreter = tmp_path / "python"
    interpreter.write_text("#!/bin/sh\nexit 3\n")
    interpreter.chmod(0o755)
    with Worker(starter=Awaited(str(interpreter))) as worker, pytest.raises(JudgeError, match="exit 3"):
        worker.ready()


class Awaited(FreshStarter):
    """Starts a process and waits for its end."""

    def start(self, channel: Any, page: Any, output: Any, folder: Any) -> Any:
        """Give a handle of a process that is gone."""
        handle = super().start(channel, page, output, folder)
        thread = threading.Thread(target=handle.end, kwargs={"kill": False, "seconds": 30.0})
        thread.start()
        thread.join()
        return handle

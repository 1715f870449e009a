"""The zygote's own loop, in this process: what it replies when the machine gives it no process."""

from __future__ import annotations

import errno
import gc
import json
import os
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.worker import zygote

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def control(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return the judge's end of a zygote that runs in a thread."""
    monkeypatch.setattr(gc, "freeze", lambda: None)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.settimeout(20)
    thread = threading.Thread(target=zygote.serve, args=(theirs.detach(),))
    thread.start()
    assert json.loads(ours.recv(100)) == {"ready": True, "pid": os.getpid()}
    yield ours
    ours.close()
    thread.join(20)
    assert not thread.is_alive()


def _fork(control: Any) -> Any:
    ends = [os.open(os.devnull, os.O_RDONLY) for _ in range(4)]
    socket.send_fds(control, [b'{"op": "fork"}'], ends)
    for end in ends:
        os.close(end)
    reply: dict[str, Any] = json.loads(control.recv(1000))
    return reply


def test_a_fork_that_fails_is_said_and_survived(control: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request has a reply, no descriptor stays open, and a later fork succeeds."""

    def no_room() -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", no_room)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        assert "Resource temporarily unavailable" in _fork(control)["failed"]
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    monkeypatch.setattr(os, "fork", lambda: 1 << 22)
    assert _fork(control) == {"pid": 1 << 22}
    monkeypatch.setattr(zygote, "kill_with_group", lambda pid: None)
    control.send(b'{"op": "end", "pid": 5, "kill": true}')
    assert json.loads(control.recv(1000)) == {"status": None}


def test_a_branch_that_cannot_be_forked_is_heard_of_by_its_own_control(
    control: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is closed; the zygote says nothing on its own, and goes on."""

    def no_room() -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", no_room)
    before = len(list(Path("/proc/self/fd").iterdir()))
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        ours.settimeout(20)
        socket.send_fds(control, [b'{"op": "branch"}'], [theirs.fileno()])
        theirs.close()
        assert ours.recv(100) == b""
    assert "Resource temporarily unavailable" in _fork(control)["failed"]
    assert len(list(Path("/proc/self/fd").iterdir())) == before

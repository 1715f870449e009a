"""A batch as a process of its own, what it started, and ways to disturb it."""

from __future__ import annotations

import os
import signal
import subprocess  # noqa: TID251 - a command is a process
import time
from pathlib import Path
from typing import Any

from tests.batch.class_of import ROOT, below, command


def start(root: Any, *options: Any) -> Any:
    """Start a batch over the class."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command(root, *options), env=env, start_new_session=True, **pipes)  # type: ignore[call-overload]


def finish(process: Any, code: Any) -> Any:
    """Wait for the end of a batch and return what it said."""
    out, err = process.communicate(timeout=120)
    assert process.returncode == code, err
    return out + err


def wait_for(condition: Any, seconds: float = 30.0) -> Any:
    """Return what `condition` returns as soon as it is true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if value := condition():
            return value
        time.sleep(0.02)
    raise AssertionError("it never happens")


def pool(pid: Any) -> Any:
    """Return the processes of the pool of a batch: forks of a fork of it."""
    return _forks(pid, 2)


def forkers(pid: Any) -> Any:
    """Return the process that those of the pool are forks of."""
    return _forks(pid, 1)


def _forks(pid: Any, depth: Any) -> Any:
    """Return the processes so far below one that have its command line."""
    lines = [(pid, 0, Path(f"/proc/{pid}/cmdline").read_bytes().decode()), *below(pid)]
    return [number for number, far, line in lines if far == depth and line == lines[0][2]]


def zygotes(pid: Any) -> Any:
    """Return the processes below a batch that fork workers."""
    return [number for number, _, line in below(pid) if "\0zygote\0" in line and _leads(number)]


def _leads(number: Any) -> Any:
    """Whether it is a zygote itself: a worker that it has forked leads a session of its own, and so does it."""
    try:
        parent = int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
        return b"\0zygote\0" not in Path(f"/proc/{parent}/cmdline").read_bytes()
    except (OSError, ValueError):
        return False


def kill(number: Any) -> Any:
    """Kill a process that may have ended; return how many died."""
    try:
        os.kill(number, signal.SIGKILL)
    except ProcessLookupError:
        return 0
    return 1


def done(root: Any) -> Any:
    """Return how many submissions have a page."""
    return len(list((root / "out/reports").glob("[!.]*.html")))

"""Fresh interpreters and forks of a zygote pass the same table of cases."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import JudgeError
from grader.sandbox.exits import EndReason
from grader.sandbox.isolation import Isolation, SandboxConfig
from grader.sandbox.pipe_link import PipeStarter
from grader.sandbox.process import Worker
from grader.sandbox.spawn import ENVIRONMENT, FreshStarter
from tests.present import present
from tests.sandbox.hostile import LIMIT, PATIENCE, ask, descriptors, gone, load

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.zygote import Zygote

GOOD = "def f(x):\n    return x\n"
AT_ONE = "import ctypes, os, signal, sys, time\ndef f(x):\n    if x == 1:\n        {}\n    return x\n"
ENDS = {
    "answers": ("pass", None, 0),
    "hangs": ("while True: pass", EndReason.TIME, 0),
    "exits": ("os._exit(77)", EndReason.EXIT, 77),
    "is killed": ("os.kill(os.getpid(), signal.SIGKILL)", EndReason.SIGNAL, signal.SIGKILL),
    "crashes": ("ctypes.string_at(0)", EndReason.SIGNAL, signal.SIGSEGV),
    "aborts": ("os.abort()", EndReason.SIGNAL, signal.SIGABRT),
    "floods": ("[print('x' * 2**20, flush=True) for _ in range(99)]", EndReason.FLOOD, 0),
}
OPEN = {"answers", "hangs", "crashes"}
"""Ends that are tried without walls by default; the others are slow there."""
PIPED = {"answers", "exits"}
"""Ends that are tried over pipes by default; `python -m tests.portable` tries all of them in `test_conformance.py`."""


def _is_quick(starter: str, walls: bool, name: str) -> bool:
    if starter == "fresh" and name in ("hangs", "is killed", "aborts"):
        return walls and name == "hangs"
    return (walls or name in OPEN) and (starter != "piped" or name in PIPED)


@pytest.mark.parametrize(
    ("starter", "walls", "line", "how", "code"),
    [
        pytest.param(
            *(starter, SandboxConfig(walls), *end),
            id=f"{starter}-{name}-{'walled' if walls else 'open'}",
            marks=[] if _is_quick(starter, walls, name) else pytest.mark.slow,
        )
        for name, end in ENDS.items()
        for walls in (True, False)
        for starter in ("fresh", "forked", "piped")
    ],
    indirect=["starter"],
)
def test_every_end_has_its_kind(
    starter: FreshStarter | Zygote, walls: SandboxConfig, line: str, how: EndReason | None, code: Any
) -> None:
    """Whoever started the worker and whatever holds it, the end says how, with which code, where and when."""
    with Worker(starter=starter, walls=walls) as worker:
        load(worker, AT_ONE.format(line))
        end = ask(worker, seconds=LIMIT if how is EndReason.TIME else PATIENCE).end
        if how is None:
            assert end is None
            return
        assert (present(end).reason, present(end).code, present(end).call) == (how, code, 1)
        if how in (EndReason.TIME, EndReason.SIGNAL) and code != signal.SIGKILL:
            assert (present(end).file, present(end).line) == ("softmax.py", 4)
    assert gone(worker.pid)


def test_a_worker_has_nothing_of_ours(
    starter: FreshStarter | Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard streams, the channel, the page and no other file; a fixed environment; the folder that was named."""
    monkeypatch.setenv("GRADER_SECRET", "1")
    code = (
        "import os, sys\nopened = []\nfor number in range(256):\n    try:\n        os.fstat(number)\n"
        "    except OSError: continue\n    opened.append(number)\n"
        "print(len(opened), os.getcwd(), sorted(os.environ), sys.stdin.read() == '', os.getpgrp() == os.getpid())\n"
        "print([name for name in sys.modules if name.startswith('grader')], len(os.sched_getaffinity(0)) > 0)\n"
    )
    with Worker(folder=tmp_path, starter=starter) as worker:
        load(worker, code + GOOD)
        first, second = worker.printed.decode().splitlines()
    own = 7 if isinstance(starter, PipeStarter) else 5  # type: ignore[redundant-expr, unreachable]  # two pipes for a socket, and a page that has a file
    assert first == f"{own} {tmp_path} {sorted({*ENVIRONMENT} - {'LC_CTYPE'})} True True"
    assert second == "[] True"


def test_what_a_worker_has_started_ends_with_it(starter: FreshStarter | Zygote) -> None:
    """A child that holds the channel open, or runs on, is gone when the worker is closed."""
    code = "import os, time\nif not (pid := os.fork()):\n    time.sleep(60)\nprint(pid, flush=True)\n" + GOOD
    with Worker(starter=starter) as worker:
        assert load(worker, code).end is None
        child = int(worker.printed)
        assert not gone(child, 0.05)
    assert gone(child)


def test_nothing_leaks(starter: FreshStarter | Zygote) -> None:
    """However workers end, no descriptor of theirs is left here."""
    _ended(starter, "return x")
    before = descriptors()
    for line in ("return x", "os._exit(0)", "while True: pass"):
        _ended(starter, line)
    assert descriptors() == before


def _ended(starter: FreshStarter | Zygote, line: str) -> None:
    with Worker(starter=starter) as worker:
        load(worker, f"import os\ndef f(x):\n    {line}\n")
        ask(worker, seconds=0.05)


def test_a_worker_that_is_killed_before_its_first_file_is_our_fault(starter: FreshStarter | Zygote) -> None:
    """Nothing of a student's has run."""
    with Worker(starter=starter) as worker:
        os.kill(worker.pid, signal.SIGKILL)
        said = ""
        try:
            end = load(worker, GOOD).end
            said = f"{present(end).reason.value} {present(end).code}"  # a fork may have reported before it was killed
        except JudgeError as error:
            said = str(error)
        assert "signal 9" in said


def test_walls_hold_however_a_worker_is_started(starter: FreshStarter | Zygote) -> None:
    """The report and what can be done are the same for a fork."""
    code = (
        "import os\ndef tried(what, *args):\n    try:\n        what(*args)\n    except OSError as error:\n"
        "        return error.errno\n    return 0\n"
        "print(tried(os.fork), tried(os.open, '/dev/null', 1), tried(os.listdir, '/'))\n"
    )
    with Worker(starter=starter, walls=SandboxConfig(True)) as worker:
        report = worker.ready()
        if present(report).isolation is not Isolation.SANDBOX:
            pytest.skip("this machine does not enforce the whole sandbox")
        load(worker, code + GOOD)
        assert worker.printed.split()[:2] == [b"1", b"1"]
        assert not present(report).held("landlock") or worker.printed.split()[2] == b"13"


def test_a_handle_says_what_became_of_its_process(starter: FreshStarter | Zygote) -> None:
    """Alive, it has no code; killed, it says so again when asked again."""
    with Worker(starter=starter) as worker:
        worker.ready()
        handle = worker._handle
        assert handle.end(kill=False, seconds=0.01) is None
        assert handle.end(kill=True) == -signal.SIGKILL
        assert handle.end(kill=True) == -signal.SIGKILL
        began = time.monotonic()
        assert handle.end(kill=False, seconds=PATIENCE) == -signal.SIGKILL
        assert time.monotonic() - began < PATIENCE / 2


def test_a_worker_may_be_closed_before_it_has_begun(starter: FreshStarter | Zygote) -> None:
    """Also one that was forked just now and is not yet a process of its own group."""
    Worker(starter=starter).close()
    began = time.monotonic()
    pids = []
    for _ in range(20):
        worker = Worker(starter=starter)
        worker.close()
        pids.append(worker.pid)
    assert time.monotonic() - began < 20  # closing that waits for a process to exit would take a second each
    assert all(gone(pid) for pid in pids)


@pytest.mark.parametrize("path", ["", "/nowhere/python"])
def test_an_interpreter_that_is_not_there_leaves_nothing_behind(path: str) -> None:
    """The error names it, and every descriptor is given back."""
    before = descriptors()
    with pytest.raises(OSError, match=r"No such file|Permission"):
        Worker(starter=FreshStarter(path or "/"))
    assert descriptors() == before

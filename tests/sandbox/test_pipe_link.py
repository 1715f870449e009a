"""The portable link as a whole: what is left when the judge is killed, and what a start that fails leaves."""

from __future__ import annotations

import os
import signal
import subprocess  # noqa: TID251 - a judge that is killed is a process
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.sandbox import pipe_channel
from grader.sandbox.link import VARIABLE, fresh_starter, is_portable
from grader.sandbox.pipe_link import PipeStarter
from grader.sandbox.process import Worker
from grader.sandbox.spawn import FreshStarter, StartFailed
from tests.portable.plugin import VARIABLE as BLOCKED
from tests.sandbox.hostile import ask, descriptors, gone, load

ROOT = Path(__file__).parents[2]
GOOD = "def f(x):\n    return x\n"
JUDGE = """
import sys
from grader.sandbox.pipe_link import PipeStarter
from grader.sandbox.process import Worker
from tests.sandbox.hostile import ask, load
worker = Worker(starter=PipeStarter())
load(worker, f"def f(x):\\n    {sys.argv[1]}\\n")
print(worker.pid, worker._link.page.name, flush=True)
ask(worker, seconds=1.5)
"""


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the job ends with the judge")
@pytest.mark.parametrize(
    "line", ["while True: pass", pytest.param("pow(7, 10**9)", marks=pytest.mark.slow)], ids=["loop", "C"]
)
def test_a_worker_ends_with_a_judge_that_is_killed(line: str) -> None:
    """Also one in an endless loop, or in C code that keeps the interpreter; and its page has no name any more."""
    if line.startswith("pow") and BLOCKED in os.environ:
        pytest.skip("no limit on processor time is left to a worker of this run")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", JUDGE, line]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=env) as judge:
        assert judge.stdout is not None
        pid, page = judge.stdout.readline().split()
        time.sleep(0.5)  # the call is being made
        os.kill(judge.pid, signal.SIGKILL)
    # C code is ended by the limit on processor time, which is that of all processors.
    try:
        assert gone(int(pid), 90.0 + 15 * (os.cpu_count() or 1))
    finally:
        with suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)
    assert not Path(page).exists()


def test_a_worker_is_not_walled_whatever_it_is_asked_for() -> None:
    """And says why."""
    from grader.sandbox.isolation import SandboxConfig

    with Worker(starter=PipeStarter(), walls=SandboxConfig(True)) as worker:
        report = worker.ready()
        assert report is not None
        assert {layer.says for layer in report.layers} == {"the portable link has none"}


@pytest.mark.parametrize("fine", [[False], [True, False], [True, True, False]], ids=["no", "one", "two"])
def test_a_machine_without_a_thread_to_spare_is_asked_again(fine: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the failed attempt is left, and the next one may succeed."""
    before, starts = descriptors(), iter(fine)
    start = threading.Thread.start

    def scarce(thread: threading.Thread) -> None:
        if thread.name == "grader-link" and not next(starts, True):
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(pipe_channel.threading.Thread, "start", scarce)  # type: ignore[attr-defined]
    with pytest.raises(StartFailed, match="thread"):
        PipeStarter().open_link(None)
    until = time.monotonic() + 30
    while descriptors() > before and time.monotonic() < until:
        time.sleep(0.01)
    assert descriptors() == before
    with Worker(starter=PipeStarter()) as worker:
        load(worker, GOOD)
        assert ask(worker).end is None


@pytest.mark.parametrize("path", ["/", "/nowhere/python"])
def test_an_interpreter_that_is_not_there_leaves_nothing_behind(path: str) -> None:
    """The error names it, and every descriptor is given back."""
    before = descriptors()
    with pytest.raises(OSError, match=r"No such file|Permission"):
        Worker(starter=PipeStarter(path))
    assert descriptors() == before


@pytest.mark.parametrize(
    ("system", "wish", "portable"),
    [
        ("linux", "", False), ("linux", "portable", True), ("darwin", "", True), ("win32", "", True),
        ("win32", "portable", True),
    ],
)  # fmt: skip
def test_the_link_is_chosen_by_the_system_or_by_wish(
    system: str, wish: str, portable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linux has its own; everything else, and who asks for it, has the portable one."""
    monkeypatch.setenv(VARIABLE, wish)
    monkeypatch.setattr(sys, "platform", system)
    assert is_portable() is portable
    assert type(fresh_starter()) is (PipeStarter if portable else FreshStarter)


def test_another_wish_is_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the word that is known."""
    monkeypatch.setenv(VARIABLE, "fast")
    with pytest.raises(UsageError, match="expected `portable`"):
        is_portable()

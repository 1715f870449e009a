"""Pools of processes: Ctrl-C at any moment of their start, and what their processes make of it."""

from __future__ import annotations

import multiprocessing
import multiprocessing.util
import os
import signal
import threading
from multiprocessing import resource_tracker
from typing import Any

import pytest

from grader.judge.forker import Forker
from grader.judge.processes import give_up, pool

pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no signal is blocked here")


def signals_of_this_process() -> tuple[bool, set[int]]:
    """Return whether Ctrl-C is ignored, and which signals are blocked."""
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN, {int(number) for number in blocked}


def test_processes_leave_ctrl_c_to_the_main_one() -> None:
    """What they start may block and handle signals as it likes."""
    before = signal.getsignal(signal.SIGINT), signal.pthread_sigmask(signal.SIG_BLOCK, [])
    with pool(1) as executor:
        assert executor.submit(signals_of_this_process).result() == (True, set())
    assert (signal.getsignal(signal.SIGINT), signal.pthread_sigmask(signal.SIG_BLOCK, [])) == before


def test_ctrl_c_amid_the_start_of_a_process_waits_until_it_is_started(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A half started process would complain on the terminal, after the command has said that it stopped."""
    monkeypatch.setattr(Forker, "made_here", lambda *_: None)
    resource_tracker.ensure_running()  # a process too, and the pool's first
    spawn: Any = multiprocessing.util.spawnv_passfds
    started: list[int] = []

    def interrupted(*args: Any) -> Any:
        started.append(spawn(*args))
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        return started[-1]

    monkeypatch.setattr(multiprocessing.util, "spawnv_passfds", interrupted)
    executor = pool(1)
    with pytest.raises(KeyboardInterrupt):
        executor.submit(os.getpid)
    assert {process.pid for process in multiprocessing.active_children()} & set(started), (
        "it is known, and can be ended"
    )
    give_up(executor)
    for process in multiprocessing.active_children():
        process.join(30.0)
    assert capfd.readouterr().err == ""


def test_threads_can_start_processes_too() -> None:
    """Handlers belong to the main thread; a course may be verified from another one."""
    said: list[object] = []

    def run() -> None:
        with pool(1) as executor:
            said.append(executor.submit(signals_of_this_process).result())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert said == [(True, set())]

"""Ctrl-C while processes are started: it comes once, and not amid a start."""

from __future__ import annotations

import signal
import threading

import pytest

from grader.judge.process_signals import interrupts_held

pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no signal is blocked here")


@pytest.mark.parametrize("number", [0, 1, 2])
def test_an_interrupt_comes_once_when_the_block_is_over(number: int) -> None:
    """However often it was pressed."""
    passed: list[str] = []

    def press() -> None:
        with interrupts_held():
            for _ in range(number):
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            passed.append("the block")

    if number:
        with pytest.raises(KeyboardInterrupt):
            press()
    else:
        press()
    assert passed == ["the block"]


def test_an_interrupt_that_another_thread_took_comes_too() -> None:
    """Threads of libraries have no signals blocked."""

    def take() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        signal.raise_signal(signal.SIGINT)

    def press() -> None:
        with interrupts_held():
            thread = threading.Thread(target=take)
            thread.start()
            thread.join()

    with pytest.raises(KeyboardInterrupt):
        press()


def test_an_ignored_ctrl_c_stays_ignored() -> None:
    """Under `nohup`, say."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interrupts_held():
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)

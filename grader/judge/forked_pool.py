"""An executor whose processes are forks of one that is prepared; a thread of this process speaks with each of them.

It breaks as `ProcessPoolExecutor` does: when one of its processes dies, all jobs that have no result yet fail with
`BrokenProcessPool`.
"""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from grader.judge.forker import Forker

Given = ParamSpec("Given")
Returned = TypeVar("Returned")
BROKEN = "a process of the pool has ended"


@dataclass(frozen=True)
class _PoolCall:
    """A job, and who waits for it."""

    parts: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
    future: Future[Any] = field(default_factory=Future)

    def fail(self, error: BaseException) -> None:
        """Say why there is no result, unless nobody waits any more."""
        if self.future.running() or self.future.set_running_or_notify_cancel():
            self.future.set_exception(error)


class ForkedPool(Executor):
    """At most `count` processes; each is forked when there is a job for it."""

    def __init__(self, count: int, forker: Forker) -> None:
        self._count, self._forker = count, forker
        self._waiting: SimpleQueue[_PoolCall | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._pids: list[int] = []
        self._lock = threading.Lock()
        self._broken = self._closed = False

    def submit(self, job: Callable[Given, Returned], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Returned]:
        """Hand out a job.  Raises BrokenProcessPool where a process has died."""
        with self._lock:
            if self._broken:
                raise BrokenProcessPool(BROKEN)
            if self._closed:
                raise RuntimeError("the pool takes no more jobs")
            call = _PoolCall((job, args, kwargs))
            self._waiting.put(call)
            if len(self._threads) < self._count:
                # The program may end while they wait: their processes hear of that by themselves.
                self._threads.append(threading.Thread(target=self._attend, daemon=True))
                self._threads[-1].start()
        return call.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more jobs; with `wait` do those that there are, and let the processes end."""
        with self._lock:
            self._closed = True
            dropped = list(self._drained()) if cancel_futures else []
            self._let_threads_go()
            threads = list(self._threads)
        for call in dropped:
            call.future.cancel()
            call.future.set_running_or_notify_cancel()
        if wait:
            for thread in threads:
                thread.join()
            self._forker.close()

    def end_processes(self) -> None:
        """Tell the processes to end, and wait for none of them."""
        with self._lock:
            self._terminate()
        threading.Thread(target=self._forker.end, daemon=True).start()

    def _attend(self) -> None:
        """Hand jobs to one process as long as there are some."""
        try:
            pid, channel = self._forker.fork()
        except OSError:
            self._go_without()
            return
        try:
            with channel:
                self._pids.append(pid)
                while (call := self._waiting.get()) is not None:
                    if call.future.set_running_or_notify_cancel():
                        _do(call, channel)
                channel.send(None)
        except (OSError, EOFError):
            self._break()

    def _go_without(self) -> None:
        """Leave the jobs to the processes that there are; the next job tries again to have one more."""
        with self._lock:
            others = [thread for thread in self._threads if thread is not threading.current_thread()]
            if others:
                self._threads = others
        if not others:
            self._break()

    def _break(self) -> None:
        """Give up all jobs: nobody knows which of them has ended the process."""
        with self._lock:
            self._broken = True
            self._terminate()
            dropped = list(self._drained())
            self._let_threads_go()
        for call in dropped:  # what somebody does about that may ask this pool again
            call.fail(BrokenProcessPool(BROKEN))

    def _terminate(self) -> None:
        for pid in self._pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)

    def _let_threads_go(self) -> None:
        for _ in self._threads:
            self._waiting.put(None)

    def _drained(self) -> Iterator[_PoolCall]:
        """Yield the jobs that no process has begun."""
        with suppress(Empty):
            while True:
                call = self._waiting.get_nowait()
                if call is not None:
                    yield call


def _do(call: _PoolCall, channel: Connection) -> None:
    """Let a process do a job.  Raises OSError or EOFError when the process is gone."""
    try:
        channel.send(call.parts)
        succeeded, value = channel.recv()
    except (OSError, EOFError):
        call.fail(BrokenProcessPool(BROKEN))
        raise
    except Exception as error:  # noqa: BLE001 - it cannot be sent
        call.fail(error)
        return
    if succeeded:
        call.future.set_result(value)
    else:
        call.fail(value)

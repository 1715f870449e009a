"""The process that those of a pool are forks of: what all of them need is imported and prepared in it once.

It is a fork of the main process.  Nobody else can ask it for a fork: requests come by a socket without a name.  It
lets go of whatever else the main process has open, or the lock of a folder would outlive that, and the ends of pipes by
which others hear of its death.  A lock that another thread holds would stay locked for ever, so it is made by a process
with one thread, and forks only if it has one itself.  It never returns from here, so nothing of the main process is
cleaned up twice.
"""

from __future__ import annotations

import atexit
import gc
import os
import select
import signal
import socket
import sys
import threading
import time
import warnings
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Final, NoReturn

from grader.judge.process_signals import follow, interrupts_held, is_ending, leave_interrupts
from grader.sandbox.link import is_portable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

READY: Final = b"ready"
HAS_THREADS: Final = b"threads"
FORK: Final = b"fork"
MESSAGE: Final = 64
THREAD_END_SECONDS: Final = 0.05


class Forker:
    """The process, as the main one sees it."""

    def __init__(self, control: socket.socket, pid: int) -> None:
        self.pid = pid
        self._control = control
        self._lock = threading.Lock()

    @classmethod
    def made_here(cls, prepare: Callable[[], object], descriptors: Sequence[int] = ()) -> Forker | None:
        """Fork it from this process, and return it once it has called `prepare`; None where forks are not safe.

        It keeps `descriptors`.
        """
        if is_portable() or threading.active_count() > 1:
            return None
        forker: Forker | None = None
        try:
            with interrupts_held():
                if not _has_one_thread():
                    return None
                control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                forker = cls(control, _forked(theirs, prepare, descriptors))
            if control.recv(MESSAGE) == READY:
                return forker
        except BaseException:
            if forker is not None:
                forker.end()
            raise
        forker.end()
        return None

    def fork(self) -> tuple[int, Connection]:
        """Return the number of a new process, and the channel to it.  Raises OSError."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with ours, theirs, self._lock:
            socket.send_fds(self._control, [FORK], [theirs.fileno()])
            pid = int(self._control.recv(MESSAGE) or 0)
            if pid == 0:
                raise OSError("no process could be forked")
            return pid, Connection(ours.detach())

    def close(self) -> None:
        """Wait until all its forks have ended, and it with them."""
        if self._control.fileno() >= 0:
            self._control.close()
            with suppress(ChildProcessError):  # whoever waits for any process has waited for this one
                os.waitpid(self.pid, 0)

    def end(self) -> None:
        """Let it end at once."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.close()


def thread_count() -> int:
    """Return how many threads this process has, those of libraries among them."""
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208 - a number, and no paths


def _has_one_thread() -> bool:
    """Return whether this process has one thread, or has as soon as those have ended that are about to."""
    if thread_count() > 1:
        _fork_for_nothing()
    until = time.monotonic() + THREAD_END_SECONDS
    while thread_count() > 1:  # one that was joined is counted a little longer
        if time.monotonic() > until:
            return False
        time.sleep(0.001)
    return True


def _fork_for_nothing() -> None:
    """Let the threads of OpenBLAS end: they do so before any fork, and are back when it next has work for them."""
    with suppress(OSError), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which are counted
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.kill(pid, signal.SIGKILL)  # it may wait for a lock of a thread that it does not have
        os.waitpid(pid, 0)


def _forked(control: socket.socket, prepare: Callable[[], object], descriptors: Sequence[int]) -> int:
    """Return the number of a fork that serves `control`; it begins with what is loaded here."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError, OSError):
            stream.flush()  # or both would write what waits in it
    with control:
        pid = os.fork()
        if pid == 0:
            _serve(control, prepare, descriptors)
    return pid


def _serve(control: socket.socket, prepare: Callable[[], object], descriptors: Sequence[int]) -> NoReturn:
    """Prepare, and fork as often as asked to."""
    try:
        gc.freeze()  # or a search for garbage would copy every page of what all share
        _let_go(control, descriptors)
        with _ended_by_hang_up(control), suppress(Exception):  # whoever needs it tries again, and says why it fails
            prepare()
        control.send(READY if _has_one_thread() else HAS_THREADS)
        _fork_on_request(control)
    finally:
        os._exit(0)


@contextmanager
def _ended_by_hang_up(control: socket.socket) -> Iterator[None]:
    """Let the system end this process in the block, whatever it does there, when the main one is gone."""
    import fcntl  # only POSIX has it

    fcntl.fcntl(control, fcntl.F_SETOWN, os.getpid())
    flags = fcntl.fcntl(control, fcntl.F_GETFL)
    fcntl.fcntl(control, fcntl.F_SETFL, flags | os.O_ASYNC)  # SIGIO, of which a process dies
    if _hangs_up(control.fileno(), 0):
        os._exit(0)
    yield
    fcntl.fcntl(control, fcntl.F_SETFL, flags)


def _let_go(control: socket.socket, descriptors: Sequence[int]) -> None:
    """Forget what belongs to the main process: its handlers of signals, what it does at its end, what it has open."""
    leave_interrupts()
    for sign in (signal.SIGTERM, signal.SIGIO):
        signal.signal(sign, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGIO])
    signal.set_wakeup_fd(-1)
    atexit._clear()  # noqa: SLF001 - as multiprocessing's own server of forks does
    nothing = os.open(os.devnull, os.O_RDWR)
    # A command may be started without one of them, and has anything else by that number.
    shared = {number for number, stream in ((1, sys.__stdout__), (2, sys.__stderr__)) if stream is not None}
    numbers = {int(name) for name in os.listdir("/proc/self/fd")}  # noqa: PTH208
    for number in numbers - shared - {control.fileno(), nothing, *descriptors}:
        # Not closed: an object of the main process may close its number here, when that is another's.
        with suppress(OSError):  # the folder of descriptors itself
            os.fstat(number)
            os.dup2(nothing, number, inheritable=number <= 2)  # as 0, 1 and 2 are
    os.close(nothing)


def _fork_on_request(control: socket.socket) -> None:
    """Fork whenever the main process asks; return when it has closed the channel, and all forks have ended."""
    pids: list[int] = []
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MESSAGE, 1)
        if not message:
            break
        try:
            pid = os.fork()
        except OSError:  # this user has as many processes as it may have
            pid = -1
        if pid == 0:
            control.close()
            _work(descriptors[0])
        os.close(descriptors[0])
        if pid > 0:
            pids.append(pid)
        control.send(str(max(pid, 0)).encode())
    # Not before: as long as a number may be asked for, it is nobody else's.
    for pid in pids:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _work(descriptor: int) -> NoReturn:
    """Do what the main process asks for, and what is to be done at the end of this one."""
    try:
        _do_jobs(descriptor)
    finally:
        atexit._run_exitfuncs()  # noqa: SLF001 - those of this process alone
        os._exit(0)


def _do_jobs(descriptor: int) -> None:
    """Do one job after the other, until the main process has no more."""
    os.set_inheritable(descriptor, False)
    follow(lambda: _hangs_up(descriptor))
    with Connection(descriptor) as channel, suppress(EOFError, OSError):  # the main process may be gone
        try:
            while (call := channel.recv()) is not None:
                _say(channel, _outcome(*call))
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # or it would break off what is done at the end


def _say(channel: Connection, outcome: tuple[bool, Any]) -> None:
    """Send what became of a job; where that cannot be sent, why not."""
    try:
        channel.send(outcome)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - of a value that cannot cross
        channel.send((False, TypeError(f"the result cannot be sent: {error}")))


def _outcome(function: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> tuple[bool, Any]:
    """Return whether a job has returned, and what it returned or raised."""
    try:
        return True, function(*args, **options)
    except BaseException as error:  # raised again in the main process
        if isinstance(error, SystemExit) and is_ending():
            raise
        return False, error


def _hangs_up(descriptor: int, milliseconds: int | None = None) -> bool:
    """Return whether the other end of a socket is closed, or closes within that time."""
    poll = select.poll()
    poll.register(descriptor, select.POLLRDHUP)
    return bool(poll.poll(milliseconds))

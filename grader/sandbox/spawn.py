"""Where worker processes come from: a fresh interpreter each, or forks of one (`grader.sandbox.zygote`).

A fresh start takes as long as importing numpy and needs nothing prepared: right for one submission.  A zygote pays that
once: right for a class.  Both give a `ProcessHandle`, and only whoever started a process kills and reaps it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.sandbox import process_usage
from grader.sandbox.socket_link import DescriptorStarter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.sandbox.process_handle import ProcessHandle

WORKER = Path(__file__).parent.parent / "worker"
INTERPRETER_VARIABLE = "GRADER_PYTHON"
OPTIONS = ("-s", "-P", "-X", "utf8")
"""Nothing of the user's or of the current folder is imported.  Not `-I`: that would also ignore PYTHONHASHSEED, and the
order of a student's sets would differ from run to run."""
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/nonexistent",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",
    # More threads only take memory from the budget, and a time limit is about one.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # Each arena of a thread reserves 64 MiB of addresses, which count: five threads would fill a limit of 256 MiB.
    "MALLOC_ARENA_MAX": "1",
    # Long vectors come from memory that was used before and not from new pages each time, as the C library would have
    # it by itself once it has seen some.
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(128 << 20),
}

TESTER_ENVIRONMENT = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "MPLBACKEND": "agg", "PYTHONUTF8": "1"}
"""Added to the variables of the user for a process of tests: no plugin, screen or encoding of one machine counts."""


class StartFailed(Exception):  # noqa: N818 - the next attempt mends it
    """The forking process died; it may or may not have started a worker (grader/sandbox/link.py)."""


def worker_interpreter(wish: str | None = None) -> str:
    """Return the path of the interpreter of workers: the one wished for, else that in GRADER_PYTHON, else our own.

    Raises UsageError where that is not one.
    """
    wish = wish or os.environ.get(INTERPRETER_VARIABLE)
    if not wish:
        return sys.executable
    path = shutil.which(wish)
    if path is None:
        raise UsageError(
            f"{wish}: not an interpreter that can be started. Name the `python` of the "
            "environment that has the packages of your code, e.g. the output of `python -c 'import sys; "
            "print(sys.executable)'` there."
        )
    return os.path.abspath(path)  # noqa: PTH100 - a link may be how a virtual environment is known, so none is followed


@contextlib.contextmanager
def interpreter_wished(wish: str | None) -> Iterator[None]:
    """Let all workers that are started in the block run this interpreter, where one is wished for."""
    before = os.environ.get(INTERPRETER_VARIABLE)
    if wish:
        os.environ[INTERPRETER_VARIABLE] = wish
    try:
        yield
    finally:
        if wish:
            os.environ.pop(INTERPRETER_VARIABLE)
        if wish and before is not None:
            os.environ[INTERPRETER_VARIABLE] = before


class FreshStarter(DescriptorStarter):
    """Starts an interpreter for each worker, which ends with the thread that started it."""

    def __init__(self, interpreter: str | None = None) -> None:
        """`interpreter` is a path; left out, it is what `worker_interpreter` returns."""
        self._interpreter = worker_interpreter() if interpreter is None else interpreter

    def start(self, channel: int, page: int, output: int, folder: Path | None) -> ProcessHandle:
        """Start a process and return at once.  Raises StartFailed."""
        try:
            process = subprocess.Popen(
                [self._interpreter, *OPTIONS, str(WORKER), "serve", str(channel), str(page), str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=ENVIRONMENT,
                # Data files beside the code are opened by relative paths.
                cwd=folder or "/",
                pass_fds=(channel, page),
                # A group of its own, so that what it starts can be ended with it.
                start_new_session=True,
            )
        except BlockingIOError as error:  # EAGAIN: this user has as many processes as it may have
            raise StartFailed(str(error)) from error
        return SpawnedProcess(process)


class WatchedProcess:
    """A process that is watched from outside by its number."""

    def __init__(self, pid: int, parent: int) -> None:
        self.pid = pid
        self.parent = parent

    def cpu_seconds(self) -> float | None:
        """Return the processor time that it has used; see `ProcessHandle`."""
        return process_usage.cpu_seconds(self.pid)

    def memory_bytes(self) -> int | None:
        """Return the bytes of it that lie in memory; see `ProcessHandle`."""
        return process_usage.memory_bytes(self.pid)

    def limit_memory(self, size: int) -> bool:  # noqa: ARG002 - what other kinds of process need
        """Say that only watching helps; see `ProcessHandle`."""
        return False


class SpawnedProcess(WatchedProcess):
    """A process that `subprocess` has started here, in a session of its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        super().__init__(process.pid, os.getpid())
        self._process = process

    def end(self, *, kill: bool, seconds: float = 0.0) -> int | None:
        """Reap it; see `ProcessHandle`."""
        if kill:
            # Also when it has ended by itself: what it has started may live on, and its group keeps the number taken.
            self._kill()
        try:
            return self._process.wait(None if kill else seconds)
        except subprocess.TimeoutExpired:
            return None

    def _kill(self) -> None:
        """Kill it and its group; on a system without groups, itself alone."""
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self.pid, signal.SIGKILL)
            else:
                self._process.kill()

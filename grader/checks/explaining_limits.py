"""Limits for code of the course's own that may be wrong in any way, runs in the judge's process, and only explains.

Known wrong solutions, mutants, slips and the reference on arguments that it was not made for all run within them: a
loop without end, or a list of all that an endless generator gives, costs a sentence, and never the process.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib.util
import os
import sys
import threading
import time
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    Look = Callable[[FrameType, str, object], Any]

resource: Any = importlib.import_module("resource") if importlib.util.find_spec("resource") else None
"""None on Windows, where memory is not bounded."""
STEP_SECONDS = 4e-6
"""Processor time for a step, four times what one takes that is looked at: it ends what takes long without steps."""
TIMES_LONGER = 10
"""As much more on the clock, for code that waits."""
WAIT_SECONDS = 5.0
"""Seconds on the clock besides: on a busy machine a few milliseconds of processor time may take one."""
ITEMS = 64
"""Items of an iterator that are counted at once."""
STEPS_BETWEEN = 64
"""Steps after which the time is looked at as well: to ask for it takes as long as a step."""
MEMORY = 512 << 20
"""Bytes that may be mapped beyond those that are mapped when the code begins."""
_EXHAUSTING = ("sum", "min", "max", "any", "all")
"""Builtins that go over an iterator in C, and keep nothing that the memory limit would notice."""
_OWN = str(Path(__file__).parents[1])


class OverLimitError(Exception):
    """The code took more steps, time or memory than it may."""


class CodeExitError(Exception):
    """The code asked for the end of the process."""


class StopExplaining(BaseException):
    """Unwinds the code whose steps or time are over."""


class ExplainingSteps:
    """So many steps from now on: lines of the code, items that it goes over in C, and what is taken besides.

    Two runs count alike, on a quiet machine and on a busy one.  Time ends only what takes long without steps.
    """

    def __init__(self, steps: int) -> None:
        self.used = 0
        """The steps so far, those before the last `begin` among them."""
        self.begin(steps)

    def begin(self, steps: int) -> None:
        """Give as many from now on: to enter the limits again for each of many calls takes longer than most."""
        self._last = self.used + steps
        self._cpu = time.thread_time() + steps * STEP_SECONDS
        self._wall = time.monotonic() + TIMES_LONGER * steps * STEP_SECONDS + WAIT_SECONDS
        self._next_look = self.used + STEPS_BETWEEN

    def take(self, steps: int = 1) -> None:
        """Count some steps.  Raises StopExplaining once they are used up."""
        self.used += steps
        if self.used > self._last:
            raise StopExplaining
        if self.used >= self._next_look:
            self._next_look = self.used + STEPS_BETWEEN
            if self._is_late:
                raise StopExplaining

    @property
    def _is_late(self) -> bool:
        return time.thread_time() > self._cpu or time.monotonic() > self._wall

    @property
    def is_over(self) -> bool:
        """Whether they are used up, or the time that they may take."""
        return self.used > self._last or self._is_late


_looks: list[tuple[Look, ExplainingSteps]] = []
"""The limits that are in force, the innermost last."""


@contextlib.contextmanager
def explaining_limits(left: ExplainingSteps, *, tracing: bool = True) -> Iterator[None]:
    """Bound steps and memory of the code below, and silence its warnings.  Raises OverLimitError.

    A single call into C is not interrupted before it returns, but gets no more memory either; one that goes over an
    iterator to its end, as `sum` does, is.  Without `tracing` only the lines of what `looked_at` calls are counted:
    where the program's own code runs most of the time, to look at each of its calls takes as long as these themselves.
    """
    is_over, before = False, sys.gettrace()
    _looks.append((_look_at(left), left))
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"), _memory_limit(), _bounded_builtins(left):
            warnings.simplefilter("ignore")
            if tracing:
                sys.settrace(_looks[-1][0])
            yield
    except (StopExplaining, MemoryError):
        is_over = True
    finally:
        sys.settrace(before)
        _looks.pop()
    if is_over:
        raise OverLimitError


def looked_at(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call code of the course's own; the limits that are in force count its lines, whoever called this.

    Raises CodeExitError where it would end the process, as a reference may for what it was not made for.
    """
    before = sys.gettrace()
    try:
        if _looks:
            sys.settrace(_looks[-1][0])
        return function(*arguments)
    except SystemExit:
        raise CodeExitError from None
    finally:
        sys.settrace(before)


def keep_limits() -> None:
    """Look at the lines again: Python stops tracing after an exception that comes from it, as each recursion may."""
    if _looks and sys.gettrace() is None:
        sys.settrace(_looks[-1][0])


def take_steps(steps: int) -> None:
    """Count steps for work that is no line of the code, as to copy its arguments and to compare its answer.

    They belong to the limits that are in force, if there are any.
    """
    if _looks:
        _looks[-1][1].take(steps)


def _look_at(left: ExplainingSteps) -> Look:
    def look(frame: FrameType, _event: str, _argument: object) -> Look | None:
        if _is_trusted(frame.f_code.co_filename):
            return None
        left.take()
        return look

    return look


@contextlib.contextmanager
def _bounded_builtins(left: ExplainingSteps) -> Iterator[None]:
    """Let the functions that go over an iterator count its items: `sum(itertools.count())` runs no line of Python."""
    before = {name: getattr(builtins, name) for name in _EXHAUSTING}
    for name, function in before.items():
        setattr(builtins, name, _bounded(function, left))
    try:
        yield
    finally:
        for name, function in before.items():
            setattr(builtins, name, function)


def _bounded(function: Callable[..., Any], left: ExplainingSteps) -> Callable[..., Any]:
    thread = threading.get_ident()  # others, which read from a link, call these functions as well

    def bounded(*args: Any, **keywords: Any) -> Any:
        is_own = sys._getframe(1).f_code.co_filename.startswith(_OWN)  # noqa: SLF001 - the program goes over what ends
        if args and not is_own and hasattr(args[0], "__next__") and threading.get_ident() == thread:
            args = (_counted(left, args[0]), *args[1:])
        return function(*args, **keywords)

    return bounded


def _counted(left: ExplainingSteps, items: Iterator[Any]) -> Iterator[Any]:
    for number, item in enumerate(items, 1):
        if number % ITEMS == 0:
            left.take(ITEMS)
        yield item


@cache
def _is_trusted(file: str) -> bool:
    return file.startswith(_trusted_folders())


@cache
def _trusted_folders() -> tuple[str, ...]:
    """Return where lines need no look, those of the program and of libraries: they end where no line of others is."""
    import sysconfig  # reads the whole configuration of Python, and most checks explain nothing

    paths = sysconfig.get_paths()
    return (_OWN, *{paths[name] for name in ("stdlib", "purelib", "platlib")})


@contextlib.contextmanager
def _memory_limit() -> Iterator[None]:
    """Bound the address space of this process; not where the system cannot tell or limit it."""
    mapped = _mapped_bytes()
    if resource is None or not mapped:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    others = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    try:
        resource.setrlimit(resource.RLIMIT_AS, (min([mapped + MEMORY, *others]), hard))
    except (OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _mapped_bytes() -> int:
    """Return the size of the address space of this process; 0 where it is not known."""
    try:
        pages = Path("/proc/self/statm").read_bytes().split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")

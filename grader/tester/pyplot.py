"""`plt` in a test: functions that are about current figures speak of those of the student's code.

In one process test and student would share them: `plt.gca()` after a call gives what the student has drawn, and what
`plt.subplots()` gives can be passed to the student's function.  So these functions are called in the worker.  Reference
code that draws here (PrairieLearn's `ans.py`, cells that run on both sides) has matplotlib's own.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.tester.figures import PartHandle
from grader.tester.patches import watch
from grader.tester.proxies import LINK
from grader.worker.after_import import act_after_import, exchange_once
from grader.worker.wire.drawn import PYPLOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

NAME = "matplotlib.pyplot"
_PARTS = frozenset({"axes", "figure", "gca", "gcf", "subplot", "twinx", "twiny"})
"""Functions that return one part of a figure."""
_NOTHING = frozenset({"show", "pause"})
"""Functions that open windows, and do nothing here."""
_LOCAL = [0]
"""How often figures of this process have been asked for; the only entry."""


@contextlib.contextmanager
def drawing_here() -> Iterator[None]:
    """Let pyplot draw in this process: for code of the course that is no test."""
    _LOCAL[0] += 1
    try:
        yield
    finally:
        _LOCAL[0] -= 1


def close_here() -> None:
    """Close the figures of this process."""
    if NAME in sys.modules:
        with drawing_here():
            sys.modules[NAME].close("all")


class PyplotCall:
    """A function of pyplot in the student's process."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.__name__ = f"plt.{name}"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, and return parts of figures as handles."""
        link = LINK[-1]
        entry = link.transcript.begin(self, "", args, kwargs)
        try:
            value = link.ask("pyplot", self._name, args + tuple(kwargs.values()), tuple(kwargs))
        except BaseException as error:
            link.transcript.end(entry, None, error)
            raise
        link.transcript.end(entry, value, None)
        if self._name in _PARTS and not issubclass(type(value), PartHandle):
            given = type(value).__name__
            raise TypeError(f"plt.{self._name}() of the student's code gives {given}, no part of a figure")
        return value


def exchange(module: ModuleType) -> None:
    """Let the functions of pyplot that are about current figures mean those of the student's code."""
    for name in sorted(PYPLOT | _NOTHING):
        if hasattr(module, name):
            exchange_once(module, name, functools.partial(_call_there, name))
    for name in ("xticks", "yticks"):
        exchange_once(module, name, functools.partial(_ticks_there, name))
    watch({module.__name__})  # from here on assignments are patches that a test makes


def _call_there(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    there = (lambda *_, **__: None) if name in _NOTHING else PyplotCall(name)

    def function(*args: Any, **kwargs: Any) -> Any:
        return original(*args, **kwargs) if _LOCAL[0] or not LINK else there(*args, **kwargs)

    return function


def _ticks_there(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    def function(*args: Any, **kwargs: Any) -> Any:
        if _LOCAL[0] or not LINK or args or kwargs:
            return original(*args, **kwargs)
        axes = PyplotCall("gca")()
        return getattr(axes, f"get_{name}")(), getattr(axes, f"get_{name[:-1]}labels")()

    return function


def import_ahead(files: Iterable[str]) -> None:
    """Import pyplot for the forks to come, where one of the test files names it."""
    if NAME in sys.modules:
        return
    for name in files:
        with contextlib.suppress(Exception):  # a file that cannot be read, a library that is not there or broken
            if b"matplotlib" in Path(name).read_bytes():
                importlib.import_module(NAME)
                return


def install() -> None:
    """Exchange the functions once pyplot is imported, or now."""
    act_after_import({NAME: exchange})

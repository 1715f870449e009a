"""The surroundings of the student's code while a test runs: output, input, libraries that are patched, random state.

Printed text goes to the test with the next message, in its order; input comes from the test; a library's attribute
that the test has replaced is replaced here too, until the test puts it back.
"""

from __future__ import annotations

import builtins
import contextlib
import importlib
import io
import os
import random
import sys
import threading
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from .memory_files import MemoryFolder
from .wire.texts import class_name, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MOST_PRINTED = 1 << 22
"""Characters of one call that cross; with more, the call fails."""
MOST_WARNINGS = 50
_MISSING = object()


class TestOutput(io.TextIOBase):
    """Takes what is printed until the next message."""

    encoding = "utf-8"

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._size = 0

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Keep a text."""
        self._size += len(text)
        if self._size > MOST_PRINTED:
            raise MemoryError("far too much is printed")
        self.pieces.append(str(text))
        return len(text)

    def drain(self) -> str:
        """Return what was printed since the last time."""
        if not self.pieces:
            return ""
        text = "".join(self.pieces)
        self.pieces.clear()
        self._size = 0
        return text


class TestInput(io.TextIOBase):
    """Asks the test for what is read."""

    encoding = "utf-8"

    def __init__(self, ask: Callable[..., Any]) -> None:
        super().__init__()
        self._ask = ask

    def readable(self) -> bool:
        """Return True."""
        return True

    def read(self, size: int | None = -1) -> str:
        """Return the rest of the test's input, or as much as is asked for."""
        return str(self._ask("read", size))

    def readline(self, size: int | None = -1) -> str:  # type: ignore[override]
        """Return the next line of the test's input."""
        del size
        return str(self._ask("readline"))

    def __next__(self) -> str:  # type: ignore[override]
        if line := self.readline():
            return line
        raise StopIteration


class Stage:
    """The surroundings of one conversation."""

    def __init__(self, ask: Callable[..., Any], folder: MemoryFolder | None = None) -> None:
        """`ask` asks the test; `folder` has what the code writes."""
        self._ask = ask
        self._folder = folder or MemoryFolder()
        self._folder.look = self._look
        self._thread = threading.get_ident()
        self.runs_code = False
        """Whether the student's code runs, and no message is read or written, which may import and so open files."""
        self.out, self.err = TestOutput(), TestOutput()
        self._originals: dict[tuple[str, str], tuple[object, object]] = {}
        self._warned: list[tuple[str, str]] = []
        self._random = False
        self._python_state: object = None
        self._numpy_state: Any = None
        sys.stdout, sys.stderr, sys.stdin = self.out, self.err, TestInput(ask)
        self._python_input = builtins.input
        builtins.input = self._input
        warnings.showwarning = self._take_warning
        # Which of them are shown is decided where the test runs.
        warnings.simplefilter("always")

    @contextlib.contextmanager
    def left(self) -> Iterator[None]:
        """Let a program read and print as it does without a test around it."""
        before, builtins.input = builtins.input, self._python_input
        try:
            yield
        finally:
            builtins.input = before

    def _look(self, name: str, *lists: bool) -> Any:
        """Return what lies at a path in a folder of the test; None where there is nobody to be asked."""
        # The student's own files, which nobody has there, are asked for by whatever prints a trace.
        is_code = name.endswith((".py", ".ipynb")) and not name.startswith("/")
        if is_code or not self.runs_code or threading.get_ident() != self._thread:
            return None
        return self._ask("look", name, *lists)

    def _input(self, prompt: object = "", /) -> str:
        return str(self._ask("input", str(prompt)))

    def _take_warning(self, message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
        if len(self._warned) < MOST_WARNINGS:
            self._warned.append(
                (class_name(message) if isinstance(message, Warning) else category.__name__, clean(message))
            )

    def enter(self) -> None:
        """Take the streams again if the code has put something else in their place and thrown it away."""
        if getattr(sys.stdout, "closed", False):
            sys.stdout = self.out

    def drain(self) -> tuple[object, ...]:
        """Return what was printed, the warnings, the random state if it has changed, and files if any have."""
        printed = self.out.drain()
        errors = self.err.drain()
        warned, self._warned = tuple(self._warned), []
        is_quiet = not (printed or errors or warned or self._random)
        said = _QUIET if is_quiet else (printed, errors, warned, self._random_state())
        return (*said, self._folder.take_changes()) if self._folder.changes else said

    def _random_state(self) -> object:
        if not self._random:
            return None
        python = random.getstate()
        state: Any = np.random.get_state()  # noqa: NPY002 - what the student's code draws from
        numpy = (state[0], bytes(state[1].tobytes()), state[2], state[3], state[4])
        if python == self._python_state and numpy[1:3] == self._numpy_state:
            return None
        self._python_state, self._numpy_state = python, numpy[1:3]
        return python, numpy

    def set_up(self, settings: Mapping[str, Any]) -> None:
        """Take random state and environment from the test."""
        if "random" in settings:
            self._random = True
            python, numpy = settings["random"]
            random.setstate(python)
            kind, keys, position, has_gauss, gauss = numpy
            keys = np.frombuffer(keys, dtype=np.uint32)
            np.random.set_state((kind, keys, position, has_gauss, gauss))  # noqa: NPY002
            self._python_state, self._numpy_state = python, (numpy[1], position)
        for name, value in settings.get("environ", {}).items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    def patch(self, module: str, name: str, value: object) -> None:
        """Give a library's attribute another value."""
        owner = importlib.import_module(module)
        self._originals.setdefault((module, name), (owner, getattr(owner, name, _MISSING)))
        setattr(owner, name, value)

    def unpatch(self, module: str, name: str) -> None:
        """Give a library's attribute its own value back."""
        owner, value = self._originals.pop((module, name), (None, _MISSING))
        if owner is None:
            return
        if value is _MISSING:
            delattr(owner, name)
        else:
            setattr(owner, name, value)


_QUIET: tuple[object, ...] = ("", "", (), None)

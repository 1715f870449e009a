"""Programs of students: run as `__main__` with an input, words behind their name and a folder in memory.

A run shares the process with the others and nothing else that matters: the file is executed in a new module, files that
it imports are executed anew, streams and builtins are put back afterwards.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import linecache
import sys
import threading
from collections import namedtuple
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .memory_files import MemoryFolder
from .wire.program_input import argv_texts, stdin_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from .modules import LoadedFile, Modules
    from .resolution import FunctionRequest
    from .support import SupportFiles

MOST_PRINTED = 1 << 20
"""Bytes that a program may print in one run."""
Run = namedtuple("Run", ["out", "err", "code", "files"])  # noqa: PYI024 - the wire needs names and values only
"""The traces of a run; they cross as a tuple with names."""


class InputEndError(Exception):
    """A program reads on after the last line."""


class OutputLimitError(Exception):
    """A program prints without end."""


class _Printed(io.RawIOBase):
    """Collects what is printed, up to a limit."""

    def __init__(self) -> None:
        super().__init__()
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        if len(self.data) + len(piece) > MOST_PRINTED:
            raise OutputLimitError(f"prints more than {MOST_PRINTED:,} bytes; is there a loop that never ends?")
        self.data += piece
        return len(piece)

    @property
    def text(self) -> str:
        return self.data.decode("utf-8", "replace")


class StudentProgram:
    """A file of a submission that is run and not called."""

    def __init__(self, modules: Modules, file: LoadedFile, support: SupportFiles) -> None:
        self._modules, self._file, self._support = modules, file, support

    def __call__(self, stdin: object = None, args: object = None) -> Run:
        """Run the program once; an exception that it does not catch is raised."""
        return self._run(stdin, args, self._execute, MemoryFolder())

    def as_process(self, stdin: object = None, args: object = None) -> Run:
        """Run the program once; an exception that it does not catch ends it, as it ends a process.

        Files that it writes stay where tests in Python read them.
        """
        return self._run(stdin, args, self._ended, self._support.folder or MemoryFolder())

    def _ended(self, text: str, err: _Printed) -> int:
        try:
            return self._execute(text, err)
        except InputEndError as error:
            last = f"EOFError: EOF when reading a line ({error})"
        except Exception as error:  # noqa: BLE001 - a student's program may raise anything
            last = f"{type(error).__name__}: {error}"
        err.write(f"Traceback (most recent call last):\n{last}\n".encode("utf-8", "replace"))
        return 1

    def _run(self, stdin: object, args: object, execute: Callable[[str, _Printed], int], folder: MemoryFolder) -> Run:
        text = stdin_text(stdin)
        out, err = _Printed(), _Printed()
        before, self._support.folder = self._support.folder, folder
        try:
            with self._modules.anew(), _surroundings(text, out, err, [self._file.source.name, *argv_texts(args)]):
                code = execute(text, err)
            folder.flush()
        finally:
            self._support.folder = before
        files = {name: content.decode("utf-8", "replace") for name, content in folder.files.items()}
        return Run(out.text, err.text, code, files)

    def _execute(self, text: str, err: _Printed) -> int:
        """Execute the file; return its exit code."""
        module = ModuleType("__main__")
        module.__file__ = self._file.source.name
        sys.modules["__main__"] = module
        before = set(threading.enumerate())
        try:
            for cell in self._file.cells:
                lines = cell.text.text.splitlines(keepends=True)
                linecache.cache[cell.text.name] = (len(cell.text.text), None, lines, cell.text.name)
                if cell.parsed.code is None:
                    compile(cell.text.text, cell.text.name, "exec", dont_inherit=True)  # raises what is wrong with it
                else:
                    exec(cell.parsed.code, module.__dict__)  # noqa: S102 - what Python does with a program
            for thread in set(threading.enumerate()) - before:
                if not thread.daemon:
                    thread.join()
        except SystemExit as error:
            return _exit_code(error, err)
        except EOFError as error:
            count = len(text.splitlines())
            there = f"{count} line{'' if count == 1 else 's'}" if count else "nothing"
            reason = f"reads on after the end of the input ({there} to read)"
            raise InputEndError(reason).with_traceback(error.__traceback__) from None
        return 0


def _exit_code(error: SystemExit, err: _Printed) -> int:
    """Return the exit code of a program that calls `exit`; a text is printed as an error, as Python does."""
    code = error.code
    if code is None or isinstance(code, int):
        return int(code or 0)
    err.write(f"{code}\n".encode("utf-8", "replace"))
    return 1


@contextlib.contextmanager
def _surroundings(text: str, out: _Printed, err: _Printed, argv: Sequence[str]) -> Iterator[None]:
    """Put an input, empty outputs and the words of a command in place, and everything back afterwards."""
    names = ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__", "argv")
    before = {name: getattr(sys, name) for name in names}
    main, builtin_names, path = sys.modules.get("__main__"), dict(vars(builtins)), list(sys.path)
    reading = io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogatepass")), "utf-8", "surrogateescape")
    writing = [io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", "replace") for raw in (out, err)]
    sys.stdin = sys.__stdin__ = reading  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = writing[0]  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = writing[1]  # type: ignore[misc]
    sys.argv = list(argv)
    try:
        yield
        for stream in writing:
            if not stream.closed:
                stream.flush()
    finally:
        for name, value in before.items():
            setattr(sys, name, value)
        vars(builtins).update(builtin_names)
        sys.path[:] = path
        if main is not None:
            sys.modules["__main__"] = main
        for stream in writing:  # what is left in them must not be written when they are collected
            with contextlib.suppress(Exception):
                stream.detach().detach()


def program_file(
    files: Sequence[LoadedFile], name: str, request: FunctionRequest, requests: Mapping[str, Any]
) -> LoadedFile | None:
    """Return the file that is a program: the one named like it, then like its task, then the only one there is.

    The only file counts unless it is named like another task, or defines a function that some task asks for; files that
    another one imports are not looked at.
    """
    for stem in (name, request.home):
        named = [file for file in files if file.source.stem == stem or stem in file.source.versions]
        if named:
            return max(named, key=lambda file: (file.source.rank >= 0, file.source.stem == stem, file.source.rank))
    imported = {word for file in files for cell in file.cells for word in _imports(cell.parsed.tree)}
    alone = [file for file in files if file.source.stem not in imported and file.source.rank >= 0]
    if len(alone) != 1 or alone[0].source.versions:
        return None
    return None if {binding.name for binding in alone[0].bindings} & set(requests) else alone[0]


def _imports(tree: Any) -> Iterator[str]:
    import ast

    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.rpartition(".")[2] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "").rpartition(".")[2], *(alias.name for alias in node.names))

"""The course's support files: served from memory, importable and readable like files that lie beside the student's own.

Public by nature.  The course's copy is the one that counts: a file of the same name that was handed in is neither
imported nor read in its place.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import linecache
import os
import sys
import zlib
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.lib._datasource

from .file_functions import install_file_functions
from .memory_files import MemoryFolder, open_in
from .wire.plain import PlainValueError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

FOLDER = "support"
"""The folder of these files in a course, by which code may name them as well."""


_OF_TESTS = "grader-tests-"
"""Stands in the paths of folders that a test has and gives to the code (`grader.tester.workplace.PREFIX`)."""


class SupportFiles(MetaPathFinder, Loader):
    """The support files of a course by their names, as modules and as files for reading."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.folder: MemoryFolder | None = None
        """Takes what a program writes, while one runs, and what any code writes where tests in Python are to come."""
        self.modules = {
            name.removesuffix(".py"): name for name in self.files if name.endswith(".py") and "/" not in name
        }

    def install(self, *, programs: bool = False, tests: bool = False) -> None:
        """Let `import` and `open` find the files; nothing is changed where there are none, and no programs or tests."""
        if not self.files and not programs and not tests:
            return
        sys.meta_path.insert(0, self)
        builtins.open = io.open = self._opening(io.open)
        with contextlib.suppress(Exception):  # numpy has kept what `io.open` was
            np.lib._datasource._file_openers._file_openers[None] = io.open  # type: ignore[attr-defined] # noqa: SLF001
        os.stat = self._status_of(os.stat)
        if tests:
            self.folder = MemoryFolder()
            self.folder.of_tests = True
        if programs or tests:
            os.lstat = self._status_of(os.lstat)
            install_file_functions(self)

    def _opening(self, open_file: Any) -> Any:
        def opened(
            file: Any,
            mode: str = "r",
            buffering: int = -1,
            encoding: str | None = None,
            errors: str | None = None,
            newline: str | None = None,
            *args: Any,
            **options: Any,
        ) -> Any:
            name, writes = self.name_of(file), bool(set(mode) & set("wax+"))
            if name is not None and self.folder is not None and self._is_in_memory(self.folder, name, mode):
                if writes:
                    self._create(self.folder, name, mode)
                return open_in(self.folder, name, mode, encoding, errors, newline, path=os.fspath(file))
            data = self.content(file)
            if data is None:
                return open_file(file, mode, buffering, encoding, errors, newline, *args, **options)
            return _stream(os.fspath(file), data, mode, encoding, errors, newline)

        return opened

    def _is_in_memory(self, folder: MemoryFolder, name: str, mode: str) -> bool:
        """Whether code that opens a file means one of its own; those of the course are for reading only.

        For a test in Python a data file of the course is written over in memory, and the test decides what it believes.
        """
        if not self.is_within(name):
            return False
        data = self.content(name)
        if data is None or name in folder.files:
            folder.refresh(name)
        if name in folder.files:
            return True
        is_free = data is None or (folder.of_tests and not name.endswith(".py"))
        real = data is not None or ("+" in mode and self._real(name) is not None)
        return is_free and (bool(set(mode) & set("wax")) or ("+" in mode and real))

    def _create(self, folder: MemoryFolder, name: str, mode: str) -> None:
        """Make a file that is opened for writing; one of the student's or of the course is copied first."""
        before = self.content(name)
        before = self._real(name) if before is None else before
        if "x" in mode and (name in folder.files or before is not None):
            raise FileExistsError(17, os.strerror(17), name)
        is_new, keeps_content = name not in folder.files, "w" not in mode
        content = folder.create(name, keep=keeps_content)
        if before is not None and is_new and keeps_content:
            folder.check_room(len(before))
            content.extend(before)

    def _real(self, name: str) -> bytes | None:
        """Return the content of a file that lies where the code runs; None where there is none."""
        if name.startswith("/"):
            return None
        try:
            with io.FileIO(name) as file:
                return file.read()
        except OSError:
            return None

    def _status_of(self, file_status: Any) -> Any:
        def status(path: Any, *args: Any, **options: Any) -> Any:
            folder = self.folder
            if folder is not None and (name := self.name_of(path)) is not None and self.is_within(name):
                if name in folder.files or self.content(name) is None:
                    folder.refresh(name)
                if name in folder.files:
                    return _status(name, len(folder.files[name]), 0o100644)
                if name in folder.folders:
                    return _status(name, 0, 0o040755)
            data = self.content(path)
            return file_status(path, *args, **options) if data is None else _status(str(path), len(data))

        return status

    def is_within(self, name: str) -> bool:
        """Whether a path lies below the current folder, or in a folder of the test."""
        if not name.startswith(("/", "../")) and not (os.name == "nt" and name[1:2] == ":"):
            return name != ".."
        return self.folder is not None and self.folder.of_tests and _OF_TESTS in name

    def name_of(self, path: Any) -> str | None:
        """Return a path from the current folder on; None for what is no path."""
        try:
            name = os.fsdecode(path)
        except TypeError:  # a number of an open file
            return None
        with contextlib.suppress(OSError, ValueError):  # a folder that is gone, another drive
            is_absolute = _OF_TESTS in name or self._is_of_machine(name)
            name = os.path.normpath(name) if is_absolute else os.path.relpath(name)
        name = name.replace(os.sep, "/")
        return "" if name == "." else name

    def _is_of_machine(self, path: str) -> bool:
        """Whether an absolute path is no file of the code's own, though the code may run in the root of all files."""
        if self.folder is None or not self.folder.of_tests or not os.path.isabs(path):  # noqa: PTH117 - a name
            return False
        home = os.environ.get("HOME", "")
        first, *rest = os.path.normpath(path).lstrip(os.sep).split(os.sep)  # noqa: PTH206 - as above
        in_root = os.getcwd() == os.sep  # noqa: PTH109 - a name, as the others
        return in_root and ((bool(rest) and first not in self.folder.folders) or f"{os.sep}{first}" == home)

    def content(self, path: Any) -> bytes | None:
        """Return the content of the support file that a path means; None where it means none."""
        name = self.name_of(path)
        return None if name is None else self.files.get(name, self.files.get(name.removeprefix(f"{FOLDER}/")))

    def is_copy(self, name: str, data: bytes) -> bool:
        """Whether a file that was handed in is a support file, unchanged but for its line ends."""
        content = self.files.get(name.rpartition("/")[2])
        return content is not None and content.replace(b"\r\n", b"\n") == data.replace(b"\r\n", b"\n")

    def function(self, name: str) -> Any:
        """Return a function of one of the modules.  Raises PlainValueError where none defines it."""
        for module in map(__import__, self.modules):
            if hasattr(module, name):
                return getattr(module, name)
        raise PlainValueError(f"no support file defines {name}")

    # The import system's side.

    def find_spec(self, fullname: str, path: Sequence[str] | None = None, _target: Any = None) -> ModuleSpec | None:
        """Return how to load a support file; `support.layers` is `layers`."""
        if fullname == FOLDER and path is None and FOLDER not in self.modules:
            return ModuleSpec(fullname, self, is_package=True)
        name = fullname.removeprefix(f"{FOLDER}.")
        if name in self.modules and (path is None or name != fullname):
            return ModuleSpec(fullname, self, origin=self.modules[name], loader_state=name)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Return the module under its short name, where it is imported by the longer one."""
        return __import__(spec.loader_state) if spec.loader_state not in {None, spec.name} else None

    def exec_module(self, module: ModuleType) -> None:
        """Execute a support file, unless it is the folder or was executed under its short name."""
        spec = module.__spec__
        if spec is None or spec.loader_state != spec.name:
            return
        name = self.modules[spec.name]
        text = self.files[name].decode("utf-8-sig", "replace")
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        module.__file__ = name
        exec(compile(text, name, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - what an import does


class _NamedBytes(io.BytesIO):
    """Bytes with the name of the file that they stand for."""

    name: str
    mode: str


def _status(name: str, size: int, mode: int = 0o100444) -> os.stat_result:
    """Return the status of a file that is there; two files are not the same one."""
    return os.stat_result((mode, zlib.crc32(name.encode("utf-8", "replace")), 0, 1, 0, 0, size, 0, 0, 0))


def _stream(name: str, data: bytes, mode: str, encoding: str | None, errors: str | None, newline: str | None) -> Any:
    """Return an open file with the content `data`, for reading only."""
    if set(mode) & set("wax+"):
        raise PermissionError(13, "a file of the course is for reading only", name)
    stream = _NamedBytes(data)
    stream.name = name
    stream.mode = mode
    if "b" in mode:
        return stream
    text: Any = io.TextIOWrapper(stream, encoding or "utf-8", errors, newline)
    text.mode = mode
    return text

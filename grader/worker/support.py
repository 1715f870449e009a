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
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.lib._datasource

from .memory_files import MemoryFolder, open_in
from .wire.plain import PlainValueError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

FOLDER = "support"
"""The folder of these files in a course, by which code may name them as well."""


class SupportFiles(MetaPathFinder, Loader):
    """The support files of a course by their names, as modules and as files for reading."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.folder: MemoryFolder | None = None
        """Takes what a program writes, while one runs."""
        self.modules = {
            name.removesuffix(".py"): name for name in self.files if name.endswith(".py") and "/" not in name
        }

    def install(self, *, programs: bool = False) -> None:
        """Let `import` and `open` find the files; nothing is changed where there are none, and no programs."""
        if not self.files and not programs:
            return
        sys.meta_path.insert(0, self)
        builtins.open = io.open = self._opening(io.open)
        with contextlib.suppress(Exception):  # numpy has kept what `io.open` was
            np.lib._datasource._file_openers._file_openers[None] = io.open  # type: ignore[attr-defined] # noqa: SLF001
        os.stat = self._status_of(os.stat)
        if programs:
            for name in ("listdir", "remove", "unlink", "mkdir", "rename", "replace"):
                setattr(os, name, self._in_memory(name, getattr(os, name)))

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
            if name is not None and self.folder is not None and self._is_in_memory(name, mode):
                content = self._created(name, mode) if writes else self.folder.files[name]
                return open_in(self.folder, content, mode, encoding, errors, newline)
            data = self.content(file)
            if data is None:
                return open_file(file, mode, buffering, encoding, errors, newline, *args, **options)
            return _stream(os.fspath(file), data, mode, encoding, errors, newline)

        return opened

    def _is_in_memory(self, name: str, mode: str) -> bool:
        """Whether a program that opens a file means one of its own; those of the course are for reading only."""
        assert self.folder is not None  # noqa: S101 - asked for in a run only
        if name in self.folder.files:
            return True
        inside = not name.startswith(("/", "../")) and self.content(name) is None
        return inside and (bool(set(mode) & set("wax")) or ("+" in mode and self._real(name) is not None))

    def _created(self, name: str, mode: str) -> bytearray:
        """Return the content of a file that a program opens for writing; a file of the student's is copied first."""
        assert self.folder is not None  # noqa: S101 - as above
        if "x" in mode and (name in self.folder.files or self._real(name) is not None):
            raise FileExistsError(17, os.strerror(17), name)
        is_new, keeps_content = name not in self.folder.files, "w" not in mode
        content = self.folder.create(name, keep=keeps_content)
        before = self._real(name) if is_new and keeps_content else None
        if before is not None:
            self.folder.check_room(len(before))
            content.extend(before)
        return content

    def _real(self, name: str) -> bytes | None:
        """Return the content of a file that lies where the code runs; None where there is none."""
        try:
            with io.FileIO(name) as file:
                return file.read()
        except OSError:
            return None

    def _status_of(self, file_status: Any) -> Any:
        def status(path: Any, *args: Any, **options: Any) -> Any:
            if self.folder is not None and (name := self.name_of(path)) is not None:
                if name in self.folder.files:
                    return _status(len(self.folder.files[name]), 0o100644)
                if name in self.folder.folders:
                    return _status(0, 0o040755)
            data = self.content(path)
            return file_status(path, *args, **options) if data is None else _status(len(data))

        return status

    def _in_memory(self, act: str, function: Any) -> Any:
        """Return a function of `os` that acts on what a program has written, and on real files elsewhere."""

        def acting(path: Any = ".", *args: Any, **options: Any) -> Any:
            folder, name = self.folder, self.name_of(path)
            if folder is None or name is None:
                return function(path, *args, **options)
            name = "" if name == "." else name
            match act:
                case "listdir" if name in folder.folders:
                    with contextlib.suppress(OSError):
                        return sorted({*folder.listing(name), *function(path)})
                    return folder.listing(name)
                case "mkdir" if not name.startswith(("/", "../")):
                    if name in folder.folders:
                        raise FileExistsError(17, os.strerror(17), name)
                    return folder.folders.add(name)
                case "remove" | "unlink" if name in folder.files:
                    del folder.files[name]
                    return None
                case "rename" | "replace" if name in folder.files and (target := self.name_of(args[0])):
                    folder.files[target] = folder.files.pop(name)
                    return None
            return function(path, *args, **options)

        return acting

    def name_of(self, path: Any) -> str | None:
        """Return a path from the current folder on; None for what is no path."""
        try:
            name = os.fsdecode(path)
        except TypeError:  # a number of an open file
            return None
        with contextlib.suppress(OSError, ValueError):  # a folder that is gone, another drive
            name = os.path.relpath(name)
        return name.replace(os.sep, "/")

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


def _status(size: int, mode: int = 0o100444) -> os.stat_result:
    """Return the status of a file that is there."""
    return os.stat_result((mode, 0, 0, 1, 0, 0, size, 0, 0, 0))


def _stream(name: str, data: bytes, mode: str, encoding: str | None, errors: str | None, newline: str | None) -> Any:
    """Return an open file with the content `data`, for reading only."""
    if set(mode) & set("wax+"):
        raise PermissionError(13, "a file of the course is for reading only", name)
    stream = io.BytesIO(data)
    return stream if "b" in mode else io.TextIOWrapper(stream, encoding or "utf-8", errors, newline)

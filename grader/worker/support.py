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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

FOLDER = "support"
"""The folder of these files in a course, by which code may name them as well."""


class SupportFiles(MetaPathFinder, Loader):
    """The support files of a course by their names, as modules and as files for reading."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.modules = {
            name.removesuffix(".py"): name for name in self.files if name.endswith(".py") and "/" not in name
        }

    def install(self) -> None:
        """Let `import` and `open` find the files; nothing is changed where there are none."""
        if not self.files:
            return
        sys.meta_path.insert(0, self)
        open_file, file_status = io.open, os.stat

        def opened(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
            data = self.content(file)
            if data is None:
                return open_file(file, mode, *args, **options)
            return _stream(os.fspath(file), data, mode, *args, **options)

        def status(path: Any, *args: Any, **options: Any) -> Any:
            data = self.content(path)
            return file_status(path, *args, **options) if data is None else _status(len(data))

        builtins.open = io.open = opened
        os.stat = status
        with contextlib.suppress(Exception):  # numpy has kept what `io.open` was
            np.lib._datasource._file_openers._file_openers[None] = opened  # type: ignore[attr-defined] # noqa: SLF001

    def content(self, path: Any) -> bytes | None:
        """Return the content of the support file that a path means; None where it means none."""
        try:
            name = os.fsdecode(path)
        except TypeError:  # a number of an open file
            return None
        with contextlib.suppress(OSError, ValueError):  # a folder that is gone, another drive
            name = os.path.relpath(name)
        name = name.replace(os.sep, "/")
        return self.files.get(name, self.files.get(name.removeprefix(f"{FOLDER}/")))

    def is_copy(self, name: str, data: bytes) -> bool:
        """Whether a file that was handed in is a support file, unchanged but for its line ends."""
        own = self.files.get(name.rpartition("/")[2])
        return own is not None and own.replace(b"\r\n", b"\n") == data.replace(b"\r\n", b"\n")

    def functions(self, names: Sequence[str]) -> dict[str, Any]:
        """Return functions of the modules by their names; those that are nowhere are left out."""
        modules = [__import__(module) for module in self.modules]
        return {name: getattr(module, name) for module in modules for name in names if hasattr(module, name)}

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


def _status(size: int) -> os.stat_result:
    """Return the status of a file that is there for reading."""
    return os.stat_result((0o100444, 0, 0, 1, 0, 0, size, 0, 0, 0))


def _stream(
    name: str,
    data: bytes,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    *_: Any,
) -> Any:
    """Return an open file with the content `data`, for reading only."""
    del buffering
    if set(mode) & set("wax+"):
        raise PermissionError(13, "a file of the course is for reading only", name)
    stream = io.BytesIO(data)
    return stream if "b" in mode else io.TextIOWrapper(stream, encoding or "utf-8", errors, newline)

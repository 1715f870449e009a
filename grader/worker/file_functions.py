"""Functions of `os` and `shutil` on files and folders in memory: they act there, and as ever on real files."""

from __future__ import annotations

import contextlib
import functools
import genericpath
import os
import pathlib
import stat
from typing import TYPE_CHECKING, Any, Protocol

from .after_import import act_after_import, exchange_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from .memory_files import MemoryFolder

    Function = Callable[..., Any]


class FilesInMemory(Protocol):
    """The files that code may find in memory (`SupportFiles`)."""

    folder: MemoryFolder | None

    def name_of(self, path: Any) -> str | None:
        """Return a path from the current folder on; None for what is no path."""

    def is_within(self, name: str) -> bool:
        """Whether a path lies below the current folder, or in a folder of the test."""


_MISSING = object()
"""Stands for a path that is not in memory."""


def install_file_functions(support: FilesInMemory) -> None:
    """Let the functions find what lies in the folder of `support`, whenever there is one."""
    functions = FileFunctions(support)
    acts: dict[str, Function] = {
        "listdir": functions.listdir,
        "scandir": functions.scandir,
        "remove": functions.remove,
        "unlink": functions.remove,
        "mkdir": functions.mkdir,
        "rmdir": functions.rmdir,
        "rename": functions.rename,
        "replace": functions.rename,
        "chmod": functions.leave,
        "utime": functions.leave,
        "access": functions.access,
    }
    for name, act in acts.items():
        setattr(os, name, functions.before(act, getattr(os, name)))
    for name in ("exists", "isfile", "isdir"):  # on Windows others, which ask no function of `os`
        setattr(os.path, name, getattr(genericpath, name))
    exchange_once(pathlib.Path, "touch", functools.partial(functions.before, functions.touch))

    def exchange(module: ModuleType) -> None:
        exchange_once(module, "rmtree", functools.partial(functions.before, functions.rmtree))

    act_after_import({"shutil": exchange})


class FileFunctions:
    """The functions; each returns `_MISSING` for a path that is not in memory."""

    def __init__(self, support: FilesInMemory) -> None:
        self._support = support

    def before(self, act: Callable[..., Any], original: Function) -> Function:
        """Return a function that acts in memory where it can, and else does as the original."""

        @functools.wraps(original)
        def acting(path: Any = ".", *args: Any, **options: Any) -> Any:
            folder, name = self._support.folder, self._support.name_of(path)
            if folder is not None and name is not None and self._support.is_within(name):
                folder.refresh(name)
                value = act(folder, name, path, *args)
                if value is not _MISSING:
                    return value
            return original(path, *args, **options)

        return acting

    def listdir(self, folder: MemoryFolder, name: str, *_: Any) -> Any:
        """Return the names in a folder, those of real files among them."""
        if name not in folder.folders:
            return _MISSING
        with contextlib.suppress(OSError):
            return sorted({*folder.listing(name), *self._real_names(name)})
        return folder.listing(name)

    def _real_names(self, name: str) -> list[str]:
        real = []
        if not name.startswith("/"):
            with os.scandir.__wrapped__(name or ".") as entries:  # type: ignore[attr-defined]
                real = [entry.name for entry in entries]
        return real

    def scandir(self, folder: MemoryFolder, name: str, path: Any = ".") -> Any:
        """Return what lies in a folder as entries."""
        if name not in folder.folders:
            return _MISSING
        return MemoryEntries([MemoryEntry(each, os.fspath(path)) for each in self.listdir(folder, name)])

    def mkdir(self, folder: MemoryFolder, name: str, *_: Any) -> Any:
        """Make a folder."""
        if name.endswith(".."):
            return _MISSING
        folder.make_folder(name)
        return None

    def rmdir(self, folder: MemoryFolder, name: str, _: Any) -> Any:
        """Remove a folder."""
        return folder.remove_folder(name) if name in folder.folders and name else _MISSING

    def remove(self, folder: MemoryFolder, name: str, _: Any) -> Any:
        """Remove a file."""
        return folder.remove(name) if name in folder.files else _MISSING

    def rename(self, folder: MemoryFolder, name: str, _: Any, target: Any) -> Any:
        """Give a file another path."""
        new = self._support.name_of(target)
        if name not in folder.files or new is None or not self._support.is_within(new):
            return _MISSING
        return folder.move(name, new)

    def leave(self, folder: MemoryFolder, name: str, *_: Any) -> Any:
        """Leave rights and times of what is in memory as they are."""
        return None if folder.has(name) and name else _MISSING

    def access(self, folder: MemoryFolder, name: str, _: Any, mode: int) -> Any:
        """Allow all but execution."""
        return not (mode & os.X_OK and name in folder.files) if folder.has(name) and name else _MISSING

    def touch(self, folder: MemoryFolder, name: str, path: Any, _: int = 0, exist_ok: Any = True) -> Any:
        """Make a file where there is none."""
        if name in folder.files and not exist_ok:
            raise FileExistsError(17, os.strerror(17), name)
        with open(path, "a"):  # noqa: PTH123 - the one that knows files in memory
            return None

    def rmtree(self, folder: MemoryFolder, name: str, *_: Any) -> Any:
        """Remove a folder with all that is in it."""
        if name not in folder.folders or not name:
            return _MISSING
        for each in folder.listing(name):
            below = f"{name}/{each}"
            folder.refresh(below)
            if below in folder.files:
                folder.remove(below)
            elif below in folder.folders:
                self.rmtree(folder, below)
        folder.remove_folder(name)
        return None


class MemoryEntry:
    """A file or folder, as `os.scandir` gives it."""

    def __init__(self, name: str, folder: str) -> None:
        self.name = name
        self.path = os.path.join(folder, name)  # noqa: PTH118 - as `os.scandir` has it

    def __fspath__(self) -> str:
        return self.path

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        """Return its status."""
        return os.stat(self.path, follow_symlinks=follow_symlinks)  # noqa: PTH116 - as above

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        """Whether it is a folder."""
        return stat.S_ISDIR(self.stat(follow_symlinks=follow_symlinks).st_mode)

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        """Whether it is a file."""
        return not self.is_dir(follow_symlinks=follow_symlinks)

    def is_symlink(self) -> bool:
        """Return False: there are no links in memory."""
        return False


class MemoryEntries(contextlib.AbstractContextManager["MemoryEntries"]):
    """The entries of a folder, as `os.scandir` gives them."""

    def __init__(self, entries: list[MemoryEntry]) -> None:
        self._entries = iter(entries)

    def __iter__(self) -> Iterator[MemoryEntry]:
        return self._entries

    def __next__(self) -> MemoryEntry:
        return next(self._entries)

    def __exit__(self, *_: object) -> None:
        """Do nothing: nothing is held open."""

    def close(self) -> None:
        """Do nothing: nothing is held open."""

"""Paths that a test gives to a student's code: it may use what lies there, and nothing else of the file system.

The methods of a path run in the test's process, which has no walls: whoever could go from one path to any other would
read the tests, and write wherever the grader can.
"""

from __future__ import annotations

import io
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES = frozenset(name for name in dir(PurePath) if not name.startswith("_")) | {"resolve", "absolute"}
"""Attributes that need no file."""
_ABOUT = frozenset({"exists", "is_dir", "is_file", "mkdir"})
"""Methods that a folder above a given path has too: is it there, and make it."""
_FILES = _ABOUT | {
    "read_text", "read_bytes", "write_text", "write_bytes", "open", "stat", "iterdir", "glob", "rglob", "touch",
    "unlink", "rmdir", "rename", "replace",
}  # fmt: skip


_WRITING = frozenset({"mkdir", "write_text", "write_bytes", "touch", "unlink", "rmdir", "rename", "replace"})
"""Methods that change something; `open` does so in most of its modes."""


class GivenPaths:
    """The paths that a test has given away, and those that a student's code has made of them."""

    def __init__(
        self, check_use: Callable[[Path], None] = lambda _: None, take_room: Callable[[int], None] = lambda _: None
    ) -> None:
        """`check_use` refuses what the code may not make or change there, `take_room` bytes that are too many."""
        self._check_use, self._take_room = check_use, take_room
        self._roots: list[Path] = []
        self._derived: dict[int, PurePath] = {}
        """By identity; kept, so that it is not used again."""

    def give(self, path: PurePath) -> None:
        """Note that a path is given away: a test's own opens what lies there, a student's opens nothing more."""
        if id(path) not in self._derived:
            self._roots.append(Path(path).resolve())

    @property
    def roots(self) -> list[Path]:
        """The paths that were given away."""
        return self._roots

    def derived(self, value: Any) -> Any:
        """Return what a student's code has made of a path; a path among it opens nothing."""
        if isinstance(value, PurePath):
            self._derived[id(value)] = value
        return value

    def attribute(self, path: PurePath, name: str) -> Any:
        """Return an attribute of a path.  Raises PermissionError for one that leads elsewhere."""
        if name not in _NAMES | _FILES:
            raise PermissionError(f"{name!r} of a path of the test cannot be used here")
        value = getattr(path, name)
        return self._bounded(path, name, value) if callable(value) else self.derived(value)

    def _bounded(self, path: PurePath, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if name in _FILES:
                self._check(path, name)
            if name in ("rename", "replace"):
                self._check(Path(*args, **kwargs), name)
                self._check_use(Path(*args, **kwargs))
            if name in _WRITING or (name == "open" and _is_for_writing(*args, **kwargs)):
                self._check_use(Path(path))
            if name in ("glob", "rglob") and ".." in PurePath(*args, **kwargs).parts:
                raise PermissionError("a pattern with `..` leads out of the folder of the test")
            if name in ("write_text", "write_bytes"):
                self._take_room(len(next(iter((*args, *kwargs.values())), "")))
            value = self._opened(Path(path), *args, **kwargs) if name == "open" else method(*args, **kwargs)
            if name in ("iterdir", "glob", "rglob"):
                return iter([self.derived(each) for each in value])
            return self.derived(value)

        call.__name__ = name
        return call

    def _opened(
        self,
        path: Path,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
    ) -> Any:
        # `Path.open` has no `opener`, and shall not get one: it returns the number of any open file.
        if not _is_for_writing(mode) or (buffering == 0 and "b" not in mode):
            return path.open(mode, buffering, encoding, errors, newline)
        raw = _BoundedFile(path, mode.replace("b", "").replace("t", ""), self._take_room)
        if buffering == 0:
            return raw
        buffered: Any = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline, buffering == 1)

    def _check(self, path: PurePath, name: str) -> None:
        """Raise PermissionError for a path that does not lie where the test has given one."""
        place = Path(path).resolve()
        inside = any(place == root or root in place.parents for root in self._roots)
        above = name in _ABOUT and any(place in root.parents for root in self._roots)
        if not inside and not above:
            raise PermissionError(f"{path} is not in a folder that the test has given to your code")


def _is_for_writing(mode: str = "r", *_: Any, **__: Any) -> bool:
    return bool(set(mode) & set("wax+"))


class _BoundedFile(io.FileIO):
    """A file of which each byte that is written takes room."""

    def __init__(self, path: Path, mode: str, take_room: Callable[[int], None]) -> None:
        self._take_room = take_room
        super().__init__(path, mode)

    def write(self, data: Any) -> int | None:  # type: ignore[override]
        """Write bytes, if there is room for them.  Raises OSError."""
        self._take_room(memoryview(data).nbytes)
        return super().write(data)

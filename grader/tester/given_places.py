"""The paths that a test has given away so far: in calls, to programs, and as objects."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_LONGEST_TEXT = 100_000
_MOST_WORDS = 1000
_BETWEEN_WORDS = re.compile(r"[\s'\"=,;|<>]+")


class GivenPlaces:
    """The paths that texts and paths among some values mean, as words of them or as a whole."""

    def __init__(self, values: Sequence[object], path_of: Callable[[object], Path | None]) -> None:
        """`path_of` returns the path that a text means; None for one that leads elsewhere."""
        texts = list(dict.fromkeys(_texts(values)))[-_MOST_WORDS:]
        named = (path_of(os.path.normpath(text)) for text in texts if text)
        self.paths = {path for path in named if path is not None}

    def names(self, path: Path) -> bool:
        """Whether a path was given away, or a folder that it lies in."""
        return path in self.paths or any(folder in self.paths for folder in path.parents)

    def folder_of(self, path: Path) -> Path | None:
        """Return the outermost folder given away in which a path lies; None where none was."""
        return next((folder for folder in reversed(path.parents) if folder in self.paths), None)

    def is_beside(self, path: Path) -> bool:
        """Whether something was given away that lies in the same folder."""
        return any(other.parent == path.parent for other in self.paths)


def _texts(values: Sequence[object], left: int = 3) -> Iterator[str]:
    """Yield the words of all texts and paths among values."""
    for value in values:
        if isinstance(value, str) and len(value) <= _LONGEST_TEXT:
            yield value
            yield from _BETWEEN_WORDS.split(value)
        elif isinstance(value, PurePath):
            yield str(value)
        elif left and type(value) in (list, tuple, set):
            yield from _texts(list(value), left - 1)  # type: ignore[call-overload]
        elif left and type(value) is dict:
            yield from _texts([*value, *value.values()], left - 1)

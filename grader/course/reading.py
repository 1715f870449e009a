"""YAML with the line of every key: no object is built but text, numbers, lists and mappings, no key twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from grader.errors import Mistake

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LARGEST = 1 << 20
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class ReadingError(Exception):
    """A file that is no YAML mapping; `mistake` says where and why."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(str(mistake))
        self.mistake = mistake


@dataclass
class Document:
    """The content of one YAML file, and where its parts stand."""

    file: str
    data: dict[str, Any]
    _lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def line(self, path: Sequence[str | int]) -> int:
        """Return the line of the key or item at `path`, or of the nearest part of the path that exists; from 1."""
        for end in range(len(path), 0, -1):
            known = self._lines.get(tuple(path[:end]))
            if known:
                return known
        return 1

    def mistake(self, path: Sequence[str | int], text: str) -> Mistake:
        """Return a mistake at `path`."""
        return Mistake(self.file, self.line(path), dotted(path), text)


def dotted(path: Sequence[str | int]) -> str:
    """Return a path as an author would write it: `checks[2].expect`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read(path: Path, name: str) -> Document:
    """Read one file; `name` is what mistakes call it.  Raises ReadingError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError(Mistake(name, 0, "", f"cannot be read ({error.strerror})")) from error
    if len(data) > LARGEST:
        raise ReadingError(Mistake(name, 0, "", "is larger than 1 MiB; a task file is text"))
    document = Document(name, {})
    loader = _Loader(data)
    try:
        node = loader.get_single_node()
        content = _content(loader, node, (), document)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ReadingError(Mistake(name, line, "", f"is no YAML: {error.problem or error}")) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ReadingError(Mistake(name, 0, "", f"is no YAML: {error}")) from error
    finally:
        loader.dispose()
    if not isinstance(content, dict):
        raise ReadingError(Mistake(name, 1, "", "must be a mapping of keys to values, beginning with `id:`"))
    document.data = content
    return document


def _content(loader: Any, node: Any, path: tuple[str | int, ...], document: Document) -> Any:
    """Return the value of a node, and note the lines of everything in it."""
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, path, document)
    if isinstance(node, yaml.SequenceNode):
        items = []
        for index, item in enumerate(node.value):
            document._lines[(*path, index)] = item.start_mark.line + 1  # noqa: SLF001 - made here
            items.append(_content(loader, item, (*path, index), document))
        return items
    return None if node is None else loader.construct_object(node, deep=True)


def _mapping(loader: Any, node: Any, path: tuple[str | int, ...], document: Document) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        here = (*path, key)
        if key in content:
            first = document.line(here)
            line = key_node.start_mark.line + 1
            text = f"stands here a second time (first in line {first}); keep one"
            raise ReadingError(Mistake(document.file, line, dotted(here), text))
        document._lines[here] = key_node.start_mark.line + 1  # noqa: SLF001 - made here
        content[key] = _content(loader, value_node, here, document)
    return content

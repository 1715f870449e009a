"""A peer's files as plain data: texts, notebook cells and syntax trees.  Nothing of them is executed here."""

from __future__ import annotations

import ast
import json
import warnings
from typing import TYPE_CHECKING, Any

import yaml

from grader.importing.model import SourceError
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LARGEST = 32 << 20
"""Bytes of one file; notebooks with pictures are large."""
LARGEST_DATA = 8 << 20
"""Bytes of a file that the new course gets a copy of."""
_HIDDEN = ("__pycache__", "node_modules")


@dataclass(frozen=True, slots=True)
class NotebookCell:
    """A cell of a notebook: its number from 1, kind, text, metadata and the plain text of its outputs."""

    number: int
    kind: str
    source: str
    metadata: dict[str, Any] = field(default_factory=dict)
    output: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.source.split("\n")


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """Return the bytes of a file.  Raises SourceError."""
    try:
        if path.stat().st_size > largest:
            raise SourceError(f"is larger than {largest >> 20} MB")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read ({(error.strerror or str(error)).lower()})") from error


def read_text(path: Path) -> str:
    """Return the text of a file with line feeds alone.  Raises SourceError."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"is not UTF-8 text (byte {error.start})") from error
    if "\0" in text:
        raise SourceError("is not a text: it has a zero byte")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse_python(text: str, subject: str = "") -> ast.Module:
    """Return the syntax tree of a text.  Raises SourceError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        where = f"{subject} line {error.lineno}" if subject else f"line {error.lineno}"
        raise SourceError(f"is not Python ({where}: {error.msg})") from error
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        raise SourceError(f"is too much for Python's parser ({type(error).__name__})") from error


def literal(node: ast.AST, subject: str) -> Any:
    """Return the value of a literal expression.  Raises SourceError where it is computed."""
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError) as error:
        line = getattr(node, "lineno", 0)
        raise SourceError(f"{subject} is computed, not written out (line {line})") from error


def read_json(path: Path) -> Any:
    """Return the content of a JSON file.  Raises SourceError."""
    try:
        return json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"is not JSON ({error})") from error


def read_yaml(text: str) -> dict[str, Any]:
    """Return the mapping that a configuration cell holds; an empty one for an empty text.  Raises SourceError."""
    if text.count("&") > 0 and text.count("*") > 20:
        raise SourceError("its configuration uses YAML aliases")
    try:
        content = yaml.load(text, Loader=yaml.SafeLoader)  # noqa: TID251  a peer's data, where positions do not matter
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise SourceError(f"its configuration is not YAML ({' '.join(str(error).split())[:120]})") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise SourceError("its configuration is not a mapping")
    return {str(key): value for key, value in content.items()}


def read_notebook(path: Path) -> tuple[list[NotebookCell], dict[str, Any]]:
    """Return the cells of a notebook and its metadata.  Raises SourceError."""
    content = read_json(path)
    if not isinstance(content, dict):
        raise SourceError("is not a notebook")
    listed = content.get("cells")
    if listed is None and isinstance(content.get("worksheets"), list):
        listed = [cell for sheet in content["worksheets"] if isinstance(sheet, dict) for cell in _list(sheet, "cells")]
    if not isinstance(listed, list):
        raise SourceError("is not a notebook: there is no list of cells")
    if any(not isinstance(cell, dict) for cell in listed):
        raise SourceError("is not a notebook: a cell is not an object")
    metadata = content.get("metadata")
    cells = [_cell(number, cell) for number, cell in enumerate(listed, 1)]
    return cells, metadata if isinstance(metadata, dict) else {}


def notebook_language(metadata: dict[str, Any]) -> str:
    """Return the language of a notebook, `python` where none is named."""
    for key, entry in (("language_info", "name"), ("kernelspec", "language")):
        inner = metadata.get(key)
        if isinstance(inner, dict) and isinstance(inner.get(entry), str) and inner[entry].strip():
            return str(inner[entry]).casefold()
    return "python"


def _list(content: dict[str, Any], key: str) -> list[Any]:
    value = content.get(key)
    return value if isinstance(value, list) else []


def _joined(value: object) -> str:
    lines = value if isinstance(value, list) else [value]
    return "".join(line for line in lines if isinstance(line, str))


def _cell(number: int, cell: dict[str, Any]) -> NotebookCell:
    metadata = cell.get("metadata")
    source = _joined(cell.get("source", cell.get("input", "")))
    output = ""
    for shown in _list(cell, "outputs"):
        if isinstance(shown, dict):
            data = shown.get("data")
            output += _joined(shown.get("text", ""))
            output += _joined(data.get("text/plain", "")) if isinstance(data, dict) else ""
    return NotebookCell(
        number,
        str(cell.get("cell_type", "")),
        source.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8"),
        metadata if isinstance(metadata, dict) else {},
        output,
    )


def files_below(path: Path, suffixes: Iterable[str]) -> Iterator[Path]:
    """Yield the files of a folder in order, or the file itself, whose names end so; hidden folders are left out."""
    endings = tuple(suffixes)
    if path.is_file():
        if path.name.endswith(endings):
            yield path
        return
    for child in sorted(path.iterdir(), key=lambda entry: entry.name):
        if child.name.startswith(".") or child.name in _HIDDEN or child.is_symlink():
            continue
        if child.is_dir():
            yield from files_below(child, endings)
        elif child.name.endswith(endings):
            yield child

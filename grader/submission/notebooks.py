"""A notebook's bytes as what is graded: the sources of its code cells, and its Markdown for written answers.

Outputs and attachments are dropped while the JSON is read.  Of the metadata the language is looked at, as a word for a
sentence on which nothing depends, and nbgrader's name and purpose of a cell: its test cells are not the student's, so
those that define nothing are empty here, and the name of a cell is the place where an imported test of that name runs.
The worker gets the cells as plain JSON and needs no library.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from grader.patterns import pattern
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_NOTEBOOK = 64 << 20
"""Bytes of a notebook as it lies on disk, outputs and all."""
LARGEST_TEXT = 256 << 10
"""Characters of one written answer."""
MOST_TEXT = 2 << 20
"""Characters of all written answers of a submission."""

SUFFIXES = (".ipynb", ".ipynb.json", ".ipynb.txt")
"""The endings of a notebook's name; browsers add the longer ones."""

_CONFLICT = pattern(r"^(<{7}|>{7})( |$)", re.MULTILINE)
_DEFINES = pattern(r"^(?:async +)?(?:def|class) ", re.MULTILINE)
"""A function or class of its own in a test cell: perhaps an answer that was written into it, so the cell stays."""
_IMAGE = pattern(r"data:image/[\w.+-]+;base64,[\w+/=%]+")
_WRITES = pattern(r"\s*%%(?:writefile|file)[ \t]+(?P<options>(?:-\w+[ \t]+)*)(?P<path>[^\n]+?)[ \t]*(?:\n|$)")
_SAFE = pattern(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*\.py")
_ELSEWHERE = pattern(r"/|~|[A-Za-z]:|(?:[^/]*/)*\.\.(?:/|$)")
_STRING = pattern(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
MOST_PARTS = 400_000
"""Objects and lists of a notebook's JSON: each takes a hundred times the two bytes that it is written with."""
MOST_WRITTEN = 50
LONGEST_PATH = 200
"""Characters of the path of a file that a cell writes."""
_DROPPED = ("outputs", "attachments", "prompt_outputs")


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A written answer: the file, its cell counted from 1 over all cells (0 for a whole file), and its Markdown."""

    file: str
    cell: int
    source: str


@dataclass(frozen=True, slots=True)
class Notebook:
    """The graded parts of a notebook: its code as the worker understands it, and its Markdown."""

    data: bytes
    """JSON: `cells` with number, source and perhaps `grade_id`; `problem` and `language`, which may be empty."""
    texts: tuple[WrittenText, ...] = ()
    written: tuple[tuple[str, bytes], ...] = ()
    """Python files that cells write (`%%writefile helper.py`): path and bytes."""


def is_notebook(name: str, head: bytes) -> bool:
    """Say whether a file of this name that begins with `head` is a notebook, also one that was renamed."""
    return name.lower().endswith(SUFFIXES) or (head.lstrip()[:1] == b"{" and b'"cell_type"' in head)


def read(name: str, data: bytes, largest: int) -> Notebook:
    """Return the cells of a notebook; one that cannot be read becomes a problem that the worker passes on.

    `largest`: bytes of code that the worker takes.
    """
    if len(data) > LARGEST_NOTEBOOK:
        return _unread("notebook_size")
    if not data.strip():
        return _unread("empty")
    if _has_too_many_parts(data):
        return _unread("notebook_size")
    text = data.decode(json.detect_encoding(data), "replace").removeprefix("\ufeff")
    try:
        content = json.loads(text, object_hook=_lighter, parse_int=float)
        cells = list(_cells(_listed(content)))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return _unread("conflict" if _CONFLICT.search(text) else "notebook")
    code = [cell.packed() for cell in cells if cell.kind == "code"]
    texts = [WrittenText(name, cell.number, cell.source) for cell in cells if cell.kind == "markdown"]
    packed = _packed(code, problem="" if code or texts else "empty", language=_language(content))
    if len(packed) > largest:
        return Notebook(_unread("notebook_size").data, tuple(texts))
    return Notebook(packed, tuple(texts), _written([cell.source for cell in cells if cell.kind == "code"]))


def _written(sources: list[str]) -> tuple[tuple[str, bytes], ...]:
    """Return the Python files that cells write, each with its last content."""
    files: dict[str, str] = {}
    for source in sources:
        match = _WRITES.match(source)
        path = _beside(match["path"].strip("\"'")) if match else ""
        if match and path and len(path) <= LONGEST_PATH and len(files) < MOST_WRITTEN:
            before = files.get(path, "") if "a" in match["options"] else ""
            files[path] = before + source[match.end() :] + "\n"
    return tuple((path, text.encode("utf-8", "replace")) for path, text in files.items())


def _beside(path: str) -> str:
    """Return where a file that a cell writes lies beside the notebook: of a path that leads elsewhere, the last part.

    `/content/helper.py` is the folder of the notebook on the machine where it was written.
    """
    path = path.replace("\\", "/").removeprefix("./")
    if _ELSEWHERE.match(path):
        path = path.rpartition("/")[2]
    return path if _SAFE.fullmatch(path) else ""


def _has_too_many_parts(data: bytes) -> bool:
    """Whether the JSON has more objects than memory is worth; signs inside of strings are no objects."""
    if data.count(b"{") + data.count(b"[") <= MOST_PARTS:
        return False
    bare = _STRING.sub(b"", data)
    return bare.count(b"{") + bare.count(b"[") > MOST_PARTS


@dataclass(frozen=True, slots=True)
class _Cell:
    number: int
    kind: str
    source: str
    grade_id: str = ""

    def packed(self) -> dict[str, Any]:
        """Return what the worker gets of a cell of code."""
        cell: dict[str, Any] = {"number": self.number, "source": self.source}
        return cell | ({"grade_id": self.grade_id} if self.grade_id else {})


def _unread(problem: str) -> Notebook:
    return Notebook(_packed([], problem=problem, language=""))


def _packed(cells: list[dict[str, Any]], *, problem: str, language: str) -> bytes:
    content = {"cells": cells, "problem": problem, "language": language}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _lighter(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an object of the JSON without what is never read, so that images are freed as soon as they are parsed."""
    for key in _DROPPED:
        entry.pop(key, None)
    return entry


def _listed(content: dict[str, Any]) -> list[Any]:
    """Return the cells: versions 1 and 4 have one list, versions 2 and 3 one for each worksheet."""
    if isinstance(content.get("cells"), list):
        return list(content["cells"])
    if isinstance(content.get("worksheets"), list):
        return [cell for sheet in content["worksheets"] for cell in sheet.get("cells", [])]
    raise ValueError("there is no list of cells")


def _cells(cells: list[Any]) -> Iterator[_Cell]:
    for number, cell in enumerate(cells, 1):
        if not isinstance(cell, dict):
            raise TypeError("a cell is an object")
        kind, source = cell.get("cell_type"), _source(cell)
        if kind == "heading":
            level = cell.get("level", 1)
            source = f"{'#' * int(min(max(level, 1), 6)) if isinstance(level, int | float) else '#'} {source}"
        if source.strip() and kind in {"code", "markdown", "heading"}:
            name, is_test = _nbgrader(cell)
            is_code = kind == "code"
            is_course = is_code and is_test and not _DEFINES.search(source)
            yield _Cell(number, "code" if is_code else "markdown", "" if is_course else source, name)


def _nbgrader(cell: dict[str, Any]) -> tuple[str, bool]:
    """Return the name that nbgrader gave a cell, and whether it is a test: graded, and no solution."""
    metadata = cell.get("metadata")
    entry = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if not isinstance(entry, dict):
        return "", False
    name = entry.get("grade_id")
    is_test = entry.get("grade") is True and entry.get("solution") is not True
    return (name[:200].encode("utf-8", "replace").decode("utf-8") if isinstance(name, str) else ""), is_test


def _source(cell: dict[str, Any]) -> str:
    """Return a cell's text, which is a string or a list of lines, under any name that it has had."""
    source = cell.get("source", cell.get("input", cell.get("code", cell.get("text", ""))))
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))
    # A lone surrogate is legal in JSON and in no file.
    return text.encode("utf-8", "replace").decode("utf-8")


def _language(content: dict[str, Any]) -> str:
    """Return the language that the metadata name, if it is another one than Python."""
    metadata = content.get("metadata")
    for key, entry in (("language_info", "name"), ("kernelspec", "language")):
        inner = metadata.get(key) if isinstance(metadata, dict) else None
        word = inner.get(entry) if isinstance(inner, dict) else None
        if isinstance(word, str) and word.strip():
            return "" if "python" in word.casefold() else word.encode("utf-8", "replace").decode("utf-8")[:40]
    return ""


def shortened(texts: list[WrittenText], notes: list[str]) -> tuple[WrittenText, ...]:
    """Return written answers within the limits; what is cut or left out is said in `notes`."""
    result, total = [], 0
    for text in texts:
        where = f"{text.file}, cell {text.cell}" if text.cell else text.file
        source = text.source if len(text.source) <= LARGEST_TEXT else _IMAGE.sub("", text.source)
        if len(source) > LARGEST_TEXT:
            notes.append(f"The text in {where} is cut after {LARGEST_TEXT >> 10} thousand characters. Shorten it.")
            source = source[:LARGEST_TEXT]
        if total + len(source) > MOST_TEXT:
            notes.append(
                f"The text in {where} and after it is left out: together the texts are too long. Shorten them."
            )
            break
        total += len(source)
        result.append(WrittenText(text.file, text.cell, source))
    return tuple(result)

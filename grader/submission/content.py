"""The content of one file: code for the worker, written answers, or the reason why neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.patterns import pattern
from grader.records import dataclass
from grader.submission import notebooks, scripts
from grader.submission.kinds import SourceKind, kind_of
from grader.submission.naming import ANSWERS, original
from grader.submission.notebooks import WrittenText
from grader.submission.texts import decoded

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 1 << 20
"""Bytes of one file that are read; the worker refuses a file that is longer."""
_HEAD = 64 << 10
_IMPORT = pattern(rb"\b(?:from|import)\s+\.*(\w+(?:\.\w+)*(?:\s*,\s*\w+)*)")
_RUN = pattern(rb"%run\s+(?:-\w+\s+)*[\"']?(?:\./)?([^\s\"']+?)(?:\.py|\.ipynb)?[\"']?(?:\s|\\n|$)")


@dataclass(frozen=True, slots=True)
class Content:
    """One file as it was read; `reason` says how, or why not."""

    kind: SourceKind
    reason: str = ""
    data: bytes = b""
    size: int = 0
    """Bytes on disk, as far as it was read."""
    notebook: bool = False
    texts: tuple[WrittenText, ...] = ()
    written: tuple[tuple[str, bytes], ...] = ()
    """Files that a notebook's cells write: path and bytes."""
    first_name: str = ""
    """The path under which it is read, where its own name hides what it is."""

    @property
    def imports(self) -> set[str]:
        """The last parts of the names that its code imports or runs."""
        names = set()
        for match in (*_IMPORT.finditer(self.data), *_RUN.finditer(self.data)):
            for name in match[1].decode("utf-8", "replace").split(","):
                names |= set(name.strip().replace("/", ".").split("."))
        return names


def content_of(name: str, path: Path, *, is_named: bool) -> Content:
    """Return what a file holds.  A file that somebody named is code, unless it cannot be.  Raises OSError."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
        kind, reason = kind_of(name, head)
        if kind is SourceKind.SUPPORT and is_named:
            kind = SourceKind.CODE
        if kind in {SourceKind.SUPPORT, SourceKind.UNREADABLE}:
            return Content(kind, reason)
        data = head + stream.read(LARGEST_FILE + 1 - len(head)) if len(head) == _HEAD else head
        is_notebook = kind is SourceKind.CODE and notebooks.is_notebook(original(name), data)
        if is_notebook:
            data += stream.read(notebooks.LARGEST_NOTEBOOK + 1 - len(data))
    if kind is SourceKind.ANSWERS:
        return _answers(name, data)
    return _notebook(name, data) if is_notebook else _module(name, data, is_named=is_named)


def _answers(name: str, data: bytes) -> Content:
    if b"\0" in data and decoded(data)[1] not in {"was read as UTF-16", "was read as UTF-32"}:
        return Content(SourceKind.UNREADABLE, "holds bytes that are no text")
    text, how = decoded(data)
    if not how and original(name).rpartition("/")[2].lower() != ANSWERS:
        how = "was read as written answers"
    return Content(SourceKind.ANSWERS, how, size=len(data), texts=(WrittenText(name, 0, text),))


def _notebook(name: str, data: bytes) -> Content:
    read = notebooks.read(name, data, LARGEST_FILE)
    how = "" if name.lower().endswith(".ipynb") else "was read as a notebook"
    return Content(SourceKind.CODE, how, read.data, len(data), notebook=True, texts=read.texts, written=read.written)


def _module(name: str, data: bytes, *, is_named: bool) -> Content:
    text, _ = decoded(data) if b"\0" not in data[:4] else ("", "")
    texts = tuple(scripts.markdown_of(name, text)) if len(data) <= LARGEST_FILE else ()
    file_name = name.rpartition("/")[2].lower()
    hidden = file_name.endswith(".txt") and not original(name).lower().endswith((".py", ".pyw"))
    first = f"{name[:-4]}.py" if hidden and not is_named else ""
    return Content(SourceKind.CODE, data=data, size=len(data), texts=texts, first_name=first)

"""The files that a student handed in, by their content and not by their names; nothing is decoded here."""

from __future__ import annotations

import hashlib
import os
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from grader.archives.clutter import reason_of_folder
from grader.archives.names import DEEPEST
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_FILES = 200
LARGEST = 64 << 20
"""Bytes of a file that is looked into; a larger one is named."""
LARGEST_TEXT = 1 << 20
_IGNORED = frozenset({"__pycache__", "__MACOSX", ".ipynb_checkpoints", ".git"})


class MediaKind(StrEnum):
    """How a file can be shown."""

    PICTURE = "picture"
    PDF = "PDF"
    SVG = "SVG"
    TEXT = "text"
    NOTEBOOK = "notebook"
    CODE = "code"
    HEIC = "HEIC"
    EMPTY = "empty"
    LARGE = "too large"
    UNKNOWN = "unknown"


_SIGNATURES: tuple[tuple[int, bytes, MediaKind], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", MediaKind.PICTURE),
    (0, b"\xff\xd8\xff", MediaKind.PICTURE),
    (0, b"GIF8", MediaKind.PICTURE),
    (8, b"WEBP", MediaKind.PICTURE),
    (0, b"BM", MediaKind.PICTURE),
    (0, b"II*\x00", MediaKind.PICTURE),
    (0, b"MM\x00*", MediaKind.PICTURE),
    (0, b"%PDF-", MediaKind.PDF),
    (4, b"ftyphei", MediaKind.HEIC),
    (4, b"ftyphev", MediaKind.HEIC),
    (4, b"ftypmif1", MediaKind.HEIC),
    (4, b"ftypmsf1", MediaKind.HEIC),
    (4, b"ftypavif", MediaKind.HEIC),
)
"""Offset and bytes by which a file is known.  AVIF is a HEIC with another codec, and neither can be shown."""


@dataclass(frozen=True, slots=True)
class StudentFile:
    """One file."""

    path: Path
    name: str
    """Relative to the submission, with "/"."""
    kind: MediaKind
    size: int

    @property
    def digest(self) -> str:
        """A hash of the content, as long as the file is the same by size and time."""
        stat = self.path.stat()
        return _digest(self.path, stat.st_mtime_ns, stat.st_size)


def files_in(root: Path | None) -> tuple[StudentFile, ...]:
    """Return the files of a submission, a folder or a single file, sorted by name; links are not followed."""
    if root is None or not root.exists():
        return ()
    if root.is_file():
        return (_file(root, root.name),)
    files = []
    for folder, folders, names in os.walk(root):
        is_deep = len(Path(folder).parts) - len(root.parts) >= DEEPEST
        subfolders = sorted(name for name in folders if name not in _IGNORED and not reason_of_folder(name))
        folders[:] = [] if is_deep else subfolders
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                files.append(_file(path, path.relative_to(root).as_posix()))
            if len(files) == MOST_FILES:
                return tuple(files)
    return tuple(sorted(files, key=lambda file: file.name))


def _file(path: Path, name: str) -> StudentFile:
    name = name.encode("utf-8", "replace").decode()
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError:
        return StudentFile(path, name, MediaKind.UNKNOWN, 0)
    return StudentFile(path, name, kind_of(name, head, size), size)


def kind_of(name: str, head: bytes, size: int) -> MediaKind:
    """Return what a file is, by its first bytes; its name tells text of Python from other text only."""
    if not head:
        return MediaKind.EMPTY
    for offset, signature, kind in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature and (signature != b"WEBP" or head[:4] == b"RIFF"):
            return kind if size <= LARGEST else MediaKind.LARGE
    if name.lower().endswith((".ipynb", ".ipynb.json", ".ipynb.txt")) or (
        head.lstrip()[:1] == b"{" and b'"cell_type"' in head
    ):
        return MediaKind.NOTEBOOK
    if _is_svg(head):
        return MediaKind.SVG
    if b"\0" in head:
        return MediaKind.UNKNOWN
    if name.lower().endswith(".py"):
        return MediaKind.CODE
    return MediaKind.TEXT if size <= LARGEST_TEXT else MediaKind.LARGE


def _is_svg(head: bytes) -> bool:
    begin = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return begin.startswith(b"<svg") or (begin.startswith((b"<?xml", b"<!")) and b"<svg" in begin)


def texts_in(files: tuple[StudentFile, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every file in which written answers are looked for."""
    for file in files:
        file_name = file.name.rpartition("/")[2].lower()
        if file.kind is MediaKind.NOTEBOOK or (
            file.kind is MediaKind.TEXT and file_name.endswith((".md", ".markdown"))
        ):
            try:
                yield file.name, file.path.read_bytes()
            except OSError:
                continue


@lru_cache(maxsize=4096)
def _digest(path: Path, changed: int, size: int) -> str:
    state = hashlib.sha256(f"{changed}:{size}".encode())
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            state.update(block)
    return state.hexdigest()[:32]

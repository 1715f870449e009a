"""A student's bytes as text, and what is wrong with them: everything that is known before a line is parsed."""

from __future__ import annotations

import io
import tokenize
from dataclasses import asdict, dataclass
from typing import Any

LARGEST = 1 << 20
"""Bytes of one file; hand-written code is a hundred times smaller."""

_MAGIC = {
    b"PK\x03\x04": "a zip archive or an office document",
    b"%PDF": "a PDF",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x1f\x8b": "a compressed archive",
    b"Rar!": "a compressed archive",
    b"7z\xbc\xaf": "a compressed archive",
    b"{\\rtf": "a rich text document",
}
# The longer mark comes first: that of UTF-32 begins like that of UTF-16.
_MARKS = {b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a submission: its path relative to the submission (with "/") and its bytes.

    The bytes of a notebook are its cells as JSON (grader/submission/notebooks.py), whatever its name ends with.
    """

    name: str
    data: bytes
    notebook: bool = False

    @property
    def stem(self) -> str:
        """The file's name without folder and suffix: the name that a sibling imports."""
        return self.name.rpartition("/")[2].rpartition(".")[0] or self.name.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The folder inside the submission; empty for a file at its top."""
        return self.name.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file is not read whole; the keys are those of the report."""

    kind: str
    line: int = 0
    source: str = ""
    type: str = ""
    text: str = ""
    name: str = ""
    cell: int = 0

    def wire(self) -> dict[str, Any]:
        """Return the problem as it stands in the report, every text cut and encodable."""
        cut = {key: clean(value) if isinstance(value, str) else value for key, value in asdict(self).items()}
        return {**cut, "text": clean(self.text, 500)}


@dataclass(frozen=True, slots=True)
class LostStatement:
    """A statement that is left out, and why."""

    line: int
    type: str
    text: str
    cell: int = 0


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A file as text with newlines only, or (`text` empty) the problem that leaves none."""

    name: str
    encoding: str
    text: str
    problem: Problem | None = None

    def line(self, number: int) -> str:
        """Return line `number` (from 1) without its indentation; empty when there is no such line."""
        lines = self.text.split("\n")
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def clean(value: object, cap: int = 200) -> str:
    """Return the text of `value` in at most `cap` characters that every encoder accepts; never raises.

    The object may be a student's, so its own conversion is allowed to fail, and is not believed to give a plain text.
    """
    try:
        raw = str.encode(str.__getitem__(str(value), slice(cap)), "utf-8", "replace")
    except BaseException:  # noqa: BLE001  whatever a student's object does, the report must be written
        return ""
    return raw.decode("utf-8", "replace")


def decode(source: Source) -> DecodedText:
    """Return `source` as text; bytes that are no text at all become a problem of kind `too_large` or `binary`."""
    data = source.data
    if len(data) > LARGEST:
        return DecodedText(source.name, "", "", Problem("too_large", text=f"more than {LARGEST} bytes"))
    marked = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), None)
    what = next((what for magic, what in _MAGIC.items() if data.startswith(magic)), "")
    if what or (marked is None and b"\0" in data):
        return DecodedText(source.name, "", "", Problem("binary", text=what or "bytes that are no text", name=what))
    encoding, text = _decoded(data, marked or _declared(data))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        return DecodedText(source.name, encoding, "", Problem("binary", text="bytes that are no text"))
    return DecodedText(source.name, encoding, text)


def _declared(data: bytes) -> str:
    """Return the encoding that the first two lines state, UTF-8 where they state none or an impossible one."""
    # A lone carriage return would hide the second line from a reader that knows newlines only.
    head = data[:1000].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        encoding = tokenize.detect_encoding(io.BytesIO(head).readline)[0]
    except (SyntaxError, UnicodeError):
        return "utf-8"
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    """Return the encoding that worked and the text; one byte is one character where nothing else works."""
    for candidate in (encoding, "utf-8", "cp1252"):
        try:
            return candidate, data.decode(candidate)
        except (LookupError, ValueError):
            continue
    return "latin-1", data.decode("latin-1")

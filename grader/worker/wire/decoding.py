"""A file's bytes as text, decoded alike on both sides: a line number means the same line to judge and worker."""

from __future__ import annotations

import codecs
import io
import tokenize
from dataclasses import dataclass

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

# Names as `codecs.lookup` gives them.  A list, since Python has codecs that are no encodings of files: punycode needs
# time that grows with the square of the length, and whoever hands in the file chooses the name.
_ENCODINGS = frozenset(
    """
    ascii utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be
    iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11
    iso8859-13 iso8859-14 iso8859-15 iso8859-16
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp437 cp850 cp852 cp855 cp857 cp858 cp862 cp866 cp874
    cp932 cp949 cp950 koi8-r koi8-u koi8-t mac-roman mac-latin2 mac-cyrillic mac-greek mac-turkish
    gb2312 gbk gb18030 big5 big5hkscs shift_jis shift_jis_2004 euc_jp euc_jis_2004 euc_kr johab iso2022_jp tis-620
    """.split()  # noqa: SIM905 - sixty lines would hide the rest
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file with newlines only, or (`text` empty) why there is none: "too_large" or "binary"."""

    encoding: str
    text: str
    problem: str = ""
    content: str = ""
    """The format of bytes that are no text, if it is recognised."""


def decode_source(data: bytes) -> Decoded:
    """Return `data` as text; bytes that are no text have a problem instead."""
    if len(data) > LARGEST:
        return Decoded("", "", "too_large")
    marked = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), None)
    content = next((content for magic, content in _MAGIC.items() if data.startswith(magic)), "")
    if content or (marked is None and b"\0" in data):
        return Decoded("", "", "binary", content)
    encoding, text = _decoded(data, marked or _declared(data))
    # As `open` in text mode reads it, so that line numbers are those of an editor and of a traceback.
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        return Decoded(encoding, "", "binary")
    return Decoded(encoding, text)


def _declared(data: bytes) -> str:
    """Return the encoding that the first two lines state, UTF-8 where they state none or none that is known here."""
    # A lone carriage return would hide the second line from a reader that knows newlines only.
    head = data[:1000].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        encoding = tokenize.detect_encoding(io.BytesIO(head).readline)[0]
        return encoding if codecs.lookup(encoding).name in _ENCODINGS else "utf-8"
    except (SyntaxError, UnicodeError, LookupError):
        return "utf-8"


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    """Return the encoding that worked and the text; one byte is one character where nothing else works."""
    for candidate in (encoding, "utf-8", "cp1252"):
        try:
            return candidate, data.decode(candidate)
        except (LookupError, ValueError):
            continue
    return "latin-1", data.decode("latin-1")

"""Written answers as text, in whatever encoding they were saved."""

from __future__ import annotations

_MARKS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(data: bytes) -> tuple[str, str]:
    """Return a text, and how it was read where it is not UTF-8."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _newlines(data.decode(encoding, "replace").removeprefix("\ufeff")), f"was read as {encoding.upper()}"
    if guessed := _without_mark(data):
        return _newlines(data.decode(guessed, "replace")), "was read as UTF-16"
    try:
        return _newlines(data.decode("utf-8-sig")), ""
    except UnicodeDecodeError:
        pass
    try:
        return _newlines(data.decode("cp1252")), "was read as Windows-1252, as it is no UTF-8"
    except UnicodeDecodeError:
        return _newlines(data.decode("latin-1")), "was read as Latin-1, as it is no UTF-8"


def _without_mark(data: bytes) -> str:
    """Return the kind of UTF-16 that a text without its mark has: every other byte of Western text is zero."""
    head = data[:2000]
    if len(head) < 4 or head.count(0) < len(head) // 4:
        return ""
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")

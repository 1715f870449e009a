"""Delimited text whose every byte stays: cells with the places where they stand, and changes by place.

The csv module gives values and forgets quotes, line ends and encodings; what an LMS takes back must keep them.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
DELIMITERS = (",", ";", "\t")
_END = re.compile(r"\r\n|\n|\r")


class DelimitedError(ValueError):
    """A file that is no delimited text; the text says why, without the file's name."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text, and how its bytes are made."""

    text: str
    encoding: str
    bom: bytes

    @property
    def doubts(self) -> tuple[str, ...]:
        """What to say of an encoding that is a guess."""
        if self.encoding in {"cp1252", "latin-1"}:
            return ("The file is no UTF-8 and was read as Windows-1252: names here may look wrong; its bytes stay.",)
        return ()

    def bytes_of(self, text: str) -> bytes:
        """Return another text in the same encoding, behind the same mark."""
        return self.bom + text.encode(self.encoding)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it stands in the text, quotes included, and its value."""

    start: int
    end: int
    value: str
    quoted: bool

    def put(self, value: str) -> Change:
        """Return the change that puts another value here, between quotes where the old one stood between quotes."""
        if not self.quoted:
            return Change(self.start, self.end, value)
        doubled = value.replace('"', '""')
        return Change(self.start, self.end, f'"{doubled}"')


@dataclass(frozen=True, slots=True)
class Change:
    """What stands from `start` to `end` becomes `text`."""

    start: int
    end: int
    text: str


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A file of delimited text as rows of cells."""

    source: Encoded
    delimiter: str
    rows: Sequence[Row]

    def changed(self, changes: Iterable[Change]) -> bytes:
        """Return the bytes of the file with these changes, which must not overlap, and no other."""
        pieces, at = [], 0
        for change in sorted(changes, key=lambda change: change.start):
            if change.start < at:
                raise ValueError("two changes at one place")
            pieces += [self.source.text[at : change.start], change.text]
            at = change.end
        return self.source.bytes_of("".join([*pieces, self.source.text[at:]]))


def decoded(data: bytes) -> Encoded:
    """Return the text of a file: UTF-16 or UTF-8 by its mark, else UTF-8, else what Windows writes.

    Encoding it again gives the same bytes.  Raises DelimitedError.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return Encoded(_strict(data[len(bom) :], encoding), encoding, bom)
    if data.startswith(b"PK"):
        raise DelimitedError("is a spreadsheet or an archive (expected CSV). Download it as CSV")
    for encoding in ("utf-8", "cp1252"):
        try:
            return Encoded(data.decode(encoding), encoding, b"")
        except UnicodeDecodeError:
            continue
    return Encoded(data.decode("latin-1"), "latin-1", b"")  # takes every byte, and gives it back


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DelimitedError(f"is damaged (no {encoding.upper()} at byte {error.start}). Download it again") from error


def read(data: bytes, delimiters: Sequence[str], known: Callable[[Sequence[str]], bool]) -> Table | None:
    """Return the rows under the first delimiter with which the header is a `known` one; None where there is none.

    Raises DelimitedError.
    """
    source = decoded(data)
    for delimiter in delimiters:
        if known(_header(source, delimiter)):
            return table_of(source, delimiter)
    return None


def _header(source: Encoded, delimiter: str) -> list[str]:
    """Return the names in the first line; none where it has another delimiter, and its quotes make no sense."""
    try:
        return [cell.value for cell in next(_rows(source.text, delimiter))]
    except DelimitedError:
        return []


def table_of(source: Encoded, delimiter: str) -> Table:
    """Return the rows of a text.  Raises DelimitedError where a quote is never closed."""
    return Table(source, delimiter, tuple(_rows(source.text, delimiter)))


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    cell = re.compile(f'"[^"]*(?:""[^"]*)*"[^{delimiter}\r\n]*|[^{delimiter}\r\n]*')
    row, at = list[Cell](), 0
    while True:
        found = cell.match(text, at)
        assert found is not None  # noqa: S101 - the second alternative matches nothing as well
        row.append(_cell(found.group(), at, text))
        at = found.end()
        if at < len(text) and text[at] == delimiter:
            at += 1
            continue
        yield tuple(row)
        row = []
        end = _END.match(text, at)
        if end is None or end.end() == len(text):
            return
        at = end.end()


def _cell(raw: str, at: int, text: str) -> Cell:
    if not raw.startswith('"'):
        return Cell(at, at + len(raw), raw, quoted=False)
    inner, closed, rest = _unquoted(raw)
    if not closed:
        line = len(_END.findall(text, 0, at)) + 1
        raise DelimitedError(f"is damaged (a quote that opens in line {line} is never closed). Download it again")
    return Cell(at, at + len(raw), inner + rest, quoted=True)


_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"')


def _unquoted(raw: str) -> tuple[str, bool, str]:
    """Return what stands between the quotes, whether they close, and what follows before the next delimiter."""
    found = _QUOTED.match(raw)
    return (found[1].replace('""', '"'), True, raw[found.end() :]) if found else ("", False, "")

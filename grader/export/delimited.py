"""Delimited text that keeps every byte except those of the cells that change.

The csv module returns values and forgets quotes, line ends and encodings, which an LMS expects unchanged.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
DELIMITERS = (",", ";", "\t")
_END = re.compile(r"\r\n|\n|\r")


class DelimitedError(ValueError):
    """The file is not delimited text; the message says why, without the name of the file."""


@dataclass(frozen=True, slots=True)
class EncodedText:
    """A text and its encoding."""

    text: str
    encoding: str
    bom: bytes

    @property
    def encoding_notes(self) -> tuple[str, ...]:
        """A note for the user if the encoding is a guess."""
        if self.encoding in {"cp1252", "latin-1"}:
            return ("The file is not UTF-8 and was read as Windows-1252: names may look wrong; the bytes are kept.",)
        return ()

    def encode(self, text: str) -> bytes:
        """Return another text in the same encoding, after the same byte order mark."""
        return self.bom + text.encode(self.encoding)


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell: its position in the text, including quotes, and its value."""

    start: int
    end: int
    value: str
    quoted: bool

    def put(self, value: str) -> CellChange:
        """Return the change that puts another value here, quoted if the old one is."""
        if not self.quoted:
            return CellChange(self.start, self.end, value)
        doubled = value.replace('"', '""')
        return CellChange(self.start, self.end, f'"{doubled}"')


@dataclass(frozen=True, slots=True)
class CellChange:
    """Replaces the text from `start` to `end`."""

    start: int
    end: int
    text: str


Row = tuple[TableCell, ...]


@dataclass(frozen=True)
class Table:
    """A file of delimited text as rows of cells."""

    source: EncodedText
    delimiter: str
    rows: Sequence[Row]

    def changed(self, changes: Iterable[CellChange]) -> bytes:
        """Return the bytes of the file with these changes, which must not overlap."""
        pieces, at = [], 0
        for change in sorted(changes, key=lambda change: change.start):
            if change.start < at:
                raise ValueError("overlapping changes")
            pieces += [self.source.text[at : change.start], change.text]
            at = change.end
        return self.source.encode("".join([*pieces, self.source.text[at:]]))


def decode(data: bytes) -> EncodedText:
    """Return the text of a file: UTF-16 or UTF-8 by its byte order mark, else UTF-8, else Windows-1252.

    Encoding it again gives the same bytes.  Raises DelimitedError.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return EncodedText(_strict(data[len(bom) :], encoding), encoding, bom)
    if data[1:200:2].strip(b"\0") == b"" and len(data) > 3 and len(data) % 2 == 0:
        return EncodedText(_strict(data, "utf-16-le"), "utf-16-le", b"")  # Blackboard's .xls may lack the mark
    if data.startswith(b"PK"):
        raise DelimitedError("is a spreadsheet or an archive (expected CSV). Download it as CSV")
    for encoding in ("utf-8", "cp1252"):
        try:
            return EncodedText(data.decode(encoding), encoding, b"")
        except UnicodeDecodeError:
            continue
    return EncodedText(data.decode("latin-1"), "latin-1", b"")  # decodes every byte, and encodes it back unchanged


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DelimitedError(f"is damaged (not {encoding.upper()} at byte {error.start}). Download it again") from error


def read_table(data: bytes, delimiters: Sequence[str], accepts_header: Callable[[Sequence[str]], bool]) -> Table | None:
    """Return the rows, split by the first delimiter with which the header is accepted; None if no delimiter fits.

    Raises DelimitedError.
    """
    source = decode(data)
    for delimiter in delimiters:
        if accepts_header(_header(source, delimiter)):
            return table_of(source, delimiter)
    return None


def _header(source: EncodedText, delimiter: str) -> list[str]:
    """Return the cells of the first line; empty if its quotes do not fit this delimiter."""
    try:
        return [cell.value for cell in next(_rows(source.text, delimiter))]
    except DelimitedError:
        return []


def table_of(source: EncodedText, delimiter: str) -> Table:
    """Return the rows of a text.  Raises DelimitedError if a quote is never closed."""
    return Table(source, delimiter, tuple(_rows(source.text, delimiter)))


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    cell = re.compile(f'"[^"]*(?:""[^"]*)*"[^{delimiter}\r\n]*|[^{delimiter}\r\n]*')
    row, at = list[TableCell](), 0
    while True:
        match = cell.match(text, at)
        assert match is not None  # noqa: S101 - the second alternative matches nothing as well
        row.append(_cell(match.group(), at, text))
        at = match.end()
        if at < len(text) and text[at] == delimiter:
            at += 1
            continue
        yield tuple(row)
        row = []
        end = _END.match(text, at)
        if end is None or end.end() == len(text):
            return
        at = end.end()


def _cell(raw: str, at: int, text: str) -> TableCell:
    if not raw.startswith('"'):
        return TableCell(at, at + len(raw), raw, quoted=False)
    inner, closed, rest = _unquoted(raw)
    if not closed:
        line = len(_END.findall(text, 0, at)) + 1
        raise DelimitedError(f"is damaged (a quote that opens in line {line} is never closed). Download it again")
    return TableCell(at, at + len(raw), inner + rest, quoted=True)


_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"')


def _unquoted(raw: str) -> tuple[str, bool, str]:
    """Return the text between the quotes, whether they close, and the rest of the cell."""
    match = _QUOTED.match(raw)
    return (match[1].replace('""', '"'), True, raw[match.end() :]) if match else ("", False, "")

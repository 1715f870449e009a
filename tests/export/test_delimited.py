"""Delimited text keeps every byte but those of the cells that change, whatever stands in the others."""

from __future__ import annotations

import codecs
import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.export.delimited import DelimitedError, decode, table_of

NASTY = [
    "", "7,5", "1;000", 'say "hi"', "line\nend", "line\r\nend", "=1+1", "+49", "-3", "@SUM(A1)", "Ольга", "李小龙",
    "שלום", "مرحبا", "\u202edlrow", "tab\there", " padded ", "='", "Zoë", "'7", "\ufeff", "EX", "N/A", "😀",
]  # fmt: skip
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"]
CELL = st.sampled_from(NASTY) | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


def encoded(text: str, encoding: Any) -> bytes:
    """Return the bytes of a text; UTF-16 with its mark."""
    return codecs.BOM_UTF16_BE + text.encode(encoding) if encoding == "utf-16-be" else text.encode(encoding)


@st.composite
def files(draw: Any) -> Any:
    """Draw rows of cells, each quoted or not, and the file that some LMS writes of them."""
    delimiter = draw(st.sampled_from(",;\t"))
    width = draw(st.integers(1, 5))
    rows = draw(st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=6))
    ends = st.sampled_from(["\r\n", "\n", "\r"])
    text = ""
    for number, row in enumerate(rows):
        cells = [_written(cell, delimiter, always=draw(st.booleans())) for cell in row]
        text += delimiter.join(cells) + ("" if number == len(rows) - 1 and draw(st.booleans()) else draw(ends))
    return rows, text, delimiter, draw(st.sampled_from(ENCODINGS))


def _written(cell: str, delimiter: str, *, always: Any) -> str:
    if always or any(sign in cell for sign in f'{delimiter}"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def holds_a_file_is_read_as_the_csv_module_reads_it(file: Any) -> None:
    """Values are those that Python's own reader finds; nothing changed gives the same bytes."""
    _, text, delimiter, encoding = file
    text = text.removeprefix("\ufeff")
    data = encoded(text, encoding)
    source = decode(data)
    table = table_of(source, delimiter)
    assert source.text == text
    assert table.changed([]) == data
    read = [row or [""] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    assert [[cell.value for cell in row] for row in table.rows] == (read or [[""]])


@settings(max_examples=25)
@given(files())
def test_a_file_is_read_as_the_csv_module_reads_it(file: Any) -> None:
    """Two readers find the same, and the bytes stay."""
    holds_a_file_is_read_as_the_csv_module_reads_it(file)


@pytest.mark.slow
@settings(max_examples=300)
@given(files())
def test_a_file_is_read_as_the_csv_module_reads_it_again_and_again(file: Any) -> None:
    """The same, for three hundred files."""
    holds_a_file_is_read_as_the_csv_module_reads_it(file)


def holds_only_the_encode_a_cell_change(file: Any, data: Any) -> None:
    """Put a number into cells: every other byte stays, and the rows keep their widths."""
    _, text, delimiter, encoding = file
    text = text.removeprefix("\ufeff")
    before = encoded(text, encoding)
    table = table_of(decode(before), delimiter)
    cells = [cell for row in table.rows for cell in row]
    chosen = data.draw(st.lists(st.sampled_from(cells), unique=True, max_size=4))
    after = table.changed(cell.put("7.25") for cell in chosen)
    expected, at = "", 0
    for cell in sorted(chosen, key=lambda cell: cell.start):
        expected += text[at : cell.start] + ('"7.25"' if text[cell.start : cell.start + 1] == '"' else "7.25")
        at = cell.end
    assert after == encoded(expected + text[at:], encoding)
    again = table_of(decode(after), delimiter)
    assert [len(row) for row in again.rows] == [len(row) for row in table.rows]


@settings(max_examples=25)
@given(files(), st.data())
def test_only_the_encode_a_cell_change(file: Any, data: Any) -> None:
    """No byte changes but those of the cells that are meant."""
    holds_only_the_encode_a_cell_change(file, data)


@pytest.mark.slow
@settings(max_examples=300)
@given(files(), st.data())
def test_only_the_encode_a_cell_change_again_and_again(file: Any, data: Any) -> None:
    """The same, for three hundred files."""
    holds_only_the_encode_a_cell_change(file, data)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        pytest.param(b"Zo\xc3\xab", "Zoë", "utf-8", id="utf-8"),
        pytest.param(b"\xef\xbb\xbfa", "a", "utf-8", id="utf-8 with a mark"),
        pytest.param(b"\xff\xfea\0", "a", "utf-16-le", id="utf-16"),
        pytest.param(b"Zo\xeb \x80", "Zoë €", "cp1252", id="cp1252"),
        pytest.param(b"Zo\xeb \x81", "Zoë \x81", "latin-1", id="what cp1252 does not have"),
    ],
)
def test_an_encoding_is_found_and_kept(data: bytes, text: str, encoding: str) -> None:
    """The text is read in its encoding, and its bytes come back."""
    source = decode(data)
    assert (source.text, source.encoding, source.encode(source.text)) == (text, encoding, data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"PK\x03\x04", "spreadsheet", id="xlsx"),
        pytest.param(b'a,b\r\n"c,d\r\n', "line 2 is never closed", id="open quote"),
        pytest.param(b"\xff\xfea", "damaged", id="half a character"),
    ],
)
def test_what_is_no_csv_is_said(data: bytes, said: str) -> None:
    """A spreadsheet, and a file that was cut, are refused with the reason."""
    with pytest.raises(DelimitedError, match=said):
        table_of(decode(data), ",")


def test_changes_must_not_overlap() -> None:
    """Two changes at one place are a mistake of ours."""
    table = table_of(decode(b"a,b"), ",")
    with pytest.raises(ValueError, match="overlapping"):
        table.changed([table.rows[0][0].put("x"), table.rows[0][0].put("y")])


def test_a_large_gradebook_is_read_at_once() -> None:
    """Three thousand rows with long quoted cells take no time that grows with their square."""
    row = '"' + 'a ""quoted"" word\n' * 20 + '",1001,,\r\n'
    table = table_of(decode((row * 3_000).encode()), ",")
    assert len(table.rows) == 3_000

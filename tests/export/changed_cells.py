"""Which cells of a delimited file differ after an export: the rest must be the same, byte for byte."""

from __future__ import annotations

import csv
import io


def rows(data: bytes, encoding: str, delimiter: str) -> list[list[str]]:
    """Return the rows as Python's csv module reads them."""
    return list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))


def changed(
    before: bytes, after: bytes, encoding: str = "utf-8-sig", delimiter: str = ","
) -> dict[tuple[int, int], str]:
    """Return {(row, column): new text}, counted from 1 as spreadsheets do; the shape must be the same."""
    old, new = rows(before, encoding, delimiter), rows(after, encoding, delimiter)
    assert [len(row) for row in old] == [len(row) for row in new]
    return {
        (line, number): text
        for line, (old_row, new_row) in enumerate(zip(old, new, strict=True), 1)
        for number, (was, text) in enumerate(zip(old_row, new_row, strict=True), 1)
        if was != text
    }

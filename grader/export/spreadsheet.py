"""Tables for people: no cell is run as a formula, and Excel reads the encoding correctly."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet runs a cell that starts with one of these as a formula."""
_INVISIBLE = " \xa0\u200b\u200c\u200d\u2060\ufeff"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs: an apostrophe is put before one that starts like a formula."""
    # The library quotes a cell with "\n", and not one with "\r", which begins a row for a spreadsheet.
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return f"'{text}" if text.lstrip(_INVISIBLE).startswith(DANGEROUS) else text


def for_excel(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the rows as CSV, every cell quoted, with the byte order mark without which Excel guesses the encoding."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return codecs.BOM_UTF8 + text.getvalue().encode("utf-8", "replace")

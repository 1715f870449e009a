"""Tables that people open: no cell that a spreadsheet runs, and bytes that Excel reads as they are meant."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings of a cell that a spreadsheet takes for a formula."""
_INVISIBLE = " \xa0\u200b\u200c\u200d\u2060\ufeff"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs: what begins like a formula, spaces apart, is put behind a quote."""
    text = _CONTROL.sub("", text)
    return f"'{text}" if text.lstrip(_INVISIBLE).startswith(DANGEROUS) else text


def for_excel(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the rows as CSV with the mark without which Excel guesses the encoding; every cell between quotes."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return codecs.BOM_UTF8 + text.getvalue().encode("utf-8", "replace")

"""Values in an LMS's answers, read without trusting their types."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_POINTS = 10**9
"""No assignment gives more; a larger number is none."""
PLACES = 10
MAX_LINE = 200


def dicts(rows: object) -> list[Mapping[str, Any]]:
    """Return the objects of a list, whatever an answer holds instead."""
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def member(data: object, name: str) -> Any:
    """Return a member of an object; None if there is no such member, or no object."""
    return data.get(name) if isinstance(data, dict) else None


def text_of(value: object) -> str:
    """Return a text or number as text; empty for anything else."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def one_line(value: object) -> str:
    """Return a text on one line: names are whatever their owners typed."""
    return " ".join(text_of(value).split())[:MAX_LINE]


def points_of(value: object) -> Decimal | None:
    """Return a number that may come as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    # Rounded, as a number with a million places is printed with all of them.
    return round(number, PLACES) if number.is_finite() and abs(number) < MAX_POINTS else None

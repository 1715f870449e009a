"""Files within a platform's size limit: JSON without NaN, and texts shortened until everything fits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_LENGTHS: Final = (20_000, 4_000, 1_000, 200, None)
"""The maximum length of a check's text, tried in this order; with None, checks are not listed at all."""


def json_text(value: Any) -> str:
    """Return JSON that every parser accepts.  Raises ValueError for NaN and infinities."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return harmless_json(f"{text}\n")


def harmless_json(text: str) -> str:
    """Return the same data without `##[`, which a CI runner would run as a command when it is printed."""
    return text.replace("##[", "##\\u005b")


def fitted(render: Callable[[int | None], str], largest: int) -> str:
    """Return the longest rendering of at most `largest` bytes; the shortest one if none fits."""
    text = ""
    for length in _LENGTHS:
        text = render(length)
        if len(text.encode()) <= largest:
            break
    return text

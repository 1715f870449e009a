"""Files within a platform's limits: JSON without NaN, and texts cut further until everything fits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_LENGTHS: Final = (20_000, 4_000, 1_000, 200, None)
"""What the text of one check may take, ever less; with None, the checks are not listed at all."""


def json_text(value: Any) -> str:
    """Return JSON that every reader takes.  Raises ValueError for NaN and infinities."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return harmless_json(f"{text}\n")


def harmless_json(text: str) -> str:
    """Return the same data without `##[`, which the runner of a CI takes for a command when it is printed."""
    return text.replace("##[", "##\\u005b")


def fitted(render: Callable[[int | None], str], largest: int) -> str:
    """Return the first of ever shorter texts that has at most `largest` bytes; the shortest one if none has."""
    text = ""
    for length in _LENGTHS:
        text = render(length)
        if len(text.encode()) <= largest:
            break
    return text

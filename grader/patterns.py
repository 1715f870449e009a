"""Patterns that are compiled when something is matched: a start of the grader defines fifty and uses ten of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

__all__ = ["LazyPattern", "pattern"]


class LazyPattern:
    """Stands for what `re.compile` returns, and has its methods.

    >>> pattern(r"[0-9]+").sub("n", "a12")
    'an'
    """

    def __init__(self, text: Any, flags: int = 0) -> None:
        self._arguments = text, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._arguments), name)
        setattr(self, name, value)  # the next look finds it without coming here
        return value


if TYPE_CHECKING:
    from re import compile as pattern
else:
    pattern = LazyPattern

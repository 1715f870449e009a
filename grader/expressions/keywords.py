"""The keywords of words that are written out: tolerances, yes or no, ways to compare texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.expressions.nodes import Constant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.expressions.nodes import Node

TRUTHS = ("each", "case")
WORDS_OF = {"by": ("lines", "words", "text")}


def keyword_mistake(name: str, options: Mapping[str, Node]) -> str:
    """Return what is wrong with the keywords of a word; empty where nothing is."""
    for key, node in options.items():
        value = node.value if isinstance(node, Constant) else None
        if key == "rtol" and not (type(value) in {int, float} and isinstance(value, int | float) and 0 < value <= 1):
            zero = "; a tolerance of 0 fails right answers by rounding, and whole numbers have `same` and =="
            extra = zero if isinstance(node, Constant) and value == 0 else ""
            return f"`rtol` of {name} is a number above 0 and at most 1, written out{extra}"
        if key in TRUTHS and type(value) is not bool:
            return f"`{key}` of {name} is True or False, written out"
        if key in WORDS_OF and value not in WORDS_OF[key]:
            return f"`{key}` of {name} is one of {', '.join(map(repr, WORDS_OF[key]))}"
    return ""

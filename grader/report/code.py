"""Python in colour: every token that has one is marked by a class, and everything is escaped.

Pygments reads the code; its own formatter writes several times as much markup, and a page has room for 150 kB.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

LONGEST: Final = 20_000
"""Characters of code that are read; more of them stay plain."""

_CLASSES: Final = {"ow": "k", "nf": "f", "nc": "f", "fm": "f"}
"""Classes of tokens that are no keyword, text, number or comment by their letter."""


def highlighted(source: str) -> Markup:
    """Return Python `source` as markup: the same characters, with keywords, texts, numbers and comments marked."""
    return Markup("\n").join(highlighted_lines(tuple(source.split("\n"))))


@lru_cache(maxsize=256)
def highlighted_lines(lines: tuple[str, ...]) -> tuple[Markup, ...]:
    """Return the lines of one piece of code, each as markup of its own; a text over several lines is marked in each."""
    source = "\n".join(lines)
    if len(source) > LONGEST:
        return tuple(map(escape, lines))
    marked = [Markup("")]
    for kind, tokens in groupby(_lexer().get_tokens(source), key=lambda token: _class(token[0])):
        first, *rest = "".join(value for _, value in tokens).split("\n")
        marked[-1] += _mark(kind, first)
        marked += [_mark(kind, piece) for piece in rest]
    return tuple(marked)


def _mark(kind: str, text: str) -> Markup:
    return Markup('<span class="{}">{}</span>').format(kind, text) if kind and text.strip() else escape(text)


@cache
def _lexer() -> Lexer:
    from pygments.lexers.python import PythonLexer

    return PythonLexer(stripnl=False, ensurenl=False)


def _class(kind: _TokenType) -> str:
    """Return a class of one letter; empty for what looks like the rest."""
    from pygments.token import STANDARD_TYPES

    short = STANDARD_TYPES.get(kind, "")
    return _CLASSES.get(short, short[:1] if short[:1] in {"k", "s", "m", "c"} else "")

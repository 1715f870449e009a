"""Terminals and pipes that cannot show every sign: under cp1252 or cp437 a command still prints all that it has to say.

What cannot be encoded is written with plain letters instead: `[ok]` for a tick, `e` for é, `\\u4e2d` where nothing is
like it.  The standard streams do that themselves once `print_any_text` was called, so no command has to think of it.
Click takes a stream in ASCII for a mistake of the system's and writes UTF-8 to it.  Python has none but where that was
asked for (`PYTHONIOENCODING`), so such a stream gets ASCII under another name.
"""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata

import click

ERRORS = "grader.plain_signs"
"""The name of the error handler."""
PLAIN_ASCII = "grader-ascii"
"""The name of the encoding that is ASCII and that click does not know."""
STAND_INS = {
    "✓": "[ok]", "✗": "[x]", "○": "o", "◔": "o", "◐": "o", "●": "*", "•": "*", "·": "*",
    "→": "->", "←": "<-", "↵": "\\n",
    "–": "-", "—": "-", "−": "-", "…": "...", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "«": "<<", "»": ">>",
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "×": "x", "÷": "/", "±": "+-", "∞": "inf", "√": "sqrt", "‖": "||",
    "⟨": "<", "⟩": ">", "∈": "in", "∑": "sum", "∂": "d", "∇": "grad", "°": " degrees",
    "─": "-", "━": "-", "╴": "-", "╶": "-", "╸": "-", "╺": "-", "│": "|", "┃": "|", "├": "|", "┤": "|", "┌": "+",
    "┐": "+", "└": "`", "┘": "+", "┬": "+", "┴": "+", "┼": "+", "╭": "+", "╮": "+", "╰": "`", "╯": "+",
    "█": "#", "▓": "#", "▒": "=", "░": ".", "▀": "'", "▄": "_", "▌": "|", "▐": "|",
    "▁": "_", "▂": "_", "▃": "-", "▅": "=", "▆": "=", "▇": "#",
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "eps", "η": "eta", "θ": "theta", "λ": "lambda",
    "μ": "mu", "µ": "mu", "π": "pi", "σ": "sigma", "τ": "tau", "φ": "phi", "ω": "omega", "Σ": "Sigma", "Δ": "Delta",
    "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d",
}  # fmt: skip


def print_any_text() -> None:
    """Let the standard streams of this process write any text, in signs that their encoding has."""
    codecs.register_error(ERRORS, _replace)
    codecs.unregister(_find_ascii)
    codecs.register(_find_ascii)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_ascii = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding=PLAIN_ASCII if is_ascii else None, errors=ERRORS)


def print_data(text: str) -> None:
    """Print a document for a program, which expects UTF-8 whatever the terminal shows."""
    click.echo(text.encode("utf-8"), nl=False)


def in_ascii(sign: str) -> str:
    """Return a sign in ASCII: its stand-in, the letter without its accents, or its number."""
    if sign in STAND_INS:
        return STAND_INS[sign]
    bare = "".join(part for part in unicodedata.normalize("NFKD", sign) if part.isascii())
    return bare or sign.encode("ascii", "backslashreplace").decode()


def _find_ascii(name: str) -> codecs.CodecInfo | None:
    """Return ASCII for its other name; see `codecs.register`."""
    if name.replace("_", "-") != PLAIN_ASCII:
        return None
    ascii_ = codecs.lookup("ascii")
    return codecs.CodecInfo(
        ascii_.encode,
        ascii_.decode,
        ascii_.streamreader,
        ascii_.streamwriter,
        ascii_.incrementalencoder,
        ascii_.incrementaldecoder,
        name=PLAIN_ASCII,
    )


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(in_ascii, error.object[error.start : error.end])), error.end

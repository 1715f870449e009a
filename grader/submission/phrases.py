"""Pieces of the sentences about reading: places, errors and lists, on one line of printable characters.

The facts come from a student's code by way of an untrusted process, so each text is flattened before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.checks.messages import place

if TYPE_CHECKING:
    from grader.submission.loaded import DefinedName, FoundFunction, SourceLocation


def location_text(definition: FoundFunction | DefinedName | SourceLocation) -> str:
    """Return file, line and cell of something that was found."""
    return place(flat(definition.file), definition.line, definition.cell)


def error_text(type_: str, text: str, cap: int = 200) -> str:
    """Return the class of an exception with its text."""
    sentence = flat(text.rstrip(". "), cap)
    return f"{flat(type_)}: {sentence}" if sentence else flat(type_)


def count_text(number: int) -> str:
    """Return a number of arguments in words."""
    words = {0: "no argument", 1: "one argument", 2: "two arguments", 3: "three arguments", 4: "four arguments"}
    return words.get(number, f"{number} arguments")


def list_text(items: list[str]) -> str:
    """Return items as a sentence lists them."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def flat(text: str, cap: int = 200) -> str:
    """Return `text` as one line of printable characters: it may hold what moves a terminal's cursor."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if len(line) <= cap:
        return line
    beginning = line[: cap - 3]
    whole_words = beginning.rpartition(" ")[0]  # no word is cut, unless that would take away most of the text
    return (whole_words if len(whole_words) > cap // 2 else beginning) + "..."

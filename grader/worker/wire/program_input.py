"""A value as the standard input of a program: what is the same for a student's program and for the reference."""

from __future__ import annotations


def stdin_text(value: object) -> str:
    r"""Return a text as it is, None as no input, the items of a list as lines, anything else as one line.

    >>> stdin_text(["Anna", 3])
    'Anna\n3\n'
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case bytes():
            return value.decode("utf-8", "replace")
        case list() | tuple():
            return "".join(f"{item}\n" for item in value)
        case _:
            return f"{value}\n"


def argv_texts(value: object) -> list[str]:
    """Return the words after a program's name: the items of a list, or one word."""
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]

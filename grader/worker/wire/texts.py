"""Texts that are safe to send: short, and accepted by every encoder, whatever object they are made from."""

from __future__ import annotations

NEWER_SYNTAX = "its syntax is that of Python"
"""Begins the reason why a definition is not read, where a later version of Python would read it."""


def clean(value: object, cap: int = 200) -> str:
    """Return the text of `value` in at most `cap` characters that every encoder accepts; never raises.

    The object may be a student's, so its own conversion is allowed to fail, and is not believed to give a plain text.
    """
    if type(value) is str and len(value) <= cap and value.isascii():
        return value  # as nearly always
    try:
        # The methods of `str` itself, on whatever `__str__` gives: a subclass could override slicing and encoding.
        raw = str.encode(str.__getitem__(str(value), slice(cap)), "utf-8", "replace")
    except BaseException:  # noqa: BLE001  whatever a student's object does, the report must be written
        return ""
    return raw.decode("utf-8", "replace")


def class_name(value: object) -> str:
    """Return the name of the class of `value`, read from the type's own slot: a student's class may override it."""
    return str(type.__dict__["__name__"].__get__(type(value)))[:200]

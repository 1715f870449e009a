"""A path that somebody chose, in an archive or on a disk: taken as a plain relative path, or refused."""

from __future__ import annotations

import re
import unicodedata

from grader.patterns import pattern

LONGEST = 240
"""Characters of a path.  File systems take 255 bytes a part."""
DEEPEST = 40
"""Folders inside one another."""
_DRIVE = pattern(r"^[A-Za-z]:")
_RESERVED = pattern(r"(con|prn|aux|nul|(com|lpt)[\d\xb9\xb2\xb3]) *(\..*)?", re.IGNORECASE)
_DIRECTION = pattern("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ACTING = pattern(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]"
)


def shown(name: str, longest: int = LONGEST) -> str:
    """Return a name as one line that no terminal, page or table acts on; its end is kept, for there is the suffix."""
    text = _ACTING.sub("?", unicodedata.normalize("NFC", name))
    return text if len(text) <= longest else f"...{text[3 - longest :]}"


def shown_path(name: str) -> str:
    """Return a path as `shown` does; of a long one the outermost folders are kept too, which say whose it is."""
    text = shown(name, len(name))
    head, slash, rest = text.partition("/")
    if len(text) <= LONGEST or not slash or len(head) > LONGEST // 2:
        return shown(text)
    while True:
        part, slash, below = rest.partition("/")
        if not slash or len(head) + len(part) > LONGEST // 2:
            return f"{head}/{shown(rest, LONGEST - len(head) - 1)}"
        head, rest = f"{head}/{part}", below


def relative(raw: str) -> str:
    """Return a name as other systems mean it: `/` between its parts, no `./` before it, letters composed.

    Marks that say in which direction a name is written are no part of it.
    """
    name = unicodedata.normalize("NFC", _DIRECTION.sub("", raw).replace("\\", "/"))
    if name.startswith("/") or _DRIVE.match(name):
        return name
    return "/".join(part for part in name.split("/") if part not in {"", "."})


def is_inside(name: str) -> bool:
    """Whether a name stays in its folder, so that it says whose it is, whatever else is wrong with it."""
    return not (name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/") or not name.strip("/ "))


def refusal(name: str) -> str:
    """Return why a name is not taken; nothing for a plain relative path."""
    parts = name.split("/")
    if name.startswith("/") or _DRIVE.match(name):
        return "has an absolute path"
    if ".." in parts:
        return "leads out of its folder"
    if not name.strip("/ "):
        return "has no name"
    if _ACTING.search(name):
        return "has a control character in its name"
    if len(parts) > DEEPEST:
        return f"lies more than {DEEPEST} folders deep"
    return "has too long a name" if len(name) > LONGEST else ""


def on_disk(path: str) -> tuple[str, ...]:
    """Return the parts of a path as every file system takes them."""
    return tuple(_part(part) for part in path.split("/"))


def _part(part: str) -> str:
    safe = part.encode("utf-8", "replace")[:200].decode("utf-8", "ignore").rstrip(" .") or "_"
    return f"_{safe}" if _RESERVED.fullmatch(safe) else safe


def natural(name: str) -> list[tuple[int, str]]:
    """Return a key that sorts numbers inside names by their value: `v2` before `v10`."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(int(part[:18]), "") if part.isascii() and part.isdigit() else (-1, part) for part in parts]

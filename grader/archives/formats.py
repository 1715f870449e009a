"""Which names are those of an archive, and whether it can be read."""

from __future__ import annotations

TARS = (
    ".tar",
    ".tar.gz",
    ".tgz",
    ".tar.bz2",
    ".tbz2",
    ".tbz",
    ".tar.xz",
    ".txz",
    ".tar.lzma",
    ".tlz",
    ".tar.zst",
    ".tzst",
)
SINGLE = (".gz", ".bz2", ".xz", ".lzma", ".zst")
"""One compressed file."""
SUFFIXES = (".zip", *TARS)
UNREADABLE = (
    ".rar", ".7z", ".tar.lz4", ".tar.z", ".lz4", ".lz", ".z", ".cab", ".arj", ".ace", ".iso", ".dmg", ".sit", ".sitx",
    ".jar", ".tar.br", ".br", ".zipx", ".alz", ".lzh", ".xar", ".pkg", ".deb", ".rpm",
)  # fmt: skip
"""Archives that nothing here unpacks."""


def suffix(name: str) -> str:
    """Return the ending that makes `name` an archive that can be read, the longest one; nothing for another file."""
    lower = name.lower()
    endings = [ending for ending in (*SUFFIXES, *SINGLE) if lower.endswith(ending) and len(lower) > len(ending)]
    return max(endings, key=len, default="")


def is_archive(name: str) -> bool:
    """Whether a file is called like an archive that can be read, or like one compressed file."""
    return bool(suffix(name))


def is_packed_class(name: str) -> bool:
    """Whether a file is called like an archive of many files."""
    return name.lower().endswith(SUFFIXES)


def cannot_be_unpacked(name: str) -> str:
    """Return the ending of an archive that nothing here unpacks, without the dot; nothing for another file."""
    lower = name.lower()
    return next((ending[1:] for ending in UNREADABLE if lower.endswith(ending)), "")


def stem(name: str) -> str:
    """Return a name without the ending of an archive, or without its suffix."""
    ending = suffix(name)
    if ending:
        return name[: -len(ending)]
    if packed := cannot_be_unpacked(name):
        return name[: -len(packed) - 1] or name
    head, dot, _ = name.rpartition(".")
    return head if dot and head else name

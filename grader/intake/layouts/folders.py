"""No platform's layout: a folder, a file or an archive for each student."""

from __future__ import annotations

import re

from grader.archives.formats import cannot_be_unpacked, is_archive, stem
from grader.intake.layouts.layout import DownloadEntry, LayoutReading, Listing, PlatformLayout
from grader.results.names import folded

_ABOUT = re.compile(
    r"(read[-_ ]?me|licen[cs]e|copying|notice|changelog|contributing|instructions?|index|makefile|requirements|setup|"
    r"environment|manifest|grades?|roster|gradebook|class[-_ ]?list|participants|overrides)([-_. ].*)?",
    re.IGNORECASE,
)
"""Names of files that lie beside hand-ins and are none."""
_TABLES = (".csv", ".xls", ".xlsx", ".ods", ".tsv", ".json", ".yml", ".yaml", ".toml", ".ini", ".cfg", ".xml", ".db",
           ".sqlite", ".sqlite3", ".log", ".lock", ".sh", ".bat", ".url", ".lnk", ".css", ".js")  # fmt: skip
_CODE = (".py", ".ipynb", ".py.txt", ".ipynb.txt", ".ipynb.json", ".pyw")


def _read(listing: Listing) -> LayoutReading:
    """Read `student/file`, and `student.py`, `student.zip` or `student.pdf` beside one another."""
    entries: list[DownloadEntry] = []
    reasons: dict[str, str] = {}
    loose = [name for name in listing.names if "/" not in name]
    folder_names = {name.partition("/")[0] for name in listing.names if "/" in name}
    ids = _ids_of_loose(loose, folder_names)
    for name in listing.names:
        first, slash, rest = name.partition("/")
        if slash:
            entries.append(DownloadEntry(name, first, rest))
        elif reason := _is_nobodys(name, listing):
            reasons[name] = reason
        else:
            entries.append(DownloadEntry(name, ids[name], first))
    return LayoutReading(tuple(entries), (), reasons)


def is_about(name: str) -> bool:
    """Whether a loose file is one that lies beside hand-ins and is none, by its name or its kind."""
    return bool(_ABOUT.fullmatch(name)) or name.lower().endswith(_TABLES)


def _is_nobodys(name: str, listing: Listing) -> str:
    """Return why a loose file is no hand-in; nothing for one that may be."""
    if name.lower() == "answers.md":
        return "holds answers, and its name says of nobody whose"
    if folded(stem(name)) in listing.known_ids or name.lower().endswith(_CODE) or is_archive(name):
        return ""
    if cannot_be_unpacked(name):
        return ""
    if _ABOUT.fullmatch(name):
        return "lies beside the hand-ins and is none by its name"
    return "lies beside the hand-ins and is none by its kind" if name.lower().endswith(_TABLES) else ""


def _ids_of_loose(loose: list[str], folder_names: set[str]) -> dict[str, str]:
    """Return what each loose file goes by: its name without suffix, with it where two would have one id."""
    stems = [stem_of(name) for name in loose]
    return {
        name: name if stems.count(stem) > 1 or stem in folder_names else stem
        for name, stem in zip(loose, stems, strict=True)
    }


def stem_of(name: str) -> str:
    """Return a loose file's name without what says its kind."""
    for ending in (".py.txt", ".ipynb.txt", ".ipynb.json"):
        if name.lower().endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    inner = stem(name)
    # `softmax.py.gz` is one file of code, and its student is not called `softmax.py`.
    return inner.removesuffix(".py").removesuffix(".ipynb") or inner


FOLDERS = PlatformLayout("folders", "folders", _read, "a folder, a file or an archive for each student")

"""Where the students of a class begin that no platform has packed: by the names of folders, and by equal work."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from grader.archives.formats import is_archive, stem
from grader.intake.layouts.folders import is_about
from grader.intake.layouts.layout import top_of
from grader.records import dataclass
from grader.results.names import folded
from grader.submission.kinds import NOTEBOOKS, PYTHON
from grader.submission.naming import counts_last, is_version_of, original

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.intake.layouts import Listing

FEW = 2
DEEPEST = 5
"""Folders around a class that are looked into."""
MOST_TOPS, MOST_FILES, MOST_CHARACTERS = 200, 20, 1 << 16
"""Files and folders of a class that are compared, files of one, and characters of one that are looked at."""
_WORK = (
    r"hw|homework|ps|pset|week|lab|part|task|problem|exercise|ex|sheet|assignment|question|q|a|aufgabe|blatt|uebung|übung|"
    r"v|ver|version|try|attempt|versuch"
)
PARTS = re.compile(
    r"(src|source|code|tests?|data|lib|utils?|helpers?|docs?|images?|img|figures?|plots?|notebooks?|results?|models?|outputs?|"
    rf"({_WORK})[-_ ]?\d+[a-z]?)",
    re.IGNORECASE,
)
"""Folders of one person's project, by their names: no class has students who are called so."""
_CLASS = re.compile(
    rf"(?:{_WORK}|class|course|kurs|students?|submissions?|submitted|hand[-_ ]?ins?|abgaben?|downloads?|export|all)"
    r"(?:[-_ .\d(].*)?|.*[-_ ](?:class|students|submissions|hand[-_ ]?ins|abgaben|export)",
    re.IGNORECASE,
)
_ANYBODYS = re.compile(
    rf"(?:my[-_ ]?)?(?:{_WORK}|main|solutions?|submission|code|script|program|utils?|helpers?|answers?|notebook|"
    r"untitled|data|final|work|functions?|module|lösung|loesung|abgabe)(?:[-_ .\d(].*)?",
    re.IGNORECASE,
)
"""Stems of files that say of nobody whose they are."""
_DEFINED = re.compile(r'(?:^|"|\\n)(?:async )?def +(\w+) *\(', re.MULTILINE)
_IMPORTED = re.compile(r"\b(?:from|import)\s+\.*(\w+)")


@dataclass(frozen=True, slots=True)
class _Work:
    """The work in one file or folder: the functions that it defines, and the modules that it imports."""

    stem: str
    defined: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()
    packed: bool = False
    """Whether it is an archive, in which anything may be."""


def below(listing: Listing, root: str) -> list[str]:
    """Return the names below a folder, as they are there."""
    if root.startswith("../"):
        return [f"{root[3:]}{name}" for name in listing.names]
    return [name[len(root) :] for name in listing.names if name.startswith(root)]


def class_root(listing: Listing, *, packed: bool) -> str:
    """Return the folder whose entries are the students: the innermost one around all of them, as far as that is clear.

    A folder with one folder in it may be a student with a project, so then it takes an archive, whose outermost folder
    is rarely anybody, or that several entries define the same functions, as the students of a class do.
    """
    root = _by_names(listing, packed=packed)
    candidates = list(_around(listing, root))
    shared = (folder for folder in candidates if _is_shared_work(listing, folder, packed=packed))
    return next(shared, root)


def _by_names(listing: Listing, *, packed: bool) -> str:
    root = ""
    for around in _around(listing, ""):
        inner = _tops(listing, around)
        folders = [top for top in inner if top.endswith("/")]
        loose = [top for top in inner if not top.endswith("/") and _is_work(top)]
        listed_there = {folded(stem(top.rstrip("/"))) for top in inner} & listing.known_ids
        enough = len(folders) >= (1 if packed else FEW) and not loose
        if not listed_there and (not enough or any(PARTS.fullmatch(top[:-1]) for top in folders)):
            return root
        root = around
        if len(folders) < FEW:
            return root
    return root


def _around(listing: Listing, root: str) -> Iterator[str]:
    """Yield the folders below `root` that hold all there is, from outside; a student on the class list is none."""
    for _ in range(DEEPEST):
        tops = _tops(listing, root)
        if len(tops) != 1 or not tops[0].endswith("/") or folded(tops[0][:-1]) in listing.known_ids:
            return
        root += tops[0]
        yield root


def _tops(listing: Listing, root: str) -> list[str]:
    names = [name for name in below(listing, root) if "/" in name or not is_about(name)]
    return list(dict.fromkeys(map(top_of, names)))


def _is_work(name: str) -> bool:
    """Whether a loose file may be somebody's work; a sheet or a picture lies beside it."""
    return is_archive(name) or original(name).lower().endswith((*PYTHON, *NOTEBOOKS))


def _is_shared_work(listing: Listing, root: str, *, packed: bool) -> bool:
    """Whether the entries of a folder are the work of several people: they define the same, and none needs another."""
    tops = [top for top in _tops(listing, root) if top.endswith("/") or _is_work(top)]
    tops = [top for top in tops if not counts_last(top.rstrip("/"))]
    if not FEW <= len(tops) <= MOST_TOPS or any(PARTS.fullmatch(top[:-1]) for top in tops if top.endswith("/")):
        return False
    works = [_work(listing, root, top) for top in tops]
    loose = [work for work, top in zip(works, tops, strict=True) if not top.endswith("/")]
    if loose and not (packed or _CLASS.fullmatch(root[:-1].rpartition("/")[2])):
        return False
    defined = Counter(name for work in works for name in work.defined)
    with_code = [work for work in works if work.defined or work.packed]
    any_packed = any(work.packed for work in works)
    return (
        len(with_code) >= FEW
        and (any_packed or all(any(defined[name] > 1 for name in work.defined) for work in with_code))
        and not any(_is_anybodys(work, defined) for work in loose)
        and not _belong_together(works)
    )


def _is_anybodys(work: _Work, defined: Counter[str]) -> bool:
    return bool(_ANYBODYS.fullmatch(work.stem)) or any(is_version_of(work.stem, name) for name in defined)


def _belong_together(works: Sequence[_Work]) -> bool:
    """Whether one of the entries imports another or is a version of it."""
    stems = {work.stem for work in works}
    if len({original(work.stem) for work in works}) < len(works):
        return True
    return any(work.imported & (stems - {work.stem}) for work in works) or any(
        is_version_of(one, other) for one in stems for other in stems if one != other and len(stems) <= MOST_FILES
    )


def _work(listing: Listing, root: str, top: str) -> _Work:
    if is_archive(top):
        return _Work(stem(original(top)), packed=True)
    files = [name for name in listing.names if name.startswith(f"{root}{top}") and _is_work(name)]
    texts = [listing.text_of(name)[:MOST_CHARACTERS] for name in files[:MOST_FILES] if not is_archive(name)]
    defined = frozenset(name for text in texts for name in _DEFINED.findall(text))
    imported = frozenset(name for text in texts for name in _IMPORTED.findall(text))
    return _Work(stem(original(top.rstrip("/"))) if not top.endswith("/") else top[:-1], defined, imported)

"""The name that a file had before a platform or a browser renamed it, and which of two versions is the later."""

from __future__ import annotations

import re

from grader.archives.formats import stem, suffix
from grader.archives.names import natural
from grader.patterns import pattern

ANSWERS = "answers.md"
_DOUBLE = pattern(r"(?P<kept>.*\.(?:py|pyw|ipynb|md|csv|json|zip))\.txt", re.IGNORECASE)
_NOTEBOOK = pattern(r"(?P<kept>.*\.ipynb)\.json", re.IGNORECASE)
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_COPY = pattern(
    rf"(?P<kept>.*?[^\s-])(?: ?\(\d{{1,3}}\)| ?-? ?(?:copy|kopie|copie|copia)(?: ?\(?\d+\)?)?|-\d{{1,2}}|-{_UUID})",
    re.IGNORECASE,
)
"""A stem with what Canvas (`-1`), browsers (` (1)`) and desktops (` - Copy`) add to the second one of a name."""
_COPY_OF = pattern(r"(?:copy|kopie|copie|copia) (?:of|von|de) (?P<kept>.+)", re.IGNORECASE)
_EARLIER = (
    "old|older|alt|backups?|bak|drafts?|entwurf|original|orig|broken|wip|deprecated|obsolete|outdated|legacy|archived?|"
    "archiv|previous|prev|unused|scratch|playground|trash|tmp|temp"
)
_LAST = pattern(
    rf"(?:tests?|conftest|{_EARLIER})(?:[_\- .]?\d*)|tests?[_\- ].*|"
    r"(?:.*[_\- ])?(?:unit)?tests?(?:[_\- ](?:for|of)[_\- ].*)?|"
    rf".*[_\- .(](?:{_EARLIER}|copy)(?:[_\- ]?\d*)\)?|"
    r"(?:old|previous|earlier|backup)[_\- ](?:versions?|files?|attempts?|code).*",
    re.IGNORECASE,
)
"""Stems of files that are not what somebody hands in, as long as there is another one."""


_END = (-2, "")
"""Sorts the end of a part before whatever may follow in it."""


def original(name: str) -> str:
    """Return the path that `name` most likely had: without `.txt` after another suffix, ` (1)`, `-1`, `Copy of`."""
    folder, slash, file_name = name.rpartition("/")
    for suffixes in (_DOUBLE, _NOTEBOOK):
        if match := suffixes.fullmatch(file_name):
            file_name = match["kept"]
    stem, dot, ending = file_name.rpartition(".")
    if not stem:
        return f"{folder}{slash}{file_name}"
    while match := _COPY.fullmatch(stem) or _COPY_OF.fullmatch(stem):
        stem = match["kept"]
    return f"{folder}{slash}{stem}{dot}{ending}"


def counts_last(name: str) -> bool:
    """Whether a file, or a folder on the way to it, is called like a test, a backup or a draft."""
    folder, _, file_name = name.rpartition("/")
    stems = (file_name.partition(".")[0], file_name.rpartition(".")[0])  # `a_old.py.txt` and `a.old.py`
    return any(_LAST.fullmatch(part) for part in (*folder.split("/"), *stems) if part)


def is_version_of(stem: str, task: str) -> bool:
    """Whether a file's stem is the task's name with a version behind it: `softmax_v2`, `softmax-final`, `Softmax2`."""
    if stem.casefold() == task.casefold():
        return True
    rest = stem.casefold().removeprefix(task.casefold())
    return (
        rest != stem.casefold()
        and re.fullmatch(
            r"[_\- .(]*(?:(?:v|ver|version|final|fixed|fix|neu|new|rev|updated?)?[_\- .]*\d*[_\- .)]*)+", rest
        )
        is not None
    )


def order(name: str) -> list[tuple[int, str]]:
    """Return a key by which later versions come last: `_v2` before `_v10`, and `hw` before `hw-2` and `hw (1)`.

    Endings come after everything else: the dot before one sorts after a blank and a hyphen.
    """
    *folders, file_name = name.split("/")
    parts = [*(stem(part) if suffix(part) else part for part in folders), stem(file_name)]
    return [key for part in parts for key in (*natural(part), _END)] + natural(name)

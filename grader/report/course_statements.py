"""Statements of tasks as markup, kept for the next start: to set them takes most of what a first page takes.

One file for each course in the user's cache folder, of the courses that have changed last, with the statements that the
course has now: one that is edited leaves nothing behind.  Only what a course says is kept, and no student's words.
"""

from __future__ import annotations

import hashlib
import json
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from grader import __version__
from grader.cache_folder import entry_name, is_off, library_facts, module_facts, read_own, users_folder
from grader.errors import UsageError
from grader.report.statements import statement_markup
from grader.results.files import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIBRARIES: Final = ("markdown_it", "mdit_py_plugins", "latex2mathml", "pygments")
"""The libraries that make markup of a statement."""
LARGEST: Final = 1 << 24
"""Bytes of the file of a course; statements that take more are set each time."""
COURSES: Final = 32
"""Courses of which statements are kept."""


_markups: dict[str, Markup] = {}


def course_statement(source: str) -> Markup:
    """Return the statement of a task as markup; no file is looked at, for on a platform others may have written it."""
    return _markups.get(source) or statement_markup(source)


def prepare_statements(sources: Iterable[str], course: Path | None) -> None:
    """Set the statements of a class's course, or take them as an earlier start has set them.

    Without `course`, or where the user wants nothing kept, no file is looked at and none is written.
    """
    _markups.clear()
    texts = [source for source in dict.fromkeys(sources) if source]
    course = None if is_off() else course
    earlier = _find(course) if course is not None else {}
    _markups.update((source, earlier.get(_digest(source)) or statement_markup(source)) for source in texts)
    if course is None:
        return
    current = {_digest(source): _markups[source] for source in texts}
    if current.keys() != earlier.keys():
        # A user may have no home, or no right to write there; then they are set each time.
        with suppress(UsageError, OSError, RuntimeError):
            _keep(course, current)


def _keep(course: Path, markups: dict[str, Markup]) -> None:
    text = json.dumps({"makers": _makers(), "markups": markups})
    if len(text) > LARGEST:
        return
    entry = _entry(course)
    entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write(entry, text, private=True)
    # A course that has another folder each year would leave a file each year.
    entries = sorted(entry.parent.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for old in entries[COURSES:]:
        old.unlink()


def _find(course: Path) -> dict[str, Markup]:
    """Return what is kept of a course, by the digest of the statement; whatever else lies there, they are set next."""
    with suppress(OSError, RuntimeError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        entry = json.loads(read_own(_entry(course), LARGEST))
        markups = entry["markups"]
        if entry["makers"] == _makers() and all(type(markup) is str for markup in markups.values()):
            # The file is this user's alone, and was written above.
            return {digest: Markup(markup) for digest, markup in markups.items()}  # noqa: S704
    return {}


def _entry(course: Path) -> Path:
    return users_folder("statements") / f"{entry_name(course)}.json"


def _digest(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _makers() -> str:
    """Return the hash of what tells these modules and libraries from other versions, without importing any."""
    return hashlib.sha256("\0".join(_maker_facts()).encode("utf-8", "surrogatepass")).hexdigest()


def _maker_facts() -> Iterator[str]:
    here = Path(__file__).parent
    yield from (__version__, sys.version, *module_facts(here), *module_facts(here.parent / "presentation"))
    for name in LIBRARIES:
        yield from library_facts(name)

"""Statements of tasks as markup, kept for the next start: to set them takes most of what a first page takes.

One file for each of a few hundred places in the user's cache folder, so that a statement that is edited leaves nothing
behind; two that have the same place take turns.  Only what a course says is kept, and no student's words.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from grader import __version__
from grader.cache_folder import is_off, read_own, users_folder
from grader.course.spec_cache import module_facts
from grader.errors import UsageError
from grader.report.statements import statement_markup
from grader.results.files import write

if TYPE_CHECKING:
    from collections.abc import Iterable

LIBRARIES: Final = ("markdown_it", "mdit_py_plugins", "latex2mathml", "pygments")
"""The libraries that make markup of a statement."""
LARGEST: Final = 1 << 22
"""Bytes of an entry."""


_markups: dict[str, Markup] = {}


def course_statement(source: str) -> Markup:
    """Return the statement of a task as markup; no file is looked at, for on a platform others may have written it."""
    return _markups.get(source) or statement_markup(source)


def prepare_statements(sources: Iterable[str]) -> None:
    """Set the statements of a class's course, or take them as an earlier start has set them; `off` keeps nothing."""
    _markups.clear()
    if not is_off():
        _markups.update((source, _markup(source)) for source in sources if source)


def _markup(source: str) -> Markup:
    key = _key(source)
    markup = _find(key)
    if markup is None:
        markup = statement_markup(source)
        # A user may have no home, or no right to write there; then it is made each time.
        with suppress(UsageError, OSError, RuntimeError):
            entry = _entry(key)
            entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write(entry, json.dumps({"key": key, "markup": markup}), private=True)
    return markup


def _find(key: str) -> Markup | None:
    """Return what is kept under a key; whatever else lies there, the statement is read next."""
    with suppress(OSError, RuntimeError, ValueError, TypeError, KeyError, RecursionError):
        entry = json.loads(read_own(_entry(key), LARGEST))
        if entry["key"] == key and type(entry["markup"]) is str:
            # The file is this user's alone, and was written above.
            return Markup(entry["markup"])  # noqa: S704
    return None


def _entry(key: str) -> Path:
    return users_folder("statements") / f"{key[:2]}.json"


def _key(source: str) -> str:
    """Return the hash of what decides: the statement, the modules that set it, and their libraries."""
    return hashlib.sha256("\0".join((source, *_makers())).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _makers() -> tuple[str, ...]:
    """Return what tells these modules and libraries from other versions, without importing any."""
    here = Path(__file__).parent
    facts = [__version__, sys.version, *module_facts(here), *module_facts(here.parent / "presentation")]
    for name in LIBRARIES:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            library = Path(spec.origin).stat()
            facts.append(f"{spec.origin}:{library.st_size}:{library.st_mtime_ns}")
    return tuple(facts)

"""Task files as they were understood, kept for the next start: reading YAML and building the models takes most of it.

One file a task, in the user's cache folder: plain data with the names of the models, under the hash of everything that
decides.  What cannot be read, is another user's, or belongs to another version of the task or of the grader is ignored,
and the task file is read instead; so is a task in which something turns out to be wrong, for its lines are not kept.
"""

from __future__ import annotations

import hashlib
import json
import sys
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any, Final

import grader
from grader.cache_folder import courses_folder, entry_name, is_off, library_facts, module_facts, read_own
from grader.checks.task import TaskSpec
from grader.course.document import Document, ParsedSpec
from grader.course.reading import LARGEST
from grader.errors import UsageError
from grader.models import BaseModel
from grader.results.files import write

PARTS: Final = ("checks", "domains", "results", "course")
"""The packages whose models and validators make a task of a file."""
LARGEST_ENTRY: Final = 16 * LARGEST
"""Bytes of an entry; plain data is longer than the task file that it was made of."""


def find(path: Path, name: str) -> Document | None:
    """Return the task file `path`, which mistakes call `name`, as an earlier start understood it; None where none has.

    Of such a document only the task is known, and not where its parts stand.
    """
    if is_off():
        return None
    try:
        entry = json.loads(read_own(_entry(path), LARGEST_ENTRY))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if entry["key"] != _key(digest):
            return None
        spec = _restored(entry["spec"], _models())
    except Exception:  # noqa: BLE001 - whatever lies there, the task file itself is read next
        return None
    if not isinstance(spec, TaskSpec):
        return None
    return Document(name, {}, digest=digest, parsed=ParsedSpec(spec, (), tuple(range(len(spec.checks)))))


def keep(path: Path, document: Document) -> None:
    """Keep the task that `document`, which was read from `path`, describes, where the folder can be written."""
    spec = document.parsed.spec if document.parsed is not None and not document.parsed.mistakes else None
    if spec is None or not document.digest or is_off():
        return
    # A value may be of a kind that nobody has thought of, and a user may have no home; then the file is read each time.
    with suppress(UsageError, OSError, TypeError, ValueError, KeyError, AttributeError, RuntimeError):
        data = _plain(spec)
        text = json.dumps({"key": _key(document.digest), "spec": data})
        if _restored(json.loads(text)["spec"], _models()) == spec:
            entry = _entry(path)
            entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write(entry, text, private=True)


def _entry(path: Path) -> Path:
    return courses_folder() / f"{entry_name(path)}.json"


def _key(digest: str) -> str:
    """Return the hash of what decides: the task file, the modules that understand it, and their libraries."""
    home = Path(grader.__file__).parent
    modules = (fact for part in PARTS for fact in module_facts(home / part))
    facts = [digest, grader.__version__, sys.version, *library_facts("pydantic", "version.py"), *modules]
    return hashlib.sha256("\0".join(facts).encode("utf-8", "replace")).hexdigest()


def _models() -> dict[str, type[Any]]:
    """Return the grader's own models and enumerations by name: nothing else is made of what lies in a file."""
    models: dict[str, type[Any]] = {}
    waiting: list[type[Any]] = [*BaseModel.__subclasses__(), *Enum.__subclasses__()]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if model.__module__.startswith("grader."):
            models[f"{model.__module__}.{model.__qualname__}"] = model
    return models


def _plain(value: Any) -> Any:
    """Return a value of a model as JSON has it, with the names of what JSON lacks.  Raises TypeError."""
    name = f"{type(value).__module__}.{type(value).__qualname__}"
    if isinstance(value, BaseModel):
        fields = {key: _plain(getattr(value, key)) for key in type(value).model_fields}
        return {"model": name, "fields": fields, "set": sorted(value.model_fields_set)}
    if isinstance(value, Enum):
        return {"enum": name, "value": value.value}
    if value is None or type(value) in {bool, int, str}:
        return value
    if type(value) is float:
        return {"float": value.hex()}
    if type(value) in {tuple, list}:
        return {type(value).__name__: [_plain(item) for item in value]}
    if type(value) is dict:
        return {"dict": [[_plain(key), _plain(item)] for key, item in value.items()]}
    raise TypeError(f"{name} is no plain data")


def _restored(data: Any, models: dict[str, type[Any]]) -> Any:
    """Return what `_plain` was given.  Raises whatever comes of data that it has not written."""
    if not isinstance(data, dict):
        return data
    if "model" in data:
        fields = {key: _restored(item, models) for key, item in data["fields"].items()}
        return models[data["model"]].model_construct(set(data["set"]), **fields)
    if "enum" in data:
        return models[data["enum"]](data["value"])
    if "float" in data:
        return float.fromhex(data["float"])
    if "dict" in data:
        return {_restored(key, models): _restored(item, models) for key, item in data["dict"]}
    kind = tuple if "tuple" in data else list
    return kind(_restored(item, models) for item in data[kind.__name__])

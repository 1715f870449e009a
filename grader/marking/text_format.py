"""Marks, their history and edited rubrics as text: the same bytes for the same marks, in any order of saving."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from grader.errors import UsageError
from grader.records import dataclass, field
from grader.results import Rubric
from grader.results.hand_marks import HandMark
from grader.store.marking import StoredMark

if TYPE_CHECKING:
    from pathlib import Path

    from grader.store.marking import MarkingStore

FORMAT = "grader marks 1"
LARGEST = 512 << 20


class _MarksRecord(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Version(_MarksRecord):
    submission: str
    item: str
    role: str
    version: int
    act: str = ""
    mark: HandMark


class _RubricVersion(_MarksRecord):
    item: str
    version: int
    by: str
    at: str
    rubric: Rubric
    base: Rubric


class _MarksFile(_MarksRecord):
    format: str
    marks: tuple[_Version, ...] = ()
    rubrics: tuple[_RubricVersion, ...] = ()
    answers: dict[str, str] = {}


@dataclass
class Imported:
    """The outcome of an import."""

    marks: int = 0
    """Versions of marks that were new."""
    rubrics: int = 0
    """Versions of rubrics that were new."""
    conflicts: list[str] = field(default_factory=list)
    """Marks and rubrics that both have, and that differ; the store's are kept."""


def export_text(store: MarkingStore) -> str:
    """Return everything that people decided, as JSON with a line for each value."""
    versions = store.everything()
    digests = sorted({stored.mark.answer for stored in versions if stored.mark.answer})
    document = {
        "format": FORMAT,
        "marks": [_as_data(stored) for stored in versions],
        "rubrics": [
            {"item": item, "version": version, "by": by, "at": at, "rubric": _dump(rubric), "base": _dump(base)}
            for item, version, rubric, base, by, at in store.rubric_versions()
        ],
        "answers": {digest: store.marked_answer(digest) for digest in digests},
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _as_data(stored: StoredMark) -> dict[str, Any]:
    key = {"submission": stored.submission, "item": stored.item, "role": stored.role, "version": stored.version}
    return {**key, "act": stored.act, "mark": _dump(stored.mark)}


def _dump(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(mode="json", exclude_defaults=True)


def import_text(store: MarkingStore, path: Path) -> Imported:
    """Take in a file that `export_text` made.  It overwrites nothing: what differs is listed.

    Raises UsageError for a file that is none.
    """
    document = _read(path)
    imported = Imported()
    _import_marks(store, document, imported)
    present = {(item, version): (rubric, base) for item, version, rubric, base, _, _ in store.rubric_versions()}
    for row in document.rubrics:
        present_mark = present.get((row.item, row.version))
        if present_mark is None:
            store.insert_rubric(row.item, row.version, row.rubric, row.base, row.by, row.at)
            imported.rubrics += 1
        elif present_mark != (row.rubric, row.base):
            imported.conflicts.append(f"rubric of {row.item}, version {row.version}: differs; the one here is kept")
    return imported


def _import_marks(store: MarkingStore, document: _MarksFile, imported: Imported) -> None:
    present = {_key_of(stored): stored for stored in store.everything()}
    conflicts: dict[tuple[str, str, str], str] = {}
    new: list[StoredMark] = []
    for row in sorted(document.marks, key=lambda row: row.version):
        stored = StoredMark(row.submission, row.item, row.role, row.version, row.mark, row.act)
        present_mark, history = present.get(_key_of(stored)), _key_of(stored)[:3]
        if present_mark is None and history not in conflicts:
            new.append(stored)
        elif present_mark is not None and present_mark.mark != stored.mark:
            name = row.item or "the whole work"
            conflicts.setdefault(
                history, f"{row.submission}, {name}: {present_mark.mark.by} marked it here, {row.mark.by} in the file"
            )
    versions = dict.fromkeys({_key_of(stored)[:3] for stored in (*present.values(), *new)}, 0)
    for stored in sorted((*present.values(), *new), key=lambda stored: stored.version):
        history = _key_of(stored)[:3]
        versions[history] += 1
        if stored.version != versions[history]:
            raise UsageError(f"{stored.submission}, {stored.item}: version {versions[history]} is missing in the file.")
    store.take_in(new, document.answers)
    imported.marks = len(new)
    imported.conflicts += conflicts.values()


def _key_of(stored: StoredMark) -> tuple[str, str, str, int]:
    return stored.submission, stored.item, stored.role, stored.version


def _read(path: Path) -> _MarksFile:
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST)
        document = _MarksFile.model_validate_json(data)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({(error.strerror or str(error)).lower()}).") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}: not an export of marks ({where}: {first['msg']}).") from error
    if document.format != FORMAT:
        raise UsageError(
            f"{path}: expected the format `{FORMAT}`, got `{document.format}`. Use the grader that wrote it."
        )
    return document

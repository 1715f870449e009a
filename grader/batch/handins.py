"""The class: who has handed in what, from whatever a teacher has downloaded."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.intake import HandIn, Intake, read
from grader.store.folder import Folder, file_name

if TYPE_CHECKING:
    from pathlib import Path


def handins(
    source: Path,
    folder: Folder,
    roster: Path | None = None,
    *,
    layout: str | None = None,
    assignment: str | None = None,
) -> Intake:
    """Return the class in `source`, the folder of the results apart.

    What comes in archives, or all in one heap, is sorted into a folder for each student below `folder`.  Raises
    UsageError.
    """
    if folder.path.resolve() == source.resolve():
        raise UsageError(f"{folder.path}: holds the submissions. Name another folder for the results with --out.")
    found = read(source, folder.handed_in, roster, file_name, layout=layout, assignment=assignment)
    own = [one for one in found.hand_ins if one.path is None or one.path.resolve() != folder.path.resolve()]
    return replace(found, hand_ins=tuple(_texts(own)))


def _texts(hand_ins: list[HandIn]) -> list[HandIn]:
    """Return them with ids that JSON and a table take, each once."""
    ids = [_text(one.id) for one in hand_ins]
    count = Counter(ids)
    return [
        replace(one, id=id_ if count[id_] == 1 else f"{id_}-{number}")
        for number, (one, id_) in enumerate(zip(hand_ins, ids, strict=True), 1)
    ]


def _text(id_: str) -> str:
    """Return a name as text: it may hold bytes that are none, and then neither JSON nor a table takes it."""
    return id_.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")

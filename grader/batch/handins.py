"""The class: who has handed in what, from whatever a teacher has downloaded."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.archives.names import shown
from grader.batch.distinct_ids import DistinctIds
from grader.errors import UsageError
from grader.intake import HandIn, Intake, read
from grader.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.store import Folder


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
    distinct = DistinctIds(_earlier_ids(folder))
    intake = read(source, folder.handed_in, roster, distinct.file_name, layout=layout, assignment=assignment)
    hand_ins = [
        hand_in
        for hand_in in intake.hand_ins
        if hand_in.path is None or hand_in.path.resolve() != folder.path.resolve()
    ]
    named = _named(hand_ins, distinct)
    return replace(intake, hand_ins=tuple(named), notes=(*intake.notes, *map(shown, distinct.notes.values())))


def _earlier_ids(folder: Folder) -> Sequence[str]:
    if not folder.database.exists():
        return ()
    with Store(folder) as store:
        return store.ids()


def _named(hand_ins: list[HandIn], distinct: DistinctIds) -> list[HandIn]:
    """Return them with ids that JSON, a table and any disk take, each once."""
    ids = [distinct.id_of(_text(hand_in.id)) for hand_in in hand_ins]
    count = Counter(ids)
    return [
        replace(hand_in, id=id_ if count[id_] == 1 else f"{id_}-{number}")
        for number, (hand_in, id_) in enumerate(zip(hand_ins, ids, strict=True), 1)
    ]


def _text(id_: str) -> str:
    """Return a name as text that a terminal, a page and a table can take: it may hold bytes that are none, or signs."""
    return shown(id_.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))

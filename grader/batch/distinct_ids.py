"""Ids that no disk takes for one another: to some, `Ada` and `ada` are one name."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from grader.store.folder import file_name

if TYPE_CHECKING:
    from collections.abc import Iterable


class DistinctIds:
    """Gives each student an id whose page and folder are nobody else's, the same one on every run."""

    def __init__(self, earlier: Iterable[str] = ()) -> None:
        """Keep the ids that an earlier run has given, whatever comes now."""
        self._owners: dict[str, str] = {}
        self.notes: dict[str, str] = {}
        """A sentence for each id that is another one than in the download."""
        self._given = dict.fromkeys(earlier)
        for id_ in self._given:
            self._owners.setdefault(_key(id_), id_)

    def id_of(self, id_: str) -> str:
        """Return `id_`, with a part of its own where it differs from an earlier one by capital letters only."""
        distinct_id = f"{id_}-{hashlib.sha256(id_.encode('utf-8', 'replace')).hexdigest()[:8]}"
        if distinct_id in self._given:
            return distinct_id  # given when there was a rival, and kept now that there is none
        owner = self._owners.setdefault(_key(id_), id_)
        if owner == id_:
            return id_
        self.notes[id_] = f"{id_} is kept as {distinct_id}: it differs from {owner} by capital letters only."
        return distinct_id

    def file_name(self, id_: str) -> str:
        """Return the name of the folder and the page of a student."""
        return file_name(self.id_of(id_))


def _key(id_: str) -> str:
    """Return what a disk that makes no difference of capital letters compares."""
    return file_name(id_).casefold()

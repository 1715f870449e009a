"""Submissions of an earlier run that are not in the download of this one: kept, renamed, or dropped when asked to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from grader.archives.names import shown
from grader.intake import HandIn
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from grader.results import SubmissionFacts
    from grader.store import Store, Writer

MOST_NAMES = 6
ABSENT = "no longer among the submissions"


@dataclass(frozen=True)
class Earlier:
    """The ids that an earlier run has results for, as they were when this one began."""

    ids: tuple[str, ...]
    same_source: bool = False
    """Whether the last run had the same download: of another one, equal files are two students' and no new name."""

    @classmethod
    def of(cls, store: Store, source: Path) -> Earlier:
        """Return those of a store, before a run over `source`."""
        return cls(tuple(store.ids()), store.fact("source") == str(source.absolute()))

    def absent(self, present: Iterable[str]) -> list[str]:
        """Return the ids that are not among those of this run."""
        there = set(present)
        return [id_ for id_ in self.ids if id_ not in there]

    def renamed(self, store: Store, present: Sequence[str]) -> dict[str, str]:
        """Return the new id of each absent submission whose very files have come under another name.

        Only in the same download, and only where there is one of each: a starter that nobody has touched is handed in
        by many.
        """
        if not self.same_source:
            return {}
        by_key: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        current_ids = set(self.ids)
        for side, ids in enumerate((self.absent(present), present)):
            for id_ in ids:
                stored = store.newest(id_)
                if stored is not None and stored.key and stored.result.submission.files:
                    by_key[stored.key][side].append(id_)
        pairs = [(old[0], new[0]) for old, new in by_key.values() if len(old) == len(new) == 1]
        return {old: new for old, new in pairs if new not in current_ids}


def kept_note(ids: Sequence[str]) -> str:
    """Return the sentence about results that this run did not touch."""
    named = ", ".join(shown(id_, 40) for id_ in ids[:MOST_NAMES]) + (", ..." if len(ids) > MOST_NAMES else "")
    they = "1 earlier submission is" if len(ids) == 1 else f"{len(ids):,} earlier submissions are"
    return f"{they} not in this download and kept as graded ({named}). --prune takes such rows out."


def pruned_note(ids: Sequence[str]) -> str:
    """Return the sentence about results that were taken out."""
    named = ", ".join(shown(id_, 40) for id_ in ids[:MOST_NAMES]) + (", ..." if len(ids) > MOST_NAMES else "")
    return f"Taken out, as they are not in this download: {named}. They stay on record."


def settle(
    earlier: Earlier, store: Writer, present: Sequence[str], *, prune: bool, on_renamed: Callable[[str], None]
) -> tuple[list[str], list[str]]:
    """Decide about the absent ones; return the ids that stay beside those of this run, and what is to be said.

    `on_renamed` brings the result of a submission up to date, once it has the marks of its earlier name.
    """
    notes = []
    for old, new in earlier.renamed(store, present).items():
        store.move_marks(old, new)
        on_renamed(new)
        _withdraw(store, old, f"handed in under another name: {new}")
        notes.append(f"{shown(new)} has the files that were handed in as {shown(old)} before; that row is gone.")
    absent = [id_ for id_ in earlier.absent(present) if store.newest(id_) is not None]
    if absent and prune:
        for id_ in absent:
            _withdraw(store, id_, ABSENT)
        return [], [*notes, pruned_note(absent)]
    return absent, [*notes, *([kept_note(absent)] if absent else [])]


def _withdraw(store: Writer, id_: str, reason: str) -> None:
    store.withdraw(id_, reason)
    store.folder.report(id_).unlink(missing_ok=True)


def as_handed_in(store: Store, id_: str) -> HandIn | None:
    """Return an earlier hand-in as it was, to be graded again; None where its files are not there any more."""
    stored, path = store.newest(id_), store.hand_in(id_)
    if stored is None or path is None or not path.exists():
        return None
    facts: SubmissionFacts = stored.result.submission
    return HandIn(
        id_, path, facts.name, facts.group, facts.late, facts.extension, platform=facts.platform, ids=facts.ids,
        originals=facts.originals, members=facts.members, submitted=facts.submitted, attempt=facts.attempt,
        lateness=facts.lateness,
    )  # fmt: skip

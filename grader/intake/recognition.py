"""Which layout a download has: the evidence is weighed, said, and where it contradicts itself the user is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.archives.names import shown
from grader.errors import UsageError
from grader.intake.class_root import below, class_root
from grader.intake.layouts import FOLDERS, LAYOUTS, PLATFORMS, LayoutReading, Listing, PlatformLayout
from grader.intake.layouts.folders import is_about
from grader.intake.layouts.layout import listed, top_of
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.intake.layouts import DownloadEntry

FEW = 2
SHARE = 0.2
"""The outermost names that a platform's layout need not understand: a few, or a share of a large class."""


@dataclass(frozen=True)
class LayoutDecision:
    """The layout that was found, what it reads, and the sentence that says why."""

    layout: PlatformLayout
    reading: LayoutReading
    root: str
    """The folder around everything, with `/` at the end; empty where there is none."""
    sentence: str
    listing: Listing

    def owners(self, names: Sequence[str]) -> dict[str, DownloadEntry]:
        """Return the entry of each of `names` that is somebody's; they are no evidence for a layout."""
        all_names = tuple(dict.fromkeys((*self.listing.names, *names)))
        reading = _attempt(self.layout, replace(self.listing, names=all_names), self.root).reading
        requested = set(names)
        return {entry.member: entry for entry in reading.entries if entry.member in requested}


@dataclass(frozen=True)
class _Attempt:
    """One layout's reading below one folder."""

    layout: PlatformLayout
    reading: LayoutReading
    root: str
    own: tuple[str, ...] = ()
    """Files beside the outermost folder, which are nobody's."""

    @property
    def total(self) -> int:
        return self.reading.fits + len(self.reading.strangers)

    @property
    def is_clear(self) -> bool:
        strange = len(self.reading.strangers)
        few = strange <= max(FEW, SHARE * self.total) and strange < self.reading.fits
        return self.reading.fits > 0 and few and not self.reading.refuted and not self.reading.contradictions

    @property
    def is_arguable(self) -> bool:
        """Whether so much fits that another reading would be a guess."""
        fits_most = self.reading.fits >= max(len(self.reading.strangers), 1)
        return self.reading.fits > 0 and fits_most and not self.reading.refuted


def recognise(
    listing: Listing, requested: str | None = None, *, packed: bool = False, name: str = ""
) -> LayoutDecision:
    """Return how a download is to be read.  Raises UsageError where it is contradictory, or not what `requested` says.

    `packed` says that it was one archive, `name` what the folder or archive is called.
    """
    roots = list(_roots(listing, name))
    if requested is not None and requested != FOLDERS.key:
        return _forced(LAYOUTS[requested], roots, listing)
    attempts = [] if requested else [_attempt(layout, listing, root) for root in roots for layout in PLATFORMS]
    clear = next((attempt for attempt in attempts if attempt.is_clear), None)
    if clear is not None:
        return _decided(clear, listing)
    arguable = [attempt for attempt in attempts if attempt.is_arguable]
    if arguable:
        raise UsageError(_question(arguable[0]))
    root = class_root(listing, packed=packed)
    decision = _decided(_attempt(FOLDERS, listing, root), listing)
    against = [f"not {a.layout.title}: {a.reading.refuted}" for a in attempts if a.reading.refuted and a.reading.fits]
    plausible = [a for a in attempts if a.reading.fits and not a.reading.refuted]
    against += [f"{a.reading.fits} of {a.total} names look like {a.layout.title}'s" for a in plausible]
    return replace(decision, sentence="; ".join([decision.sentence, *against[:FEW]]))


def _roots(listing: Listing, name: str) -> Iterator[str]:
    """Yield the folders that may be around everything: none, the only one, the only one in that."""
    if name == "submitted" and all(path.count("/") > 1 for path in listing.names):
        yield "../submitted/"  # an nbgrader course of which the inner folder was named
    root = ""
    for _ in range(3):
        yield root
        tops = {top_of(path) for path in below(listing, root) if "/" in path or not is_about(path)}
        if len(tops) != 1 or not next(iter(tops)).endswith("/"):
            return
        root += next(iter(tops))


def _attempt(layout: PlatformLayout, listing: Listing, root: str) -> _Attempt:
    """Read the download below `root`; what lies beside it is nobody's."""
    inner = replace(listing, names=tuple(below(listing, root)), text_of=lambda name: listing.text_of(_full(root, name)))
    reading = layout.read(inner)
    about = {top: "lies beside the hand-ins" for top in reading.strangers if "/" not in top and is_about(top)}
    platform_files = {**reading.own, **about}
    strangers = tuple(top for top in reading.strangers if top not in about)
    reading = replace(
        reading,
        entries=tuple(replace(entry, member=_full(root, entry.member)) for entry in reading.entries),
        strangers=tuple(_full(root, top) for top in strangers),
        own={_full(root, name): reason for name, reason in platform_files.items()},
    )
    beside = () if root.startswith("../") else tuple(name for name in listing.names if not name.startswith(root))
    return _Attempt(layout, reading, root, beside)


def _full(root: str, name: str) -> str:
    return name.removeprefix(root[3:]) if root.startswith("../") else f"{root}{name}"


def _decided(attempt: _Attempt, listing: Listing) -> LayoutDecision:
    beside = dict.fromkeys(attempt.own, "lies beside the folder of the hand-ins")
    reading = replace(attempt.reading, own={**attempt.reading.own, **beside})
    kind = "folders" if attempt.layout is FOLDERS else f"{attempt.layout.title} download"
    sentences = [f"Read as: {kind}, {reading.ids} student{'s' * (reading.ids != 1)}"]
    if reading.strangers:
        names = listed([shown(top, 60) for top in reading.strangers])
        sentences.append(f"{len(reading.strangers)} of the outermost names fit nobody ({names})")
    return LayoutDecision(attempt.layout, reading, attempt.root, "; ".join(sentences), listing)


def _forced(layout: PlatformLayout, roots: Sequence[str], listing: Listing) -> LayoutDecision:
    """Read the download as the user says, as far as anything in it is so."""
    attempts = [_attempt(layout, listing, root) for root in roots]
    best = max(attempts, key=lambda attempt: attempt.reading.fits)
    if not best.reading.fits:
        raise UsageError(
            f"--layout {layout.key}: nothing in the download is named like that (expected {layout.described}). "
            "Leave --layout out, or name another one."
        )
    decision = _decided(best, listing)
    return replace(decision, sentence=f"{decision.sentence}; as --layout says")


def _question(attempt: _Attempt) -> str:
    reading, key = attempt.reading, attempt.layout.key
    doubts = list(reading.contradictions)
    if len(reading.strangers) > FEW or len(reading.strangers) >= reading.fits:
        names = listed([shown(top, 60) for top in reading.strangers])
        doubts.append(f"{len(reading.strangers)} of {attempt.total} outermost names do not fit ({names})")
    return (
        f"The download looks like {attempt.layout.title}'s ({attempt.layout.described}), but {'; '.join(doubts)}. "
        f"Say which it is: --layout {key} for {reading.ids} student{'s' * (reading.ids != 1)}, or "
        "--layout folders for a folder or file each."
    )

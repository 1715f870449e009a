"""Small trees on the disk, as a layout sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.intake.layouts import DownloadEntry, LayoutReading, Listing, PlatformLayout

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def tree(folder: Path, members: Any, known: Iterable[str] = ()) -> Listing:
    """Write the files below a folder and return its listing, in the order of the members."""
    texts: dict[str, str] = members if isinstance(members, dict) else dict.fromkeys(members, "")
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert written == set(texts), "the file system took the names as they are"
    return Listing(tuple(texts), lambda name: (folder / name).read_text(encoding="utf-8"), frozenset(known))


def reading_of(layout: PlatformLayout, folder: Path, members: Any) -> LayoutReading:
    """Return what a layout makes of a tree."""
    return layout.read(tree(folder, members))


def only_entry(layout: PlatformLayout, folder: Path, member: str) -> DownloadEntry:
    """Return the entry of the one file of a tree, which the layout understands whole."""
    reading = reading_of(layout, folder, [member])
    assert (reading.strangers, dict(reading.own), reading.refuted) == ((), {}, "")
    (entry,) = reading.entries
    assert entry.member == member
    return entry


def assert_strange(layout: PlatformLayout, folder: Path, member: str) -> None:
    """Assert that a layout takes the one file of a tree for nobody's and for none of its own."""
    reading = reading_of(layout, folder, [member])
    first, slash, _ = member.partition("/")
    assert (reading.entries, dict(reading.own), reading.strangers) == ((), {}, (first + slash,))

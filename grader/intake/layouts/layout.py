"""The interface of a layout: the names of a download that it understands, their owners, and contradictions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Listing:
    """The names of a download: paths below its one outermost folder, and a way to a small text among them."""

    names: tuple[str, ...]
    text_of: Callable[[str], str] = lambda _: ""
    known_ids: frozenset[str] = frozenset()
    """Keys of students in the class list, folded; empty without a list."""

    @property
    def tops(self) -> list[str]:
        """The first part of each name, once; a folder's ends in `/`."""
        return list(dict.fromkeys(top_of(name) for name in self.names))


def top_of(name: str) -> str:
    """Return the first part of a name, with `/` where it is a folder."""
    first, slash, _ = name.partition("/")
    return first + slash


@dataclass(frozen=True, slots=True)
class DownloadEntry:
    """One file of a download: whose it is, and where it belongs in the student's work."""

    member: str
    """Its name in the download."""
    id: str
    """The platform's key: a number, a login, or the folder's name."""
    path: str
    name: str = ""
    """The student's or group's name, as far as the download tells."""
    late: bool = False
    attempt: str = ""
    """Sorts attempts: the last one counts."""
    text: bool = False
    """Whether it was written by the platform or typed into it, and is no file of the student's."""
    assignment: str = ""
    """The assignment, where a download may hold several."""
    unique: str = ""
    """A number that the platform gives once: two files that share one were not named by it."""


@dataclass(frozen=True)
class LayoutReading:
    """A download as one layout understands it."""

    entries: tuple[DownloadEntry, ...]
    strangers: tuple[str, ...] = ()
    """Tops of the download that the layout does not understand."""
    own: Mapping[str, str] = field(default_factory=dict)
    """Files that are nobody's, by name, with the reason: what a platform adds for the teacher."""
    refuted: str = ""
    """Why the download cannot have this layout, whatever fits."""
    contradictions: tuple[str, ...] = ()
    """Sentences that speak against the layout."""
    people: Mapping[str, Person] = field(default_factory=dict)
    """Facts about students by id, from files of the platform."""

    @property
    def fits(self) -> int:
        """The number of tops that the layout understands."""
        return len({top_of(entry.member) for entry in self.entries})

    @property
    def ids(self) -> int:
        """The number of students."""
        return len({entry.id for entry in self.entries} | set(self.people))


@dataclass(frozen=True, slots=True)
class Person:
    """Facts about a submission from a file of the platform."""

    name: str = ""
    ids: tuple[str, ...] = ()
    submitted: str = ""
    members: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Name and ids of each who handed in together."""


@dataclass(frozen=True, slots=True)
class PlatformLayout:
    """One platform's way: `key` is the word for `--layout`, `title` the name that people know."""

    key: str
    title: str
    read: Callable[[Listing], LayoutReading]
    described: str
    """An example of the names, for the sentence that asks."""
    platform: str = ""
    """Whose ids they are, where the title does not say so."""


def by_pattern(
    listing: Listing, parse: Callable[[str], DownloadEntry | None], own: Callable[[str], str] = lambda _: ""
) -> LayoutReading:
    """Return the reading of a layout that tells from each name alone; `own` says what the platform adds itself."""
    entries, ours, fitting, strange = [], {}, set(), {}
    for name in listing.names:
        entry = parse(name) or _of_empty_folder(name, parse)
        if entry is not None:
            entries.append(entry)
            fitting.add(top_of(name))
        elif reason := own(name):
            ours[name] = reason
        else:
            strange[name] = top_of(name)
    # A name inside a part that is understood belongs to nobody, but does not speak against the layout.
    strangers = tuple(dict.fromkeys(top for top in strange.values() if top not in fitting))
    return LayoutReading(tuple(entries), strangers, ours, contradictions=tuple(several_names(entries)))


def _of_empty_folder(name: str, parse: Callable[[str], DownloadEntry | None]) -> DownloadEntry | None:
    """Return whose an empty folder is; its `path` is empty as well."""
    inside = parse(f"{name}-") if name.endswith("/") else None
    return replace(inside, member=name, path="") if inside is not None else None


def several_names(entries: Iterable[DownloadEntry]) -> Iterable[str]:
    """Yield a sentence for each id that carries several names."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in entries:
        if entry.name:
            names[entry.id][entry.name] = None
    for id_, names_found in names.items():
        if len(names_found) > 1:
            yield f"the id {id_} carries several names ({listed(list(names_found))})"


def listed(items: Sequence[str], limit: int = 3) -> str:
    """Return a few of the items, and how many there are besides."""
    text = ", ".join(items[:limit])
    return f"{text} and {len(items) - limit} more" if len(items) > limit else text

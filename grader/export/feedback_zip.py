"""Reports back to students: a fresh zip with nothing in it but ours, under the names by which a platform takes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.export import archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from grader.export.grade import Grade
    from grader.export.gradebook import Place

_SUFFIX = re.compile(r"(\.tar)?\.\w+$")


@dataclass(frozen=True, slots=True)
class Material:
    """What goes back to one student."""

    report: bytes
    """The page."""
    comment: bytes
    """A few lines of HTML."""


@dataclass(frozen=True, slots=True)
class Packed:
    """The zip, how many have a report in it, and who has none, with the reason."""

    data: bytes
    count: int
    unable: tuple[str, ...]


def packed(target: str, graded: Iterable[tuple[Place, Grade]], material: Callable[[str], Material | None]) -> Packed:
    """Pack the reports of those whose grades are exported; `material` gives what belongs to a submission."""
    reports = _Reports(canvas_names if target == "canvas" else moodle_names, material)
    data = archive.packed(entry for place, grade in graded for entry in reports.of(place, grade))
    return Packed(data, reports.count, tuple(dict.fromkeys(reports.unable)))


@dataclass
class _Reports:
    """Reports on their way into the zip, one in memory at a time."""

    names_of: Callable[[Place, Grade], Names | None]
    material: Callable[[str], Material | None]
    count: int = 0
    unable: list[str] = field(default_factory=list)
    _written: set[str] = field(default_factory=set)

    def of(self, place: Place, grade: Grade) -> Iterator[archive.Entry]:
        """Yield the files of one student; a name that is there already keeps its file."""
        names = self.names_of(place, grade)
        found = self.material(grade.facts.id) if names is not None else None
        if names is None or found is None:
            why = "has no report in the folder of the results" if names is not None else _no_name(grade)
            self.unable.append(f"{grade.facts.id}: {why}")
            return
        files = names.of(found)
        self.count += self._written.isdisjoint(files)
        for name in [name for name in files if name not in self._written]:
            self._written.add(name)
            yield archive.Entry(name, files[name])


def _no_name(grade: Grade) -> str:
    """Return why Canvas takes no report for somebody: it hangs reports on files that were uploaded to it."""
    if not grade.facts.files:
        return "handed in nothing on which Canvas could hang a report"
    if grade.facts.platform == "Canvas":
        return "handed in no file that Canvas takes a report for (a text, or a link)"
    return "is not from a download of Canvas's, so its files have no names there"


@dataclass(frozen=True, slots=True)
class Names:
    """What the files of one student are called; no comment where the platform shows none."""

    report: str
    comment: str = ""

    def of(self, material: Material) -> dict[str, bytes]:
        """Return the files."""
        files = {self.report: material.report}
        return files | {self.comment: material.comment} if self.comment else files


def canvas_names(_: Place, grade: Grade) -> Names | None:
    """Return the name by which Canvas knows the student and the file: all of the original's but its suffix."""
    if not grade.facts.originals:
        return None
    original = grade.facts.originals[0].rpartition("/")[2]
    return Names(f"{_SUFFIX.sub('', original)}_report.html")


def moodle_names(place: Place, _: Grade) -> Names | None:
    """Return names in the folder that stands for a participant; what is before the number means nothing."""
    folder = f"x_{place.own}_assignsubmission_file_"
    return Names(f"{folder}/feedback.html", f"{folder}/comment.html")

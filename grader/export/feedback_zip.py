"""Reports back to students: a fresh zip with nothing in it but ours, under the names by which a platform takes them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grader.export.grade import Grade
    from grader.export.gradebook import Place

_SUFFIX = re.compile(r"(\.tar)?\.\w+$")
_DATE = (1980, 1, 1, 0, 0, 0)
"""Of every member: the same reports are the same zip."""


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
    stream, unable, count = io.BytesIO(), list[str](), 0
    names_of = canvas_names if target == "canvas" else moodle_names
    written = set[str]()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, grade in graded:
            names = names_of(place, grade)
            found = material(grade.facts.id) if names is not None else None
            if names is None or found is None:
                why = "has no report in the folder of the results" if names is not None else _no_name(grade)
                unable.append(f"{grade.facts.id}: {why}")
                continue
            count += not written & set(names.of(found))
            for name, data in names.of(found).items():
                if name not in written:
                    written.add(name)
                    archive.writestr(_member(name), data)
    return Packed(stream.getvalue(), count, tuple(dict.fromkeys(unable)))


def _no_name(grade: Grade) -> str:
    """Return why Canvas takes no report for somebody: it hangs reports on files that were uploaded to it."""
    if not grade.facts.files:
        return "handed in nothing on which Canvas could hang a report"
    if grade.facts.platform == "Canvas":
        return "handed in no file that Canvas takes a report for (a text, or a link)"
    return "is not from a download of Canvas's, so its files have no names there"


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


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

"""A zip with a report for each student, under the names by which an LMS hands them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.export.archive import ArchiveEntry, pack_archive
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from grader.export.grade import Grade
    from grader.export.gradebook import GradebookRow
    from grader.export.gradebooks import FeedbackNames


@dataclass(frozen=True, slots=True)
class FeedbackFiles:
    """The files for one student."""

    report: bytes
    """The page."""
    comment: bytes
    """A few lines of HTML."""


@dataclass(frozen=True, slots=True)
class FeedbackZip:
    """The zip, the number of reports in it, and who has none, with the reason."""

    data: bytes
    report_count: int
    missing: tuple[str, ...]


def pack_feedback(
    graded: Iterable[tuple[GradebookRow, Grade]],
    names_of: Callable[[GradebookRow, Grade], FeedbackNames | str],
    load_files: Callable[[str], FeedbackFiles | None],
) -> FeedbackZip:
    """Pack the reports of the students in `graded`.

    `names_of` returns the names of a student's files, or why the platform takes none; `load_files` returns the files of
    a submission, None if there are none.
    """
    packing = _Packing(names_of, load_files)
    data = pack_archive(entry for row, grade in graded for entry in packing.entries_of(row, grade))
    return FeedbackZip(data, packing.report_count, tuple(dict.fromkeys(packing.missing)))


@dataclass
class _Packing:
    """Loads one student's files at a time while the zip is written."""

    names_of: Callable[[GradebookRow, Grade], FeedbackNames | str]
    load_files: Callable[[str], FeedbackFiles | None]
    report_count: int = 0
    missing: list[str] = field(default_factory=list)
    _packed_names: set[str] = field(default_factory=set)

    def entries_of(self, row: GradebookRow, grade: Grade) -> Iterator[ArchiveEntry]:
        """Yield the files of one student; a second file of the same name is left out."""
        names = self.names_of(row, grade)
        files = self.load_files(grade.facts.id) if not isinstance(names, str) else None
        if isinstance(names, str) or files is None:
            reason = names if isinstance(names, str) else "has no report in the folder of the results"
            self.missing.append(f"{grade.facts.id}: {reason}")
            return
        by_name = {names.report: files.report} | ({names.comment: files.comment} if names.comment else {})
        # Members of a group share the uploaded file, and so the name of the report.
        self.report_count += self._packed_names.isdisjoint(by_name)
        for name in [name for name in by_name if name not in self._packed_names]:
            self._packed_names.add(name)
            yield ArchiveEntry(name, by_name[name])

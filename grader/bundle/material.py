"""The files of a course that the judge reads: specs, reference, known wrong solutions, support, files that these open.

Right solutions are used by `grader verify` only and are not packed, like everything else in the folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.export.archive import ArchiveEntry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.course import Course

REQUIREMENTS = "requirements.txt"
"""In the course's folder: packages that students' code and the reference import, besides the grader's own."""
_AT_HOME = frozenset({"right", "__pycache__"})
_TEXTS = (".py", ".yaml", ".txt", ".md", ".csv", ".toml")


def material(course: Course) -> Iterator[ArchiveEntry]:
    """Yield the files of the tasks of `course`, by their names in the course's folder, for their owner only."""
    folder = course.folder
    task_ids = {task.id for task in course.tasks}
    others = {path.stem for path in (folder / "tasks").glob("*.yaml")} - task_ids
    for task in sorted(task_ids):
        yield _entry(folder, folder / "tasks" / f"{task}.yaml")
    for path in sorted((folder / "reference").rglob("*")):
        inner = path.relative_to(folder / "reference").parts
        left_out = any(part in _AT_HOME or part.startswith(".") for part in inner)
        if path.is_file() and not left_out and not (path.suffix == ".py" and path.stem in others):
            yield _entry(folder, path)
    for name in sorted({name for task in course.tasks for name in task.support}):
        yield _entry(folder, folder / "support" / name)
    if (folder / REQUIREMENTS).is_file():
        yield _entry(folder, folder / REQUIREMENTS)


def unix(data: bytes) -> bytes:
    """Return a text with the line ends of the platform's system; Python and YAML read both alike."""
    return data.replace(b"\r\n", b"\n")


def _entry(folder: Path, path: Path) -> ArchiveEntry:
    data = path.read_bytes()
    return ArchiveEntry(path.relative_to(folder).as_posix(), unix(data) if path.suffix in _TEXTS else data, 0o600)

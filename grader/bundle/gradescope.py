"""The archive that Gradescope takes: two scripts at its root, the grader, its pins, the course, the seed.

The platform unpacks it to /autograder/source, runs setup.sh once, and its copy of run_autograder for each submission.
That copy lies open to students' code, so nothing that must stay hidden stands in it.
"""

from __future__ import annotations

import hashlib
import shlex
from importlib import resources
from typing import TYPE_CHECKING

from grader.bundle.material import REQUIREMENTS, material, unix
from grader.bundle.pins import pins, requirements
from grader.bundle.wheel import installed, wheel
from grader.export.archive import ArchiveEntry, pack_archive
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.course import Course

TASKS = "@TASKS@"
"""The placeholder in the script for the options that name the tasks."""
SEED_BITS = 53
"""As many as a number of JSON holds exactly."""


@dataclass(frozen=True)
class Bundle:
    """The archive and what is to say of it."""

    data: bytes
    seed: int
    free: tuple[str, ...]
    """Packages of which the platform takes any version that fits."""


def gradescope(course: Course, seed: int | None = None) -> Bundle:
    """Return the archive for the tasks of `course`.

    Without a seed it is one that follows from the course: equal courses give equal archives, and whoever has no
    reference has no seed.  Raises UsageError where the grader was not installed or the course names no packages.
    """
    files = list(material(course))
    seed = _seed_of(files) if seed is None else seed
    requirement_lines = [line for entry in files if entry.name == REQUIREMENTS for line in _requirement_lines(entry)]
    versions = pins(installed(), requirement_lines)
    wheel_file = wheel()
    tasks = [task.id for task in course.tasks]
    entries = [
        ArchiveEntry("setup.sh", _script("setup.sh"), 0o755),
        ArchiveEntry("run_autograder", _script("run_autograder", tasks), 0o755),
        ArchiveEntry(wheel_file.name, wheel_file.data, 0o600),
        ArchiveEntry("constraints.txt", versions.text().encode(), 0o600),
        ArchiveEntry("seed", f"{seed}\n".encode(), 0o600),
        *_in_folder("course", files),
    ]
    return Bundle(pack_archive(entries), seed, versions.free)


def _requirement_lines(entry: ArchiveEntry) -> list[str]:
    return requirements(entry.data.decode("utf-8", "replace"), REQUIREMENTS)


def _script(name: str, tasks: Sequence[str] = ()) -> bytes:
    data = unix((resources.files("grader.bundle") / "scripts" / name).read_bytes())
    options = [word for task in tasks for word in ("--task", task)]
    return data.replace(TASKS.encode(), shlex.join(options).encode())


def _in_folder(name: str, files: Sequence[ArchiveEntry]) -> list[ArchiveEntry]:
    """Return files in a folder of that name, after it and the folders in it, all for their owner only."""
    inside = [ArchiveEntry(f"{name}/{file.name}", file.data, file.mode) for file in files]
    folders = {file.name[: end + 1] for file in inside for end, sign in enumerate(file.name) if sign == "/"}
    return [*(ArchiveEntry(folder, mode=0o700) for folder in sorted(folders)), *inside]


def _seed_of(files: Sequence[ArchiveEntry]) -> int:
    """Return a number that follows from names and contents."""
    state = hashlib.sha256()
    for file in files:
        state.update(b"%d:%s%d:" % (len(file.name.encode()), file.name.encode(), len(file.data)) + file.data)
    return int.from_bytes(state.digest()) >> (256 - SEED_BITS)

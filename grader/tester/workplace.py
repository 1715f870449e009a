"""The folder that the tests of a submission stand in: a copy of the data files that they open by a relative path.

Private and writable, so that a test that writes changes neither the course nor what the next submission meets.  Nothing
that a student has handed in is in it.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PREFIX = "grader-tests-"
"""Begins the names of these folders, and of the folder that holds those of one command."""
HERE, TEMPORARY, BEFORE = "here", "temporary", "before"
"""The folders in that of a tester: where its tests stand, their temporary files, files that a student's code has
changed as they were before."""
_NOT_COPIED = shutil.ignore_patterns("__pycache__")


def lay_out(place: Path, tests: Path, support: Iterable[Path], names: Iterable[str]) -> Path:
    """Make the folder of a tester, `place`, and return the one in it where its tests stand.

    That has the public files `names` of the folders `support`, and what lies beside the tests.  Of two files of one
    name that beside the tests is the test's.  Raises OSError.
    """
    folders = list(support)
    place.mkdir(mode=0o700, exist_ok=True)
    (place / TEMPORARY).mkdir(mode=0o700, exist_ok=True)
    place /= HERE
    place.mkdir(mode=0o700, exist_ok=True)
    for name in names:
        source = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if source is not None:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place / name)
    for path in _beside(tests):
        if path.is_dir():
            shutil.copytree(
                path, place / path.name, ignore=_NOT_COPIED, copy_function=shutil.copyfile, dirs_exist_ok=True
            )
        else:
            shutil.copyfile(path, place / path.name)
    return place


def remove(place: Path) -> None:
    """Remove a folder with all that tests have written there; nothing happens where there is none."""
    shutil.rmtree(place, ignore_errors=True)


def _beside(tests: Path) -> Iterator[Path]:
    """Yield the files and folders beside the tests; in the folder of all tasks none that holds another task's tests."""
    is_of_all = tests.name == "tests" and tests.parent.name == "reference"
    for path in sorted(tests.iterdir()):
        if path.name == "__pycache__" or not (path.is_dir() or path.is_file()):
            continue
        if is_of_all and (path.suffix == ".py" or (path.is_dir() and any(path.glob("*.py")))):
            continue
        yield path

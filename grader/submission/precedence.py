"""The order in which files count where several define one name; the worker applies it (grader/worker/resolution.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.submission.naming import counts_last, is_version_of, order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.submission.files import SourceFile


def ranked(files: Sequence[SourceFile], tasks: Iterable[str]) -> list[tuple[SourceFile, int, list[str]]]:
    """Return each file with its rank, and the tasks of whose name it is a version.

    Tests and backups come last (their ranks are negative, as long as there is another file), then what is older, then
    the natural order of names.
    """
    names = sorted(tasks)
    last = {file.name for file in files if counts_last(file.name)}
    last = set() if len(last) == len(files) else last
    in_order = sorted(files, key=lambda file: (file.name not in last, file.age, order(file.name)))
    ranks = {file.name: number - len(last) for number, file in enumerate(in_order)}
    stems = {file.name: file.name.rpartition("/")[2].rpartition(".")[0] for file in files}
    return [
        (file, ranks[file.name], [definition for definition in names if is_version_of(stems[file.name], definition)])
        for file in files
    ]

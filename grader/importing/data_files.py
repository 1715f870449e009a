"""Data files beside a notebook or tests: which come along into the new course, and which are left out and why.

They become public files of the course, so that both the tests and the students' code find them.
"""

from __future__ import annotations

import ast
import contextlib
import glob
import posixpath
import re
from typing import TYPE_CHECKING

from grader.importing.model import ImportRow, SourceError
from grader.importing.sources import LARGEST_DATA, files_below, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from grader.importing.model import Import

LARGEST_TOGETHER = 32 << 20
"""Bytes of all data files of a task: each of its workers is sent all of them."""
MOST = 100
"""Data files of a task."""
_NAME = re.compile(r"\w[\w.-]*(/\w[\w.-]*)*")
"""The names that public files of a course may have (`grader.checks.spec.SupportFile`)."""
_LONGEST_NAME = 100
_CODE = (".py", ".ipynb", ".pyc", ".R", ".Rmd", ".qmd", ".ok", ".otter")
"""Endings of code, and of the settings of other graders."""
_NOT_FOR_STUDENTS = {"tests", "test", "autograder", "solution", "solutions", "reference", "sample_solution"}
_BREAK = re.compile(r"[\"'`\n\\]+")
_SHORTEST = 3


def data_files(
    folder: Path, paths: Iterable[Path], source: str, result: Import, *, public: bool = True
) -> dict[str, bytes]:
    """Return the contents of data files by their names from `folder` on; note in the table each that is left out.

    The names of public files are bounded; those of files beside the tests are not.
    """
    contents: dict[str, bytes] = {}
    for path in sorted(paths, key=_size):
        name = path.relative_to(folder).as_posix()
        data, reason = _content(path, name, public=public)
        if not reason and sum(map(len, contents.values())) + len(data) > LARGEST_TOGETHER:
            reason = f"the data files are larger than {LARGEST_TOGETHER >> 20} MB together"
        if not reason and len(contents) >= MOST:
            reason = f"there are more than {MOST} data files"
        if not reason:
            contents[name] = data
        elif (row := ImportRow(source, name, reason=reason)) not in result.rows:  # both sides may open it
            result.rows.append(row)
    return dict(sorted(contents.items()))


def _content(path: Path, name: str, *, public: bool) -> tuple[bytes, str]:
    """Return the content of a file, or why it cannot be a public file."""
    if public and (not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME):
        return b"", "a public file's name has letters, digits, `_`, `-` and `.` alone: rename it"
    try:
        return read_bytes(path, LARGEST_DATA), ""
    except SourceError as error:
        return b"", str(error)


def _size(path: Path) -> tuple[int, str]:
    try:
        return path.stat().st_size, str(path)
    except OSError:
        return 0, str(path)


def files_named(folder: Path, texts: Iterable[str], *, computed: bool = False, open_folder: str = "") -> Iterator[Path]:
    """Yield the data files below a folder that a text names, as `data.csv`, `data/x.csv` or `f"data/{name}.csv"`.

    Code is none of them, and neither is anything in a folder of tests or solutions but in `open_folder`.
    With `computed`, also those whose names may be made of what a text names: `name + ".out"`, `join("outputs", name)`.
    """
    yielded: set[Path] = set()
    home = folder.resolve()
    for word in sorted({word.strip() for text in texts for word in _BREAK.split(text)}):
        start, is_computed, _ = word.partition("{")
        name = start.rpartition("/")[0] + "/" if is_computed else word
        if not _SHORTEST <= len(name) <= _LONGEST_NAME or name.startswith("/") or ".." in name:
            continue
        path = folder / name
        if not _lies_in(path, home):
            continue
        for file in _meant(path, is_folder=computed or name.endswith("/"), computed=computed):
            closed = (_NOT_FOR_STUDENTS - {open_folder}) & set(file.relative_to(folder).parts)
            if file not in yielded and file.suffix not in _CODE and not closed:
                yielded.add(file)
                yield file


def _meant(path: Path, *, is_folder: bool, computed: bool) -> Iterator[Path]:
    """Yield the files that a name means: of a folder those in it, where the text says that something in it is meant."""
    if path.is_file() or (is_folder and path.is_dir()):
        yield from files_below(path, ("",))
    if computed and path.is_file():
        yield from sorted(other for other in path.parent.glob(f"{glob.escape(path.name)}.*") if other.is_file())


def files_written(sources: Iterable[str]) -> set[str]:
    """Return the names of files that code writes: `np.save("x.npy", x)`, `open("x.txt", "w")`, `t.to_csv("x.csv")`."""
    written = set()
    for source in sources:
        with contextlib.suppress(SyntaxError, ValueError, RecursionError):
            for node in ast.walk(ast.parse(source)):
                names = _written_by(node) if isinstance(node, ast.Call) else ()
                texts = [name.value for name in names if isinstance(name, ast.Constant)]
                written |= {posixpath.normpath(text) for text in texts if isinstance(text, str) and text}
    return written


def _written_by(call: ast.Call) -> Sequence[ast.expr]:
    """Return the arguments of a call that may name a file which it writes."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name != "open":
        return call.args if name.startswith(("to_", "save", "imsave", "imwrite")) else ()
    modes = [*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    writes = any(isinstance(mode, ast.Constant) and set(str(mode.value)) & set("wax") for mode in modes)
    return call.args[:1] if writes else ()


def _lies_in(path: Path, folder: Path) -> bool:
    """Whether a path leads into a folder; no file has a name with a zero byte or half a character in it."""
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, ValueError, RuntimeError):
        return False

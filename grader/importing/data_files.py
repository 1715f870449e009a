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

from grader.importing.joined_names import names_joined, texts_used
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
_NO_DATA = {"submissions", "node_modules", "venv", "env", "__pycache__"}
"""Folders of students' work and of programs."""
_BREAK = re.compile(r"[\"'`\n\\]+")
_SHORTEST = 3


def data_files(
    folder: Path, paths: Iterable[Path], source: str, result: Import, *, public: bool = True
) -> dict[str, bytes]:
    """Return the contents of data files by their names from `folder` on; note in the table what is left out.

    The names of public files are bounded; those of files beside the tests are not.
    """
    contents: dict[str, bytes] = {}
    left_out: dict[tuple[str, str], list[str]] = {}
    remaining = LARGEST_TOGETHER
    for path in sorted(paths, key=_size):
        name, size = path.relative_to(folder).as_posix(), _size(path)[0]
        data, reason = b"", _misnamed(name) if public else ""
        # Of many files in one folder, and of all that are too many, the table says how many there are.
        item = f"{name.partition('/')[0]}/" if "/" in name else name
        if not reason and size <= LARGEST_DATA and (reason := _fullness(len(contents), remaining - size)):
            item = item if item != name else ""
        if not reason:
            data, reason = _content(path)
        if reason:
            left_out.setdefault((item, reason), []).append(name)
        else:
            contents[name], remaining = data, remaining - len(data)
    for (item, reason), names in left_out.items():
        row = _row(source, item, names, reason)
        if row not in result.rows:  # both sides may open them
            result.rows.append(row)
    return dict(sorted(contents.items()))


def _row(source: str, item: str, names: Sequence[str], reason: str) -> ImportRow:
    """Return the line of the table for the files of one folder that are left out for one reason."""
    if len(names) == 1:
        return ImportRow(source, names[0], reason=reason)
    item = item or f"{names[0]} and {len(names) - 1} more"
    return ImportRow(source, item, reason=f"{len(names)} files, such as `{names[0]}`: {reason}")


def _fullness(count: int, remaining: int) -> str:
    """Return why no more files come along; "" where one more does, after which so many bytes remain."""
    if remaining < 0:
        return f"the data files are larger than {LARGEST_TOGETHER >> 20} MB together"
    return f"there are more than {MOST} data files" if count >= MOST else ""


def _misnamed(name: str) -> str:
    if _NAME.fullmatch(name) and len(name) <= _LONGEST_NAME:
        return ""
    return "a public file's name has letters, digits, `_`, `-` and `.` alone: rename it"


def _content(path: Path) -> tuple[bytes, str]:
    """Return the content of a file, or why there is none."""
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
    With `computed` the texts are Python code, and those come too whose names it may make of what it names:
    `name + ".out"`, `join("outs", name)`.
    """
    texts = list(texts)
    yielded: set[Path] = set()
    home = folder.resolve()
    joined = {name for text in texts for name in names_joined(text)} if computed else set()
    used = {used for text in texts for used in texts_used(text)} if computed else set()
    for word in sorted({word.strip() for text in texts for word in _BREAK.split(text)} | joined):
        start, is_computed, _ = word.partition("{")
        name = start.rpartition("/")[0] + "/" if is_computed else word
        if not _SHORTEST <= len(name) <= _LONGEST_NAME or name.startswith("/") or ".." in name:
            continue
        path = folder / name
        if not _lies_in(path, home):
            continue
        is_used = not computed or any(text.startswith(name) for text in used)
        is_folder = name in joined or (name.endswith("/") and is_used)
        for file in _meant(path, home, is_folder=is_folder, computed=computed):
            parts = file.relative_to(folder).parts
            # Of a folder that begins with a dot a file may come along, and never all that is in it.
            hidden = file != path and any(part.startswith(".") for part in parts[:-1])
            if file not in yielded and file.suffix not in _CODE and not hidden and not _is_closed(parts, open_folder):
                yielded.add(file)
                yield file


def _is_closed(parts: Sequence[str], open_folder: str) -> bool:
    """Whether nothing comes along out of a folder on the way to a file."""
    folders = {part.casefold() for part in parts[:-1]}
    return bool((_NOT_FOR_STUDENTS - {open_folder}) & set(parts) or _NO_DATA & folders)


def _meant(path: Path, home: Path, *, is_folder: bool, computed: bool) -> Iterator[Path]:
    """Yield the files that a name means: of a folder those in it, where the text says that something in it is meant."""
    if path.is_file() or (is_folder and path.is_dir()):
        yield from files_below(path, ("",))
    if computed and path.is_file():
        for other in sorted(path.parent.glob(f"{glob.escape(path.name)}.*")):
            if other.is_file() and not other.is_symlink() and _lies_in(other, home):
                yield other


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

"""Paths to a submission: which files belong to a student's work, as bytes, and what became of all others.

Whatever lies in a folder of hand-ins must not stop or flood the grader: links that lead out of the folder, virtual
environments, the leftovers of editors and archivers, a disk image.  Every file gets a row that says what it is taken
for.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from grader.archives import clutter
from grader.errors import UsageError
from grader.records import dataclass
from grader.results import FileStatus, HandedInFile
from grader.submission import notebooks
from grader.submission.content import LARGEST_FILE, Content, content_of
from grader.submission.kinds import SourceKind, is_main_answers
from grader.submission.naming import order, original
from grader.submission.walk import name_of, text, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.submission.notebooks import WrittenText

__all__ = ["LARGEST_FILE", "MOST_BYTES", "MOST_FILES", "SourceFile", "Submission", "collect", "gather"]

MOST_FILES = 200
"""Files of code and answers that are read."""
MOST_BYTES = 8 << 20
MOST_STORED = 256 << 20
"""Bytes of all files as they lie on disk; a notebook's outputs count here only."""
MOST_NOTES = 10
SAME_TIME = 60.0
"""Seconds within which files count as equally old: copying and unpacking take that long."""
_CHECKPOINT = re.compile(r"-checkpoint(?=\.[^/]*$)")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: its path relative to the submission (with "/") and its bytes, at most one more than `LARGEST_FILE`."""

    name: str
    data: bytes
    notebook: bool = False
    """Whether the bytes are the cells of a notebook (`notebooks.Notebook.data`) rather than the file as it is."""
    age: int = 0
    """Orders the files by the time of their last change, as far as it differs by more than copying takes."""


@dataclass(frozen=True)
class Submission:
    """One student's files; `notes` says what was left out, `folder` is where they come from if it is one folder."""

    id: str
    files: tuple[SourceFile, ...]
    notes: tuple[str, ...] = ()
    folder: Path | None = None
    texts: tuple[WrittenText, ...] = ()
    """Written answers: the Markdown of notebooks, and `answers.md`."""
    handed_in: tuple[HandedInFile, ...] = ()
    """A row for every file."""

    @cached_property
    def decoded_lines(self) -> dict[tuple[str, int], list[str]]:
        """The lines of files and cells that somebody has asked for (`traces.text_of`), so that each is decoded once."""
        return {}

    @property
    def digest(self) -> str:
        """The SHA-256 of names, code and written answers in hexadecimal: equal for equal work."""
        state = hashlib.sha256()
        entries = [(f"{file.notebook:d}{file.age or ''}{file.name}", file.data) for file in self.files]
        entries += [(f"t{text.cell}:{text.file}", text.source.encode("utf-8", "replace")) for text in self.texts]
        for name, data in entries:
            raw = name.encode("utf-8", "replace")
            state.update(b"%d:%d:" % (len(raw), len(data)) + raw + data)
        return state.hexdigest()


def gather(paths: Sequence[Path]) -> Submission:
    """Return the submission that consists of the files and folders of `paths`, its files sorted by name.

    A file is taken whatever its suffix, a folder with everything below it that looks like a student's code.  Names are
    relative to the folder, or to the innermost folder that holds all of `paths`.  Raises UsageError for a path that
    does not exist and where there is nothing to read.
    """
    collected = collect(paths)
    if not collected.files and not collected.texts:
        names = ", ".join(map(str, paths))
        reason = f" {collected.notes[0]}" if collected.notes else ""
        raise UsageError(
            f"{names}: there is no Python file or notebook in this folder.{reason} Name the file or the folder that "
            "holds your code, for example `grader check softmax.py`."
        )
    return collected


def collect(paths: Sequence[Path], *, named: bool = True) -> Submission:
    """Return what `gather` returns, also where nothing can be read: the rows say why.  Raises UsageError.

    `named` says that somebody means these very files: then one without a suffix of code is code all the same.
    """
    if not paths:
        raise UsageError("grader: there is nothing to check. Name the files or the folder that hold your code.")
    for path in paths:
        if not path.is_file() and not path.is_dir():
            raise UsageError(_no_such(path))
    root = _root(paths)
    rows: list[HandedInFile] = []
    file_paths = _without_copies(_all(paths, root, rows), paths, rows)
    files, texts = _read(file_paths, frozenset(paths if named else ()), rows)
    notes: list[str] = []
    answers = notebooks.shortened(sorted(texts, key=lambda text: text.cell > 0 or is_main_answers(text.file)), notes)
    single = paths[0] if len(paths) == 1 else root
    name = single.stem if single.is_file() else single.resolve().name
    folder = paths[0] if len(paths) == 1 and paths[0].is_dir() else None
    notes_of_rows = (*_notes(rows), *notes)
    return Submission(text(name) or "submission", tuple(files), notes_of_rows, folder, answers, tuple(rows))


def _root(paths: Sequence[Path]) -> Path:
    """Return the folder that names are relative to: the one given, else the innermost one that holds all paths."""
    if len(paths) == 1 and paths[0].is_dir():
        return paths[0].resolve()
    parents = {(path if path.is_dir() else path.parent).resolve() for path in paths}
    try:
        return Path(os.path.commonpath(parents))
    except ValueError:
        # On Windows, paths on two drives have nothing in common.
        return Path()


def _name(path: Path, root: Path) -> str:
    # The file itself may be a link: it keeps the name that it has here.
    path_in_folder = path.parent.resolve() / path.name
    return text(path_in_folder.relative_to(root).as_posix() if path_in_folder.is_relative_to(root) else path.name)


def _no_such(path: Path) -> str:
    if str(path) == "-":
        return "-: code is read from files and not from standard input. Save it as a file, and name that."
    if path.exists():
        return f"{path}: this is neither a file nor a folder. Name a file or a folder."
    near = ""
    if path.parent.is_dir():
        import difflib

        names = [entry.name for entry in path.parent.iterdir() if not clutter.reason_of_file(entry.name)]
        close = difflib.get_close_matches(path.name, names, 1)
        near = f" Did you mean {path.parent / close[0]}?" if close else ""
    return f"{path}: there is no such file or folder.{near or ' Look for a typing error in the path.'}"


def _all(paths: Sequence[Path], root: Path, rows: list[HandedInFile]) -> dict[str, Path]:
    """Return the files of all paths by name."""
    files: dict[str, Path] = {}
    for path in paths:
        if path.is_file():
            files[_name(path, root)] = path
            continue
        inside: list[HandedInFile] = []
        prefix = _name(path, root).removeprefix(".") if path.resolve() != root else ""
        prefix = f"{prefix}/" if prefix else ""
        files |= {f"{prefix}{name_of(file, path)}": file for file in walk(path, path.resolve(), inside)}
        rows += [row.model_copy(update={"file": f"{prefix}{row.file}"}) for row in inside]
    return files


def _without_copies(files: dict[str, Path], named: Sequence[Path], rows: list[HandedInFile]) -> dict[str, Path]:
    """Return the files without the copies that a notebook server keeps of them, unless such a copy was named."""
    names = {name.rpartition("/")[2] for name in files}
    result = {}
    for name, path in sorted(files.items()):
        file_name = name.rpartition("/")[2]
        if path not in named and _CHECKPOINT.search(file_name) and _CHECKPOINT.sub("", file_name) in names:
            rows.append(_row(name, FileStatus.IGNORED, "is a copy that a notebook server keeps"))
        else:
            result[name] = path
    return result


def _row(name: str, status: FileStatus, reason: str = "", read_as: str = "") -> HandedInFile:
    return HandedInFile.model_construct(file=name, status=status, reason=reason, read_as=read_as)


@dataclass
class _Budget:
    """The files and bytes that may still be read."""

    files: int
    read: int
    stored: int

    def refusal(self, content: Content) -> str:
        """Return why one more file is too much; otherwise take it off and return nothing."""
        if self.files < 1:
            return f"is one of more than {MOST_FILES} files of code; hand in those of the assignment only"
        if len(content.data) > self.read or content.size > self.stored:
            limit = MOST_BYTES if len(content.data) > self.read else MOST_STORED
            return f"is left out: together the files are larger than {limit >> 20} MiB"
        self.files, self.read, self.stored = self.files - 1, self.read - len(content.data), self.stored - content.size
        return ""


def _read(
    files: dict[str, Path], named: frozenset[Path], rows: list[HandedInFile]
) -> tuple[list[SourceFile], list[WrittenText]]:
    """Return the code and the written answers; a row says of each file what it was taken for."""
    contents: dict[str, Content] = {}
    budget = _Budget(MOST_FILES, MOST_BYTES, MOST_STORED)
    # What lies on top is read first, so that a library below displaces nothing.
    for name, path in sorted(files.items(), key=lambda item: item[0].count("/")):
        try:
            content = content_of(name, path, is_named=path in named)
        except OSError as error:
            rows.append(
                _row(
                    name,
                    FileStatus.UNREADABLE,
                    f"cannot be read ({error.strerror}). Check that the file is yours to open",
                )
            )
            continue
        if content.kind in {SourceKind.SUPPORT, SourceKind.UNREADABLE}:
            status = FileStatus.SUPPORT if content.kind is SourceKind.SUPPORT else FileStatus.UNREADABLE
            rows.append(_row(name, status, content.reason))
        elif refused := budget.refusal(content):
            rows.append(_row(name, FileStatus.UNREADABLE, refused))
        else:
            contents[name] = content
    return _named(contents, _ages(files), rows)


def _named(
    contents: dict[str, Content], ages: dict[str, int], rows: list[HandedInFile]
) -> tuple[list[SourceFile], list[WrittenText]]:
    """Return the files under the names that their siblings know them by, and files that cells write."""
    names = _names(contents, ages)
    files, texts = [], []
    for name, content in contents.items():
        new_name = names[name]
        was = f"was read as {new_name}" if new_name != name else ""
        rows.append(
            _row(
                name,
                FileStatus.GRADED,
                "; ".join(filter(None, (was, content.reason))),
                new_name if new_name != name else "",
            )
        )
        texts += [replace(text, file=new_name) for text in content.texts]
        if content.kind is SourceKind.CODE:
            files.append(SourceFile(new_name, content.data, content.notebook, ages.get(name, 0)))
    names_in_use = {file.name for file in files}
    for name, content in contents.items():
        folder = f"{name.rpartition('/')[0]}/" if "/" in name else ""
        for path, data in content.written:
            if f"{folder}{path}" not in names_in_use:
                names_in_use.add(f"{folder}{path}")
                files.append(SourceFile(f"{folder}{path}", data, age=ages.get(name, 0)))
    return sorted(files, key=lambda file: file.name), texts


def _names(contents: dict[str, Content], ages: dict[str, int]) -> dict[str, str]:
    """Return the name that each file is read under.

    A file that a platform or browser renamed gets its first name back where that one is free and means something: it
    hid the suffix, or a sibling imports it.  Of several the later version gets it.
    """
    imported = set().union(*(content.imports for content in contents.values())) if contents else set()
    names = {name: name for name in contents}
    names_in_use = {name.casefold() for name in contents}
    for name in sorted(contents, key=lambda name: (ages.get(name, 0), order(name)), reverse=True):
        first = contents[name].first_name or original(name)
        stem = first.rpartition("/")[2].rpartition(".")[0]
        hides = not name.lower().endswith(f".{first.lower().rpartition('.')[2]}") and not contents[name].notebook
        is_needed = hides or stem in imported or contents[name].kind is SourceKind.ANSWERS
        if first != name and is_needed and first.casefold() not in names_in_use:
            names_in_use.add(first.casefold())
            names[name] = first
    return names


def _ages(files: dict[str, Path]) -> dict[str, int]:
    """Return the rank of each file's last change; files that follow within the time of a copy have one rank."""
    times: dict[str, float] = {}
    for name, path in files.items():
        try:
            times[name] = path.stat().st_mtime
        except OSError:
            times[name] = 0.0
    ages, rank, before = {}, 0, None
    for name in sorted(times, key=lambda name: times[name]):
        rank += before is not None and times[name] - before > SAME_TIME
        ages[name], before = rank, times[name]
    return ages


def _notes(rows: Iterable[HandedInFile]) -> list[str]:
    """Return a sentence for each file that cannot be read, or was read as something else."""
    sentences = [
        row for row in rows if row.status is FileStatus.UNREADABLE or (row.reason and row.status is FileStatus.GRADED)
    ]
    sentences.sort(key=lambda row: row.status is FileStatus.GRADED)
    notes = [f"{row.file.rstrip('/')} {row.reason}." for row in sentences[:MOST_NOTES]]
    return [*notes, f"{len(sentences) - MOST_NOTES} more such files."] if len(sentences) > MOST_NOTES else notes

"""Paths to a submission: which files belong to a student's work, as bytes.

Whatever lies in a folder of hand-ins must not stop or flood the grader: links that lead out of the folder, virtual
environments, the leftovers of editors and archivers, a disk image.  What is left out is said in a note.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.submission import notebooks
from grader.submission.notebooks import WrittenText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_FILES = 200
MOST_BYTES = 8 << 20
LARGEST_FILE = 1 << 20
"""Bytes of one file that are read; the worker refuses a file that is longer."""

MOST_STORED = 256 << 20
"""Bytes of all files as they lie on disk; a notebook's outputs count here only."""

SUFFIXES = (".py", *notebooks.SUFFIXES)
"""The endings of the files that are taken from a folder."""
ANSWERS = "answers.md"
"""The file of written answers."""

_LEFTOVERS = frozenset({"__pycache__", "__MACOSX"})
_CHECKPOINT = re.compile(r"-checkpoint(?=\.[^/]*$)")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: its path relative to the submission (with "/") and its bytes, at most one more than `LARGEST_FILE`."""

    name: str
    data: bytes
    notebook: bool = False
    """Whether the bytes are the cells of a notebook (`notebooks.Notebook.data`) rather than the file as it is."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's files; `notes` says what was left out, `folder` is where they come from if it is one folder."""

    id: str
    files: tuple[SourceFile, ...]
    notes: tuple[str, ...] = ()
    folder: Path | None = None
    texts: tuple[WrittenText, ...] = ()
    """Written answers: the Markdown cells of notebooks, and `answers.md`."""

    @property
    def digest(self) -> str:
        """The SHA-256 of names, code and written answers in hexadecimal: equal for equal work."""
        state = hashlib.sha256()
        entries = [(f"{file.notebook:d}{file.name}", file.data) for file in self.files]
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
    if not paths:
        raise UsageError("grader: there is nothing to check. Name the files or the folder that hold your code.")
    for path in paths:
        if not path.is_file() and not path.is_dir():
            raise UsageError(_no_such(path))
    root = _root(paths)
    notes: list[str] = []
    found = _current({_name(path, root): path for path in _all(paths, notes)}, paths)
    if not found:
        shown = ", ".join(map(str, paths))
        raise UsageError(
            f"{shown}: there is no Python file or notebook in this folder. Name the file or the folder that holds your "
            "code, for example `grader check softmax.py`."
        )
    files, texts = _read(found, notes)
    single = paths[0] if len(paths) == 1 else root
    name = single.stem if single.is_file() else single.resolve().name
    folder = paths[0] if len(paths) == 1 and paths[0].is_dir() else None
    return Submission(_text(name) or "submission", files, tuple(notes), folder, texts)


def submissions(folder: Path) -> list[Path]:
    """Return the submissions in `folder`: every sub-folder is one, and every loose file of code; 2 before 10.

    Raises UsageError when `folder` is no folder or holds none.
    """
    if not folder.is_dir():
        raise UsageError(_no_such(folder) if not folder.exists() else f"{folder}: this is not a folder. Name a folder.")
    found = [path for path in _entries(folder) if path.is_dir() or (_is_code(path) and path.name.lower() != ANSWERS)]
    if not found:
        raise UsageError(
            f"{folder}: there are no submissions in this folder (expected one sub-folder, Python file or notebook "
            "for each student). Name the folder that holds them."
        )
    return sorted(found, key=lambda path: _natural(path.name))


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
    place = path.parent.resolve() / path.name
    return _text(place.relative_to(root).as_posix() if place.is_relative_to(root) else path.name)


def _text(name: str) -> str:
    """Return a file's name as text that can be written anywhere, in the form that Python uses for names."""
    return unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))


def _no_such(path: Path) -> str:
    if path.exists():
        return f"{path}: this is neither a file nor a folder. Name a file or a folder."
    near = ""
    if path.parent.is_dir():
        import difflib

        names = [entry.name for entry in _entries(path.parent)]
        close = difflib.get_close_matches(path.name, names, 1)
        near = f" Did you mean {path.parent / close[0]}?" if close else ""
    return f"{path}: there is no such file or folder.{near or ' Look for a typing error in the path.'}"


def _all(paths: Sequence[Path], notes: list[str]) -> Iterator[Path]:
    """Yield the files of all paths, at most `MOST_FILES`, and say when there are more."""
    count = 0
    for path in paths:
        for file in [path] if path.is_file() else _walk(path, path.resolve(), notes):
            if count == MOST_FILES:
                notes.append(
                    f"There are more than {MOST_FILES} files; only the first {MOST_FILES} are read. Hand in the files "
                    "of the assignment only."
                )
                return
            count += 1
            yield file


def _walk(folder: Path, root: Path, notes: list[str]) -> Iterator[Path]:
    """Yield the code in `folder` and below, files before folders; links that lead out of `root` become notes."""
    try:
        entries = _entries(folder)
    except OSError as error:
        notes.append(f"{folder.name} cannot be opened ({error.strerror}), so nothing in it is read.")
        return
    folders = []
    for path in entries:
        if path.is_symlink() and not path.resolve().is_relative_to(root):
            notes.append(f"{_text(path.name)} is a link to another place and is not read. Hand in the file itself.")
        elif path.is_dir():
            # A link to a folder inside shows files that are seen anyway, and may lead in a circle.
            if not path.is_symlink() and not (path / "pyvenv.cfg").exists():
                folders.append(path)
        elif _is_code(path):
            yield path
    for inner in folders:
        yield from _walk(inner, root, notes)


def _entries(folder: Path) -> list[Path]:
    """Return what is in `folder`, sorted, without what the system, editors and archivers leave behind."""
    names = (path for path in folder.iterdir() if not path.name.startswith(".") and path.name not in _LEFTOVERS)
    return sorted(names)


def _is_code(path: Path) -> bool:
    name = path.name.lower()
    return (name.endswith(SUFFIXES) or name == ANSWERS) and path.is_file()


def _current(found: dict[str, Path], named: Sequence[Path]) -> dict[str, Path]:
    """Return the files without the copies that a notebook server keeps of them, unless such a copy was named."""
    names = {name.rpartition("/")[2] for name in found}

    def is_copy(name: str) -> bool:
        own = name.rpartition("/")[2]
        return bool(_CHECKPOINT.search(own)) and _CHECKPOINT.sub("", own) in names

    return {name: path for name, path in found.items() if path in named or not is_copy(name)}


def _natural(name: str) -> list[tuple[int, str]]:
    """Return a key that sorts numbers inside names by their value."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name.casefold())]


def _read(found: dict[str, Path], notes: list[str]) -> tuple[tuple[SourceFile, ...], tuple[WrittenText, ...]]:
    """Return the code and the written answers; a file that cannot be read, or is too much, becomes a note."""
    files: list[SourceFile] = []
    texts: list[WrittenText] = []
    total = stored = 0
    for name, path in sorted(found.items()):
        try:
            data, size, told, is_notebook = _content(name, path)
        except OSError as error:
            notes.append(f"{name} cannot be read ({error.strerror}). Check that the file is yours to open.")
            continue
        if total + len(data) > MOST_BYTES or stored + size > MOST_STORED:
            most = MOST_BYTES if total + len(data) > MOST_BYTES else MOST_STORED
            notes.append(
                f"{name} is left out: together the files are larger than {most >> 20} MiB. Hand in the files of "
                "the assignment only."
            )
            continue
        total, stored = total + len(data), stored + size
        texts += told
        if name.rpartition("/")[2].lower() != ANSWERS:
            files.append(SourceFile(name, data, is_notebook))
    return tuple(files), notebooks.shortened(texts, notes)


def _content(name: str, path: Path) -> tuple[bytes, int, tuple[WrittenText, ...], bool]:
    """Return a file's code, its size on disk as far as it was read, its written answers, and whether it has cells."""
    with path.open("rb") as stream:
        data = stream.read(LARGEST_FILE + 1)
        is_notebook = notebooks.is_notebook(name, data)
        if is_notebook:
            data += stream.read(notebooks.LARGEST_NOTEBOOK + 1 - len(data))
    if name.rpartition("/")[2].lower() == ANSWERS:
        return b"", len(data), (WrittenText(name, 0, data.decode("utf-8-sig", "replace")),), False
    if not is_notebook:
        return data, len(data), (), False
    notebook = notebooks.read(name, data, LARGEST_FILE)
    return notebook.data, len(data), notebook.texts, True

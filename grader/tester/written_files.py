"""Files that a student's code has written, as a test finds them, and the test's files as the code finds them.

What was written comes as names and contents with the next message.  It is placed where the test stands or in a folder
that the test has given away, if its name is one of data (`file_names.py`), and taken away again before the next test.
A file that is not the code's own is written over only where the test gives its path, or where the reference does so.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from grader.tester.file_journal import FileJournal, write_file
from grader.tester.file_marks import CHANGED, LISTED, MADE, NAMED, READ, UNPICKLED, add_mark, has_mark
from grader.tester.file_names import is_data, is_file_name, is_folder_name
from grader.tester.given_places import GivenPlaces
from grader.tester.known_files import KnownFile, status_of
from grader.tester.pickle_guard import guard_pickles
from grader.tester.workplace import BEFORE, HERE, TEMPORARY
from grader.worker.memory_files import MOST_BYTES, MOST_FILES
from grader.worker.wire.shared_values import ForgedValueError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from grader.tester.file_marks import RunningTest

_MOST_CHANGES = 4 * MOST_FILES
_LONGEST_PATH = 1000


class WrittenFiles:
    """The folders of one tester, and what a student's code has done there."""

    def __init__(self) -> None:
        self._roots: tuple[Path, ...] = ()
        """The folders in which files are exchanged; none where a conversation has none."""
        self._tests = Path()
        self._public: frozenset[str] = frozenset()
        self._journal: FileJournal | None = None
        self._made: dict[Path, int] = {}
        """The sizes of files that the student's code has made, and its folders."""
        self._agreed: dict[tuple[object, Path], KnownFile] = {}
        """The files that the worker has as they are here, by what it calls them and where they are."""
        self._pickles_of: RunningTest | None = None
        """The test in which a pickle may come from the student's code; None where none can."""
        self._through_paths = 0
        """The bytes that the code has written by paths of the test."""
        self._refused: set[Path] = set()
        """The files that the code has, and nobody else."""
        self._folder: Path | None = None
        """Where a program runs that the test has started elsewhere."""
        self._words: list[object] = []
        """Further values that the test has given away."""

    def begin(self, place: Path, tests: Path, public: Collection[str]) -> None:
        """Exchange files in the folders of a tester, `place`; `tests` and `public` say which are the course's."""
        place = Path(os.path.realpath(place))
        self._roots = place / HERE, place / TEMPORARY
        self._tests, self._public = tests, frozenset(public)
        self._journal = FileJournal(place / BEFORE)
        self.meet_worker()

    def meet_worker(self) -> None:
        """Know nothing of what another worker has written."""
        self._made.clear()
        self._agreed.clear()
        self._words.clear()
        self._pickles_of = None
        self._through_paths = 0
        self._refused.clear()

    def note(self, *values: object) -> None:
        """Note that the test gives values away, which may name files."""
        self._words += [value for value in values if isinstance(value, str | PurePath | list | tuple | dict)]

    @contextlib.contextmanager
    def running(self, folder: Any, *words: object) -> Iterator[None]:
        """Take the paths of a program from a folder on; `words` are given to it."""
        self.note(*words)
        before, self._folder = self._folder, Path(os.fsdecode(folder)) if folder is not None else None
        try:
            yield
        finally:
            self._folder = before

    def begin_test(self, test: RunningTest) -> None:
        """Put back what the code has changed, and keep what the reference would have left for this test as well."""
        self._pickles_of = None
        if self._journal is None or not self._journal.used:
            return
        given_now = self._given(test)
        kept = self._journal.undo(
            lambda path, given, was_there: self._stays(test, path, given_now, given=given, was_there=was_there)
        )
        self._made = {path: size for path, size in self._made.items() if path in kept}
        self._words.clear()

    def end_test(self) -> None:
        """Put everything back, also what another process has noted: the next test meets another worker."""
        if self._journal is not None:
            self._journal.undo(lambda *_: False)
            self._made.clear()
            self._pickles_of = None

    def _stays(self, test: RunningTest, path: Path, given_now: GivenPlaces, *, given: bool, was_there: bool) -> bool:
        changed = has_mark(test, CHANGED, self._place(path, given_now)) if was_there else None
        if was_there and self._is_of_course(path):
            return changed is True
        return given or (changed if was_there else has_mark(test, MADE, path.name)) is not False

    # What the student's code has written.

    def take(self, changes: object, test: RunningTest) -> None:
        """Place what has changed, as far as it may be.  Raises ForgedValueError for what is no list of changes."""
        if type(changes) is not tuple:
            raise ForgedValueError("changes of files")
        given = self._given(test) if self._roots else None
        for change in changes[:_MOST_CHANGES]:
            if type(change) is not tuple or len(change) != 2 or type(change[1]) not in (bool, bytes):
                raise ForgedValueError("a change of a file")
            path = self.path_of(change[0])
            if path is None or given is None:
                continue
            self._refused.add(path)
            with contextlib.suppress(OSError):  # a full disk, a folder in its place: the test finds what is there
                if self._take(path, change[1], given, test):
                    self._refused.discard(path)
                    self._agree(change[0], path, change[1])

    def _take(self, path: Path, content: bytes | bool, given: GivenPlaces, test: RunningTest) -> bool:
        """Do the same here; False where that may not be."""
        status = status_of(path)
        if content is False:
            if status is not None and self._may_change(path, given, test):
                self._remove(path, status, is_given=given.names(path))
            return True
        if content is True:
            if status is None and is_folder_name(path.name) and self._may_add(path, given):
                self._note_before(path, is_given=given.names(path))
                path.mkdir(mode=0o700)
                self._made[path] = 0
            return path in self._made
        if not is_data(path.name, content) or not self._has_room(path, content):
            return False
        if status is None and self._may_add(path, given):
            add_mark(test, MADE, path.name)
        elif status is None or not stat.S_ISREG(status.st_mode) or not self._may_change(path, given, test):
            return False
        self._note_before(path, is_given=given.names(path))
        self._beware(test)
        write_file(path, content)
        self._made[path] = len(content)
        return True

    def _remove(self, path: Path, status: os.stat_result, *, is_given: bool) -> None:
        if stat.S_ISDIR(status.st_mode):
            if path in self._made:
                path.rmdir()
        elif stat.S_ISREG(status.st_mode):
            self._note_before(path, is_given=is_given)
            path.unlink()
        self._made.pop(path, None)

    def _note_before(self, path: Path, *, is_given: bool) -> None:
        assert self._journal is not None  # noqa: S101 - there are folders
        self._journal.note(path, is_given=is_given)

    def _has_room(self, path: Path, content: bytes) -> bool:
        others = [size for other, size in self._made.items() if other != path]
        return len(others) < 2 * MOST_FILES and sum(others) + len(content) <= MOST_BYTES

    def _may_add(self, path: Path, given: GivenPlaces) -> bool:
        """Whether the code may make something: where the test stands, and in or beside what the test gives away."""
        if not path.parent.is_dir():
            return False
        within = (self._roots[0], self._base())
        if path.parent in self._made or any(folder in path.parents for folder in within if folder is not None):
            return len(self._made) < 2 * MOST_FILES
        return given.names(path) or given.is_beside(path)

    def _may_change(self, path: Path, given: GivenPlaces, test: RunningTest) -> bool:
        """Whether the code may write over something: its own, what the test names, what the reference writes over."""
        if path in self._made:
            return True
        is_named = path in given.paths
        known = has_mark(test, CHANGED, self._place(path, given))
        if known is None:
            return is_named
        # Names may be drawn; but where the reference changes no file that the test names, nobody does.
        is_like_the_reference = is_named and not self._is_of_course(path) and has_mark(test, NAMED, "")
        return known or bool(is_like_the_reference)

    def check_use(self, path: Path, test: RunningTest) -> None:
        """Refuse that the code makes or changes a file by a path of the test, and note it.  Raises PermissionError."""
        if not self._roots:
            return
        real, given = self.path_of(str(path)), self._given(test)
        status = status_of(real) if real is not None else None
        is_folder = status is not None and stat.S_ISDIR(status.st_mode)
        if real is None or not (is_folder or is_file_name(real.name) or is_folder_name(real.name)):
            raise PermissionError(f"{path.name!r} is not a name or not a place for what your code writes in a test")
        if status is not None and not is_folder and not self._may_change(real, given, test):
            raise PermissionError(f"{path.name!r} is a file of the test")
        if status is None:
            add_mark(test, MADE, real.name)
        self._note_before(real, is_given=given.names(real))
        self._beware(test)
        self._made.setdefault(real, 0)

    def take_room(self, size: int) -> None:
        """Count bytes that the code writes by a path of the test.  Raises OSError where they are too many."""
        self._through_paths += size
        if self._through_paths > MOST_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def beware_of_answers(self, test: RunningTest) -> None:
        """Do the same once the code has answered, which may be bytes.

        Where nobody knows what the reference's pickles import, a test's own are left alone until something is written.
        """
        if self._pickles_of is not test and (test.answers.recording or test.answers.expected is not None):
            self._beware(test)

    def _beware(self, test: RunningTest) -> None:
        """Let no pickle import in the test what the reference's do not: it may be the code's."""
        self._pickles_of = test
        guard_pickles(self._may_import)

    def _may_import(self, name: str) -> bool:
        return self._pickles_of is None or has_mark(self._pickles_of, UNPICKLED, name) is True

    # What the test has written.

    def look(self, arguments: Sequence[object], test: RunningTest) -> bytes | tuple[str, ...] | bool | None:
        """Return what the code finds at a path: a file that it does not have as it is here, the names in a folder.

        False for what is gone, None for what the test knows nothing of, or the code knows.
        """
        name, lists = arguments[0] if arguments else None, arguments[1:] == [True]
        path = self.path_of(name)
        if path is None:
            return None
        status, known = status_of(path), self._agreed.get((name, path))
        if status is not None and stat.S_ISDIR(status.st_mode):
            return self._names_in(path, self._given(test), test) if lists else ()
        if status is not None and known is not None and known.is_as_here(path, status):
            return None
        if status is None and path not in self._refused:
            self._made.pop(path, None)
            return False
        if status is None or not self._is_readable(path, status, self._given(test), test):
            return None if known is None else False
        with contextlib.suppress(OSError):
            content = path.read_bytes()
            self._agree(name, path, content)
            return content
        return None

    def _names_in(self, folder: Path, given: GivenPlaces, test: RunningTest) -> tuple[str, ...]:
        names = []
        for path in sorted(folder.iterdir())[:_MOST_CHANGES]:
            status = status_of(path)
            is_folder = status is not None and stat.S_ISDIR(status.st_mode)
            if (
                path in self._made
                or (is_folder and given.names(path))
                or (status is not None and not is_folder and self._is_shown(path, status, given, test))
            ):
                names.append(path.name)
        return tuple(names)

    def _is_readable(self, path: Path, status: os.stat_result, given: GivenPlaces, test: RunningTest) -> bool:
        """Whether the code may read a file: its own, what the test gives away, what the reference reads as well."""
        return self._is_known(path, status, given, test, READ)

    def _is_shown(self, path: Path, status: os.stat_result, given: GivenPlaces, test: RunningTest) -> bool:
        """Whether the code may hear of a file's name: where it may read it, and where the reference hears of it."""
        is_listed = self._is_known(path, status, given, test, LISTED)
        return is_listed or (not test.answers.recording and self._is_readable(path, status, given, test))

    def _is_known(self, path: Path, status: os.stat_result, given: GivenPlaces, test: RunningTest, mark: str) -> bool:
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            return False
        if path in self._made:
            return True
        is_of_course = self._is_of_course(path) and self._is_unchanged(path)
        if is_of_course and path not in given.paths:
            return False
        if not is_of_course and given.names(path):
            return True
        return has_mark(test, mark, self._place(path, given)) is not False

    # Paths.

    def _base(self) -> Path | None:
        """Return the folder from which relative paths go on, if it is one of the tester's."""
        with contextlib.suppress(OSError):
            here = Path(os.getcwd())  # noqa: PTH109 - tests replace methods of paths
            return self._within(Path(os.path.realpath(here / self._folder if self._folder else here)))
        return None

    def path_of(self, name: object) -> Path | None:
        """Return the path here of what the code calls by a name; None for one that leads elsewhere."""
        if not self._roots or type(name) is not str or len(name) > _LONGEST_PATH or not name.isprintable():
            return None
        base = self._base()
        if base is None and not PurePath(name).is_absolute():
            return None
        path = Path(base or "", name)
        if ".." in path.parts:
            return None
        return self._within(Path(os.path.realpath(path.parent), path.name))

    def _within(self, path: Path) -> Path | None:
        return path if any(root == path or root in path.parents for root in self._roots) else None

    def _is_of_course(self, path: Path) -> bool:
        """Whether a file was copied from the course."""
        if self._roots[0] not in path.parents:
            return False
        name = path.relative_to(self._roots[0])
        return name.as_posix() in self._public or (self._tests / name).is_file()

    def _is_unchanged(self, path: Path) -> bool:
        """Whether a file beside the tests is as the course has it; one that the test has written over is the test's."""
        source = self._tests / path.relative_to(self._roots[0])
        return not source.is_file() or source.read_bytes() == path.read_bytes()

    def _place(self, path: Path, given: GivenPlaces) -> str:
        """Return what a path is called in the facts of the reference, for which other folders may have been made."""
        if path in given.paths:
            return f"*/{path.name}"
        if (folder := given.folder_of(path)) is not None:
            return f"*/{path.relative_to(folder).as_posix()}"
        base = self._base()
        if base is not None and base in path.parents:
            return path.relative_to(base).as_posix()
        return f"*/{path.name}" if given.is_beside(path) else path.relative_to(self._roots[0].parent).as_posix()

    def _agree(self, name: object, path: Path, content: bytes | bool) -> None:
        if (agreed_file := KnownFile.here(path, content)) is not None:
            self._agreed[name, path] = agreed_file

    def _given(self, test: RunningTest) -> GivenPlaces:
        return GivenPlaces([*test.given_away(), *self._words], self.path_of)

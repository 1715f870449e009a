"""The cases and expected answers of the public seed, kept for the next start: drawing and answering them takes long.

One file a task, in the user's cache folder: a line of JSON, and the numbers behind it.  It is taken only as long as
everything is as it was: the task, the files of the course, the grader, Python, numpy and whatever else the reference
has imported.  What cannot be read, is damaged or another user's is ignored, and the check is prepared as ever.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

import grader
from grader import PUBLIC_SEED
from grader.cache_folder import is_off, module_facts, read_own, users_folder
from grader.checks.kept_values import KeptValues
from grader.course.kit import FOLDER as KIT
from grader.course.reference import MODULE_PREFIX
from grader.errors import UsageError
from grader.results.files import write_bytes
from grader.values.columns import ValueColumn
from grader.worker.wire.columns import Column
from grader.worker.wire.plain import PlainValueError
from grader.worker.wire.value_reading import read_value
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.checks.statement import PreparedCheck
    from grader.values.columns import AnyColumn

PARTS: Final = ("checks", "domains", "expressions", "values", "course", "worker")
"""The packages that draw cases and compute the values of expressions."""
COURSE: Final = ("tasks", "reference", "support", KIT)
"""The folders of a course, or of a kit, that decide."""
LARGEST: Final = 32 << 20
"""Bytes of one file; a task of larger cases is prepared each time."""
_PLAIN: Final = frozenset({type(None), bool, int, float, complex, str, bytes})
_ARRAYS: Final = frozenset({np.dtype(np.bool_), np.dtype(np.int64), np.dtype(np.float64), np.dtype(np.complex128)})


class PreparedCache:
    """The checks of one course as earlier starts prepared them, for the public seed.

    Files are written by `keep`, once everything is decided.
    """

    def __init__(self, course: Path) -> None:
        self._course = course.resolve()
        self._known: dict[str, dict[str, KeptValues]] = {}
        self._new: set[str] = set()

    def of(self, task: str, check: str) -> KeptValues | None:
        """Return what is known of a check; None where it has to be prepared."""
        if task not in self._known:
            self._known[task] = self._read(task)
        return self._known[task].get(check)

    def add(self, task: str, check: str, prepared: PreparedCheck) -> None:
        """Remember a check that was prepared in this start."""
        kept = prepared.kept
        if kept is not None and all(map(_can_be_kept, _columns(kept))):
            self._known.setdefault(task, {})[check] = kept
            self._new.add(task)

    def keep(self) -> None:
        """Write what is new, where the folder can be written."""
        for task in self._new:
            with suppress(UsageError, OSError, RuntimeError, PlainValueError):
                data = _packed(self._key(task), self._libraries(), self._known[task])
                if len(data) <= LARGEST:
                    path = self._path(task)
                    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    write_bytes(path, data, private=True)
        self._new.clear()

    def _path(self, task: str) -> Path:
        """Return the file of a task: one for each, so that editing the task leaves nothing behind."""
        name = hashlib.sha256(f"{self._course}\0{task}".encode("utf-8", "surrogateescape")).hexdigest()
        return users_folder("prepared") / f"{name[:32]}.values"

    def _read(self, task: str) -> dict[str, KeptValues]:
        try:
            head, _, body = read_own(self._path(task), LARGEST).partition(b"\n")
            header = json.loads(head)
            if header["key"] != self._key(task) or header["body"] != hashlib.sha256(body).hexdigest():
                return {}
            if any(library != _file_facts(library[0]) for library in header["libraries"]):
                return {}
            return _ColumnReader(header, body).checks()
        except Exception:  # noqa: BLE001 - whatever lies there, the checks are prepared next
            return {}

    def _key(self, task: str) -> str:
        """Return the hash of what decides besides the libraries of the reference."""
        facts = [task, str(PUBLIC_SEED), *self._machine_facts, *self._course_facts]
        return hashlib.sha256("\0".join(facts).encode("utf-8", "surrogateescape")).hexdigest()

    @cached_property
    def _machine_facts(self) -> list[str]:
        """The versions, and the machine: the last digit of a function of numpy's depends on its processor."""
        home = Path(grader.__file__).parent
        modules = [fact for part in PARTS for fact in module_facts(home / part)]
        paths = [sys.prefix, os.environ.get("PYTHONPATH", "")]
        return [grader.__version__, sys.version, np.__version__, platform.node(), platform.machine(), *paths, *modules]

    @cached_property
    def _course_facts(self) -> list[str]:
        """Name, size, time and, of the smaller ones, content of all files of the course that decide."""
        return [fact for name in COURSE for fact in _content_facts(self._course / name)]

    def _libraries(self) -> list[list[Any]]:
        """Return the files of the modules that the reference may have imported, each with its size and time.

        Of an installed package its first module stands for all: an installation writes it anew.
        """
        installed = tuple({os.path.join(prefix, "") for prefix in (sys.prefix, sys.base_prefix)})  # noqa: PTH118 - a text
        files = set()
        for name, module in tuple(sys.modules.items()):
            file = getattr(module, "__file__", None)
            if not isinstance(file, str) or name.partition(".")[0] in {*sys.stdlib_module_names, "grader"}:
                continue
            if name.startswith(MODULE_PREFIX):
                continue  # of a course: this one's files are known by their content, and another's decide nothing
            if "." not in name or not file.startswith(installed):
                files.add(file)
        return [_file_facts(file) for file in sorted(files) if not Path(file).is_relative_to(self._course)]


def prepared_cache(course: Path) -> PreparedCache | None:
    """Return what earlier starts know of a course; None where the user wants nothing kept."""
    return None if is_off() else PreparedCache(course)


def _content_facts(folder: Path, limit: int = 1 << 20) -> Iterator[str]:
    if not folder.is_dir():
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield entry.name
                yield from _content_facts(Path(entry.path), limit)
            continue
        facts = entry.stat()
        yield f"{entry.name}:{facts.st_size}:{facts.st_mtime_ns}"
        if facts.st_size <= limit:
            yield hashlib.sha256(Path(entry.path).read_bytes()).hexdigest()


def _file_facts(path: str) -> list[Any]:
    facts = os.stat(path)  # noqa: PTH116 - hundreds of them
    return [path, facts.st_size, facts.st_mtime_ns]


def _columns(kept: KeptValues) -> Iterator[AnyColumn]:
    yield from kept.inputs.values()
    yield from (column for column in kept.values if column is not None)


def _can_be_kept(column: AnyColumn) -> bool:
    """Whether a column comes back from a file as it was, every value of the same kind."""
    if isinstance(column, Column):
        return column.flat.dtype.kind in "biufc" and column.flat.dtype.isnative
    return _is_plain(column.values)


def _is_plain(value: Any) -> bool:
    kind = type(value)
    if kind in _PLAIN:
        return True
    if kind is np.ndarray:
        return value.dtype in _ARRAYS and value.ndim > 0 and value.flags.c_contiguous
    if kind is dict:
        return all(_is_plain(part) for pair in value.items() for part in pair)
    return kind in {list, tuple, set, frozenset} and all(map(_is_plain, value))


class _ColumnWriter:
    """Columns one after the other, each once."""

    def __init__(self) -> None:
        self.columns: list[list[Any]] = []
        self.pieces: list[bytes] = []
        self._numbers: dict[int, int] = {}

    def number(self, column: AnyColumn | None) -> int | None:
        """Return the number of a column in the file."""
        if column is None:
            return None
        if id(column) not in self._numbers:
            self._numbers[id(column)] = len(self.columns)
            self._add(column)
        return self._numbers[id(column)]

    def _add(self, column: AnyColumn) -> None:
        if isinstance(column, ValueColumn):
            pieces = [write_value(list(column.values), must_be_whole=True)]
            self.columns.append(["", len(column), 0, len(pieces[0])])
        else:
            pieces = [column.shapes.tobytes(), column.flat.tobytes()]
            self.columns.append([column.flat.dtype.str, len(column), column.ndim, sum(map(len, pieces))])
        # Numbers of the next column begin at a multiple of 8 bytes.
        self.pieces += [*pieces, bytes(-sum(map(len, pieces)) % 8)]


def _packed(key: str, libraries: list[list[Any]], checks: dict[str, KeptValues]) -> bytes:
    """Return the content of a file."""
    packing = _ColumnWriter()
    entries = {
        check: {
            "count": kept.count,
            "originals": list(kept.originals),
            "derived": list(kept.derived),
            "inputs": {name: packing.number(column) for name, column in kept.inputs.items()},
            "values": [packing.number(column) for column in kept.values],
        }
        for check, kept in checks.items()
    }
    body = b"".join(packing.pieces)
    header = {
        "key": key, "libraries": libraries, "body": hashlib.sha256(body).hexdigest(),
        "columns": packing.columns, "checks": entries,
    }  # fmt: skip
    return json.dumps(header).encode() + b"\n" + body


class _ColumnReader:
    """The checks of a file.  Raises whatever comes of a header that `_packed` has not written."""

    def __init__(self, header: dict[str, Any], body: bytes) -> None:
        self._checks = header["checks"]
        self._columns: list[AnyColumn] = []
        rest = memoryview(bytearray(body))  # of one's own: whoever is given an array may write into it
        for dtype, rows, ndim, size in header["columns"]:
            self._columns.append(_column(rest[:size], dtype, rows, ndim))
            rest = rest[size + -size % 8 :]

    def checks(self) -> dict[str, KeptValues]:
        """Return what is known of each check."""
        return {check: self._kept(entry) for check, entry in self._checks.items()}

    def _kept(self, entry: dict[str, Any]) -> KeptValues:
        inputs = {name: self._columns[number] for name, number in entry["inputs"].items()}
        values = tuple(None if number is None else self._columns[number] for number in entry["values"])
        if any(len(column) != entry["count"] for column in (*inputs.values(), *filter(None, values))):
            raise ValueError("a column of another number of cases")
        return KeptValues(entry["count"], inputs, tuple(entry["originals"]), tuple(entry["derived"]), values)


def _column(data: memoryview, dtype: str, rows: int, ndim: int) -> AnyColumn:
    if not dtype:
        return ValueColumn(tuple(read_value(data)))
    shapes = np.frombuffer(data[: 8 * rows * ndim], dtype=np.int64).reshape(rows, ndim)
    column = Column(np.frombuffer(data[8 * rows * ndim :], dtype=dtype), shapes)
    if (shapes < 0).any() or int(column.counts.sum()) != len(column.flat):
        raise ValueError("numbers and shapes that do not fit")
    return column

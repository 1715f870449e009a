"""Figures of the student's code, as a test reads them: titles, labels, limits, data of lines and bars, legends.

A test holds a handle of each part.  A getter asks the worker, which reads it by matplotlib's own classes
(`grader/worker/figures.py`), and gives plain data: numbers, texts, arrays, and other parts.  A test draws nothing.
"""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from math import prod
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.tester.proxies import StudentHandle, link
from grader.worker.wire.containers import MAX_DIMENSIONS, dtype_of
from grader.worker.wire.drawn import ATTRIBUTES, DRAW, ITEMS, MAX_BYTES, ROOTS, is_getter
from grader.worker.wire.plain import PlainValueError, refuse_collisions

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIMPLE = (type(None), bool, int, float, str)
_PLAIN = (*_SIMPLE, complex, bytes, datetime, date, timedelta)
_GETTERS = "get_title(), get_xlabel(), get_lines(), get_xdata(), and all other getters of matplotlib's"


class NotHeldError(AttributeError):
    """Something of a figure of the student's that a test cannot have."""

    __module__ = "builtins"  # so that reports show its name alone


def _real_class(name: object) -> type | None:
    """Return the class `module:name` of matplotlib's for a part of a figure, where it is imported here."""
    module, _, path = str(name).partition(":")
    found: Any = sys.modules.get(module) if module.partition(".")[0] in ROOTS else None
    for part in path.split("."):
        found = vars(found).get(part) if isinstance(found, type | ModuleType) else None
    bases = _bases()
    return found if bases and isinstance(found, type) and issubclass(found, bases) else None


def _bases() -> tuple[type, ...]:
    """Return matplotlib's classes of all parts of figures; none where it is not imported here."""
    artists, containers = sys.modules.get("matplotlib.artist"), sys.modules.get("matplotlib.container")
    return () if artists is None or containers is None else (artists.Artist, containers.Container)


def made_by_test(value: object) -> bool:
    """Whether something is a part of a figure of this process: its methods write files and start programs."""
    return isinstance(value, _bases())


def part_class(name: object, *, is_container: bool) -> type:
    """Return the class of handles for parts of a figure that are of matplotlib's class `module:name`."""
    real = _real_class(name)
    title = str(name).rpartition(":")[2].rpartition(".")[2][:100]
    base = ContainerHandle if is_container else PartHandle
    key = title, real, base
    if key not in _CLASSES:
        _CLASSES[key] = type(title if title.isidentifier() else "Artist", (base,), {"_grader_library": real})
    return _CLASSES[key]


_CLASSES: dict[tuple[str, type | None, type], type] = {}


class PartHandle(StudentHandle):
    """Stands for a figure, for axes, or for what is drawn in them."""

    _grader_always_local = True

    def __getattr__(self, name: str) -> Any:
        real = type(self)._grader_library
        if name == "canvas":
            return Canvas(self)
        if is_getter(name) and (real is None or callable(getattr(real, name, None))):
            return Getter(self, name)
        if name in ATTRIBUTES:
            return _fact(self, name)
        kind = type(self).__name__
        if name.startswith("_") or (real is not None and not hasattr(real, name)):
            raise NotHeldError(f"{kind!r} object has no attribute {name!r}")
        raise NotHeldError(
            f"a test reads the student's {kind} and does not change it or draw in it: {name!r} is not held. "
            f"Held are {_GETTERS}, and attributes such as lines, patches, collections, texts, title, figure and axes."
        )

    def __setattr__(self, name: str, value: object) -> None:
        del value
        raise NotHeldError(f"a test reads the student's {type(self).__name__} and does not change it: {name!r}")

    def __delattr__(self, name: str) -> None:
        self.__setattr__(name, None)

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]
        return {}

    @property
    def __doc__(self) -> str | None:  # type: ignore[override]
        return None

    def __dir__(self) -> list[str]:
        real = type(self)._grader_library
        return [name for name in dir(real) if is_getter(name) or name in ATTRIBUTES]

    def __copy__(self) -> PartHandle:
        return self

    def __deepcopy__(self, memory: object) -> PartHandle:
        del memory
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of the student's>"

    __str__ = __repr__


class ContainerHandle(PartHandle):
    """Stands for what `plt.bar`, `plt.errorbar` and `plt.stem` return: a tuple."""

    def __len__(self) -> int:
        return len(_fact(self, ITEMS))

    def __iter__(self) -> Iterator[Any]:
        return iter(_fact(self, ITEMS))

    def __getitem__(self, key: Any) -> Any:
        return _fact(self, ITEMS)[key]


class Getter:
    """A getter of a part of a figure."""

    def __init__(self, part: PartHandle, name: str) -> None:
        self.__self__, self.__name__ = part, name

    def __call__(self, *args: object, **kwargs: object) -> Any:
        """Return what the getter gives."""
        given = (*args, *kwargs.values())
        if not all(type(value) in _SIMPLE for value in given):
            raise NotHeldError(f"{self.__name__} of a figure of the student's is asked with numbers and texts alone")
        current = link()
        entry = current.transcript.begin(self.__self__, self.__name__, args, kwargs)
        try:
            value = _fact(self.__self__, self.__name__, given, tuple(kwargs))
        except BaseException as error:
            current.transcript.end(entry, None, error)
            raise
        current.transcript.end(entry, value, None)
        return value


class Canvas:
    """The canvas of a figure, by which it can be drawn."""

    def __init__(self, figure: PartHandle) -> None:
        self.figure = figure

    def draw(self) -> None:
        """Let matplotlib set what it sets when a figure is drawn: positions and texts of ticks."""
        _fact(self.figure, DRAW)

    draw_idle = draw


class HeldRecord(SimpleNamespace):
    """A box, a path or a colormap as plain data."""

    def __getattr__(self, name: str) -> Any:
        held = ", ".join(sorted(vars(self)))
        raise NotHeldError(f"{name!r} is not held of a figure of the student's; held are here: {held}")


class Named(dict[Any, Any]):
    """Parts by their names, which are attributes as well (`axes.spines.top`)."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def _fact(part: PartHandle, name: str, args: tuple[Any, ...] = (), names: tuple[str, ...] = ()) -> Any:
    current = link()
    answer = current.ask("fact", part, name, args, names)
    match answer:
        case ("x", str(reason)):
            raise NotHeldError(f"{name} of the student's {type(part).__name__} is not held in a test: {reason[:500]}")
    try:
        value = _decoded(answer)
    except (PlainValueError, AttributeError, TypeError, ValueError, LookupError) as error:
        current.refuse()
        raise AssertionError from error  # not reached
    place = "" if name == ITEMS else f".{name}"
    _note_places(part, f"{place}({', '.join(map(repr, args))})" if is_getter(name) else place, value)
    return value


def _note_places(part: PartHandle, place: str, value: Any) -> None:
    """Note where parts are found, for the calls of the test that are shown."""
    if issubclass(type(value), PartHandle):
        if value._grader_path is None:
            object.__setattr__(value, "_grader_path", (part, place))
    elif type(value) in (list, tuple):
        for number, one in enumerate(value):
            _note_places(part, f"{place}[{number}]", one)
    elif type(value) is Named:
        for name, one in value.items():
            _note_places(part, f"{place}[{name!r}]", one)


def _decoded(answer: Any) -> Any:
    """Return the value of plain data.  Raises PlainValueError and others for what is none."""
    match answer:
        case ("v", value) if type(value) in _PLAIN or issubclass(type(value), np.generic):
            return value
        case ("a", value) if issubclass(type(value), PartHandle):
            return value
        case ("l", tuple(values)):
            return [_decoded(value) for value in values]
        case ("t", tuple(values)):
            return tuple(_decoded(value) for value in values)
        case ("d", tuple(items)):
            keys = [_decoded(key) for key, _ in items]
            refuse_collisions(keys)
            return Named(zip(keys, (_decoded(value) for _, value in items), strict=True))
        case ("n", str(kind), tuple(shape), bytes(data)):
            return _array(kind, shape, data)
        case ("o", tuple(shape), tuple(values)):
            array = np.empty(len(values), dtype=object)
            array[:] = [_decoded(value) for value in values]
            return array.reshape(_lengths(shape, len(values)))
        case ("r", kind, tuple(items)) if kind in _RECORDS:
            return _RECORDS[kind]({_name(name): _decoded(value) for name, value in items})
    raise PlainValueError("no plain data of a figure")


def _name(name: object) -> str:
    if type(name) is not str:
        raise PlainValueError("a name that is no text")
    return name


def _lengths(shape: tuple[Any, ...], size: int) -> tuple[int, ...]:
    lengths = all(type(length) is int and length >= 0 for length in shape) and len(shape) <= MAX_DIMENSIONS
    if not lengths or prod(shape) != size:
        raise PlainValueError("an array of another shape")
    return shape


def _array(kind: str, shape: tuple[Any, ...], data: bytes) -> Any:
    if len(data) > MAX_BYTES:
        raise PlainValueError("an array that is too large")
    dtype = dtype_of(kind)
    if not dtype.itemsize or len(data) % dtype.itemsize:
        raise PlainValueError("an array of another size")
    return np.ndarray(_lengths(shape, len(data) // dtype.itemsize), dtype, bytearray(data))


def _box(parts: dict[str, Any]) -> HeldRecord:
    (x0, y0), (x1, y1) = parts["points"].tolist()
    size = {"width": x1 - x0, "height": y1 - y0, "bounds": (x0, y0, x1 - x0, y1 - y0), "extents": (x0, y0, x1, y1)}
    return HeldRecord(x0=x0, y0=y0, x1=x1, y1=y1, points=parts["points"], **size)


_RECORDS: dict[str, Any] = {
    "box": _box,
    "path": lambda parts: HeldRecord(vertices=parts["vertices"], codes=parts["codes"]),
    "colormap": lambda parts: HeldRecord(name=parts["name"], N=parts["N"]),
}

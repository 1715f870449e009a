"""Figures of the student's code as plain data, for a test that reads them.

Values are read by the methods of matplotlib's own classes: those that a student's subclass or a student's axes have in
their place are not asked.  matplotlib is imported only where the student's code or the test has a use for it.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from .wire.drawn import ATTRIBUTES, DRAW, ITEMS, MAX_BYTES, MAX_PARTS, MAX_TEXT, PYPLOT, ROOTS, is_getter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_MISSING = object()
_mro = type.__dict__["__mro__"].__get__
_PLAIN = frozenset({type(None), bool, int, float, complex, bytes, datetime, date, timedelta})
_NUMBERS = "biufcmMSU"
_WITHOUT_FIGURES: dict[str, Callable[[], Any]] = {
    "get_fignums": list, "get_figlabels": list, "fignum_exists": bool, "close": lambda: None, "draw": lambda: None,
}  # fmt: skip
"""The results of functions of pyplot where nobody has imported it."""


class NotPlainError(Exception):
    """Something of a figure that does not cross as plain data."""


def class_of_part(kind: type) -> tuple[str, bool] | None:
    """Return `module:name` of matplotlib's class for a part of a figure, and whether it is a container; else None."""
    artists, containers = sys.modules.get("matplotlib.artist"), sys.modules.get("matplotlib.container")
    if artists is None or containers is None:
        return None
    is_container = issubclass(kind, containers.Container)
    if not is_container and not issubclass(kind, artists.Artist):
        return None
    owner = _library_class(kind)
    return f"{owner.__module__}:{owner.__qualname__}", is_container


def _library_class(kind: type) -> type:
    """Return the first class of matplotlib's that a class is or is derived from.  Raises NotPlainError."""
    for base in _mro(kind):
        if base.__module__.partition(".")[0] in ROOTS:
            found: Any = sys.modules.get(base.__module__)
            for name in base.__qualname__.split("."):
                found = getattr(found, name, None)
            if found is base:
                return base  # type: ignore[no-any-return]
    raise NotPlainError(f"a {kind.__name__} is no part of a figure")


def pyplot(name: str, args: tuple[Any, ...], names: tuple[str, ...]) -> Any:
    """Call a function of pyplot that is about figures."""
    if name not in PYPLOT:
        raise AttributeError(f"module 'matplotlib.pyplot' has no attribute {name!r} for a test")
    if "matplotlib.pyplot" not in sys.modules and name in _WITHOUT_FIGURES:
        return _WITHOUT_FIGURES[name]()
    first = len(args) - len(names)
    function = getattr(importlib.import_module("matplotlib.pyplot"), name)
    return function(*args[:first], **dict(zip(names, args[first:], strict=True)))


def fact(part: Any, name: str, args: tuple[Any, ...], names: tuple[str, ...]) -> tuple[Any, ...]:
    """Return what a getter or an attribute of a part of a figure gives, as plain data (wire/drawn.py).

    Raises AttributeError, and what matplotlib's own getter raises.
    """
    try:
        owner = _library_class(type(part))
        if name == ITEMS:
            return _Encoder().list_of("t", tuple.__iter__(part))
        if name == DRAW:
            sys.modules["matplotlib.figure"].Figure.draw_without_rendering(part)
            return ("v", None)
        if is_getter(name):
            first = len(args) - len(names)
            getter = _getter(owner, part, name)
            return _Encoder().value(getter(*args[:first], **dict(zip(names, args[first:], strict=True))))
        return _Encoder().value(_attribute(owner, part, name))
    except NotPlainError as error:
        return ("x", str(error))


def _getter(owner: type, part: Any, name: str) -> Callable[..., Any]:
    """Return a method of matplotlib's class, whatever the object's own class has.  Raises AttributeError."""
    member = inspect.getattr_static(owner, name, None)
    if not hasattr(member, "__get__"):
        raise AttributeError(f"{owner.__name__!r} object has no attribute {name!r}")
    return member.__get__(part, owner)  # type: ignore[no-any-return]


def _attribute(owner: type, part: Any, name: str) -> Any:
    """Return an attribute by matplotlib's own property, or as the object holds it."""
    if name in ATTRIBUTES:
        member = inspect.getattr_static(owner, name, _MISSING)
        if isinstance(member, property) and member.fget is not None:
            return member.fget(part)
        held: dict[str, Any] = object.__getattribute__(part, "__dict__")
        value = held.get(name, member)
        if value is not _MISSING and not inspect.isroutine(value):
            return value
    raise AttributeError(f"{owner.__name__!r} object has no attribute {name!r}")


class _Encoder:
    """Makes plain data of one answer, of bounded size."""

    def __init__(self) -> None:
        self._left, self._bytes_left = MAX_PARTS, MAX_BYTES

    def value(self, value: Any) -> tuple[Any, ...]:
        """Return a value as plain data.  Raises NotPlainError."""
        self._left -= 1
        if self._left < 0:
            raise NotPlainError(f"it has more than {MAX_PARTS} parts")
        kind = type(value)
        if kind in _PLAIN or (isinstance(value, np.generic) and value.dtype.kind in "biufcmM"):
            return ("v", value)
        if class_of_part(kind) is not None:
            return ("a", value)
        for base, encode in _ENCODERS:
            if issubclass(kind, base):
                return encode(self, value)
        return self._of_library(value)

    def list_of(self, tag: str, values: Iterable[Any]) -> tuple[Any, ...]:
        """Return a list or tuple."""
        return (tag, tuple(self.value(value) for value in values))

    def mapping(self, items: Iterable[tuple[Any, Any]]) -> tuple[Any, ...]:
        """Return keys with values."""
        return ("d", tuple((self.value(key), self.value(value)) for key, value in items))

    def _named(self, items: Iterable[tuple[str, Any]]) -> tuple[Any, ...]:
        return tuple((name, self.value(value)) for name, value in items)

    def array(self, value: Any) -> tuple[Any, ...]:
        """Return an array; what is masked is nan."""
        if isinstance(value, np.ma.MaskedArray):
            mask = np.ma.getmaskarray(value)
            value = np.where(mask, np.nan, np.asarray(value.data)) if mask.any() else value.data
        value = np.asarray(value)
        self._bytes_left -= value.nbytes
        if self._bytes_left < 0:
            raise NotPlainError(f"with an array of shape {value.shape} it is of more than {MAX_BYTES >> 20} MiB")
        if value.dtype.kind in _NUMBERS:
            return ("n", value.dtype.str, value.shape, value.tobytes())
        if value.dtype != object:
            raise NotPlainError(f"it is an array of {value.dtype}")
        return ("o", value.shape, self.list_of("l", value.ravel().tolist())[1])

    def _of_library(self, value: Any) -> tuple[Any, ...]:
        """Return a sequence, a box, a path or a colormap of matplotlib's."""
        owner = _library_class(type(value))
        match owner.__name__:
            case "ArtistList":
                return self.list_of("l", owner.__iter__(value))  # type: ignore[attr-defined]
            case "Spines":
                return self.mapping(owner.items(value))  # type: ignore[attr-defined]
            case "Bbox" | "TransformedBbox":
                points = np.asarray(owner.get_points(value))  # type: ignore[attr-defined]
                return ("r", "box", self._named([("points", points)]))
            case "Path":
                parts = [(name, _attribute_of_path(owner, value, name)) for name in ("vertices", "codes")]
                return ("r", "path", self._named(parts))
        if any(base.__name__ == "Colormap" for base in _mro(owner)):
            return ("r", "colormap", self._named([("name", value.name), ("N", value.N)]))
        raise NotPlainError(f"it is a {owner.__name__}")


def _attribute_of_path(owner: type, path: Any, name: str) -> Any:
    return inspect.getattr_static(owner, name).fget(path)


def _text(value: str) -> str:
    text = str.__str__(value)
    if len(text) > MAX_TEXT:
        raise NotPlainError(f"it is a text of {len(text)} characters")
    return text


_ENCODERS: tuple[tuple[type, Callable[[_Encoder, Any], tuple[Any, ...]]], ...] = (
    (str, lambda _, value: ("v", _text(value))),
    (int, lambda _, value: ("v", int.__int__(value))),
    (float, lambda _, value: ("v", float.__float__(value))),
    (tuple, lambda encoder, value: encoder.list_of("t", tuple.__iter__(value))),
    (list, lambda encoder, value: encoder.list_of("l", list.__iter__(value))),
    (dict, lambda encoder, value: encoder.mapping(dict.items(value))),
    (np.ndarray, lambda encoder, value: encoder.array(value)),
)
"""By the type that a value has or is derived from; of a subclass only what it is derived from is read."""

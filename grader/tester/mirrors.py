"""Classes that stand for those of the student's, and classes of handles for objects of libraries."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.tester.proxies import RemoteExceptionType, RemoteType, StudentHandle, link
from grader.worker.wire.type_names import FORWARDED

if TYPE_CHECKING:
    from collections.abc import Callable


def _forward(operation: str) -> Callable[..., Any]:
    def method(self: StudentHandle, *args: object) -> Any:
        return link().operate(operation, self, *args)

    return method


def _call(self: StudentHandle, *args: object, **kwargs: object) -> Any:
    return link().call(self, args, kwargs)


_FORWARDED = {name: _call if name == "__call__" else _forward(operation) for name, operation in FORWARDED.items()}
_PLAIN = (int, float, complex, str, bytes, list, tuple, dict, set, frozenset)


def remote_class(number: int, name: str, description: list[Any], bases: list[type]) -> type:
    """Return the class that stands for one of the student's."""
    module, special, operators, methods, doc = description
    exceptions = [base for base in bases if issubclass(base, BaseException)]
    mirrors = tuple(base for base in bases if isinstance(base, RemoteType))
    members: dict[str, Any] = {
        "_grader_number": number,
        "__module__": str(module),
        "__doc__": str(doc) or None,
        "__qualname__": name,
    }
    if exceptions:
        return _mirror(name, (exceptions[0],), members | {"__getattr__": _exception_attribute})
    members |= {method: _FORWARDED[method] for method in special if method in _FORWARDED}
    members["_grader_methods"] = frozenset(methods)
    members["_grader_operators"] = frozenset(operators)
    members["_grader_plain"] = any(base in _PLAIN for base in bases)
    members["_grader_holds"] = members["_grader_plain"] or np.ndarray in bases
    try:
        return _mirror(name, (*_independent(mirrors), StudentHandle) if not mirrors else _independent(mirrors), members)
    except TypeError:  # bases in an order that has no line of descent here
        return _mirror(name, (StudentHandle,), members)


def _mirror(name: str, bases: tuple[type, ...], members: dict[str, Any]) -> type:
    if issubclass(bases[0], BaseException):
        kind = types.new_class(
            name, bases, {"metaclass": RemoteExceptionType}, lambda namespace: namespace.update(members)
        )
    else:
        kind = types.new_class(name, bases, {"metaclass": _OpenType}, lambda namespace: namespace.update(members))
    return kind


def _independent(mirrors: tuple[type, ...]) -> tuple[type, ...]:
    """Return the classes that no other one of them is derived from: the direct bases."""
    return tuple(
        base for base in mirrors if not any(other is not base and issubclass(other, base) for other in mirrors)
    )


class _OpenType(RemoteType):
    """Makes the mirrors; a test that derives a class of its own from one is told that this cannot be."""

    def __new__(mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **_: object) -> _OpenType:
        if "_grader_number" not in namespace:
            raise TypeError(f"a test cannot derive a class from the student's {bases[0].__name__}")
        return super().__new__(mcs, name, bases, namespace)


def _exception_attribute(self: BaseException, name: str) -> Any:
    if name[:1] == "_":
        raise AttributeError(name)
    return link().attribute(self, name)


_LIBRARY: dict[type, type] = {}


def library_class(kind: type, *, is_callable: bool) -> type:
    """Return the class of handles for objects of a library's class: generators, functions, iterators."""
    if kind not in _LIBRARY:
        special = {name: member for name, member in _FORWARDED.items() if getattr(kind, name, None) is not None}
        if is_callable:
            special["__call__"] = _call
        facts = dict.fromkeys(("_grader_plain", "_grader_holds"), issubclass(kind, _PLAIN))
        _LIBRARY[kind] = type(kind.__name__, (StudentHandle,), special | facts | {"_grader_library": kind})
    return _LIBRARY[kind]

"""Data classes that cost nothing until they are used.

`dataclasses.dataclass` writes the methods of a class as text and compiles it, when the class is defined.  A start of
the grader defines some two hundred such classes and makes objects of sixty; compiling them was a sixth of all that it
does.  `dataclass` here makes the same classes, and compiles the one method that needs it, `__init__`, when the first
object is made.  Readers, type checkers and `dataclasses.replace`, `fields` and `asdict` find what they find in a
standard data class; what nobody here uses (`kw_only`, `InitVar`, ...) is left out.
"""

from __future__ import annotations

import operator
import reprlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Method = Callable[..., Any]

__all__ = ["dataclass", "field"]

MISSING: Final = object()


class _Field:
    """One field: its default, and which methods look at it."""

    __slots__ = ("compare", "default", "default_factory", "init", "repr")

    def __init__(
        self,
        *,
        default: Any = MISSING,
        default_factory: Any = MISSING,
        init: bool = True,
        repr: bool = True,  # noqa: A002 - the name in the standard library
        compare: bool = True,
    ) -> None:
        self.default, self.default_factory = default, default_factory
        self.init, self.repr, self.compare = init, repr, compare

    def standard(self) -> dict[str, Any]:
        """Return the arguments of `dataclasses.field` that say the same."""
        defaults = {"default": self.default, "default_factory": self.default_factory}
        facts = {"init": self.init, "repr": self.repr, "compare": self.compare}
        return facts | {name: value for name, value in defaults.items() if value is not MISSING}


class _StandardFields:
    """The fields as the standard library describes them, made when it looks for them."""

    def __get__(self, instance: object, cls: type[Any]) -> Any:
        import dataclasses

        home: Any = next(base for base in cls.__mro__ if base.__dict__.get("__dataclass_fields__") is self)
        fields = home.__record__
        annotations = {name: text for base in reversed(home.__mro__) for name, text in _annotations(base).items()}
        namespace = {name: dataclasses.field(**item.standard()) for name, item in fields.items()}
        namespace["__annotations__"] = {name: annotations[name] for name in fields}
        namespace["__doc__"] = home.__doc__ or home.__name__  # without one it would be made of the signature
        twin: Any = dataclasses.dataclass(init=False, repr=False, eq=False)(type(home.__name__, (), namespace))
        home.__dataclass_fields__ = twin.__dataclass_fields__
        return home.__dataclass_fields__


def _dataclass(
    cls: type[Any] | None = None, /, *, frozen: bool = False, eq: bool = True, order: bool = False, slots: bool = False
) -> Any:
    """Make a data class of a class, as `dataclasses.dataclass` does."""

    def decorate(cls: Any) -> Any:
        fields = _take_fields(cls)
        if slots:
            cls = _with_slots(cls, fields, frozen=frozen)
        cls.__record__ = fields
        cls.__dataclass_fields__ = _StandardFields()
        methods = _methods(cls, fields, frozen=frozen, eq=eq, order=order)
        # A class with an `__eq__` of its own has None for its `__hash__`, unless it says otherwise.
        own = {name for name, value in cls.__dict__.items() if not (name == "__hash__" and value is None)}
        for name in methods.keys() - own:
            setattr(cls, name, methods[name])
        return cls

    return decorate if cls is None else decorate(cls)


if TYPE_CHECKING:
    from dataclasses import dataclass, field
else:
    dataclass, field = _dataclass, _Field


def _annotations(cls: type[Any]) -> dict[str, str]:
    """Return the annotations of the class itself: texts, for all modules here put them off."""
    annotations: dict[str, str] = cls.__dict__.get("__annotations__", {})  # noqa: RUF063 - newer Pythons only
    return annotations


def _take_fields(cls: type[Any]) -> dict[str, _Field]:
    """Return the fields of a class by their names, those of its bases first; what is no default is taken from it."""
    fields: dict[str, _Field] = {}
    for base in reversed(cls.__mro__[1:]):
        fields |= base.__dict__.get("__record__", {})
    for name, annotation in _annotations(cls).items():
        if annotation.startswith("ClassVar"):
            continue
        default = cls.__dict__.get(name, MISSING)
        if not isinstance(default, _Field):
            fields[name] = _Field(default=default)
            continue
        fields[name] = default
        if default.default is MISSING:
            delattr(cls, name)
        else:
            setattr(cls, name, default.default)
    return fields


def _with_slots(cls: type[Any], fields: dict[str, _Field], *, frozen: bool) -> type[Any]:
    """Return the class again, with slots for the fields that are its own."""
    inherited = {slot for base in cls.__mro__[1:] for slot in base.__dict__.get("__slots__", ())}
    left_out = {*fields, "__dict__", "__weakref__"}
    namespace = {name: value for name, value in cls.__dict__.items() if name not in left_out}
    namespace["__slots__"] = tuple(name for name in _annotations(cls) if name in fields and name not in inherited)
    if frozen:  # no attribute of such an object can be set, so that a copy cannot be restored by setting them
        namespace.setdefault("__getstate__", lambda self: [getattr(self, name) for name in fields])
        namespace.setdefault("__setstate__", lambda self, state: _restore(self, fields, state))
    metaclass: Any = type(cls)
    slotted: type[Any] = metaclass(cls.__name__, cls.__bases__, namespace)
    slotted.__qualname__ = cls.__qualname__
    return slotted


def _restore(item: object, names: Iterable[str], state: list[Any]) -> None:
    for name, value in zip(names, state, strict=True):
        object.__setattr__(item, name, value)


def _methods(cls: Any, fields: dict[str, _Field], *, frozen: bool, eq: bool, order: bool) -> dict[str, Any]:
    """Return the methods of a data class, and the names by which its objects are matched."""
    values = _values_of([name for name, item in fields.items() if item.compare])
    methods: dict[str, Any] = {
        "__init__": _first_init(cls, fields, frozen=frozen),
        "__repr__": _repr([name for name, item in fields.items() if item.repr]),
        "__match_args__": tuple(name for name, item in fields.items() if item.init),
    }
    if eq:
        methods["__eq__"] = _comparison(operator.eq, values)
        methods["__hash__"] = (lambda self: hash(values(self))) if frozen else None
    if order:
        methods |= {f"__{name}__": _comparison(getattr(operator, name), values) for name in ("lt", "le", "gt", "ge")}
    if frozen:
        methods["__setattr__"] = _refusal(cls, fields, "__setattr__", "assign to")
        methods["__delattr__"] = _refusal(cls, fields, "__delattr__", "delete")
    return methods


def _first_init(cls: Any, fields: dict[str, _Field], *, frozen: bool) -> Method:
    """Return an `__init__` that puts the compiled one in its place."""

    def __init__(self: object, *args: Any, **kwargs: Any) -> None:  # noqa: N807 - what it stands for
        init = _compiled_init(cls, fields, frozen=frozen)
        cls.__init__ = init
        init(self, *args, **kwargs)

    return __init__


def _compiled_init(cls: type[Any], fields: dict[str, _Field], *, frozen: bool) -> Method:
    """Return the method that takes and sets the fields."""
    scope: dict[str, Any] = {"_missing": MISSING, "_set": object.__setattr__}
    parameters, lines = ["self"], []
    for name, item in fields.items():
        scope |= {f"_default_{name}": item.default, f"_make_{name}": item.default_factory}
        has_default, has_factory = item.default is not MISSING, item.default_factory is not MISSING
        if item.init:
            parameters.append(name + (f"=_default_{name}" if has_default else "=_missing" if has_factory else ""))
            value = f"_make_{name}() if {name} is _missing else {name}" if has_factory else name
        elif has_factory or has_default:
            value = f"_make_{name}()" if has_factory else f"_default_{name}"
        else:
            continue
        lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    text = f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"])
    exec(text, scope)  # noqa: S102 - made of the names of fields alone
    init: Method = scope["__init__"]
    init.__qualname__, init.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    return init


def _values_of(names: list[str]) -> Method:
    """Return a function that gives the attributes named, as a tuple."""
    if len(names) > 1:
        return operator.attrgetter(*names)
    return lambda item: tuple(getattr(item, name) for name in names)


def _comparison(relation: Method, values: Method) -> Method:
    def compare(self: object, other: object) -> Any:
        return relation(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented

    return compare


def _repr(names: list[str]) -> Method:
    @reprlib.recursive_repr()
    def text(self: object) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return text


def _refusal(cls: type[Any], fields: dict[str, _Field], method: str, verb: str) -> Method:
    """Return the method that keeps the fields of a frozen object as they are."""

    def refuse(self: object, name: str, *value: Any) -> None:
        if type(self) is cls or name in fields:
            from dataclasses import FrozenInstanceError

            raise FrozenInstanceError(f"cannot {verb} field {name!r}")
        getattr(super(cls, self), method)(name, *value)

    return refuse

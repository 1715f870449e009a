"""The side of a test of a student's code: handles of objects, mirrors of classes, and modules of the student's names.

Nothing here runs a student's code.  An operator on a handle is decided here, by identity, and the student's code
learns nothing of it, unless the test's reference has shown that the test needs the student's own operators.
"""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any

from grader.worker.wire.type_names import OPERATIONS, OPERATORS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LINK: list[Any] = []
"""The conversation of this process (`grader.tester.link`); its only entry."""

NAMES: dict[str, dict[str, Any]] = {}
"""Objects that were looked up in the student's modules, by module and name."""

READ = frozenset({
    "__name__", "__qualname__", "__module__", "__wrapped__", "__annotations__", "__defaults__", "__kwdefaults__",
    "__code__", "__self__", "__func__", "__closure__", "__notes__", "__slots__", "__match_args__",
    "__dataclass_fields__", "__members__", "__version__", "__author__", "__init__", "__abstractmethods__",
    "__isabstractmethod__", "__origin__", "__args__", "__bases__", "__mro__",
})  # fmt: skip
"""Names with underscores on both ends that are read from the student's object.  All others are protocols, by which a
library would ask the object how to compare or convert it (`__array_ufunc__`)."""
_OF_FUNCTIONS = frozenset({"__code__", "__defaults__", "__kwdefaults__", "__closure__"})
"""Of those, the ones that only functions have: an object that has one has made it up."""
_FUNCTIONS = (types.FunctionType, types.MethodType)
_OF_OTHERS = frozenset({"__bases__", "__mro__", "_mock_name", "pytestmark", "_pytestfixturefunction"})
"""Names that pytest looks for in everything that a test file has imported, and that only classes, its own marks and
`unittest.mock` have."""
_BINARY = sorted(name for name in OPERATORS if f"i{name.strip('_')}" in OPERATORS)
_INPLACE = [f"i{name.strip('_')}" for name in _BINARY]
_ORDER = ["lt", "le", "gt", "ge"]


def link() -> Any:
    """Return the conversation with the worker."""
    return LINK[-1]


class RemoteType(type):
    """The class of the classes that stand for a student's."""

    _grader_number: int
    _grader_methods: frozenset[str]
    _grader_plain: bool

    def __call__(cls, *args: object, **kwargs: object) -> Any:
        """Make an object of the student's class."""
        return link().call(cls, args, kwargs)

    def __getattr__(cls, name: str) -> Any:
        if name[:2] == name[-2:] == "__" and (name not in READ or name in _OF_FUNCTIONS):
            raise AttributeError(name)
        return link().attribute(cls, name)

    def __setattr__(cls, name: str, value: object) -> None:
        if name.startswith(("_grader", "_abc", "__")):
            type.__setattr__(cls, name, value)
        else:
            link().set(cls, name, value)

    def __delattr__(cls, name: str) -> None:
        link().ask("del", cls, name)

    def __iter__(cls) -> Iterator[Any]:
        return iter(link().operate("iter", cls))

    def __len__(cls) -> int:
        return int(link().operate("len", cls))

    def __bool__(cls) -> bool:
        return True

    def __dir__(cls) -> list[str]:
        return list(link().operate("dir", cls))

    def __getitem__(cls, key: object) -> Any:
        return link().operate("getitem", cls, key)

    def __repr__(cls) -> str:
        return f"<class '{type.__dict__['__module__'].__get__(cls)}.{cls.__name__}'>"


class StudentHandle:
    """Stands for an object that stays in the worker."""

    _grader_number: int
    _grader_released: list[int]
    _grader_library: type | None = None
    _grader_methods: frozenset[str] = frozenset()
    _grader_operators: frozenset[str] = frozenset()
    _grader_plain = False
    _grader_holds = False  # whether its class is derived from a plain one or from that of arrays
    _grader_always_local = False
    """Whether operators are decided here even where the test opens those of the student's own objects."""
    _grader_places: tuple[str, ...] = ()
    """The places at which it has come (`grader/tester/answers.py`)."""
    _grader_path: tuple[StudentHandle, str] | None = None
    """Of a part of another object, that object and how the part is written (`.lines[0]`)."""

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return type(self)._grader_library or type(self)

    def __getattr__(self, name: str) -> Any:
        if name[:2] == name[-2:] == "__" and name not in READ:
            if name == "__signature__" and "__call__" in dir(type(self)):
                return link().signature(self)
            raise AttributeError(name)
        if name in _OF_OTHERS or (name in _OF_FUNCTIONS and type(self)._grader_library not in _FUNCTIONS):
            raise AttributeError(name)
        return link().attribute(self, name)

    def __setattr__(self, name: str, value: object) -> None:
        link().set(self, name, value)

    def __delattr__(self, name: str) -> None:
        link().ask("del", self, name)

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]
        return {name: getattr(self, name) for name in link().ask("vars", self)}

    @property
    def __doc__(self) -> str | None:  # type: ignore[override]
        value = link().get(self, "__doc__")
        return value if isinstance(value, str) else None

    def __dir__(self) -> list[str]:
        return list(link().operate("dir", self))

    def __repr__(self) -> str:
        return str(link().text("repr", self))

    def __str__(self) -> str:
        return str(link().text("str", self))

    def __del__(self) -> None:
        self._grader_released.append(self._grader_number)

    def __copy__(self) -> Any:
        return link().operate("copy", self)

    def __deepcopy__(self, _: object) -> Any:
        return link().operate("deepcopy", self)

    # Operators: here, by identity, unless the test needs the student's own.

    def __eq__(self, other: object) -> Any:
        return _decide(self, "eq", (self, other), lambda: self is other)

    def __ne__(self, other: object) -> Any:
        return _decide(self, "ne", (self, other), lambda: self is not other)

    def __hash__(self) -> int:
        return int(_decide(self, "hash", (self,), lambda: id(self) >> 4))

    def __bool__(self) -> bool:
        return bool(_decide(self, "bool", (self,), lambda: True))

    def __contains__(self, item: object) -> bool:
        return bool(_decide(self, "contains", (self, item), lambda: any(item is one or item == one for one in self)))  # type: ignore[attr-defined]


def _decide(handle: StudentHandle, operation: str, operands: tuple[Any, ...], here: Callable[[], Any]) -> Any:
    """Return what an operator gives: of the student's object where the profile of the test says so."""
    current = link()
    is_plain = bool(current.answers.plain_kinds(handle))
    if is_plain and operation == "bool":
        return current.reads.is_true(handle)
    if current.operators and not type(handle)._grader_always_local and not is_plain:
        current.note_operator(handle, operation)
        return current.operate(operation, *operands)
    if type(handle)._grader_plain:
        # An object of a class derived from a plain one is what it holds; nothing is sent but the question for that.
        return OPERATIONS[operation](*(current.reads.base(one) if one is handle else one for one in operands))
    return here()


def _order(operation: str) -> Callable[..., Any]:
    def method(self: StudentHandle, other: object) -> Any:
        return _decide(self, operation, (self, other), lambda: NotImplemented)

    return method


def _reflected(operation: str) -> Callable[..., Any]:
    def method(self: StudentHandle, other: object) -> Any:
        return _decide(self, operation, (other, self), lambda: NotImplemented)

    return method


for _name in (*_ORDER, *_BINARY, *_INPLACE):
    setattr(StudentHandle, f"__{_name.strip('_')}__", _order(_name))
for _name in _BINARY:
    setattr(StudentHandle, f"__r{_name.strip('_')}__", _reflected(_name))


class RemoteExceptionType(type):
    """The class of exception classes that stand for a student's."""

    def __getattr__(cls, name: str) -> Any:
        if name[:1] == "_":
            raise AttributeError(name)
        return link().get(cls, name)


class BoundMethod:
    """A method of a handle that is looked up when it is called, in the same message."""

    def __init__(self, handle: StudentHandle, name: str) -> None:
        self.__self__ = handle
        self.__name__ = name

    def __call__(self, *args: object, **kwargs: object) -> Any:
        """Call the method."""
        return link().method(self.__self__, self.__name__, args, kwargs)

    def resolved(self) -> Any:
        """Return the method as an object of its own."""
        return link().get(self.__self__, self.__name__)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.resolved(), name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BoundMethod) and (other.__self__ is self.__self__ and other.__name__ == self.__name__)

    def __hash__(self) -> int:
        return hash((id(self.__self__), self.__name__))

    def __repr__(self) -> str:
        return f"<bound method {type(self.__self__).__name__}.{self.__name__}>"


class ProxyModule(types.ModuleType):
    """Stands for the student's module of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        types.ModuleType.__setattr__(self, "_grader_names", NAMES.setdefault(name, {}))
        types.ModuleType.__setattr__(self, "__file__", f"{name.replace('.', '/')}.py")

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            return link().libraries.exported(link().names(self.__name__))
        if name[:2] == name[-2:] == "__":
            raise AttributeError(name)
        names = self.__dict__["_grader_names"]
        if name in names:
            return names[name]
        value = link().name(self.__name__, name)
        # Objects are looked up once, until the worker says that the name means another one; plain values may change.
        if isinstance(value, StudentHandle | type):
            names[name] = value
        return value

    def __setattr__(self, name: str, value: object) -> None:
        if name[:2] == name[-2:] == "__" or isinstance(value, ProxyModule):  # the import system binds submodules
            types.ModuleType.__setattr__(self, name, value)
            return
        self.__dict__["_grader_names"].pop(name, None)
        link().bind(self.__name__, name, value)

    def __delattr__(self, name: str) -> None:
        self.__dict__["_grader_names"].pop(name, None)
        link().unbind(self.__name__, name)

    def __dir__(self) -> list[str]:
        return list(link().names(self.__name__))


def is_remote(value: object) -> bool:
    """Whether a value is an object, a class or an exception of the student's."""
    return issubclass(type(value), StudentHandle | RemoteType) or type(type(value)) is RemoteExceptionType


def is_remote_class(value: object) -> bool:
    """Whether a value stands for a class of the student's own."""
    return issubclass(type(value), RemoteType | RemoteExceptionType)

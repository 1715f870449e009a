"""Objects of a test in the process of the student's code: calls and public attributes are asked back.

A function of the test is a function here too, so that it becomes a method in a class; anything else is an object
whose class has the special methods that the original has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .wire.type_names import FORWARDED, OPERATIONS, OPERATORS

if TYPE_CHECKING:
    from collections.abc import Callable

SPECIAL: dict[str, str] = {
    **FORWARDED,
    **{f"__{name.strip('_')}__": name for name in OPERATORS},
    "__repr__": "repr",
    "__str__": "str",
}
SPECIAL.pop("__call__")


class EchoClass(type):
    """Stands for a class of the test: to call it makes an object there."""

    ask: Callable[..., Any]

    def __call__(cls, *args: object, **kwargs: object) -> Any:
        """Make an object of the test's class."""
        return cls.ask("call", cls, args + tuple(kwargs.values()), tuple(kwargs))


class Echo(metaclass=EchoClass):
    """Stands for an object of the test."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return type(self).ask("get", self, name)

    def __setattr__(self, name: str, value: object) -> None:
        type(self).ask("set", self, name, value)


class CallableEcho(Echo):
    """Stands for an object that can be called."""

    def __call__(self, *args: object, **kwargs: object) -> Any:
        """Call it in the test's process."""
        return type(self).ask("call", self, args + tuple(kwargs.values()), tuple(kwargs))


def function_echo(name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that calls one of the test."""

    def echo(*args: object, **kwargs: object) -> Any:
        return ask("call", echo, args + tuple(kwargs.values()), tuple(kwargs))

    echo.__name__ = echo.__qualname__ = name
    return echo


def echo_class(name: str, special: tuple[str, ...], ask: Callable[..., Any]) -> tuple[type, type]:
    """Return classes for objects that have these special methods: those that cannot be called, and those that can."""
    methods = {method: _forward(SPECIAL[method]) for method in special if method in SPECIAL}
    # A static method, as a plain function would become a method of the echoes.
    members = {**methods, "ask": staticmethod(ask)}
    return EchoClass(name, (Echo,), members), EchoClass(name, (CallableEcho,), members)


def echo_of(kind: type) -> Any:
    """Return an object of such a class without asking the test for a new one."""
    return object.__new__(kind)


def _forward(operation: str) -> Callable[..., Any]:
    assert operation in OPERATIONS  # noqa: S101 - both tables are in this program

    def method(self: Echo, *args: object) -> Any:
        return type(self).ask("op", operation, (self, *args))

    return method

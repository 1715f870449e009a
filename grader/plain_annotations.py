"""Annotations of plain models: what pydantic's own say, kept as data for `grader.plain_reading`."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

REQUIRED: Final = object()


class ValidationNeededError(BaseException):
    """Something wants pydantic.  Not an `Exception`: whoever takes those for faults of a course must not take this."""


class PlainField:
    """The default of a field, the key that an author writes, and bounds of its values."""

    __slots__ = ("alias", "annotation", "constraints", "default", "default_factory", "module")

    def __init__(
        self, default: Any = REQUIRED, *, default_factory: Any = None, alias: str = "", **constraints: Any
    ) -> None:
        self.default, self.default_factory, self.alias = default, default_factory, alias
        self.constraints = constraints
        self.annotation = self.module = ""

    def value(self, model: type[object], name: str) -> Any:
        """Return the value of a field that is not given."""
        if self.default_factory is not None:
            return self.default_factory()
        if self.default is REQUIRED:
            raise TypeError(f"{model.__qualname__} needs `{name}`")
        return copy.copy(self.default) if type(self.default) in {dict, list} else self.default


class BeforeValidator:
    """A function that data goes through first."""

    def __init__(self, func: Callable[[Any], Any], **_: Any) -> None:
        self.func = func


class AfterValidator:
    """A function that a value goes through at last."""

    def __init__(self, func: Callable[[Any], Any]) -> None:
        self.func = func


class Discriminator:
    """A function that tells the member of a union by its tag."""

    def __init__(self, discriminator: Callable[[Any], Any], **_: Any) -> None:
        self.discriminator = discriminator


class UnionTag:
    """The tag of a member of a union."""

    def __init__(self, tag: str) -> None:
        self.tag = tag

"""Models without pydantic: what `grader.models` offers where a check is shown as text.

Importing pydantic and making its classes takes longer than checking a small submission.  There the same models are
these plain classes, which keep values, give defaults, and read data that is certainly right
(`grader.plain_reading`).  Whatever needs more raises `ValidationNeededError`, and the command starts again with
pydantic (`grader.__main__`), so that nothing depends on this module but time.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Self

from grader.plain_annotations import (
    REQUIRED,
    AfterValidator,
    BeforeValidator,
    Discriminator,
    PlainField,
    UnionTag,
    ValidationNeededError,
)
from grader.plain_reading import attempt, chained, field_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from grader.plain_reading import Reader

__all__ = [
    "REQUIRED", "AfterValidator", "BaseModel", "BeforeValidator", "ConfigDict", "Discriminator", "Field", "Ignored",
    "PlainField", "PrivateAttr", "Tag", "ValidationError", "ValidationNeededError", "WithJsonSchema",
    "field_validator", "in_use", "may_suffice", "model_validator", "require_validation",
]  # fmt: skip

in_use = False
"""Whether the models of this process are plain; set before any of them is imported."""


_WRITING = ("--json", "--html", "--format")
"""Options of `check` whose output pydantic writes."""


def may_suffice(arguments: Sequence[str]) -> bool:
    """Whether a command may do without pydantic: a check whose result is shown as text."""
    return arguments[:1] == ["check"] and not any(word.startswith(_WRITING) for word in arguments)


def require_validation(reason: object) -> None:
    """Start again with validation where something went wrong without it: then it is no fault of plain models."""
    if in_use:
        raise ValidationNeededError(reason)


Field = PrivateAttr = PlainField
Tag = UnionTag
ConfigDict = dict


class _Unvalidated:
    """A method that only a validating model has."""

    def __get__(self, instance: object, cls: type[object]) -> Any:
        raise ValidationNeededError(cls.__qualname__)


class _PublicFields:
    """The fields that data is read into, by name."""

    def __get__(self, instance: object, cls: Any) -> dict[str, PlainField]:
        return {name: item for name, item in cls.__plain_fields__.items() if not name.startswith("_")}


class BaseModel:
    """Keeps the values of its fields; equal to another one of its class with equal values."""

    __slots__ = ("__dict__", "__weakref__", "model_fields_set")
    __plain_fields__: dict[str, PlainField] = {}  # noqa: RUF012 - each class has its own
    __plain_validators__: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 - each class has its own
    model_config: dict[str, Any] = {}  # noqa: RUF012 - each class has its own

    __plain_readers__: dict[str, tuple[str, Reader]]
    model_fields_set: set[str]
    model_dump = model_dump_json = model_json_schema = model_rebuild = _Unvalidated()
    model_fields = _PublicFields()

    def __init_subclass__(cls) -> None:
        fields = dict(cls.__plain_fields__)
        for name, annotation in cls.__dict__.get("__annotations__", {}).items():  # noqa: RUF063 - newer Pythons only
            if annotation.startswith("ClassVar"):
                continue
            default = cls.__dict__.get(name, REQUIRED)
            item = default if isinstance(default, PlainField) else PlainField(default)
            item.annotation, item.module = annotation, cls.__module__
            fields[name] = item
            if default is not REQUIRED:
                delattr(cls, name)
        cls.__plain_fields__ = fields
        inherited = {name: how for name, how in cls.__plain_validators__.items() if name not in cls.__dict__}
        cls.__plain_validators__ = inherited | dict(_validators(cls))

    def __init__(self, **values: Any) -> None:
        for name, item in self.__plain_fields__.items():
            given = name if name in values else item.alias
            self.__dict__[name] = values[given] if given in values else item.value(type(self), name)
        object.__setattr__(self, "model_fields_set", set(values))

    @classmethod
    def model_validate(cls, data: Any) -> Self:
        """Return the model that data certainly describes.  Raises ValidationNeededError where there is a doubt."""
        if type(data) is cls:
            return data
        if type(data) is not dict or cls.model_config.get("extra") != "forbid" or cls.model_config.get("strict"):
            raise ValidationNeededError(cls.__qualname__)
        values, readers = {}, cls._readers()
        for key, item in data.items():
            if key not in readers:
                raise ValidationNeededError(key)
            name, read = readers[key]
            values[name] = read(item)
        model: Self = attempt(lambda given: cls.model_construct(**given), values)
        for name, (mode, *fields) in cls.__plain_validators__.items():
            if not fields:
                model = attempt(_after(mode, getattr(cls, name)), model)
        return model

    @classmethod
    def model_validate_json(cls, text: str | bytes) -> Self:
        """Return the model that JSON certainly describes.  Raises ValidationNeededError where there is a doubt."""
        return cls.model_validate(attempt(_json, text))

    @classmethod
    def _readers(cls) -> dict[str, tuple[str, Reader]]:
        """Return the fields by their keys in data, each with what reads it; made when the first data is read."""
        if "__plain_readers__" not in cls.__dict__:
            cls.__plain_readers__ = {
                item.alias or name: (name, cls._validated(name, field_reader(item)))
                for name, item in cls.model_fields.items()
            }
        return cls.__plain_readers__

    @classmethod
    def _validated(cls, field: str, read: Reader) -> Reader:
        """Return the reader of a field with the validators of the class around it."""
        for name, (mode, *fields) in cls.__plain_validators__.items():
            if field in fields:
                function = getattr(cls, name)
                read = chained(function, read) if mode == "before" else chained(read, _after(mode, function))
        return read

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Return a model of these values."""
        model = cls(**values)
        if _fields_set is not None:
            object.__setattr__(model, "model_fields_set", _fields_set)
        return model

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self:
        """Return a copy with other values for the fields in `update`."""
        model = type(self).__new__(type(self))
        model.__dict__.update(self.__dict__ | dict(update or {}))
        object.__setattr__(model, "model_fields_set", self.model_fields_set | set(update or {}))
        return model

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BaseModel) and type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), *self._values().values()))

    def _values(self) -> dict[str, Any]:
        """Return the values of the fields alone: properties that are computed once lie beside them."""
        return {name: self.__dict__[name] for name in self.__plain_fields__}

    def __setattr__(self, name: str, value: object) -> None:
        if name in self.__plain_fields__:
            raise ValueError(f"{type(self).__qualname__} is frozen: `{name}` cannot be changed")
        object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in self._values().items())})"


class Ignored:
    """Stands for what says how to write: a schema."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass


WithJsonSchema = Ignored


class ValidationError(ValueError):
    """Never raised: what is wrong is for pydantic to say."""


def field_validator(*names: str, mode: str = "after") -> Callable[[Any], Any]:
    """Mark a method of a class as one that values of these fields go through."""

    def mark(method: Any) -> Any:
        method.__func__.__plain_validator__ = (mode, *names)
        return method

    return mark


def model_validator(*, mode: str) -> Callable[[Any], Any]:
    """Mark a method as one that the whole model goes through."""

    def mark(method: Any) -> Any:
        getattr(method, "__func__", method).__plain_validator__ = (mode,)
        return method

    return mark


def _after(mode: str, function: Reader) -> Reader:
    """Return a validator that comes after all others.  Raises ValidationNeededError for one of another mode."""
    if mode != "after":
        raise ValidationNeededError(mode)
    return function


def _json(text: str | bytes) -> Any:
    """Return the content of JSON.  Raises ValueError also for what other readers may read otherwise."""
    text = text if isinstance(text, str) else text.decode()
    return json.loads(text, object_pairs_hook=_distinct, parse_constant=_refuse)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key twice")
    return content


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _validators(cls: type[object]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names of a class's own validators, with the mode and the fields of each."""
    for name, member in cls.__dict__.items():
        how = getattr(getattr(member, "__func__", member), "__plain_validator__", None)
        if how is not None:
            yield name, how

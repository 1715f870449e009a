"""Models without validation: what `grader.models` offers where all data is known to be right.

Importing pydantic and making its classes takes longer than checking a small submission.  A check whose task lies in the
cache as it was understood before has nothing to validate: there the same models are these plain classes, which keep
values and give defaults.  Whatever needs more raises `ValidationNeededError`, and the command starts again with
pydantic (`grader.__main__`), so that nothing depends on this module but time.
"""

from __future__ import annotations

import copy
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from grader.cache_folder import courses_folder, is_off

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

REQUIRED: Final = object()

in_use = False
"""Whether the models of this process are plain; set before any of them is imported."""


_WRITING = ("--json", "--html", "--format")
"""Options of `check` whose output pydantic writes."""
_KIT = Path("grader-kit") / "kit.json"


def may_suffice(arguments: Sequence[str]) -> bool:
    """Whether a command may do without validation: a check whose result is shown as text, where a task is known."""
    if arguments[:1] != ["check"] or is_off() or any(word.startswith(_WRITING) for word in arguments):
        return False
    try:
        return any(courses_folder().iterdir()) and not _uses_kit(arguments)
    except (OSError, RuntimeError):
        return False


def _uses_kit(arguments: Sequence[str]) -> bool:
    """Whether the course is a students' kit, as far as can be told: the answers that lie in one are validated."""
    named = [value for word, value in itertools.pairwise(arguments) if word == "--course"]
    named += [word.partition("=")[2] for word in arguments if word.startswith("--course=")]
    folders = map(Path, named) if named else (Path.cwd(), *Path.cwd().parents)
    return any((folder / _KIT).is_file() for folder in folders)


class ValidationNeededError(BaseException):
    """Something wants pydantic.  Not an `Exception`: whoever takes those for faults of a course must not take this."""


def require_validation(reason: object) -> None:
    """Start again with validation where something went wrong without it: then it is no fault of plain models."""
    if in_use:
        raise ValidationNeededError(reason)


class PlainField:
    """The default of a field, and the key that an author writes; constraints are for those who validate."""

    __slots__ = ("alias", "default", "default_factory")

    def __init__(
        self, default: Any = REQUIRED, *, default_factory: Any = None, alias: str = "", **_constraints: Any
    ) -> None:
        self.default, self.default_factory, self.alias = default, default_factory, alias

    def value(self, model: type[object], name: str) -> Any:
        """Return the value of a field that is not given."""
        if self.default_factory is not None:
            return self.default_factory()
        if self.default is REQUIRED:
            raise TypeError(f"{model.__qualname__} needs `{name}`")
        return copy.copy(self.default) if type(self.default) in {dict, list} else self.default


Field = PrivateAttr = PlainField
ConfigDict = dict


class _Unvalidated:
    """A method that only a validating model has."""

    def __get__(self, instance: object, cls: type[object]) -> Any:
        raise ValidationNeededError(cls.__qualname__)


class BaseModel:
    """Keeps the values of its fields; equal to another one of its class with equal values."""

    __slots__ = ("__dict__", "__weakref__", "model_fields_set")
    __plain_fields__: dict[str, PlainField] = {}  # noqa: RUF012 - each class has its own

    model_fields_set: set[str]
    model_validate = model_validate_json = model_dump = model_dump_json = _Unvalidated()
    model_json_schema = model_fields = model_rebuild = _Unvalidated()

    def __init_subclass__(cls) -> None:
        fields = dict(cls.__plain_fields__)
        for name, annotation in cls.__dict__.get("__annotations__", {}).items():  # noqa: RUF063 - newer Pythons only
            if annotation.startswith("ClassVar"):
                continue
            default = cls.__dict__.get(name, REQUIRED)
            fields[name] = default if isinstance(default, PlainField) else PlainField(default)
            if default is not REQUIRED:
                delattr(cls, name)
        cls.__plain_fields__ = fields

    def __init__(self, **values: Any) -> None:
        for name, item in self.__plain_fields__.items():
            given = name if name in values else item.alias
            self.__dict__[name] = values[given] if given in values else item.value(type(self), name)
        object.__setattr__(self, "model_fields_set", set(values))

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
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def __setattr__(self, name: str, value: object) -> None:
        if name in self.__plain_fields__:
            raise ValueError(f"{type(self).__qualname__} is frozen: `{name}` cannot be changed")
        object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"


class Ignored:
    """Stands for what says how to validate: a validator, a tag, a discriminator."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass


AfterValidator = BeforeValidator = Discriminator = Tag = WithJsonSchema = Ignored


class ValidationError(ValueError):
    """Never raised: nothing is validated."""


def _ignored_decorator(*_: Any, **__: Any) -> Callable[[Any], Any]:
    return lambda method: method


field_validator = model_validator = _ignored_decorator

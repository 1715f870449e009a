"""A function that a student defines: what an author writes about it, and what the judge needs to know."""

from __future__ import annotations

from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any

from grader.checks.returns import AnyReturn
from grader.checks.spec import Name, SpecModel
from grader.models import Field
from grader.records import dataclass
from grader.values.array_type import ANY, ArrayType
from grader.values.refusal import Location, Refusal
from grader.values.types import KindType, NumberType

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.expressions.object_calls import ClassSignature
    from grader.values.types import Type

_NUMBERS = frozenset({"real", "integer", "number"})


class FunctionSpec(SpecModel):
    """A function that a student must define."""

    args: tuple[Name, ...]
    """The names of its arguments, in order; calls are positional unless an expression names them.

    Those for which the reference has a default may be left out of a call, from the end."""
    returns: AnyReturn | None = None
    """A word (`real`, `integer`, `number`, `boolean`, `complex`, `text`, `bytes`, `none`, `any`, `opaque`), or a form.

    By default, what the reference returns."""
    strict: bool = False
    """Whether a list or tuple of numbers is refused where an array is expected; otherwise it counts, with a note."""
    says: str = ""
    """The returned value in words."""
    pure: bool = False
    """Whether changing an argument is a failure; otherwise it is a note beside the answer."""


class MethodSpec(SpecModel):
    """A method of a class."""

    args: tuple[Name, ...] = ()
    """The names of its arguments, without the object itself."""
    returns: AnyReturn | None = None
    """The type of what it returns, as for a function."""
    says: str = ""
    """The returned value in words."""


class ClassSpec(SpecModel):
    """A class that a student must define; the reference defines the same."""

    args: tuple[Name, ...] = ()
    """The names of the arguments that it is created with; those with a default may be left out in a call."""
    methods: dict[Name, MethodSpec] = Field(default_factory=dict)
    """Its methods, by name."""
    attributes: dict[Name, AnyReturn] = Field(default_factory=dict)
    """The types of its public attributes; one that is not named is what it is in the reference."""
    says: str = ""
    """An object of it in words."""


@dataclass(frozen=True)
class StudentFunction:
    """The name and arguments of a function, and what its answers may be."""

    name: str
    args: tuple[str, ...]
    returns: Type | None = None
    """The type of its answers; None for the structure of the reference's."""
    pure: bool = False
    """Whether changing an argument is a failure."""
    strict: bool = False
    """Whether a list or tuple of numbers is refused where an array is expected."""
    signature: ClassSignature | None = None
    """For a class: its methods, whose first names stand before a dot in the functions of a task."""

    program: bool = False
    """Whether it is a file that is run; its answers are the traces of a run."""
    variable: bool = False
    """Whether it is a name that the loaded files leave behind, whose value is the answer."""
    tensors: str = ""
    """The library whose tensors it is given in place of arrays."""

    @property
    def is_class(self) -> bool:
        """Whether it is a class, whose arguments these are."""
        return self.signature is not None

    @cached_property
    def integral(self) -> bool:
        """Whether its answers are whole numbers."""
        match self.returns:
            case NumberType(word="integer") | ArrayType(of="integer"):
                return True
            case _:
                return False

    @cached_property
    def free(self) -> tuple[bool, ...]:
        """Which dimensions of its answer may be anything; empty where the reference's answer has the dimensions."""
        shape = self.returns.shape if isinstance(self.returns, ArrayType) else None
        return tuple(size == ANY for size in shape or ())

    @cached_property
    def returns_numbers(self) -> bool:
        """Whether its answers may be numbers, truths, or arrays of them, of as many dimensions as the reference's."""
        match self.returns:
            case None:
                return True
            case NumberType(word=word):
                return word in _NUMBERS
            case ArrayType(shape=shape, of=of):
                return shape is not None and of in _NUMBERS | {"boolean"}
            case KindType(kind=kind):
                return kind == "boolean"
            case _:
                return False

    def typed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function of the reference whose answers are of the type that the task states, with its names."""
        returns = self.returns
        if self.is_class or returns is None or self.returns_numbers:
            return function

        @wraps(function)
        def answer(*args: Any) -> Any:
            value = function(*args)
            try:
                return returns.conform(value, Location(value))
            except Refusal as refusal:
                raise TypeError(f"`returns` is not what the reference does: {refusal.sentence(self.name)}") from None

        return answer

"""A story: objects of a class are made and their methods called, in an order that was drawn.

After every step the object is observed.  A story is a program of operations; what the reference's class answers to it
is what a student's must answer.  A step may also empty a container that a method returned, or that one was given: where
the reference does not notice, a student's object must not either.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from grader.records import dataclass
from grader.values.printing import as_python, imports_of
from grader.worker.wire.operations import Answer, Code, Handle, Operation, Result, Status
from grader.worker.wire.plain import NamedValues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from grader.values.types import Type

_WORDS: dict[str, tuple[Code, str, str]] = {
    "__len__": (Code.LENGTH, "", "len({it})"),
    "__str__": (Code.TEXT, "", "str({it})"),
    "__repr__": (Code.REPR, "", "repr({it})"),
    "__bool__": (Code.TRUTH, "", "bool({it})"),
    "__getitem__": (Code.ITEM, "", "{it}[{0}]"),
    "__delitem__": (Code.DELETE_ITEM, "", "del {it}[{0}]"),
    "__setitem__": (Code.SET_ITEM, "", "{it}[{0}] = {1}"),
    "__contains__": (Code.OPERATE, "contains", "{0} in {it}"),
}
"""Methods that are called by a sign of the language: the operation, its name, and how it is written."""


@dataclass(frozen=True)
class StoryStep:
    """One step: an object is made, a method called, or a container emptied."""

    kind: Literal["new", "call", "empty"]
    target: int = 0
    """The object, by the order in which they are made."""
    method: str = ""
    args: tuple[Any, ...] = ()
    source: tuple[int, int] = (0, -1)
    """The container to empty: the step whose answer it is (-1), or which argument of that step."""

    def as_list(self) -> list[Any]:
        """Return the step as a list of plain values."""
        return [self.kind, self.target, self.method, list(self.args), list(self.source)]

    @staticmethod
    def of(value: Sequence[Any]) -> StoryStep:
        """Return the step that a plain value stands for."""
        kind, target, method, args, source = value
        return StoryStep(kind, target, method, tuple(args), (source[0], source[1]))


Story = tuple[StoryStep, ...]


def story_key(story: Story) -> str:
    """Return a text that is the same for equal stories alone."""
    return str([step.as_list() for step in story])


@dataclass(frozen=True)
class Observation:
    """Something that is asked of an object after each step: a method, an attribute, the length or an item."""

    form: str
    name: str
    args: tuple[Any, ...]
    text: str
    """As it is written, with `it` for the object."""


@dataclass(frozen=True)
class ClassPlan:
    """A class whose stories are told: how its methods are called, and what is observed."""

    name: str
    types: Mapping[str, Type | None]
    """The declared types of answers, by method or attribute."""
    observe: tuple[Observation, ...]


@dataclass(frozen=True)
class Checkpoint:
    """An operation whose answer counts: the step that it belongs to, and how it is written."""

    operation: int
    step: int
    text: str
    method: str
    observed: bool = False
    final: bool = False
    """Whether it looks once more at an object that the last step was not about."""


class StoryProgram:
    """The operations of a story, and which of them count."""

    def __init__(self, plan: ClassPlan, story: Story) -> None:
        self.plan, self.story = plan, story
        self.operations: list[Operation] = [
            Operation(Code.FUNCTION, name=plan.name, keep=True),
            Operation(Code.RENEW, name=plan.name),
        ]
        self.checkpoints: list[Checkpoint] = []
        self._objects: list[Result] = []
        self._answers: dict[int, Result] = {}
        self._arguments: dict[tuple[int, int], Result] = {}
        emptied = {step.source for step in story if step.kind == "empty"}
        for index, step in enumerate(story):
            self._add(index, step, emptied)
        for other, it in enumerate(self._objects[:-1] if len(self._objects) > 1 else []):
            self._observe(len(story) - 1, other, it, final=True)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the objects."""
        lower_name = self.plan.name.lower()
        first = lower_name if lower_name != self.plan.name else "it"
        return (first, "other", *(f"other_{number}" for number in range(2, 10)))

    def _emit(self, operation: Operation) -> Result:
        self.operations.append(operation)
        return Result(len(self.operations) - 1)

    def _add(self, index: int, step: StoryStep, emptied: set[tuple[int, int]]) -> None:
        if step.kind == "empty":
            container = self._answers.get(step.source[0]) if step.source[1] < 0 else self._arguments.get(step.source)
            if container is not None:
                self._emit(Operation(Code.EMPTY, (container,)))
            for number, it in enumerate(self._objects):
                self._observe(index, number, it)
            return
        operands = [self._argument(index, position, value, emptied) for position, value in enumerate(step.args)]
        if step.kind == "new":
            new_object = self._emit(Operation(Code.CALL, (Result(0), *operands), keep=True))
            self._objects.append(new_object)
            self._count(new_object, index, step.method or "__init__")
        else:
            self._answers[index] = self._emit(_called(step.method, self._objects[step.target], operands))
            self._count(self._answers[index], index, step.method)
        self._observe(index, step.target, self._objects[step.target])

    def _argument(self, index: int, position: int, value: Any, emptied: set[tuple[int, int]]) -> Any:
        if (index, position) not in emptied:
            return value
        self._arguments[index, position] = self._emit(Operation(Code.VALUE, (value,), keep=True))
        return self._arguments[index, position]

    def _observe(self, index: int, target: int, it: Result, *, final: bool = False) -> None:
        for observation in self.plan.observe:
            operation = _observed(observation, it)
            text = _put(observation.text, self.names[target])
            self.checkpoints.append(Checkpoint(self._emit(operation).index, index, text, observation.name, True, final))

    def _count(self, result: Result, index: int, method: str) -> None:
        self.checkpoints.append(Checkpoint(result.index, index, self.line(index, assigned=False), method))

    def line(self, index: int, *, assigned: bool = True) -> str:
        """Return a step as Python; `assigned` with a name for what is needed later."""
        step = self.story[index]
        if step.kind == "empty":
            name = self._container(step.source)
            source = self.story[step.source[0]]
            value = source.args[step.source[1]] if step.source[1] >= 0 else None
            return f"{name}[...] = 0" if isinstance(value, np.ndarray) else f"{name}.clear()"
        arguments = [
            self._container((index, position)) if self._is_emptied((index, position)) and assigned else as_python(value)
            for position, value in enumerate(step.args)
        ]
        if step.kind == "new":
            text = f"{self.plan.name}({', '.join(arguments)})"
            return f"{self.names[step.target]} = {text}" if assigned else text
        text = _written(step.method, self.names[step.target], arguments)
        return f"{self._container((index, -1))} = {text}" if assigned and self._is_emptied((index, -1)) else text

    def _is_emptied(self, source: tuple[int, int]) -> bool:
        return any(step.kind == "empty" and step.source == source for step in self.story)

    @staticmethod
    def _container(source: tuple[int, int]) -> str:
        return f"result_{source[0] + 1}" if source[1] < 0 else f"argument_{source[0] + 1}"

    def lines(self, last: int, also: str = "") -> list[str]:
        """Return the steps up to `last` as lines of Python, and an observation behind them."""
        lines = []
        for index in range(last + 1):
            step = self.story[index]
            for position, value in enumerate(step.args):
                if self._is_emptied((index, position)):
                    lines.append(f"{self._container((index, position))} = {as_python(value)}")
            lines.append(self.line(index))
        lines += [also] if also else []
        return [*imports_of("\n".join(lines)), *lines]


def _called(method: str, it: Result, operands: Sequence[Any]) -> Operation:
    if method in _WORDS:
        code, name, _ = _WORDS[method]
        return Operation(code, (it, *operands), name=name)
    return Operation(Code.METHOD, (it, *operands), name=method)


def _written(method: str, it: str, arguments: Sequence[str]) -> str:
    if method in _WORDS:
        return _WORDS[method][2].format(*arguments, it=it)
    return f"{it}.{method}({', '.join(arguments)})"


def _observed(observation: Observation, it: Result) -> Operation:
    match observation.form:
        case "attribute":
            return Operation(Code.GET, (it,), name=observation.name)
        case "length":
            return Operation(Code.LENGTH, (it,))
        case "item":
            return Operation(Code.ITEM, (it, *observation.args))
        case _:
            return _called(observation.name, it, observation.args)


def _put(text: str, name: str) -> str:
    """Return an observation with the name of the object for `it`."""
    return re.sub(r"\bit\b", lambda _: name, text)


StepOutcome = list[Any]
"""The outcome of an operation as a plain value: status, value, and of an exception its class and their bases."""


def outcome_of(answer: Answer, handles: dict[Handle, int]) -> StepOutcome:
    """Return an answer as a plain value; objects are numbered in the order in which they are met."""
    if answer.status is Status.DONE:
        return [int(answer.status), _without_handles(answer.value, handles), "", []]
    bases = answer.facts.get("bases")
    names = [base for base in bases if type(base) is str] if isinstance(bases, list) else []
    return [int(answer.status), str(answer.facts.get("text", ""))[:500], str(answer.facts.get("type", ""))[:100], names]


def _without_handles(value: Any, handles: dict[Handle, int]) -> Any:
    if isinstance(value, Handle):
        return NamedValues("object", ("number",), (handles.setdefault(value, len(handles)),))
    if type(value) is list:
        return [_without_handles(part, handles) for part in value]
    if type(value) is tuple:
        return tuple(_without_handles(part, handles) for part in value)
    if type(value) is dict:
        return {key: _without_handles(part, handles) for key, part in value.items()}
    return value


def is_object(value: Any) -> bool:
    """Whether a value stands for an object."""
    return isinstance(value, NamedValues) and value._title == "object"  # noqa: SLF001 - the title is its own


def outcomes_of(program: StoryProgram, answers: Sequence[Answer]) -> list[StepOutcome]:
    """Return what the operations that count gave."""
    handles: dict[Handle, int] = {}
    return [outcome_of(answers[point.operation], handles) for point in program.checkpoints]


def with_emptied(story: Story, answers: Callable[[int], Any], rng: np.random.Generator) -> Iterator[StoryStep]:
    """Yield the steps of a story, some with one behind them that empties a container it gave or was given."""
    shift: dict[int, int] = {}
    count = 0
    for index, step in enumerate(story):
        shift[index] = count
        yield step
        count += 1
        filled_positions = [position for position, value in enumerate(step.args) if is_filled(value)]
        if step.kind == "call" and is_filled(answers(index)):
            filled_positions.append(-1)
        if filled_positions and rng.random() < EMPTIED:
            position = filled_positions[int(rng.integers(len(filled_positions)))]
            yield StoryStep("empty", step.target, source=(shift[index], position))
            count += 1


def is_filled(value: Any) -> bool:
    """Whether a value is a container that can be emptied."""
    return isinstance(value, list | dict | set | np.ndarray) and len(value) > 0


EMPTIED = 0.5
"""The share of containers that are emptied."""

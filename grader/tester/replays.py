"""A test that has passed, once more with what it had given away unchanged, where the student's code has changed that.

`assert total(xs) == sum(xs)` holds for a `total` that empties the list and returns 0.  Where the reference changes
nothing of what a test gives, a student's changes are undone once the test is over, and the test runs again on the
answers that were noted: nothing is asked of the student's code then.  It has passed if it passes again.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np

from grader.tester.fingerprints import fingerprint
from grader.tester.proxies import StudentHandle
from grader.tester.random_states import states_here
from grader.worker.wire.shared_tables import type_name

if TYPE_CHECKING:
    from grader.tester.party import TesterParty

UNNOTED = frozenset({"stage", "patch", "unpatch"})
"""Questions about the surroundings of the code, which are not asked again."""
_MAPPINGS = (dict, OrderedDict, Counter)
_FILLED = (list, set, deque, bytearray, *_MAPPINGS)
_MIRRORED = frozenset({*_FILLED, np.ndarray})
_TABLES = ("DataFrame", "Series")
_ATOMS = frozenset({int, float, bool, str, bytes, complex, type(None)})
MOST_BYTES = 1 << 28
"""Bytes of answers and arguments that are noted for one test; with more of them it does not run again."""
_LARGEST_ARGUMENT = 1 << 20


class UnrepeatableError(BaseException):
    """The test does something else when it runs again, for reasons of its own."""


class ChangedArgumentError(AssertionError):
    """A test passes only because the student's code has changed what it was given."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("your code changes what the test passes to it, and the test passes only because of that")


def is_container(kind: type) -> bool:
    """Whether objects of a class are mirrored."""
    return kind in _MIRRORED or (kind.__name__ in _TABLES and bool(type_name(kind)))


def copied(container: Any) -> Any:
    """Return a container with the same members."""
    return container.copy()


def fill(container: Any, content: Any) -> None:
    """Give a container the members of another one."""
    kind = type(container)
    if kind is np.ndarray:
        container[...] = content
    elif kind in (list, bytearray):
        container[:] = content
    elif kind in _FILLED:
        container.clear()
        (container.extend if kind is deque else container.update)(content)
    else:
        kind.__init__(container, content)


@dataclass(slots=True)
class FrozenContainer:
    """A container of an answer, with what it held then."""

    number: int
    content: Any
    members: list[Any] | None
    """Its members, where not all of them are plain."""


@dataclass(slots=True)
class FrozenHandle:
    """An object of the student's, which is not kept alive by it."""

    number: int
    kind: type
    alive: ref[Any]


@dataclass(slots=True)
class NotedAnswer:
    """A question and its answer."""

    head: tuple[Any, ...]
    marks: tuple[Any, ...]
    """The arguments, of containers what alike ones have in common."""
    numbers: tuple[int, ...]
    """Of the containers among the arguments; 0 for anything else."""
    altered_before: bool
    """Whether the student's code had changed one of them when the question was asked."""
    raised: Any
    value: Any
    texts: tuple[Any, ...]
    changes: list[FrozenContainer]
    states: Any = None
    """The random states afterwards, where the answer brought some."""
    used: bool = False


def parts_of(question: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return what a question is about, and its arguments."""
    operation = question[0]
    if operation == "call":
        return (operation, _key(question[1]), question[3]), question[2]
    if operation == "method":
        return (operation, _key(question[1]), question[2], question[4]), question[3]
    if operation == "op":
        return (operation, question[1], *map(_key, question[2][:1])), question[2][1:]
    return tuple(map(_key, question[:3])), question[3:]


def marks_of(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the arguments as they are now; of a large container nothing."""
    return tuple(
        (item.copy() if _size(item) <= _LARGEST_ARGUMENT else None) if is_container(type(item)) else item
        for item in arguments
    )


def _size(value: Any) -> int:
    """Return the bytes that a value keeps, about, without those of its members."""
    kind = type(value)
    if kind is np.ndarray:
        return int(value.nbytes)
    if kind.__name__ in _TABLES and is_container(kind):
        return int(value.size) * 16
    if kind in (str, bytes, bytearray):
        return len(value)
    return 8 * len(value) if kind in _FILLED or kind is tuple else 8


def _key(value: Any) -> Any:
    if issubclass(type(value), StudentHandle):
        return StudentHandle, value._grader_number
    return value if isinstance(value, str | type) else id(type(value))


class AnswerLog:
    """The answers of one test."""

    def __init__(self, party: TesterParty) -> None:
        self._party = party
        self.answers: list[NotedAnswer] = []
        self.states = states_here()
        """The random states when the test began."""
        self.called_back = False
        """Whether the student's code has used an object of the test, which would have to happen again."""
        self.size = 0
        """The bytes of all that is noted."""

    def has_altered(self, arguments: tuple[Any, ...]) -> bool:
        """Whether the student's code has changed an argument before."""
        return bool(self._party.originals) and any(
            container is item for container, _ in self._party.originals.values() for item in arguments
        )

    def note(self, parts: tuple[Any, Any], marks: tuple[Any, ...], raw: Any, *, altered_before: bool) -> None:
        """Note an answer; `marks` are what the arguments were when the question was asked."""
        raised, value, printed, _, facts, errors, warned, *_ = raw
        head, arguments = parts
        frozen = [self._container(item, set()) for item in self._party.changed]
        self.size += sum(map(_size, (*marks, value, printed)))
        self.answers.append(
            NotedAnswer(
                head,
                marks,
                tuple(self._number_of(item) for item in arguments),
                altered_before,
                raised,
                self._frozen(value, set()),
                (printed, facts, errors, warned),
                [change for change in frozen if change.number % 2],  # the student's own
            )
        )

    def _number_of(self, value: Any) -> int:
        """Return the number of a container, also of one that the other side has forgotten since it has changed it."""
        if not is_container(type(value)):
            return 0
        changed = (number for number, (container, _) in self._party.originals.items() if container is value)
        return next(changed, self._party.mirror_numbers.get(id(value), 0))

    def _frozen(self, value: Any, within: set[int]) -> Any:
        kind = type(value)
        if issubclass(kind, StudentHandle):
            return FrozenHandle(value._grader_number, kind, ref(value))
        if is_container(kind):
            return self._container(value, within)
        if kind is tuple:
            return tuple(self._frozen(item, within) for item in value)
        return value

    def _container(self, value: Any, within: set[int]) -> FrozenContainer:
        number = self._number_of(value)
        members: list[Any] | None = None
        if id(value) not in within and type(value) in _FILLED and type(value) is not bytearray:
            within = within | {id(value)}
            pairs = value.items() if type(value) in _MAPPINGS else value
            if not _ATOMS.issuperset(map(type, value.values() if pairs is not value else value)):
                members = [self._frozen(item, within) for item in pairs]
        self.size += _size(value)
        return FrozenContainer(number, copied(value), members)


class Replay:
    """Answers the questions of a test from a log."""

    def __init__(self, log: AnswerLog, party: TesterParty, altered: set[int]) -> None:
        self._log = log
        self._party = party
        self._altered = altered
        self._containers: dict[int, Any] = {}
        self._handles: dict[int, Any] = {}
        self.unrepeatable = False
        """Whether the test has asked something else than before, for reasons of its own."""

    def answer(self, question: tuple[Any, ...]) -> tuple[Any, Any, Any, Any]:
        """Return what was answered: whether it was raised, the value, the texts, and the random states if they changed.

        Raises ChangedArgumentError for a question that was not asked.
        """
        head, arguments = parts_of(question)
        noted = self._noted(head, marks_of(arguments))
        noted.used = True
        for number, argument in zip(noted.numbers, arguments, strict=False):
            if number and number not in self._altered:
                self._containers[number] = argument
        for change in noted.changes:
            if change.number in self._containers:
                self._thawed(change)
        return noted.raised, self._thawed(noted.value), noted.texts, noted.states

    def _noted(self, head: tuple[Any, ...], marks: tuple[Any, ...]) -> NotedAnswer:
        alike = [noted for noted in self._log.answers if not noted.used and noted.head == head]
        for noted in alike:
            if _same(noted.marks, marks):
                return noted
        if not alike:
            raise ChangedArgumentError
        if not alike[0].altered_before:
            self.unrepeatable = True
            raise UnrepeatableError
        return alike[0]

    def _thawed(self, value: Any) -> Any:
        if type(value) is FrozenHandle:
            return self._handle(value)
        if type(value) is FrozenContainer:
            return self._container(value)
        if type(value) is tuple:
            return tuple(map(self._thawed, value))
        return value

    def _handle(self, frozen: FrozenHandle) -> Any:
        handle = frozen.alive() or self._handles.get(frozen.number)
        if handle is None:
            handle = object.__new__(frozen.kind)
            object.__setattr__(handle, "_grader_number", frozen.number)
            object.__setattr__(handle, "_grader_released", [])
        self._handles[frozen.number] = handle
        self._party.arrived.append(handle)
        return handle

    def _container(self, frozen: FrozenContainer) -> Any:
        copy = self._containers.get(frozen.number)
        if copy is not None and frozen.number % 2 == 0:
            return copy
        is_other = type(copy) is np.ndarray and copy.shape != frozen.content.shape
        container = copied(frozen.content) if copy is None or is_other else copy
        if frozen.number:
            self._containers[frozen.number] = container
        if frozen.members is not None:
            members = [self._thawed(item) for item in frozen.members]
            fill(container, dict(members) if type(container) in _MAPPINGS else members)
        elif container is copy:
            fill(container, frozen.content)
        return container


def _same(first: tuple[Any, ...], second: tuple[Any, ...]) -> bool:
    return len(first) == len(second) and all(
        first_item is other
        or (
            type(first_item) is type(other)
            and (mark := fingerprint(first_item)) is not None
            and mark == fingerprint(other)
        )
        for first_item, other in zip(first, second, strict=True)
    )

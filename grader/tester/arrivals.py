"""Where values of a student's code arrive in a test otherwise than as answers.

What it gives to functions and objects of the test, sets there, puts into a container that the test holds, or raises,
has a place as answers have (`grader/tester/answers.py`), so that it is bounded by what the reference gives there:

    <given>spy[0]   the first argument of a call of the test's `spy`      <given>.x   an attribute that is set
    fill():0[2]     an item of a list that was passed to `fill`           f()<raises>[0]   an argument of an exception
"""

from __future__ import annotations

from collections import OrderedDict, deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import NonCallableMock

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.tester.party import TesterParty

_CONTAINERS = (list, dict, set, OrderedDict, deque, np.ndarray)
_MOST_PLACES = 8
"""Places of one container."""
LONGEST_NUMBERED = 8
"""Items of a list that have places of their own; those of a longer one share one."""
_MOST_MEMBERS = 2000
_LONGEST_PLACE = 200
GIVEN = "<given>"
RAISES = "<raises>"


class HeldContainers:
    """The containers that a test holds and a student's code may fill, by their places."""

    def __init__(self, party: TesterParty) -> None:
        self._party = party
        self._origins: dict[int, tuple[str, ...]] = {}
        """By identity, of which the party says whether it still means the same."""
        self._unanswered: list[object] = []
        """Those in the questions that are not answered yet: the other side may forget one with its answer."""

    @contextmanager
    def given(self, origins: Iterable[str], question: tuple[Any, ...]) -> Iterator[None]:
        """Note the containers that a question gives away, which are held at least until it is answered."""
        containers = [argument for argument in _arguments(question) if type(argument) in _CONTAINERS]
        for number, argument in enumerate(_arguments(question) if containers else ()):
            if type(argument) in _CONTAINERS:
                self._note(argument, [f"{origin}:{number}" for origin in origins])
        self._unanswered += containers
        try:
            yield
        finally:
            if containers:
                del self._unanswered[-len(containers) :]

    def come(self, origins: Iterable[str], value: object) -> None:
        """Note a container that has come as an answer."""
        if type(value) in _CONTAINERS:
            self._note(value, list(origins))

    def _note(self, container: object, origins: list[str]) -> None:
        # An identity that the party does not know may have been that of another container.
        earlier = self._origins.get(id(container), ()) if id(container) in self._party.mirror_numbers else ()
        self._origins[id(container)] = tuple(dict.fromkeys((*earlier, *origins)))[:_MOST_PLACES]

    def all(self) -> list[tuple[str, object]]:
        """Return the containers with their places; one that has two of them twice."""
        values = [mirror.value for mirror in self._party.mirrors.values()] + self._unanswered + self._party.changed
        values = list({id(value): value for value in values}.values())
        return [(origin, value) for value in values for origin in self._origins.get(id(value), ())]


def _arguments(question: tuple[Any, ...]) -> tuple[Any, ...]:
    if question[0] == "op":
        return tuple(question[2][1:])
    arguments = {"call": 2, "method": 3, "set": 3, "bind": 3}.get(question[0])
    if arguments is None:
        return ()
    given = question[arguments]
    return given if question[0] in ("call", "method") else (given,)


def given_values(operation: str, arguments: list[Any]) -> Iterator[tuple[str, object]]:
    """Yield what a question of the student's code gives to the test, with its places."""
    if operation == "set":
        yield f"{GIVEN}.{arguments[1]}", arguments[2]
        return
    if operation == "op":
        name, values = f"<{arguments[0]}>", arguments[1][1:]
    else:
        name, values = (_name_of(arguments[0]), arguments[1]) if operation == "call" else (f"<{operation}>", arguments)
    for number, value in enumerate(values):
        yield f"{GIVEN}{name}[{number}]", value


def _name_of(target: Any) -> str:
    """Return the name of a function of the test's, of a child of a mock, or of an object's class."""
    if isinstance(target, NonCallableMock):
        return str(vars(target).get("_mock_new_name") or type(target).__name__)
    name = getattr(target, "__name__", None)
    return name if isinstance(name, str) else type(target).__name__


def raised_values(origins: Iterable[str], error: BaseException) -> list[tuple[str, object]]:
    """Return the arguments of an exception with their places."""
    return [(f"{origin}{RAISES}[{number}]", value) for origin in origins for number, value in enumerate(error.args)]


def walk(values: Iterable[tuple[str, object]], *, itself: bool = True) -> Iterator[tuple[str, object]]:
    """Yield values and their members by their places; without what is no place to remember."""
    for origin, value in values:
        for number, (where, member) in enumerate(_members(origin, value) if origin else ()):
            if len(where) <= _LONGEST_PLACE and (number or itself):
                yield where, member


def _members(origin: str, value: object, depth: int = 4) -> Iterator[tuple[str, object]]:
    """Yield a value and the members of plain containers in it, each with its place."""
    yield origin, value
    kind = type(value)
    if not depth:
        return
    if kind in (list, tuple, deque) and len(value) <= LONGEST_NUMBERED:  # type: ignore[arg-type]
        for number, member in enumerate(value):  # type: ignore[arg-type, var-annotated]
            yield from _members(f"{origin}[{number}]", member, depth - 1)
        return
    members: Iterable[object] = ()
    if kind in (list, tuple, deque, set, frozenset):
        members = list(value)[:_MOST_MEMBERS]  # type: ignore[call-overload]
    elif kind in (dict, OrderedDict):
        members = list(value.values())[:_MOST_MEMBERS]  # type: ignore[attr-defined]
    elif kind is np.ndarray and value.dtype == object:  # type: ignore[attr-defined]
        members = value.flat[:_MOST_MEMBERS]  # type: ignore[attr-defined]
    for member in members:
        yield from _members(f"{origin}[]", member, depth - 1)

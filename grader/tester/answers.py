"""The kinds of answers that the reference gives in a test, and what the test may therefore ask of a student's object.

Where the reference gives a table, an array or a number, a test's `answer.equals(expected)` is a question to pandas.
An object of a student's own class there, with a method of that name, would answer for itself: it is refused.

A place is the last step by which a test gets a value: `mean_price()`, `.pop()`, `.items`, `mean_price()[0]`.
"""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from grader.tester.arrivals import GIVEN, LONGEST_NUMBERED, RAISES, walk
from grader.tester.proxies import StudentHandle, is_remote, is_remote_class
from grader.worker.wire.type_names import name_of_type, type_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

OBJECT = "object"
"""The kind of all that stays in the other process, and of values that any class may stand for (named tuples)."""
CHANGES = "changes"
"""Noted beside the kinds where the reference's object gives something else when it is read again."""
STOPS = "stops"
"""Noted where the reference raises StopIteration, and is no iterator that is asked for its next item."""
CLASS = "class"
"""Noted where the reference has a class of its own."""
_ENDS = "ends:"
"""Noted where the reference's `__exit__` ends an exception, with the class of that."""
_CALLBACKS = "<callbacks>"
"""The place of what happens in functions of the test that the student's code calls."""
_RANDOM = "<random>"
"""The place of what happens to the random generators of the test."""
_TOO_WIDE = (object, type, BaseException, Exception)
"""Classes that anything is an instance of, or any exception."""
_MODULE = "types.ModuleType"
_NONE = frozenset({"NoneType", "types.NoneType"})
_TABLES = frozenset({"pandas.DataFrame", "pandas.Series"})
"""Their columns and labels are attributes too."""
_ARRAY_NAMES = frozenset(dir(np.ndarray)) - {"tolist", "item"}
"""numpy's functions ask an object for its own `all` or `sum` before they look at its values."""
CHANGING = frozenset({
    "append", "extend", "insert", "pop", "popitem", "remove", "clear", "sort", "reverse", "update", "add", "discard",
})  # fmt: skip
"""Methods of plain containers that change the object, which a copy of what it holds does not."""
_MOST_PLACES = 500


class ContradictionError(AssertionError):
    """A student's object shows something else when it is read again."""


class AnswerKinds:
    """The kinds of answers by place: recorded with the reference, asked for with any other submission."""

    def __init__(self, *, recording: bool = False) -> None:
        self.recording = recording
        self.seen: dict[str, set[str]] = {}
        self.expected: Mapping[str, str] | None = None
        """The recorded kinds by place, separated by blanks; None without a profile."""
        self.refusals: list[str] = []
        """The sentences about what was refused in this test."""
        self.contradictions: list[str] = []
        """The sentences about objects that did not stay what they had shown in this test."""

    def begin_test(self) -> None:
        """Forget what was refused in the test before."""
        self.refusals.clear()
        self.contradictions.clear()

    def recorded(self) -> dict[str, str]:
        """Return what was seen, in the form of `expected`."""
        return {origin: " ".join(sorted(kinds)) for origin, kinds in sorted(self.seen.items())}

    def arrive(
        self, values: Sequence[tuple[str, object]], others: Iterable[object], held: Iterable[tuple[str, object]] = ()
    ) -> None:
        """Note values that have come from the student's code, by their places, and `others`: all handles among them.

        `held` are containers that the test holds, in which handles may have come as well.
        """
        rest = {id(other): other for other in others}
        for where, member in walk(values):
            rest.pop(id(member), None)
            self._note(where, member)
        if rest or self.recording:
            for where, member in walk(held, itself=False):
                rest.pop(id(member), None)
                self._note(where, member)
        for other in rest.values():
            for origin, _ in values:
                self._note(f"{origin}[]", other)

    def _note(self, origin: str, value: object) -> None:
        if self.recording and (origin in self.seen or len(self.seen) < _MOST_PLACES):
            self.seen.setdefault(origin, set()).add(_kind_of(value))
            if is_remote_class(value):
                self._note_mark((origin,), CLASS)
        if is_remote(value):
            origins = places_of(value)
            if origin not in origins:
                _set_places(value, (*origins, origin))

    def refusal(self, target: Any, name: str) -> str:
        """Return why a test may not ask an object for an attribute; "" where it may."""
        if not self.expected or name[:1] == "_":
            return ""
        origins = places_of(target)
        kinds = {origin: self._kinds_at(origin) for origin in origins}
        hit = next((origin for origin in origins if _refuses(kinds[origin], name)), None)
        if hit is None:
            return ""
        asked = f".{name}" in self.expected or f".{name}()" in self.expected
        if asked and any(OBJECT in known for known in kinds.values()):
            return ""  # the reference's object has it too, and this one has stood where that stands
        return (
            f"the test uses `.{name}` of {_described(hit)}: {_in_words(kinds[hit])} is expected there, "
            f"and your code gives an object of class {_class_name(target)}"
        )

    def plain_kinds(self, target: Any) -> frozenset[str]:
        """Return the kinds that are expected where an object stands, if they are those of plain values alone."""
        for origin in places_of(target) if self.expected else ():
            kinds = self._kinds_at(origin) - _NONE
            if kinds and OBJECT not in kinds:
                return kinds
        return frozenset()

    def note_change(self, origins: Iterable[str]) -> None:
        """Note that a repeated read gives something else with the reference."""
        self._note_mark(origins, CHANGES)

    def is_steady(self, origins: Iterable[str]) -> bool:
        """Whether the reference was read there, and gave the same whenever it was read again."""
        known = [self.expected[origin].split() for origin in origins if origin in (self.expected or {})]  # type: ignore[index]
        return bool(known) and not any(CHANGES in kinds for kinds in known)

    def _note_mark(self, origins: Iterable[str], mark: str) -> None:
        for origin in origins:
            self.seen.setdefault(origin, set()).add(mark)

    def _is_marked(self, origins: Iterable[str], mark: str) -> bool:
        """Whether the reference has a mark at one of the places; without a reference yes."""
        return self.expected is None or any(mark in self.expected.get(origin, "").split() for origin in origins)

    def end_of_items(self, error: StopIteration, origins: Iterable[str], question: tuple[Any, ...]) -> None:
        """Let only an iterator end a loop of the test, unless the reference raises StopIteration elsewhere too."""
        if question == ("op", "next"):
            return
        if self.recording:
            self._note_mark(origins, STOPS)
        elif not self._is_marked(origins, STOPS):
            raise RuntimeError("your code raises StopIteration, which would end a loop of the test") from error

    def may_end(self, origins: Iterable[str], kind: type | None) -> bool:
        """Whether a student's `__exit__` may end an exception of the test, as the reference's does."""
        mark = f"{_ENDS}{getattr(kind, '__name__', '')}"
        if self.recording and kind is not None:
            self._note_mark(origins, mark)
            return True
        if self.expected is None:
            return kind is not None and not issubclass(kind, AssertionError)
        return self._is_marked(origins, mark)

    def may_draw(self, generator: str, has_only_drawn: Callable[[], bool]) -> bool:
        """Whether the student's code may leave a random generator in another state, for which it has only drawn or not.

        It may draw where the reference draws, and seed where the reference does.
        """
        drawn, seeded = f"{generator}:drawn", f"{generator}:seeded"
        if self.recording:
            self._note_mark((_RANDOM,), drawn if has_only_drawn() else seeded)
            return True
        return self._is_marked((_RANDOM,), seeded) or (self._is_marked((_RANDOM,), drawn) and has_only_drawn())

    def check_answer(self, origins: Iterable[str], value: Any) -> None:
        """Refuse `Exception` or `object` as the student's own class, and a module where the reference has none.

        Raises AttributeError.
        """
        if not issubclass(type(value), (type, tuple, ModuleType)):
            return
        is_wide = isinstance(value, tuple) or any(value is kind for kind in _TOO_WIDE)
        for origin in origins:
            marks = (self.expected or {}).get(origin, "").split()
            if is_wide and CLASS in marks:
                given = getattr(value, "__name__", "a tuple")
                raise AttributeError(f"{_described(origin)} is expected to be a class of your own, and is {given}")
            if issubclass(type(value), ModuleType) and marks and _MODULE not in marks:
                raise AttributeError(
                    f"{_described(origin)} is the module {value.__name__}, and no module is expected there"
                )

    def without_names(self, origins: Iterable[str], value: Any) -> Any:
        """Return a named tuple as a plain one where that is expected: its fields may be named as methods of tuples."""
        is_named = isinstance(value, tuple) and type(value) is not tuple
        if is_named and any(OBJECT not in kinds for origin in origins if (kinds := self._kinds_at(origin) - _NONE)):
            return tuple(value)
        return value

    def check_callbacks(self, failed: Sequence[BaseException]) -> None:
        """Refuse a test that has passed though an assert failed in a function that it gave to the student's code.

        Raises ContradictionError, unless the reference catches such an exception too.
        """
        if failed and self.recording:
            self._note_mark((_CALLBACKS,), f"{_ENDS}AssertionError")
        elif failed and not self._is_marked((_CALLBACKS,), f"{_ENDS}AssertionError"):
            raise ContradictionError(
                f"a check failed in a function that the test gave to your code, and your code caught that: {failed[0]}"
            )

    def contradict(self, origin: str) -> NoReturn:
        """Refuse an object that shows something else than before.  Raises ContradictionError."""
        text = (
            f"the test reads {_described(origin)} twice, and your code gives something else the second time, "
            "although nothing was called in between"
        )
        self.contradictions.append(text)
        raise ContradictionError(text)

    def check_contradictions(self) -> None:
        """Raise ContradictionError where a test has caught the one that was raised in it."""
        if self.contradictions:
            raise ContradictionError(self.contradictions[0])

    def _kinds_at(self, origin: str) -> frozenset[str]:
        """Return the kinds at a place; of a part of a plain value that has no such parts, those of the whole."""
        expected = self.expected or {}
        while origin:
            if origin in expected:
                return _kinds_in(expected[origin])
            stem = _without_last_step(origin)
            if origin.endswith("]"):
                kinds = [expected[other] for other in expected if other.startswith(f"{stem}[")]
                if kinds:
                    return _kinds_in(" ".join(kinds))
            origin = stem
        return frozenset()


def _without_last_step(origin: str) -> str:
    """Return the place of the whole, for that of a part or of what an operation gave; "" where there is none."""
    for opening, closing in ("[]", "<>", "()"):
        if origin.endswith(closing):
            return origin[: origin.rindex(opening)]
    return ""


def places_of(value: object) -> tuple[str, ...]:
    """Return the places at which an object of the student's has come."""
    if isinstance(value, type):
        return tuple(vars(value).get("_grader_class_places", ()))
    if issubclass(type(value), StudentHandle):
        return tuple(object.__getattribute__(value, "_grader_places"))
    return tuple(vars(value).get("_grader_places", ())) if isinstance(value, BaseException) else ()


def _set_places(value: object, origins: tuple[str, ...]) -> None:
    if isinstance(value, type):
        type.__setattr__(value, "_grader_class_places", origins)
    else:
        object.__setattr__(value, "_grader_places", origins)


def places_after(operation: str, operands: tuple[Any, ...]) -> tuple[str, ...]:
    """Return the places of what an operation on an object gives: one for each place of the object.

    One function may have two names, and the reference gives something else by each.
    """
    return tuple(_place_after(origin, operation, operands) for origin in places_of(operands[0])) if operands else ()


def _place_after(origin: str, operation: str, operands: tuple[Any, ...]) -> str:
    if operation == "call":
        return f"{origin}()"
    if operation == "next":
        return f"{origin.removesuffix('<iter>')}[]"
    if operation == "getitem":
        key = operands[1]
        return f"{origin}[{key}]" if type(key) is int and 0 <= key < LONGEST_NUMBERED else f"{origin}[]"
    return f"{origin}<{operation}>"


def _kind_of(value: object) -> str:
    kind = type(value)
    if is_remote(value) or isinstance(value, type):
        return OBJECT
    if issubclass(kind, ModuleType):
        return _MODULE  # also one whose attributes are watched, which is of another class
    return name_of_type(kind) or OBJECT


def _kinds_in(words: str) -> frozenset[str]:
    """Return the kinds among the words of a place, without what else is noted there."""
    return frozenset(word for word in words.split() if word not in (CHANGES, STOPS, CLASS) and _ENDS not in word)


def _refuses(kinds: frozenset[str], name: str) -> bool:
    """Whether a name is one of plain values alone: no object stands there with the reference, and those have it."""
    plain = kinds - _NONE
    if not plain or OBJECT in plain:
        return False
    return bool(plain & _TABLES) or name in _ARRAY_NAMES or any(_has(kind, name) for kind in plain)


def _has(kind: str, name: str) -> bool:
    known = type_named(kind)
    return known is not None and any(name in vars(base) for base in known.__mro__)


def has_attribute(held: object, name: str) -> bool:
    """Whether the class of what an object of a derived class holds has an attribute; of None, no."""
    return held is not None and any(name in vars(base) for base in type(held).__mro__)


def _described(origin: str) -> str:
    """Return a place in words."""
    if origin.endswith("]"):
        whole = origin[: origin.rindex("[")]
        if whole.endswith(RAISES):
            return f"an argument of an exception of `{whole.removesuffix(RAISES).removesuffix('()')}`"
        if whole.startswith(GIVEN) and "[" not in whole:
            return _described(whole)
        return f"an element of {_described(whole)}"
    if origin.startswith(GIVEN):
        return f"what your code gives to `{origin.removeprefix(GIVEN).strip('<>')}`"
    if origin.endswith(">"):
        return _described(origin[: origin.rindex("<")])
    name, _, argument = origin.partition(":")
    if argument:
        return f"an argument of `{name.removesuffix('()')}(...)`"
    return f"what `{name[:-2]}(...)` returns" if name.endswith("()") else f"`{name}`"


def _in_words(kinds: frozenset[str]) -> str:
    names = [kind.rpartition(".")[2] for kind in sorted(kinds) if "NoneType" not in kind]
    return "a value of type " + " or ".join(names)


def _class_name(target: Any) -> str:
    return target.__name__ if isinstance(target, type) else type(target).__name__

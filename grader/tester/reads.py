"""Reads of a student's object: its length, items, conversions and attributes, as long as nothing is called.

An object that answers otherwise when it is asked again (`list(x) == sorted(x)`) would pass a test that no value passes.
Where the reference gives a plain value, an object is therefore the one content that it shows first.  Where the
reference gives an object whose repeated reads are alike, those of the student's have to be alike too.

A call, a method or an assignment may change an object, and begins anew.  A generator that a call gave runs code as well
whenever it moves on, and an object may fill itself when it is read: then its text and its length become others.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from grader.tester.answers import places_after
from grader.tester.fingerprints import fingerprint
from grader.tester.held_items import HeldItems
from grader.tester.proxies import is_remote
from grader.worker.wire.type_names import OPERATIONS, OPERATORS

if TYPE_CHECKING:
    from collections.abc import Hashable

_NUMERIC = frozenset({
    "int", "float", "complex", "index", "round", "abs", "neg", "pos", "invert", "trunc", "floor", "ceil",
})  # fmt: skip
_TEXTS = frozenset({"format", "repr", "str"})
_LENGTHS = frozenset({"len", "bool"})
_COMPARISONS = frozenset({"contains", "bool", "eq", "ne", "lt", "le", "gt", "ge", "hash"})
"""Operators that are reads where a class of the student's has them."""
READS = _NUMERIC | _TEXTS | _COMPARISONS | {"len", "getitem", "bytes", "fspath"}
"""Operations that change nothing."""
_NEUTRAL = frozenset({"name", "names", "get", "base", "vars", "describe", "library", "fact"})
_CHANGING = {"setitem", "delitem", "enter", "exit"} | {f"i{name.strip('_')}" for name in OPERATORS}
_CONVERSIONS = ("float", "complex", "index", "int")
_INTEGERS = ("index", "int", "float", "complex")
_SEQUENCES = frozenset({"list", "tuple", "numpy.ndarray", "collections.deque", "range", "str", "bytes"})
_MAPPINGS = frozenset({"dict", "collections.OrderedDict", "collections.Counter", "collections.defaultdict"})


class ObjectReads:
    """The reads of objects since something was called last."""

    def __init__(self, link: Any) -> None:
        self._link = link
        self._since = 0
        self._first: dict[Hashable, tuple[Hashable, Hashable]] = {}
        """By read: what may have changed the object until then (`_clock`), and a mark of what it gave."""
        self._values: dict[Hashable, Any] = {}
        self._items: dict[int, HeldItems] = {}
        self._streams: dict[int, HeldItems] = {}
        """Iterators, which give their items once: what came of them stays."""
        self._passes: dict[int, tuple[Hashable, str, int] | None] = {}
        """Iterators that an object has given, by their numbers: the object, for what, and how many items have come.

        None where something was called since: what comes then is another content.
        """
        self._origins: dict[int, Hashable] = {}
        """How an object was come by, by its number: two objects that one read gave stand for each other."""
        self._moves: Counter[int | None] = Counter()
        """How often each iterator has moved on that no object gave for a pass over its items."""
        self._moved = 0
        self._givers: dict[int, int] = {}
        """Those iterators by the numbers of the objects that came of them."""
        self._lengths = self._others = 0
        """Numbers of reads: of lengths, and of all else but texts."""

    def note(self, question: tuple[Any, ...]) -> None:
        """Begin anew with a question that may change something."""
        if question[0] not in _NEUTRAL and (question[0] != "op" or question[1] in _CHANGING):
            self._since += 1
            self._first.clear()
            self._values.clear()
            self._items.clear()
            self._passes = dict.fromkeys(self._passes)

    def operate(self, operation: str, operands: tuple[Any, ...]) -> Any:
        """Do something with an object, of which a read is bounded by what was read before."""
        target, answers = operands[0], self._link.answers
        is_bounded = is_remote(target) and not isinstance(target, BaseException)
        if not is_bounded or not (answers.recording or answers.expected):
            return self._ask(operation, operands)
        self._count(operation)
        if kinds := answers.plain_kinds(target):
            return self._of_content(operation, operands, kinds)
        if operation == "next":
            return self._next_compared(target)
        value = self._ask(operation, operands)
        if operation in ("iter", "reversed") and value is not target and is_remote(value):
            self._passes[value._grader_number] = self._key(target), operation, 0
        if operation in READS and (operation not in _COMPARISONS or _is_own(target, operation)):
            self.compare((self._key(target), operation, _marks(operands[1:])), places_after(operation, operands), value)
        return value

    def _ask(self, operation: str, operands: tuple[Any, ...]) -> Any:
        return self._link.ask_at(places_after(operation, operands), "op", operation, operands)

    def _key(self, target: Any) -> Hashable:
        number: int = target._grader_number
        return self._origins.get(number, number)

    def _next_compared(self, target: Any) -> Any:
        """Return an iterator's next item, which is as in an earlier pass.  Raises ContradictionError, StopIteration."""
        number: int = target._grader_number
        if number not in self._passes:
            self._values.clear()
            self._items.clear()
            return self._moved_on(target)
        places, current = places_after("next", (target,)), self._passes[number]
        if current:
            self._passes[number] = *current[:2], current[2] + 1
        try:
            value = self._ask("next", (target,))
        except StopIteration:
            if current:
                self.compare(current, places, "there is no further item")
            raise
        if current:
            self.compare(current, places, value)
        return value

    def _moved_on(self, source: Any) -> Any:
        """Return the next item of an iterator that no object gave for a pass over it: others may change by that."""
        number: int = source._grader_number
        self._moves[number] += 1
        self._moved += 1
        value = self._ask("next", (source,))
        if is_remote(value):
            self._givers[value._grader_number] = number
        return value

    def _count(self, operation: str) -> None:
        self._lengths += operation in _LENGTHS
        self._others += operation not in _LENGTHS | _TEXTS

    def _clock(self, key: tuple[Any, ...]) -> tuple[Hashable, ...]:
        """Return what is the same for two reads between which nothing can have changed what the read gives."""
        target, operation = key[:2]
        while isinstance(target, tuple):  # how it was come by: first by a read of another object
            target = target[1][0]
        moved = self._moved - self._moves[self._givers.get(target)], self._passes.get(target)
        if operation in _TEXTS:
            return moved, self._others + self._lengths
        return moved, self._others if operation in _LENGTHS else 0

    # Where the reference gives an object: repeated reads are alike, if those of the reference's are.

    def compare(self, key: tuple[Hashable, ...], places: tuple[str, ...], value: Any) -> None:
        """Compare what a read gives with what it gave before.  Raises ContradictionError."""
        answers = self._link.answers
        if None in key:
            return
        clock = () if answers.recording else self._clock(key)
        if is_remote(value):
            self._origins.setdefault(value._grader_number, (self._since, key, clock[:1]))
        mark = fingerprint(value)
        if mark is None:
            return
        first = self._first.get(key)
        if first is None or first[0] != clock:
            self._first[key] = clock, mark
        elif first[1] != mark and answers.recording:
            answers.note_change(places)
        elif first[1] != mark and answers.is_steady(places):
            answers.contradict(places[0])

    def attribute(self, target: Any, name: str, value: Any) -> None:
        """Compare an attribute with what it was before.  Raises ContradictionError."""
        answers = self._link.answers
        if (answers.recording or answers.expected) and not isinstance(target, BaseException):
            self._count("get")
            self.compare((self._key(target), f".{name}"), (f".{name}",), value)

    # Where the reference gives a plain value: one content.

    def _of_content(self, operation: str, operands: tuple[Any, ...], kinds: frozenset[str]) -> Any:
        target, *rest = operands
        if operation in _TEXTS or operation in _CHANGING:
            return self._held(operation, operands)
        if getattr(type(target), "_grader_holds", False):
            return OPERATIONS[operation](self.base(target), *rest)
        if operation == "iter":
            return iter(self._items_of(target))
        if operation == "len":
            return self._length(target)
        if operation == "reversed":
            return reversed(self._items_of(target).all())
        if operation == "getitem" and type(rest[0]) in (int, slice) and kinds & _SEQUENCES and not kinds & _MAPPINGS:
            return self._items_of(target)[rest[0]]
        if operation in _NUMERIC and not kinds & (_SEQUENCES | _MAPPINGS):
            return OPERATIONS[operation](self._number(target, kinds), *rest)
        return self._held(operation, operands)

    def base(self, target: Any) -> Any:
        """Return what an object of a class derived from a plain one holds."""
        key = (target._grader_number, "base")
        if key not in self._values:
            self._values[key] = self._link.base(target)
        return self._values[key]

    def is_true(self, target: Any) -> bool:
        """Return the truth of an object that stands where a plain value is expected: of what it holds."""
        kind = type(target)
        if getattr(kind, "_grader_holds", False):
            return bool(self.base(target))
        if _has(kind, "__len__"):
            return self._length(target) > 0
        kinds = self._link.answers.plain_kinds(target)
        if kinds & (_SEQUENCES | _MAPPINGS) or not any(_has(kind, f"__{name}__") for name in _CONVERSIONS):
            return True
        return bool(self._number(target, kinds))

    def _held(self, operation: str, operands: tuple[Any, ...]) -> Any:
        key = (operands[0]._grader_number, operation, _marks(operands[1:]))
        if operation not in READS or None in key:
            return self._ask(operation, operands)
        if key not in self._values:
            self._values[key] = self._ask(operation, operands)
        return self._values[key]

    def _number(self, target: Any, kinds: frozenset[str]) -> Any:
        """Return the number that an object converts to, in the first way that its class has."""
        is_integer = all(kind in {"int", "bool"} or kind.startswith(("numpy.int", "numpy.uint")) for kind in kinds)
        ways = _INTEGERS if is_integer else _CONVERSIONS
        way = next((way for way in ways if _has(type(target), f"__{way}__")), "float")
        return self._held(way, (target,))

    def _length(self, target: Any) -> int:
        length = self._held("len", (target,))
        items = self._known_items(target)
        if items is not None and items.ended:
            self._check_length(target, items, length)
        return int(length)

    def _check_length(self, target: Any, items: HeldItems, length: Any) -> None:
        """Raise ContradictionError where an object has said another length than that of all its items."""
        if len(items) != length:
            self._link.answers.contradict(places_after("len", (target,))[0])

    def _known_items(self, target: Any) -> HeldItems | None:
        """Return the items that were asked for before, also where they were none; of an iterator all that ever came."""
        number = target._grader_number
        return self._streams.get(number, self._items.get(number))

    def _items_of(self, target: Any) -> HeldItems:
        """Return the items of an object; of an iterator those that came of it ever."""
        items = self._known_items(target)
        if items is not None:
            return items
        source = self._ask("iter", (target,))
        items = HeldItems(lambda: self._next_of(target, source))
        (self._streams if source is target else self._items)[target._grader_number] = items
        return items

    def _next_of(self, target: Any, source: Any) -> Any:
        self._count("next")
        try:
            return self._moved_on(source) if source is target else self._ask("next", (source,))
        except StopIteration:
            length, items = self._values.get((target._grader_number, "len", ())), self._known_items(target)
            if length is not None and items is not None:
                self._check_length(target, items, length)
            raise


def _marks(arguments: tuple[Any, ...]) -> Hashable | None:
    """Return what alike arguments have in common; None where they are not plain."""
    marks = tuple(_marks_of_slice(one) if type(one) is slice else fingerprint(one) for one in arguments)
    return None if None in marks else marks


def _marks_of_slice(one: slice) -> Hashable | None:
    bounds = _marks((one.start, one.stop, one.step))
    return None if bounds is None else ("slice", bounds)


def _has(kind: type, name: str) -> bool:
    """Whether a class has a special method; a class of classes says yes for its own."""
    return any(name in vars(base) for base in kind.__mro__)


def _is_own(target: Any, operation: str) -> bool:
    """Whether a class of the student's has an operator itself: that of an iterator may use up its items."""
    return f"__{operation}__" in getattr(type(target), "_grader_operators", ())

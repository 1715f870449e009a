"""Data classes that are finished at the first use differ from standard ones in nothing but the time that they take."""

from __future__ import annotations

import copy
import dataclasses
import operator
import pickle  # noqa: TID251 - the pool of a batch does
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import pytest

from grader import records

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
OPTIONS: Sequence[dict[str, bool]] = (
    {},
    {"frozen": True},
    {"slots": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "eq": False},
    {"frozen": True, "slots": True, "eq": False},
    {"eq": False},
    {"frozen": True, "slots": True, "order": True},
)
IDS = [" ".join(options) or "plain" for options in OPTIONS]


def _decorators(options: dict[str, bool]) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """Return the decorator and `field` of the standard library, and those of `records`."""
    return (dataclasses.dataclass(**options), dataclasses.field), (records.dataclass(**options), records.field)


def _point(dataclass: Any, field: Any) -> Any:
    class Point:
        """A point."""

        kinds: ClassVar[int] = 3
        x: int
        y: float = 2.0
        names: list[str] = field(default_factory=list, compare=False)
        note: str = field(default="", repr=False)

        def sum(self) -> float:
            return self.x + self.y

    return dataclass(Point)


def _derived(dataclass: Any, field: Any) -> Any:
    base = _point(dataclass, field)

    class Derived(base):  # type: ignore[misc, valid-type]
        """Another."""

        y: float = 5.0
        z: tuple[int, ...] = ()

    return dataclass(Derived)


def _counted(dataclass: Any, field: Any) -> Any:
    class Counted:
        """Counts what it is given."""

        items: tuple[int, ...]
        count: int = field(init=False, default=7)
        seen: dict[str, int] = field(init=False, default_factory=dict)

        def __post_init__(self) -> None:
            self.seen["items"] = len(self.items)

    return dataclass(Counted)


def _generic(dataclass: Any, field: Any) -> Any:
    class Box(Generic[T]):
        """A box."""

        content: T
        size: int = 1

    return dataclass(Box)


def _own_methods(dataclass: Any, field: Any) -> Any:
    class Word:  # noqa: PLW1641 - whether it has a hash is what is compared
        """A word that is equal to itself in capitals."""

        text: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, type(self)) and self.text.lower() == other.text.lower()

        def __repr__(self) -> str:
            return f"<{self.text}>"

    return dataclass(Word)


def _empty(dataclass: Any, field: Any) -> Any:
    class Empty:
        """Nothing."""

    return dataclass(Empty)


CLASSES: dict[str, tuple[Callable[[Any, Any], Any], Sequence[tuple[tuple[Any, ...], dict[str, Any]]]]] = {
    "point": (_point, [((1,), {}), ((1, 2.0), {}), ((1,), {"y": 3.0, "names": ["a"]}), ((2, 1.0, [], "n"), {})]),
    "derived": (_derived, [((1,), {}), ((1, 5.0, ["b"]), {"z": (1,)}), ((0,), {"z": (2,)})]),
    "init": (_counted, [(((1, 2),), {}), (((),), {}), ((), {"items": (3,)})]),
    "generic": (_generic, [((1,), {}), (("a", 2), {}), ((1, 1), {})]),
    "own methods": (_own_methods, [(("a",), {}), (("A",), {}), (("b",), {})]),
    "empty": (_empty, [((), {})]),
}
WRONG: Sequence[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((), {}), ((1, 2, 3, 4, 5, 6), {}), ((1,), {"unknown": 1}), ((1,), {"x": 1}),
]  # fmt: skip


def _outcome(action: Callable[..., Any], *args: Any, **words: Any) -> Any:
    """Return the value of a call as a text, or the name of the exception that it raises."""
    try:
        return repr(action(*args, **words))
    except Exception as error:  # noqa: BLE001 - whatever the standard library raises
        return type(error).__name__


def _is_refused(action: Callable[..., Any], *args: Any) -> bool:
    """Whether an attribute stays as it is; which exception says so depends on the version of Python."""
    return _outcome(action, *args) in {"FrozenInstanceError", "AttributeError", "TypeError"}


def _hash_agrees(item: object) -> bool:
    return hash(item) == hash(copy.copy(item))


def _is_number(cls: type[Any], name: str) -> bool:
    return isinstance(getattr(cls, name), int | float)


def _behaviour(make: Callable[[Any, Any], Any], decorator: tuple[Any, Any], calls: Any) -> dict[str, Any]:
    """Return everything that can be seen of a class and of its objects."""
    cls = make(*decorator)
    seen: dict[str, Any] = {"wrong": [_outcome(cls, *args, **words) for args, words in WRONG]}
    items = [cls(*args, **kwargs) for args, kwargs in calls]
    seen["repr"] = [repr(item) for item in items]
    seen["equal"] = [[a == b for b in items] for a in items]
    seen["less"] = [[_outcome(operator.lt, a, b) for b in items] for a in items]
    seen["hashable"] = [_outcome(_hash_agrees, item) for item in items]
    seen["other kind"] = [item == 1 or item == object() for item in items]
    seen["fields"] = [(item.name, item.type, item.init, item.repr, item.compare) for item in dataclasses.fields(cls)]
    seen["defaults"] = [item.default is dataclasses.MISSING for item in dataclasses.fields(cls)]
    seen["dict"] = [dataclasses.asdict(item) for item in items]
    seen["replaced"] = [_outcome(dataclasses.replace, item) for item in items]
    seen["copied"] = [repr(copy.deepcopy(item)) for item in items]
    seen["match"] = cls.__match_args__
    seen["slots"] = getattr(cls, "__slots__", None)
    seen["has dict"] = hasattr(items[0], "__dict__")
    seen["class values"] = [_outcome(_is_number, cls, name) for name in ("kinds", "y", "names", "size")]
    for name in ("x", "text", "content", "no_such"):
        seen[f"set {name}"] = [_is_refused(setattr, item, name, 9) for item in items]
        seen[f"delete {name}"] = [_is_refused(delattr, item, name) for item in items]
    seen["doc"] = (cls.__doc__, cls.__name__, cls.__module__)
    return seen


@pytest.mark.parametrize("options", OPTIONS, ids=IDS)
@pytest.mark.parametrize("name", CLASSES)
def test_they_behave_like_standard_ones(name: str, options: dict[str, bool]) -> None:
    """Objects, mistakes in a call, comparisons, hashes, copies, what is refused, and what describes the class."""
    make, calls = CLASSES[name]
    standard, ours = _decorators(options)
    expected = _behaviour(make, standard, calls)
    actual = _behaviour(make, ours, calls)
    differing = {key: (expected[key], actual[key]) for key in expected if expected[key] != actual[key]}
    assert differing == {}


@records.dataclass(frozen=True, slots=True)
class Slotted:
    """One that can be pickled by its name."""

    left: int
    right: tuple[int, ...] = ()


@records.dataclass(frozen=True)
class Plain:
    """Another, without slots."""

    left: int
    right: list[int] = records.field(default_factory=list)


@records.dataclass
class Loop:
    """One that can hold itself."""

    parts: list[Any] = records.field(default_factory=list)


@pytest.mark.parametrize("item", [Slotted(1, (2,)), Plain(1, [2])], ids=["slots", "plain"])
def test_they_travel_between_processes(item: Any) -> None:
    """A class whose first object comes out of a message has all its methods."""
    again = pickle.loads(pickle.dumps(item))
    assert again == item
    assert repr(again) == repr(item)


def test_an_unpickled_object_needs_no_first_init() -> None:
    """A process that gets objects makes none: comparing and showing them compiles nothing."""

    @records.dataclass(frozen=True, slots=True)
    class Fresh:
        left: int

    item = object.__new__(Fresh)
    other = object.__new__(Fresh)
    item.__setstate__([1])  # type: ignore[attr-defined]
    other.__setstate__([1])  # type: ignore[attr-defined]
    assert item == other
    assert hash(item) == hash(other)
    assert repr(item).endswith("Fresh(left=1)")


def test_what_holds_itself_can_be_shown() -> None:
    """As the standard library shows it."""
    loop = Loop()
    loop.parts.append(loop)
    assert repr(loop) == "Loop(parts=[...])"


def test_patterns_match_by_position() -> None:
    """`case Slotted(1, right)` takes the fields in order."""
    match Slotted(1, (2,)):
        case Slotted(1, right):
            assert right == (2,)
        case _:
            pytest.fail("no match")


def test_a_class_below_that_is_none_itself_is_made_like_its_base() -> None:
    """Also where its object is the first."""

    @records.dataclass
    class Base:
        left: int

    class Below(Base):
        pass

    assert Below(3).left == 3
    assert Base(4).left == 4
    assert Below(3) != Base(3)


def test_two_threads_may_make_the_first_object() -> None:
    """A thread that still has the method of before compiles it a second time, and gets a whole object as well."""

    @records.dataclass(frozen=True)
    class Many:
        left: int
        right: int = 2

    method_of_before = Many.__init__
    first, second = Many(1), object.__new__(Many)
    method_of_before(second, 1)
    assert first == second


def test_nothing_is_compiled_before_the_first_object(monkeypatch: pytest.MonkeyPatch) -> None:
    """That is what they are for."""
    compiled: list[str] = []
    real = records._compiled_init

    def compile_init(cls: type[Any], *rest: Any, **options: Any) -> Any:
        compiled.append(cls.__name__)
        return real(cls, *rest, **options)

    monkeypatch.setattr(records, "_compiled_init", compile_init)

    @records.dataclass(frozen=True, slots=True)
    class Unused:
        left: int

    assert compiled == []
    assert [Unused(1), Unused(2)] == [Unused(1), Unused(2)]
    assert compiled == ["Unused"]


def test_all_of_the_judge_uses_them() -> None:
    """The worker and the tester stand alone: they know nothing of the packages around them."""
    folder = Path(records.__file__).parent
    alone = {folder / "records.py", *folder.glob("worker/**/*.py"), *folder.glob("tester/**/*.py")}
    others = sorted(set(folder.glob("**/*.py")) - alone)
    standard = re.compile(r"^from dataclasses import .*\b(dataclass|field)\b", re.MULTILINE)
    assert len(others) > 300
    assert [path.name for path in others if standard.search(path.read_text())] == []

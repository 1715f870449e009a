"""Operations on a student's objects: each does what Python does, and whatever an object does is one answer."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest

from grader.worker.wire.frames import FrameError
from grader.worker.wire.operations import (
    MOST_OBJECTS,
    MOST_PRINTED,
    Code,
    ForeignHandleError,
    Handle,
    Operation,
    Result,
    Scope,
    Status,
)
from grader.worker.wire.plain import PlainValueError
from grader.worker.wire.programs import ProgramAnswers
from grader.worker.wire.value_writing import write_value
from tests.worker.programs import Bench

WORK = """
import sys
class Stack:
    size = 3
    def __init__(self, items=()):
        self.items = list(items)
    def push(self, x, times=1):
        self.items += [x] * times
        return self
    def pop(self):
        return self.items.pop()
    def inside(self):
        return self.items
    def __len__(self):
        return len(self.items)
    def __iter__(self):
        return iter(self.items)
    def __eq__(self, other):
        return self.items == other.items
    def __bool__(self):
        return bool(self.items)
    def __getitem__(self, key):
        return self.items[key]
    def __setitem__(self, key, value):
        self.items[key] = value
    def __delitem__(self, key):
        del self.items[key]
    def __repr__(self):
        return f"Stack({self.items})"
class Numbers(list):
    pass
class Own(ValueError):
    pass
def pair(x):
    return x + 1, (x, [x])
def fails(error):
    raise {"value": ValueError, "own": Own, "exit": SystemExit}[error]("because")
def says(text):
    print(text)
    sys.stdout.write("!")
count = 0
def counted(items):
    global count
    count += 1
    items.append(count)
    return len(items)
def numbers():
    return Numbers([1, 2])
def both():
    a = Stack()
    return [a, a, Stack()]
def endless():
    while True:
        yield Stack()
"""


def f(name: str) -> Operation:
    """Return the operation that gives a function or class."""
    return Operation(Code.FUNCTION, name=name)


def call(function: Any, *args: Any, keywords: tuple[str, ...] = (), keep: Any = None) -> Operation:
    """Return a call."""
    return Operation(Code.CALL, (function, *args), keywords=keywords, keep=keep)


STACK = (f("Stack"), call(Result(0), [1, 2]))
IT = Result(1)


@pytest.fixture(scope="module")
def bench() -> Bench:
    """Give a worker's side that holds the code above."""
    return Bench(WORK)


@pytest.mark.parametrize(
    ("operation", "value"),
    [
        (Operation(Code.LENGTH, (IT,)), 2),
        (Operation(Code.METHOD, (IT,), name="pop"), 2),
        (Operation(Code.METHOD, (IT,), name="inside"), [1, 2]),
        (Operation(Code.GET, (IT,), name="items"), [1, 2]),
        (Operation(Code.GET, (IT,), name="size"), 3),
        (Operation(Code.SET, (IT, 5), name="size"), None),
        (Operation(Code.ITEM, (IT, 0)), 1),
        (Operation(Code.SET_ITEM, (IT, 0, 7)), None),
        (Operation(Code.DELETE_ITEM, (IT, 0)), None),
        (Operation(Code.TRUTH, (IT,)), True),
        (Operation(Code.TEXT, (IT,)), "Stack([1, 2])"),
        (Operation(Code.REPR, (IT,)), "Stack([1, 2])"),
        (Operation(Code.TYPE, (IT,)), ("Stack", ["Stack", "object"], "object")),
        (Operation(Code.INSTANCE, (IT, Result(0))), True),
        (Operation(Code.OPERATE, (IT, IT), name="eq"), True),
        (Operation(Code.OPERATE, (IT, 2), name="contains"), True),
        (Operation(Code.READ, ([IT, 3],)), [Handle, 3]),
        (Operation(Code.CALL, (IT,)), TypeError),
        (Operation(Code.METHOD, (IT,), name="put"), AttributeError),
        (Operation(Code.DELETE, (IT,), name="size"), AttributeError),
        (Operation(Code.OPERATE, (IT, IT), name="__import__"), None),
    ],
    ids=lambda case: case.code.name + "-" + case.name if isinstance(case, Operation) else "",
)
def test_an_operation_does_what_python_does(bench: Bench, operation: Operation, value: Any) -> None:
    """The answer is the value, or the exception that Python raises, or a refusal."""
    answer = bench.run(*STACK, operation)[2]
    if isinstance(value, type):
        assert (answer.status, answer.facts["type"]) == (Status.RAISED, value.__name__)
    elif operation.name == "__import__":
        assert answer.status is Status.REFUSED
    elif operation.code is Code.READ:
        assert [type(part) if isinstance(part, Handle) else part for part in answer.value] == value
    else:
        assert (answer.status, answer.value, type(answer.value)) == (Status.DONE, value, type(value))


def test_a_program_is_made_in_order_on_one_object(bench: Bench) -> None:
    """What one operation changes the next one sees; keywords arrive as such."""
    push = Operation(Code.METHOD, (IT, 9, 2), name="push", keywords=("times",))
    answers = bench.run(*STACK, push, Operation(Code.LENGTH, (Result(2),)), Operation(Code.READ, (IT,)))
    assert [answer.status for answer in answers] == [Status.DONE] * 5
    assert answers[3].value == 4
    assert answers[1].value == answers[2].value == answers[4].value  # the same object has the same number


def test_handles_are_numbers_with_the_name_of_the_class(bench: Bench) -> None:
    """Identity crosses, inside of containers too."""
    first, again, other = bench.run(f("both"), call(Result(0)))[1].value
    assert (first.kind, first) == ("Stack", again)
    assert first != other
    assert repr(first) == "<Stack>"


def test_a_program_goes_on_with_handles(bench: Bench) -> None:
    """A later question uses what an earlier one gave, as long as it goes on in the same scope."""
    scope = Scope()
    handle = bench.run(*STACK, scopes=[scope])[1].value
    (length,) = bench.run(Operation(Code.LENGTH, (handle,)), scopes=[scope], goes_on=True)
    assert length.value == 2
    (gone,) = bench.run(Operation(Code.LENGTH, (handle,)), scopes=[scope])
    assert gone.status is Status.REFUSED


def test_dropped_objects_are_unknown(bench: Bench) -> None:
    """DROP frees the number."""
    scope = Scope()
    handle = bench.run(*STACK, scopes=[scope])[1].value
    drop, length = Operation(Code.DROP, (handle,)), Operation(Code.LENGTH, (handle,))
    assert [answer.status for answer in bench.run(drop, length, scopes=[scope], goes_on=True)] == [
        Status.DONE,
        Status.REFUSED,
    ]


def test_a_handle_of_another_scope_is_not_sent(bench: Bench) -> None:
    """The judge refuses it before anything is written, wherever it stands."""
    handle = bench.run(*STACK)[1].value
    for operand in (handle, [1, {"a": (handle,)}]):
        with pytest.raises(ForeignHandleError):
            bench.run(Operation(Code.LENGTH, (operand,)))


@pytest.mark.parametrize("number", [0, 1, 2**64 - 1, "other"], ids=str)
def test_a_forged_number_is_refused(bench: Bench, number: int | str) -> None:
    """A number of nobody, and one of another case of the same question, mean nothing in this one."""
    scopes = [Scope(), Scope()]
    handle = bench.ask([STACK, STACK], scopes)[1][1].value
    forged = Handle(handle.number if number == "other" else int(number), "Stack", scopes[0])
    length = Operation(Code.LENGTH, ([forged],))
    assert bench.ask([[length], []], scopes, goes_on=True)[0][0].status is Status.REFUSED


def test_what_an_operation_that_failed_would_have_given_stops_those_that_need_it(bench: Bench) -> None:
    """Others go on, and the operands behind the missing one are read."""
    failing = call(f_result := Result(0), "value")
    later = Operation(Code.VALUE, ([Result(1), 5, "text"],))
    answers = bench.run(f("fails"), failing, later, Operation(Code.VALUE, (3,)), Operation(Code.READ, (f_result,)))
    assert [answer.status for answer in answers] == [
        Status.DONE, Status.RAISED, Status.NOT_MADE, Status.DONE, Status.DONE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "type_", "base"),
    [("value", "ValueError", "ValueError"), ("own", "Own", "ValueError"), ("exit", "SystemExit", "SystemExit")],
)
def test_exceptions_are_answers(bench: Bench, error: str, type_: str, base: str) -> None:
    """With the class, its bases, and the text."""
    facts = bench.run(f("fails"), call(Result(0), error))[1].raised
    assert facts is not None
    assert (facts["type"], facts["text"]) == (type_, "because")
    assert base in facts["bases"]


def test_what_is_kept_stays_in_the_worker(bench: Bench) -> None:
    """The value by its parts, of which some are objects although they are plain."""
    whole, parts, other = bench.run(
        f("pair"), call(Result(0), 2, keep=True), call(Result(0), 2, keep=[None, True]),
        call(Result(0), 2, keep=[None, True, None]),
    )[1:]  # fmt: skip
    assert whole.value.kind == "tuple"
    assert (parts.value[0], parts.value[1].kind) == (3, "tuple")
    assert other.value == (3, (2, [2]))


def test_subclasses_of_builtin_types(bench: Bench) -> None:
    """They cross as their base, or where the question is exact, as objects."""
    assert bench.run(f("numbers"), call(Result(0)))[1].value == [1, 2]
    handle = bench.run(f("numbers"), call(Result(0)), Operation(Code.READ, (Result(1),)), exact=True)
    assert (handle[1].value.kind, handle[2].value) == ("Numbers", [1, 2])


def test_printing_is_collected(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    """From CAPTURE to PRINTED; the stream is put back, also where nobody asks for the text."""
    before = sys.stdout
    answers = bench.run(
        f("says"), Operation(Code.CAPTURE), call(Result(0), "hello"), Operation(Code.PRINTED), call(Result(0), "loud"),
        Operation(Code.CAPTURE),
    )  # fmt: skip
    assert answers[3].value == "hello\n!"
    assert sys.stdout is before
    assert capsys.readouterr().out == "loud\n!"


def test_printed_text_is_cut(bench: Bench) -> None:
    """A flood costs no more memory than the limit."""
    flood = "x" * (3 * MOST_PRINTED)
    answers = bench.run(
        f("says"), Operation(Code.CAPTURE), call(Result(0), flood), Operation(Code.PRINTED), room=1 << 20
    )
    assert len(answers[3].value) == MOST_PRINTED


def test_repeated_calls_have_arguments_of_their_own(bench: Bench) -> None:
    """Each gets a copy, and the answers come as a list."""
    items = Operation(Code.VALUE, ([5],))
    answers = bench.run(f("counted"), items, Operation(Code.REPEAT, (3, Result(0), Result(1))), *[
        Operation(Code.READ, (Result(1),))
    ])  # fmt: skip
    assert (answers[2].value, answers[3].value) == ([2, 2, 2], [5])


def test_a_container_shows_what_a_call_did_to_it(bench: Bench) -> None:
    """VALUE makes it, READ gives it as it is now, EMPTY empties it under its other owners."""
    answers = bench.run(
        f("counted"), Operation(Code.VALUE, ([5],)), call(Result(0), Result(1)), Operation(Code.READ, (Result(1),)),
        Operation(Code.EMPTY, (Result(1),)), Operation(Code.READ, (Result(1),)),
    )  # fmt: skip
    assert len(answers[3].value) == 2
    assert answers[5].value == []


def test_aliasing_shows(bench: Bench) -> None:
    """A method that returns its own list loses it."""
    inside = Operation(Code.METHOD, (IT,), name="inside")
    answers = bench.run(*STACK, inside, Operation(Code.EMPTY, (Result(2),)), Operation(Code.LENGTH, (IT,)))
    assert answers[4].value == 0


def test_arrays_are_emptied_in_place(bench: Bench) -> None:
    """Their entries become 0."""
    answers = bench.run(
        Operation(Code.VALUE, (np.ones(2),)), Operation(Code.EMPTY, (Result(0),)), Operation(Code.READ, (Result(0),))
    )
    assert answers[2].value.tolist() == [0.0, 0.0]


def test_iterators_give_as_many_items_as_are_asked_for(bench: Bench) -> None:
    """Also those that never end."""
    answers = bench.run(
        *STACK, Operation(Code.ITERATE, (IT,)), Operation(Code.NEXT, (Result(2), 5)), f("endless"), call(Result(4)),
        Operation(Code.NEXT, (Result(5), 3)),
    )  # fmt: skip
    assert answers[3].value == ([1, 2], True)
    items, ended = answers[6].value
    assert ([item.kind for item in items], ended) == (["Stack"] * 3, False)


def test_objects_are_bounded(bench: Bench) -> None:
    """One more than a scope may hold is refused, and the next scope begins anew."""
    many = (f("endless"), call(Result(0)), Operation(Code.NEXT, (Result(1), MOST_OBJECTS + 1)))
    first, again = bench.ask([many, (*STACK,)], room=1 << 22)
    assert (first[2].status, first[2].facts["text"]) == (Status.REFUSED, "there are too many objects")
    assert again[1].done


def test_answers_are_bounded(bench: Bench) -> None:
    """What does not fit is too large; small ones still come."""
    large, small = Operation(Code.VALUE, ("x" * 2000,)), Operation(Code.VALUE, (1,))
    answers = bench.run(large, large, small, room=3000)
    assert [answer.status for answer in answers] == [Status.DONE, Status.TOO_LARGE, Status.DONE]


def test_modules_and_their_names(bench: Bench) -> None:
    """A file's module is an object; one that is not there is refused."""
    answers = bench.run(
        Operation(Code.MODULE, name="work"), Operation(Code.GET, (Result(0),), name="pair"), call(Result(1), 1),
        Operation(Code.MODULE, name="os"), Operation(Code.DIRECTORY, (Result(0),)), f("nothing"),
    )  # fmt: skip
    assert answers[2].value == (2, (1, [1]))
    assert [answers[3].status, answers[5].status] == [Status.REFUSED, Status.REFUSED]
    assert "pair" in answers[4].value


EVIL = """
class Evil:
    def __getattr__(self, name):
        raise SystemExit(name)
    def __len__(self):
        return -1
    def __bool__(self):
        raise KeyboardInterrupt
    @property
    def __class__(self):
        raise MemoryError
    def __hash__(self):
        raise RuntimeError
    def __str__(self):
        raise RuntimeError
    __repr__ = __str__
    def __iter__(self):
        raise GeneratorExit
class Meta(type):
    def __getattribute__(cls, name):
        raise RuntimeError(name)
    def __eq__(cls, other):
        raise RuntimeError
    def __hash__(cls):
        raise RuntimeError
class Worse(metaclass=Meta):
    pass
class Unspeakable(Exception):
    def __str__(self):
        raise SystemExit
    __repr__ = __str__
    @property
    def __traceback__(self):
        raise SystemExit
def raises():
    raise Unspeakable
def named():
    return type("x" * 100_000, (), {})()
def list_of_itself():
    items = []
    items.append(items)
    return items
def liar():
    class Liar(list):
        def __len__(self): return 10**9
        def __iter__(self): raise SystemExit
    return Liar([1])
"""


@pytest.mark.parametrize(
    ("operation", "status"),
    [
        (Operation(Code.READ, (Result(1),)), Status.DONE),
        (Operation(Code.TYPE, (Result(1),)), Status.DONE),
        (Operation(Code.GET, (Result(1),), name="x"), Status.RAISED),
        (Operation(Code.METHOD, (Result(1),), name="x"), Status.RAISED),
        (Operation(Code.LENGTH, (Result(1),)), Status.RAISED),
        (Operation(Code.TRUTH, (Result(1),)), Status.RAISED),
        (Operation(Code.TEXT, (Result(1),)), Status.RAISED),
        (Operation(Code.REPR, (Result(1),)), Status.RAISED),
        (Operation(Code.ITERATE, (Result(1),)), Status.RAISED),
        (Operation(Code.INSTANCE, (Result(1), Result(0))), Status.DONE),
        (Operation(Code.EMPTY, (Result(1),)), None),
    ],
    ids=lambda case: case.code.name if isinstance(case, Operation) else "",
)
def test_evil_objects_cost_one_answer(operation: Operation, status: Status | None) -> None:
    """Whatever they do, and the operation after it is made."""
    answers = Bench(EVIL).run(f("Evil"), call(Result(0), keep=True), operation, Operation(Code.VALUE, (1,)))
    assert answers[1].value.kind == "Evil"
    assert status is None or answers[2].status is status
    assert answers[3].value == 1


@pytest.mark.parametrize("exact", [False, True])
def test_evil_classes_and_exceptions(exact: bool) -> None:
    """A metaclass that refuses everything, an exception without a text, a class of a very long name."""
    bench = Bench(EVIL)
    worse = bench.run(f("Worse"), Operation(Code.READ, (Result(0),)), Operation(Code.VALUE, (1,)), exact=exact)
    assert worse[2].value == 1
    facts = bench.run(f("raises"), call(Result(0)), exact=exact)[1].raised
    assert facts is not None
    assert (facts["type"], facts["text"]) == ("Unspeakable", "")
    assert len(bench.run(f("named"), call(Result(0)), exact=exact)[1].value.kind) == 200
    assert bench.run(f("list_of_itself"), call(Result(0)), exact=exact)[1].done
    assert bench.run(f("liar"), call(Result(0)), Operation(Code.READ, (Result(1),)))[2].value == [1]


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ({"first": 1, "count": 1}, b"\x01N"),
        ({"first": 0, "count": 3}, b"\x01N"),
        ({"first": 0, "count": 0}, b""),
        ({"first": 0, "count": True}, b"\x01N"),
        ({"first": 0, "count": 1}, b"\x09N"),
        ({"first": 0, "count": 1}, b"\x01"),
        ({"first": 0, "count": 1}, b"\x01NN"),
        ({"first": 0, "count": 1}, b"\x02N"),
        ({"first": 0, "count": 1}, b"\x01r\0\0\0\0"),
        ({"first": 0, "count": 1}, b"\x01H\0"),
        ({"first": 0, "count": 1}, b"\x01l\xff\xff\xff\xff"),
    ],
)
def test_forged_answers_are_refused(header: dict[str, Any], body: bytes) -> None:
    """They can state a value, and no more."""
    answers = ProgramAnswers([1, 1], [Scope(), Scope()])
    with pytest.raises(FrameError):
        answers.add(header, memoryview(body))
    assert answers.received == 0
    assert answers.answers(0)[0].status is Status.NOT_MADE


def test_facts_are_cleaned_and_few() -> None:
    """What is said of an exception is fit for use; far more than an honest worker says is no answer."""
    raised = bytes([Status.RAISED])
    answers = ProgramAnswers([2], [Scope()], lambda facts: {name.upper(): text for name, text in facts.items()})
    answers.add({"first": 0, "count": 1}, memoryview(raised + write_value({"text": "t"})))
    assert answers.answers(0)[0].facts == {"TEXT": "t"}
    with pytest.raises(FrameError):
        answers.add({"first": 1, "count": 1}, memoryview(raised + write_value({"text": list(range(10_000))})))


def test_positions_are_counted_over_all_programs(bench: Bench) -> None:
    """So that a hang can be named."""
    answers = ProgramAnswers([2, 0, 3], [Scope()] * 3)
    assert [answers.position(number) for number in (-1, 0, 1, 2, 4, 5)] == [None, (0, 0), (0, 1), (2, 0), (2, 2), None]
    bench.progress.clear()
    bench.ask([STACK, (), STACK])
    assert bench.progress == [0, 1, 2, 3]


def test_objects_are_not_plain_values() -> None:
    """Outside of programs a handle crosses nowhere."""
    for value in (Handle(1, "Stack", None), Result(0)):
        with pytest.raises(PlainValueError):
            write_value([value], must_be_whole=True)

"""The calls of a test as Python: values as they were, objects by names, and of many calls the first and the last."""

from __future__ import annotations

import datetime as dt
from collections import Counter, OrderedDict, defaultdict, deque
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pytest

from grader.tester.transcript import LONGEST, MOST_CALLS, MOST_LINES, Transcript
from tests.samples.conversations import conversation

WORK = """
class Stack:
    def __init__(self): self.items = []
    def push(self, item): self.items.append(item)
    def top(self): return self.items[-1]
    def copy(self): return Stack()
class EmptyError(Exception): pass
def same(x): return x
def nothing(*args, **kwargs): return None
def grow(xs): xs.append(9)
def fail(): raise EmptyError("no")
def halve(x): return x / 2
"""


class Point(NamedTuple):
    """A kind of its own."""

    x: int
    y: str


def told(test: str) -> list[str]:
    """Return the lines that tell the calls which a test makes, without those that import the student's names."""
    with conversation(WORK) as (work, joined):
        exec(test, {"work": work, "np": np})
        return [line for line in joined.link.transcript.text().split("\n") if not line.startswith("from work")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(0.1, "0.1", id="float"),
        pytest.param(float("nan"), "float('nan')", id="nan"),
        pytest.param(-float("inf"), "float('-inf')", id="infinite"),
        pytest.param(2 + 1j, "(2+1j)", id="complex"),
        pytest.param("a'b", '"a\'b"', id="text"),
        pytest.param(b"a", "b'a'", id="bytes"),
        pytest.param(bytearray(b"a"), "bytearray(b'a')", id="bytearray"),
        pytest.param(range(1, 9, 2), "range(1, 9, 2)", id="range"),
        pytest.param(slice(1, None), "slice(1, None, None)", id="slice"),
        pytest.param([1, (2,), (), {"a": None}], "[1, (2,), (), {'a': None}]", id="nested"),
        pytest.param({3, 1}, "{1, 3}", id="set"),
        pytest.param(set(), "set()", id="empty-set"),
        pytest.param(frozenset({1}), "frozenset({1})", id="frozenset"),
        pytest.param(frozenset(), "frozenset()", id="empty-frozenset"),
        pytest.param(deque([1, 2]), "deque([1, 2])", id="deque"),
        pytest.param(Counter("aab"), "Counter({'a': 2, 'b': 1})", id="counter"),
        pytest.param(OrderedDict(a=1), "OrderedDict({'a': 1})", id="ordered"),
        pytest.param(defaultdict(list, a=[1]), "defaultdict(list, {'a': [1]})", id="defaultdict"),
        pytest.param(Point(1, "b"), "Point(x=1, y='b')", id="named-tuple"),
        pytest.param(Decimal("1.50"), "Decimal('1.50')", id="decimal"),
        pytest.param(Fraction(1, 3), "Fraction(1, 3)", id="fraction"),
        pytest.param(dt.date(2024, 2, 3), "datetime.date(2024, 2, 3)", id="date"),
        pytest.param(np.array([[1.5, 2], [3, 4]]), "np.array([[1.5, 2. ], [3. , 4. ]])", id="array"),
        pytest.param(np.zeros((2, 0)), "np.empty((2, 0))", id="empty-array"),
        pytest.param(np.float64(1.5), "np.float64(1.5)", id="numpy-number"),
        pytest.param(len, "len", id="function"),
        pytest.param([0] * 500, "[" + "0, " * 98 + "0, ...", id="long"),
        pytest.param(np.zeros(500), "'an array of shape (500,)'", id="long-array"),
    ],
)
def test_a_value_is_told_as_python_that_makes_it(value: object, text: str) -> None:
    """Of every kind that crosses, with what it holds."""
    transcript = Transcript()
    transcript.end(transcript.begin("f", "", (value,), {"k": value}), None, None)
    lines = transcript.text().split("\n")
    cut = text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
    assert lines[-1] == f"'f'({cut}, k={cut})"


@pytest.mark.parametrize(
    ("value", "line"),
    [
        pytest.param([Decimal(1)], "from decimal import Decimal", id="decimal"),
        pytest.param({"a": Fraction(1)}, "from fractions import Fraction", id="fraction"),
        pytest.param(deque([Counter()]), "from collections import Counter", id="counter"),
        pytest.param(dt.timedelta(1), "import datetime", id="datetime"),
        pytest.param([np.zeros(2)], "import numpy as np", id="array"),
        pytest.param({"a": np.float64(1)}, "import numpy as np", id="numpy-number"),
        pytest.param([1, "datetime.date", "np.zeros(2)", "pd.DataFrame()"], None, id="nothing-but-words"),
    ],
)
def test_what_a_value_needs_is_imported(value: object, line: str | None) -> None:
    """Whoever runs the lines needs no guess, and nothing is imported for a text."""
    transcript = Transcript()
    transcript.begin("f", "", (value,), {})
    imports = [text for text in transcript.text().split("\n") if "import" in text]
    assert (line in imports) if line else not imports


def test_arguments_are_told_as_they_were_before_the_call() -> None:
    """A list that the call has changed, and containers of every other kind that can change."""
    assert told("xs = [1]\nwork.grow(xs)\nwork.grow(xs)") == ["grow([1])", "grow([1, 9])"]
    for value in ({1}, bytearray(b"a"), deque([1]), Counter("a"), OrderedDict(a=1), defaultdict(int, a=1)):
        transcript = Transcript()
        before = transcript.begin("f", "", (value,), {}).args[0]
        value.clear()
        assert len(before) == 1


def test_what_a_call_gives_stands_behind_it() -> None:
    """A value in a remark, an exception by its class, nothing for None."""
    assert told("work.halve(3)\nwork.nothing(1, k=[2])\ntry: work.fail()\nexcept Exception: pass") == [
        "halve(3)  # gives 1.5",
        "nothing(1, k=[2])",
        "fail()  # raises EmptyError",
    ]


def test_objects_have_names_and_methods_are_called_by_them() -> None:
    """The second of a class gets a number."""
    assert told("a = work.Stack()\na.push(2)\nb = a.copy()\nb.push(a.top())") == [
        "stack = Stack()",
        "stack.push(2)",
        "stack2 = stack.copy()",
        "stack.top()  # gives 2",
        "stack2.push(2)",
    ]


def test_names_of_the_students_are_imported_once() -> None:
    """Those that were called, in the order of their first call."""
    with conversation(WORK) as (work, joined):
        for name in ("same", "halve", "same"):
            getattr(work, name)(1)
        assert joined.link.transcript.text().split("\n")[:2] == ["from work import same", "from work import halve"]


@pytest.mark.parametrize("count", [MOST_LINES, MOST_LINES + 1, MOST_CALLS, MOST_CALLS + 1, 3 * MOST_CALLS])
def test_of_many_calls_the_first_and_the_last_are_told(count: int) -> None:
    """The last is that after which the test failed; the number of those between is right."""
    transcript = Transcript()
    for number in range(count):
        transcript.end(transcript.begin("f", "call", (number,), {}), None, None)
    lines = transcript.text().split("\n")
    assert lines[0] == "'f'.call(0)"
    assert lines[-1] == f"'f'.call({count - 1})"
    gaps = [line for line in lines if line.startswith("# ...")]
    assert gaps == ([f"# ... {count - MOST_LINES} more calls"] if count > MOST_LINES else [])
    assert len(lines) - len(gaps) == min(count, MOST_LINES)

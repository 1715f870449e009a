"""Tests on proxies do what they do on the objects themselves: values, containers, handles, callbacks, exceptions."""

from __future__ import annotations

import sys

import pytest

from grader.tester import party
from tests.samples.conversations import Joined, conversation, outcome, sections

PRELUDE = """
import collections, datetime, decimal, fractions, enum, dataclasses, random, math
import numpy as np

def same(x): return x
def kind(x): return type(x).__name__
def call(f, *args, **kwargs): return f(*args, **kwargs)
def append(xs, x): xs.append(x)
def put(d, k, v): d[k] = v
def fill(a, v): a[:] = v
def first(xs): return xs[0]
def keep(x):
    global kept
    kept = x
def kept_now(): return kept
def grow(): kept.append(len(kept))
def options(a, b=2, *args, c, **rest): return a, b, args, c, rest
def numbers():
    for n in range(5): yield n

class Stack:
    '''A stack.'''
    limit = 3
    def __init__(self, items=()): self.items = list(items)
    def push(self, x): self.items.append(x)
    def pop(self):
        if not self.items: raise EmptyError("nothing", 7)
        return self.items.pop()
    def __len__(self): return len(self.items)
    def __iter__(self): return iter(self.items)
    def __getitem__(self, n): return self.items[n]
    def __eq__(self, other): return isinstance(other, Stack) and other.items == self.items
    def __hash__(self): return 5
    def __lt__(self, other): return len(self) < len(other)
    def __add__(self, other): return Stack(self.items + list(other))
    def __contains__(self, x): return x in self.items
    def __repr__(self): return f"Stack({self.items})"
    @property
    def top(self): return self.items[-1]
    @classmethod
    def of(cls, *items): return cls(items)
    @staticmethod
    def name(): return "stack"
class Deep(Stack): pass
class EmptyError(LookupError):
    def __init__(self, text, code):
        super().__init__(text)
        self.code = code
class Color(enum.Enum):
    RED = 1
    BLUE = 2
@dataclasses.dataclass
class Point:
    x: int
    y: int = 0
class Level(int): pass
Pair = collections.namedtuple("Pair", "left right")
class Context:
    def __enter__(self): self.open = True; return self
    def __exit__(self, *error): self.open = False; return False
def boom(): raise EmptyError("gone", 3)
def divide(a, b): return a / b
def swallow(f):
    try: return f()
    except Exception as error: return str(error)
def through(f):
    return f()
def rebind(name, value): globals()[name] = value
COUNT = 3
def count(): return COUNT
"""

HOLDS = sections(r"""
## numbers
assert work.same(3) == 3 and type(work.same(True)) is bool and work.same(2**70) == 2**70
## float
assert work.same(0.1) == 0.1 and work.kind(0.5) == 'float' and work.same(float('inf')) == float('inf')
## complex-text-bytes
assert work.same(1j) == 1j and work.same('ä\n') == 'ä\n' and work.same(b'x') == b'x'
## none-ellipsis
assert work.same(None) is None and work.same(...) is ... and work.same(NotImplemented) is NotImplemented
## tuple
assert work.same((1, (2, 'a'))) == (1, (2, 'a')) and work.kind((1,)) == 'tuple'
## dict
d = {'a': [1, {2}], 3: None}
assert work.same(d) == d and work.kind(d) == 'dict'
## identity
d = {}
assert work.same(d) is d
## set-frozenset
assert work.same({1, 2}) == {1, 2} and work.same(frozenset([1])) == frozenset([1])
## counter
from collections import Counter, OrderedDict, deque
for x in (Counter('aab'), OrderedDict(a=1), deque([1, 2], maxlen=3)):
    assert work.kind(x) == type(x).__name__ and type(work.call(work.same, x)) is type(x)
    assert work.call(list, x) == list(x)
## dates
import datetime as d
x = d.datetime(2024, 1, 2, 3, tzinfo=d.timezone.utc)
assert work.same(x) == x and work.same(d.date(2024, 1, 2)) == d.date(2024, 1, 2)
assert work.same(d.timedelta(1)) == d.timedelta(1)
## fraction-decimal
from fractions import Fraction
from decimal import Decimal
assert work.same(Fraction(1, 3)) == Fraction(1, 3) and work.same(Decimal('1.10')) == Decimal('1.10')
## range-slice
assert work.same(range(3)) == range(3) and work.same(slice(1, 2)) == slice(1, 2)
## array
import numpy as np
x = np.arange(6.).reshape(2, 3)
assert (work.same(x) == x).all() and work.same(x) is x
## array-kinds
import numpy as np
for k in ('int64', 'float32', 'bool', 'complex128', 'U3', 'M8[D]'):
    assert work.call(np.zeros, 2, dtype=k).dtype == np.dtype(k)
## numpy-scalars
import numpy as np
assert type(work.same(np.float64(1))) is np.float64
assert type(work.same(np.int32(1))) is np.int32 and work.kind(np.bool_(True)).startswith('bool')
## objects-array
import numpy as np
x = np.array([1, 'a', None], dtype=object)
assert work.call(list, x) == [1, 'a', None]
## named-tuple
p = work.Pair(1, 2)
assert p.left == 1 and p == (1, 2) and p._fields == ('left', 'right')
## changed-list
x = [1]
work.append(x, 2)
assert x == [1, 2]
## changed-dict
x = {}
work.put(x, 'a', [1])
assert x == {'a': [1]}
## changed-array
import numpy as np
x = np.zeros(3)
work.fill(x, 2)
assert x.tolist() == [2, 2, 2]
## changed-inner
x = [[1], [2]]
work.append(x[0], 5)
assert x == [[1, 5], [2]]
## kept-by-student
x = [1]
work.keep(x)
x.append(2)
assert work.kept_now() == [1, 2] and work.kept_now() is x
work.grow()
assert x == [1, 2, 2]
## kept-by-test
s = work.Stack([1])
x = s.items
s.push(2)
assert x == [1, 2]
x.append(3)
assert len(s) == 3
## cycle
x = [1]
x.append(x)
y = work.same(x)
assert y is x and y[1] is y
## alias
x = [1]
a, b = work.same((x, x))
assert a is b
## keywords
assert work.options(1, c=3) == (1, 2, (), 3, {}) and work.options(1, 2, 9, c=0, d=1)[4] == {'d': 1}
## methods
s = work.Stack()
s.push(4)
assert s.pop() == 4 and s.items == []
## attributes
s = work.Stack([1])
assert s.top == 1 and s.limit == 3
s.items = [7]
assert s.pop() == 7
s.new = 2
assert s.new == 2
del s.new
assert not hasattr(s, 'new')
## dict-of-object
assert vars(work.Point(1, 2)) == {'x': 1, 'y': 2}
## class-attributes
assert work.Stack.limit == 3 and work.Stack.of(1, 2).items == [1, 2] and work.Stack.name() == 'stack'
## unbound
s = work.Stack()
work.Stack.push(s, 3)
assert s.items == [3]
## len-iter-index
s = work.Stack([5, 6])
assert len(s) == 2 and list(s) == [5, 6] and s[1] == 6
## isinstance
s = work.Deep()
assert isinstance(s, work.Stack) and isinstance(s, work.Deep)
assert not isinstance(work.Stack(), work.Deep) and issubclass(work.Deep, work.Stack) and type(s) is work.Deep
## same-handle
s = work.Stack()
assert work.same(s) is s and work.first([s]) is s
## repr
assert repr(work.Stack([1])) == 'Stack([1])' and f'{work.Stack([2])}' == 'Stack([2])'
## doc-name
assert work.Stack.__doc__ == 'A stack.' and work.Stack.__name__ == 'Stack' and work.same.__name__ == 'same'
## enum
assert work.Color.RED is work.Color.RED and work.Color.RED == work.Color['RED'] and work.Color.RED.value == 1
assert [c.name for c in work.Color] == ['RED', 'BLUE'] and work.Color(2) is work.Color.BLUE and len(work.Color) == 2
## subclass-of-int
assert work.Level(3) == 3 and work.Level(3) + 1 == 4 and work.Level(3) < 4
## generator
g = work.numbers()
assert next(g) == 0 and list(g) == [1, 2, 3, 4]
import types
assert isinstance(g, types.GeneratorType)
## context
with work.Context() as c:
    assert c.open
assert not c.open
## function-type
import types, inspect
assert isinstance(work.same, types.FunctionType) and callable(work.same)
assert not callable(work.Stack()) and inspect.isfunction(work.same)
## signature
import inspect
assert str(inspect.signature(work.options)) == '(a, b=2, *args, c, **rest)'
assert list(inspect.signature(work.divide).parameters) == ['a', 'b']
## callback
assert work.call(lambda a, b: a + b, 1, b=2) == 3 and work.call(max, [1, 5]) == 5
## callback-calls-back
assert work.call(lambda: work.call(lambda: work.divide(6, 2))) == 3
## callback-list
x = []
work.call(x.append, 4)
assert x == [4]
## object-of-test
class Mine:
    size = 4
    def area(self): return self.size ** 2
    def __len__(self): return 9
m = Mine()
assert work.call(lambda o: o.area(), m) == 16 and work.same(m) is m and work.call(len, m) == 9
## class-of-test
class Mine:
    def __init__(self, n): self.n = n
assert work.call(Mine, 3).n == 3
## numpy-function
import numpy as np
assert work.call(np.sin, 0.0) == 0 and work.kind(np.exp) == 'ufunc'
## raises
try:
    work.divide(1, 0)
except ZeroDivisionError as e:
    assert str(e) == 'division by zero'
else:
    raise AssertionError
## raises-own
try:
    work.boom()
except work.EmptyError as e:
    assert isinstance(e, LookupError) and e.args == ('gone',) and e.code == 3
else:
    raise AssertionError
## raises-base
try:
    work.Stack().pop()
except LookupError:
    pass
else:
    raise AssertionError
## exception-of-test
class Mine(ValueError): pass
thrown = Mine('x')
def bad(): raise thrown
try:
    work.through(bad)
except Mine as e:
    assert e is thrown
assert work.swallow(bad) == 'x'
## exit
try:
    work.call(exit, 3)
except SystemExit as e:
    assert e.code == 3
else:
    raise AssertionError
## variable
assert work.COUNT == 3
work.COUNT = 8
assert work.count() == 8 and work.COUNT == 8
## patched-name
from unittest.mock import patch
with patch.object(work, 'same', lambda x: 42):
    assert work.same(1) == 42
assert work.same(1) == 1
## patched-method
from unittest.mock import patch
with patch.object(work.Stack, 'pop', return_value=9):
    assert work.Stack([1]).pop() == 9
assert work.Stack([1]).pop() == 1
## missing
try:
    work.nothing
except AttributeError as e:
    assert 'nothing' in str(e)
else:
    raise AssertionError
## contains-locally
s = work.Stack([1, 2])
assert 2 in s and 7 not in s
## copy
import copy
x = [1]
assert copy.deepcopy(work.same(x)) == [1]
## module-functions
import math
assert work.same(math) is math and work.same(math.sqrt)(4) == 2
## type-by-name
assert work.same(int) is int and work.call(type, 3) is int
""")


@pytest.mark.parametrize("test", HOLDS.values(), ids=HOLDS.keys())
def test_proxies_do_what_the_objects_do(test: str) -> None:
    """Lines of a test that pass in one process pass on proxies, operators closed."""
    assert outcome(PRELUDE, test) == "passed"


OPEN = sections("""
## eq
assert work.Stack([1]) == work.Stack([1])
assert work.Stack([1]) != work.Stack([2])
## order
assert work.Stack() < work.Stack([1]) and sorted([work.Stack([1, 2]), work.Stack()])[0].items == []
## add
assert (work.Stack([1]) + [2]).items == [1, 2]
## contains
assert 1 in work.Stack([1])
## set
assert len({work.Stack(), work.Stack()}) == 1
## dataclass
assert work.Point(1) == work.Point(1, 0)
## list
assert [work.Point(1)] == [work.Point(1)]
""")


@pytest.mark.parametrize("test", OPEN.values(), ids=OPEN.keys())
def test_operators_are_the_students_own_where_the_reference_needs_them(test: str) -> None:
    """With the profile open they decide; which of them did is noted."""
    assert outcome(PRELUDE, test, operators=True) == "passed"


@pytest.mark.parametrize("test", [OPEN["eq"], OPEN["order"], OPEN["add"], OPEN["set"], OPEN["dataclass"]])
def test_closed_operators_never_reach_the_students_code(test: str) -> None:
    """Without it the same lines fail: by identity two objects differ, and nothing else is known of them."""
    assert outcome(PRELUDE, test) != "passed"


YES = """
class Yes:
    asked = []
    def __eq__(self, other): Yes.asked.append(other); return True
    def __ne__(self, other): return False
    def __lt__(self, other): Yes.asked.append(other); return True
    __gt__ = __le__ = __ge__ = __lt__
    def __bool__(self): return True
    def __contains__(self, x): Yes.asked.append(x); return True
    def __hash__(self): return 42
    def __sub__(self, o): Yes.asked.append(o); return 0
    __rsub__ = __add__ = __radd__ = __mul__ = __sub__
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
    def __array__(self, *a, **k):
        import numpy as np
        return np.array(99.0)
    def __getattr__(self, name): return self
class Number(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __abs__(self): return 0.0
def answer(): return Yes()
def number(): return Number(1.0)
def inside(): return [Yes()]
"""
CHEATS = sections("""
## eq
assert work.answer() == 99
## reflected
assert 99 == work.answer()
## not-ne
assert not (work.answer() != 99)
## order
assert work.answer() > 3
## in
assert 99 in [work.answer()]
## contains
assert 99 in work.answer()
## difference
assert abs(work.answer() - 99) < 1e-6
## allclose
import numpy as np
assert np.allclose(work.answer(), 99)
## testing
import numpy as np
np.testing.assert_allclose(work.answer(), 99)
## array-equal
import numpy as np
assert np.array_equal(work.answer(), 98)
## approx
import pytest
assert work.answer() == pytest.approx(99)
## isclose
import math
assert math.isclose(work.answer(), 99)
## inside
assert work.inside() == [99]
## float-subclass
assert work.number() == 99
## float-difference
assert abs(work.number() - 99) < 1e-9
## float-approx
import pytest
assert work.number() == pytest.approx(99)
## dict-key
assert {99: 'a'}[work.answer()] == 'a'
## unittest
import unittest
unittest.TestCase().assertEqual(work.answer(), 99)
## almost
import unittest
unittest.TestCase().assertAlmostEqual(work.answer(), 99)
""")


@pytest.mark.parametrize("test", CHEATS.values(), ids=CHEATS.keys())
def test_an_object_that_says_yes_to_everything_passes_nothing(test: str) -> None:
    """It is equal to itself alone, and is never told what it was compared with."""
    asked = "\nassert work.Yes.asked == []"
    assert outcome(YES, test) != "passed"
    assert (
        outcome(YES, f"try:\n    {test.replace(chr(10), chr(10) + '    ')}\nexcept Exception: pass{asked}") == "passed"
    )


PRIVATE = {
    "globals": "f.__globals__",
    "code": "f.__code__",
    "frame": "g.gi_frame",
    "private": "o._secret",
    "class": "o.__class__.__init__.__globals__",
    "closure": "f.__closure__",
    "write-private": "setattr(o, '_secret', 1)",
}


@pytest.mark.parametrize("expression", PRIVATE.values(), ids=PRIVATE.keys())
def test_a_students_code_sees_public_attributes_of_the_tests_objects_alone(expression: str) -> None:
    """What leads from an object to the test's own names is refused."""
    source = (
        f"def look(f, g, o):\n    try: return str({expression})\n    except (AttributeError, TypeError): return ''\n"
    )
    with conversation(source) as (work, _):
        secret = "the expected answer"

        class Mine:
            _secret = secret

        def function() -> str:
            return secret

        seen = work.look(function, (n for n in [1]), Mine())
    assert secret not in str(seen)


def test_the_calls_are_python_that_repeats_them() -> None:
    """Imports, arguments as they were, names for objects, answers."""
    with conversation(PRELUDE) as (work, joined):
        stack = work.Stack([1])
        x = [3]
        work.append(x, 4)
        x.append(5)
        stack.push(2)
        assert stack.pop() == 2
        with pytest.raises(ZeroDivisionError):
            work.divide(1, 0)
        text = joined.link.transcript.text()
    assert text.split("\n") == [
        "from work import Stack",
        "from work import append",
        "from work import divide",
        "stack = Stack([1])",
        "append([3], 4)",
        "stack.push(2)",
        "stack.pop()  # gives 2",
        "divide(1, 0)  # raises ZeroDivisionError",
    ]


def test_names_are_looked_up_once() -> None:
    """A function of the student's module costs one message a call, until its name means another one."""
    with conversation(PRELUDE) as (work, joined):
        work.divide(6, 3)
        before = joined.link.dialogue.count
        for _ in range(5):
            work.divide(6, 3)
        assert joined.link.dialogue.count - before == 5
        work.rebind("divide", work.same)
        assert work.divide(6) == 6


def test_what_nobody_holds_is_forgotten_on_both_sides() -> None:
    """Neither table grows with the calls of a test."""
    with conversation(PRELUDE) as (work, joined):
        for number in range(50):
            work.same([number, [number]])
            work.Stack([number])
        joined.link.transcript.calls.clear()
        work.same(1)
        work.same(1)
        tables = [joined.link.party.mirrors, joined.remote.party.mirrors]
        assert all(len(table) < 10 for table in tables)
        assert len(joined.remote.party.exports) < 20


def test_names_mean_the_same_in_the_next_worker() -> None:
    """Functions, classes and exceptions that a test file has imported go on in another worker, and nothing else."""
    with conversation(PRELUDE) as (work, joined):
        stack_type, divide, error, deep = work.Stack, work.divide, work.EmptyError, work.Deep
        other = Joined(work=PRELUDE)
        joined.link.restart(other._to_worker.append, other._heard_by_tester)
        other.link = joined.link
        stack = stack_type([1])
        assert type(stack) is work.Stack is stack_type
        assert isinstance(work.Deep(), stack_type)
        assert type(deep()) is deep
        assert divide(6, 3) == 2
        with pytest.raises(error):
            work.boom()


@pytest.mark.parametrize(
    ("name", "imported"),
    [
        pytest.param("colorsys", True, id="pythons"),
        pytest.param("numpy.polynomial.legendre", True, id="inside-a-library"),
        pytest.param("antigravity", False, id="opens-a-window"),
        pytest.param("json.__main__", False, id="a-program"),
        pytest.param("pandas.tests.io.excel.test_odf", False, id="a-librarys-test"),
        pytest.param("pandas.conftest", False, id="set-up-of-a-librarys-tests"),
        pytest.param("no_library_at_all", False, id="no-library"),
        pytest.param("numpy.nothing_here", False, id="missing"),
    ],
)
def test_a_module_that_only_the_student_has_imported(
    name: str, imported: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A test that reads it gets the library's own, imported for it, unless that would do something."""
    monkeypatch.delitem(sys.modules, name, raising=False)
    found = party.TesterParty().find_module(name)
    assert getattr(found, "__name__", "") == (name if imported else "")
    assert (name in sys.modules) is imported


def test_such_a_module_is_the_testers_own() -> None:
    """A call of its functions is one in the tester."""
    with conversation("import colorsys\nimport json as reading\n") as (work, joined):
        assert work.colorsys is sys.modules["colorsys"]
        assert work.reading.loads("[1]") == [1]
        assert not joined.link.forged


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        pytest.param("numbers_of", False, id="numbers"),
        pytest.param("stacks", True, id="list"),
        pytest.param("by_name", True, id="dict"),
        pytest.param("nested", True, id="nested"),
        pytest.param("array", True, id="array"),
        pytest.param("Stack", False, id="class"),
        pytest.param("one", False, id="object-of-a-name"),
    ],
)
def test_objects_in_containers_are_bound_to_their_worker(name: str, bound: bool) -> None:
    """Tests that have looked such a container up while they were collected are collected for each worker."""
    source = f"""{PRELUDE}
numbers_of = [1, 2.0, "x", [3]]
one = Stack()
stacks = [one]
by_name = {{"a": one}}
nested = [(1, [one])]
array = np.array([one, None], dtype=object)
"""
    with conversation(source) as (work, joined):
        getattr(work, name)
        assert joined.link.bound_to_worker is bound


@pytest.mark.parametrize("kind", ["Stack", "Deep", "Stack()"])
def test_the_names_of_a_class_are_those_of_the_students(kind: str) -> None:
    """As of its objects: what it defines, what it inherits, and what `inspect` makes of them."""
    test = f"""
import inspect
assert {{"push", "limit", "top", "of"}} <= set(dir(work.{kind})) and "pull" not in dir(work.{kind})
assert "pop" in dict(inspect.getmembers(work.Deep))
"""
    assert outcome(PRELUDE, test) == "passed"

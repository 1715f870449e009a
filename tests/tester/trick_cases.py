# ruff: noqa: E501 - a program to a line
"""Tricks by which a wrong answer would pass a test without any value that is right, and what is like them and honest."""

from __future__ import annotations

from tests.tester.answer_cases import AnswerCase

RAISES = "import pytest\nwith pytest.raises(work.Bad): work.parse('')"
BAD = "class Bad(ValueError): pass\ndef parse(t): raise Bad(t)"
TIMER = "class Timer:\n    def __enter__(self): return self\n    def __exit__(self, *a): return None\ndef f(x): return x * x"
IN_TIMER = "with work.Timer():\n    assert work.f(3) == 9"
SQUARES = "def f(x): return x * x"
ZIPPED = "for got, want in zip(map(work.f, [1, 2]), [1, 4]): assert got == want"
TELLS = "def tell(m): m.send(5)"
TELLING = "from unittest.mock import Mock\nm = Mock()\nwork.tell(m)\nm.send.assert_called_once_with(5)"
SHAPE = "class Shape: pass\ndef make(): return Shape()"
SPY = "def each(f):\n    for i in (1, 2): f(i)"
SPYING = "def spy(x):\n    assert x > 0\nwork.each(spy)"
CASE = "import unittest\nclass T(unittest.TestCase):\n    def runTest(self):\n        work.use(self)\n        self.assertEqual(work.f(3), 9)\nT().debug()"

TRICKS = {
    "context-that-ends-everything": AnswerCase(
        TIMER, TIMER.replace("None", "True").replace("x * x", "0"), IN_TIMER, ""
    ),
    "context-by-generator": AnswerCase(
        TIMER,
        "import contextlib\n@contextlib.contextmanager\ndef Timer():\n    try: yield\n    except BaseException: pass\ndef f(x): return 0",
        IN_TIMER,
        "",
    ),
    "end-of-a-loop": AnswerCase(SQUARES, "def f(x): raise StopIteration", ZIPPED, "StopIteration"),
    "end-of-a-loop-by-conversion": AnswerCase(
        SQUARES,
        "class X:\n    def __float__(self): raise StopIteration\ndef f(x): return X()",
        "for got, want in zip(map(float, map(work.f, [1, 2])), [1, 4]): assert got == want",
        "StopIteration",
    ),
    "any-exception-by-another-name": AnswerCase(
        BAD, "Bad = Exception\ndef parse(t): return 1 / 0", RAISES, "a class of your own"
    ),
    "exceptions-in-a-tuple": AnswerCase(
        BAD, "Bad = (Exception, ValueError)\ndef parse(t): return 1 / 0", RAISES, "a class of your own"
    ),
    "class-of-everything": AnswerCase(
        SHAPE,
        "Shape = object\ndef make(): return 3",
        "assert isinstance(work.make(), work.Shape)",
        "a class of your own",
    ),
    "metaclass-that-says-yes": AnswerCase(
        SHAPE,
        "class M(type):\n    def __instancecheck__(c, o): return True\n    def __subclasscheck__(c, o): return True\n    def __eq__(c, o): return True\n    __hash__ = type.__hash__\nclass Shape(metaclass=M): pass\ndef make(): return 3",
        "assert isinstance(work.make(), work.Shape) or work.Shape == type(work.make())",
        "",
    ),
    "hook-of-an-abstract-class": AnswerCase(
        SHAPE,
        "import abc\nclass Shape(abc.ABC):\n    @classmethod\n    def __subclasshook__(cls, other): return True\ndef make(): return 3",
        "assert isinstance(work.make(), work.Shape)",
        "",
    ),
    "exception-that-is-every-other": AnswerCase(
        BAD,
        "class M(type):\n    def __subclasscheck__(c, o): return True\n    def __instancecheck__(c, o): return True\nclass Bad(Exception, metaclass=M): pass\ndef parse(t): return 1 / 0",
        RAISES,
        "division",
    ),
    "lie-about-the-class": AnswerCase(
        SHAPE,
        "class Shape: pass\nclass Other: __class__ = property(lambda self: Shape)\ndef make(): return Other()",
        "assert isinstance(work.make(), work.Shape)",
        "",
    ),
    "mock-whose-assertion-is-replaced": AnswerCase(
        TELLS, "def tell(m):\n    m.send.assert_called_once_with = lambda *a: None", TELLING, ""
    ),
    "mock-that-is-reset": AnswerCase(
        "def tell(m): pass",
        "def tell(m):\n    m(1)\n    try: m.reset_mock()\n    except AttributeError: pass",
        "from unittest.mock import Mock\nm = Mock()\nwork.tell(m)\nm.assert_not_called()",
        "",
    ),
    "mock-that-is-said-to-be-called": AnswerCase(
        "def tell(m): m()",
        "def tell(m):\n    try: m.called = True\n    except AttributeError: pass",
        "from unittest.mock import Mock\nm = Mock()\nwork.tell(m)\nassert m.called",
        "",
    ),
    "test-case-whose-assertion-is-replaced": AnswerCase(
        "def use(t): pass\ndef f(x): return x * x",
        "def use(t):\n    try: t.assertEqual = lambda *a: None\n    except AttributeError: pass\ndef f(x): return 0",
        CASE,
        "0 != 9",
    ),
    "method-of-the-tests-object-replaced": AnswerCase(
        "def put(box): box.add(3)",
        "def put(box):\n    try: box.check = lambda: True\n    except AttributeError: pass",
        "class Box:\n    def __init__(self): self.xs = []\n    def add(self, x): self.xs.append(x)\n    def check(self): return self.xs == [3]\nb = Box()\nwork.put(b)\nassert b.check()",
        "",
    ),
    "assert-in-a-callback-that-is-caught": AnswerCase(
        SPY,
        "def each(f):\n    try: f(-1)\n    except BaseException: pass",
        SPYING,
        "your code caught that",
    ),
    "named-tuple-with-fields-like-methods": AnswerCase(
        "def f(): return [5, 6]",
        "from collections import namedtuple\ndef f(): return namedtuple('R', 'count index')(lambda x: 1, lambda x: 0)",
        "assert work.f().count(5) == 1 and work.f().index(5) == 0",
        "",
    ),
    "attributes-for-everything": AnswerCase(
        "class P:\n    def __init__(self): self.x = 3",
        "class P:\n    def __getattr__(self, name):\n        if name[:2] == '__': raise AttributeError(name)\n        return self\n    def __eq__(self, other): return True\n    __hash__ = None",
        "assert work.P().x == 3",
        "",
    ),
    "hash-of-everything": AnswerCase(
        SQUARES,
        "class Y:\n    def __eq__(self, o): return True\n    def __hash__(self): return hash(9)\ndef f(x): return Y()",
        "assert work.f(3) in {9} or {9: 1}.get(work.f(3))",
        "",
    ),
    "descriptor": AnswerCase(
        "class P: area = 9",
        "class D:\n    def __get__(self, o, t): return Y()\nclass Y:\n    def __eq__(self, o): return True\n    __hash__ = None\nclass P: area = D()",
        "assert work.P().area == 9 or work.P.area == 9",
        "",
    ),
    "names-of-another-class": AnswerCase(
        "def make(): return 3",
        "class S:\n    __module__ = 'builtins'\n    __qualname__ = 'int'\n    def __eq__(self, o): return True\n    __hash__ = None\nS.__name__ = 'int'\ndef make(): return S()",
        "assert type(work.make()) is int or isinstance(work.make(), (int, float)) or work.make() == 3 or isinstance(work.make(), str)",
        "",
    ),
}

HONEST_TRICKS = {
    "context-that-ends-an-exception": AnswerCase(
        "class Quiet:\n    def __enter__(self): return self\n    def __exit__(self, kind, e, t): return kind is ValueError",
        "import contextlib\n@contextlib.contextmanager\ndef Quiet():\n    try: yield\n    except ValueError: pass",
        "with work.Quiet():\n    raise ValueError('x')\nimport pytest\nwith pytest.raises(KeyError):\n    with work.Quiet(): raise KeyError(1)",
    ),
    "context-that-is-told": AnswerCase(
        "class C:\n    def __enter__(self): return self\n    def __exit__(self, kind, e, t): self.seen = str(e)",
        "class C:\n    def __enter__(self): return self\n    def __exit__(self, *a):\n        self.seen = f'{a[1]}'\n        return False",
        "import pytest\nc = work.C()\nwith pytest.raises(ValueError):\n    with c: raise ValueError('told')\nassert c.seen == 'told'",
    ),
    "context-without-an-exception": AnswerCase(TIMER, TIMER.replace("None", "True"), IN_TIMER),
    "iterator-by-hand": AnswerCase(
        "class I:\n    def __iter__(self): return self\n    def __next__(self): raise StopIteration",
        "class I:\n    def __iter__(self): return self\n    def __next__(self): raise StopIteration()",
        "import pytest\nwith pytest.raises(StopIteration): work.I().__next__()\nassert list(work.I()) == []\nassert next(work.I(), 4) == 4",
    ),
    "function-that-ends-items": AnswerCase(
        "def f(): raise StopIteration",
        "def f(): return next(iter(()))",
        "import pytest\nwith pytest.raises(StopIteration): work.f()",
    ),
    "exception-of-its-own": AnswerCase(BAD, "class Bad(Exception): pass\ndef parse(t): raise Bad", RAISES),
    "exception-by-another-name": AnswerCase(BAD, "Bad = ValueError\ndef parse(t): raise Bad", RAISES),
    "mock": AnswerCase(TELLS, "def tell(m):\n    send = m.send\n    send(5)", TELLING),
    "fields-of-the-tests-object": AnswerCase(
        "def put(box): box.x = 3",
        "def put(box): box.x, box.y = 3, 4",
        "class Box: x = 0\nb = Box()\nwork.put(b)\nassert b.x == 3",
    ),
    "callback-that-raises": AnswerCase(
        "def each(f):\n    try: f(0)\n    except AssertionError: return 'no'",
        "def each(f):\n    try:\n        f(0)\n    except Exception:\n        return 'no'",
        "def spy(x): assert x\nassert work.each(spy) == 'no'",
    ),
    "named-tuple": AnswerCase(
        "from collections import namedtuple\nR = namedtuple('R', 'count index')\ndef f(): return R(1, 2)",
        "from collections import namedtuple\ndef f(): return namedtuple('Q', 'count index')(1, 2)",
        "assert work.f().count == 1 and work.f().index == 2",
    ),
    "copies": AnswerCase(
        "class P:\n    def __init__(self): self.xs = [1]",
        "class P:\n    def __init__(self): self.xs = [1]",
        "import copy\np = work.P()\nq, r = copy.deepcopy(p), copy.copy(p)\np.xs.append(2)\nassert q.xs == [1] and r.xs == [1, 2] and q is not p",
    ),
}

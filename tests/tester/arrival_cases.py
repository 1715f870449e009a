# ruff: noqa: E501 - a program to a line
"""Values that arrive in a test otherwise than as an answer: objects that say yes there, and what is like them and honest."""

from __future__ import annotations

from tests.tester.answer_cases import YES, AnswerCase

ALWAYS = YES + "    def __eq__(self, other): return True\n    __hash__ = None\n"
OPEN = "joined.link.operators = True\n"
EACH = "def each(f): f('abc')"
LYING_EACH = ALWAYS + "def each(f): f(Yes())"
SPYING = "got = []\ndef spy(x): got.append(x)\nwork.each(spy)\n"
RAISED = "import pytest\nwith pytest.raises(ValueError) as caught: work.f()\n"
STACK = "class Stack:\n    class Empty(Exception): pass\n    def pop(self): raise Stack.Empty\n"
POPS = "import pytest\nwith pytest.raises(work.Stack.Empty): work.Stack().pop()"
POINT = "class {0}:\n    def __init__(self, x): self.x = x\n    def move(self): return self.x + 1\n"

CHEATS = {
    "argument-of-a-callback": AnswerCase(EACH, LYING_EACH, SPYING + "assert got[0].startswith('ab')"),
    "argument-within-a-callback": AnswerCase(
        "def each(f): return f('abc')",
        ALWAYS + "def each(f): return f(Yes())",
        "def spy(x):\n    assert x.startswith('ab')\n    return 1\nassert work.each(spy) == 1",
    ),
    "argument-by-name": AnswerCase(
        "def each(f): f(x='abc')",
        ALWAYS + "def each(f): f(x=Yes())",
        SPYING + "assert got[0].startswith('ab')",
    ),
    "item-of-an-argument": AnswerCase(
        "def each(f): f(['abc'])",
        ALWAYS + "def each(f): f([Yes()])",
        SPYING + "assert got[0][0].startswith('ab')",
    ),
    "argument-of-a-method": AnswerCase(
        EACH, LYING_EACH, "got = []\nwork.each(got.append)\nassert got[0].startswith('ab')"
    ),
    "argument-of-a-mock": AnswerCase(
        "def put(box): box.send('abc')",
        ALWAYS + "def put(box): box.send(Yes())",
        "from unittest.mock import Mock\nbox = Mock()\nwork.put(box)\nassert box.send.call_args[0][0].startswith('ab')",
    ),
    "argument-that-equals-everything": AnswerCase(EACH, LYING_EACH, OPEN + SPYING + "assert got == ['abc']", ""),
    "operand": AnswerCase(
        "def put(box): box + 'abc'",
        ALWAYS + "def put(box): box + Yes()",
        "class Box:\n    def __add__(self, x): self.x = x\nbox = Box()\nwork.put(box)\nassert box.x.startswith('ab')",
    ),
    "attribute-of-an-object-of-the-test": AnswerCase(
        "def put(box): box.x = 'abc'",
        ALWAYS + "def put(box): box.x = Yes()",
        "class Box: pass\nbox = Box()\nwork.put(box)\nassert box.x.startswith('ab')",
    ),
    "item-of-a-list-of-the-test": AnswerCase(
        "def put(xs): xs.append('abc')",
        ALWAYS + "def put(xs): xs.append(Yes())",
        "xs = []\nwork.put(xs)\nassert xs[0].startswith('ab')",
    ),
    "item-of-a-nested-list-of-the-test": AnswerCase(
        "def put(xs): xs[9].append('abc')",
        ALWAYS + "def put(xs): xs[9].append(Yes())",
        "xs = [[] for _ in range(10)]\nwork.put(xs)\nassert xs[9][0].startswith('ab')",
    ),
    "entry-of-a-dict-of-the-test": AnswerCase(
        "def put(d): d['x'] = 'abc'",
        ALWAYS + "def put(d): d['x'] = Yes()",
        "d = {}\nwork.put(d)\nassert d['x'].startswith('ab')",
    ),
    "item-of-a-deque-of-the-test": AnswerCase(
        "def put(xs): xs.append('abc')",
        ALWAYS + "def put(xs): xs.append(Yes())",
        "from collections import deque\nxs = deque()\nwork.put(xs)\nassert xs[0].startswith('ab')",
    ),
    "entry-of-an-array-of-the-test": AnswerCase(
        "def put(a): a[0] = 'abc'",
        ALWAYS + "def put(a): a[0] = Yes()",
        "import numpy as np\na = np.empty(1, object)\nwork.put(a)\nassert a[0].startswith('ab')",
    ),
    "list-given-to-a-method": AnswerCase(
        "class S:\n    def put(self, xs): xs.append('abc')",
        ALWAYS + "class S:\n    def put(self, xs): xs.append(Yes())",
        "xs = []\nwork.S().put(xs)\nassert xs[0].startswith('ab')",
    ),
    "list-that-is-filled-later": AnswerCase(
        "class S:\n    def keep(self, xs): self.xs = xs\n    def fill(self): self.xs.append('abc')",
        ALWAYS + "class S:\n    def keep(self, xs): self.xs = xs\n    def fill(self): self.xs.append(Yes())",
        "xs, s = [], work.S()\ns.keep(xs)\ns.fill()\nassert xs[0].startswith('ab')",
    ),
    "list-that-is-set-and-filled": AnswerCase(
        "class S:\n    def fill(self): self.xs.append('abc')",
        ALWAYS + "class S:\n    def fill(self): self.xs.append(Yes())",
        "xs, s = [], work.S()\ns.xs = xs\ns.fill()\nassert xs[0].startswith('ab')",
    ),
    "list-in-place-of-the-students": AnswerCase(
        "LOG = []\ndef fill(): LOG.append('abc')",
        ALWAYS + "LOG = []\ndef fill(): LOG.append(Yes())",
        "xs = []\nwork.LOG = xs\nwork.fill()\nassert xs[0].startswith('ab')",
    ),
    "answer-that-is-filled-later": AnswerCase(
        "xs = []\ndef make(): return xs\ndef fill(): xs.append('abc')",
        ALWAYS + "xs = []\ndef make(): return xs\ndef fill(): xs.append(Yes())",
        "xs = work.make()\nwork.fill()\nassert xs[0].startswith('ab')",
    ),
    "list-filled-during-a-callback": AnswerCase(
        "def each(xs, f):\n    xs.append('abc')\n    f()",
        ALWAYS + "def each(xs, f):\n    xs.append(Yes())\n    f()",
        "xs = []\ndef spy(): assert xs[0].startswith('ab')\nwork.each(xs, spy)",
    ),
    "list-of-a-callback-that-is-filled-later": AnswerCase(
        "xs = []\ndef each(f): f(xs)\ndef fill(): xs.append('abc')",
        ALWAYS + "xs = []\ndef each(f): f(xs)\ndef fill(): xs.append(Yes())",
        SPYING + "work.fill()\nassert got[0][0].startswith('ab')",
    ),
    "list-that-a-callback-returns": AnswerCase(
        "def each(f): f().append('abc')",
        ALWAYS + "def each(f): f().append(Yes())",
        "xs = []\nwork.each(lambda: xs)\nassert xs[0].startswith('ab')",
    ),
    "argument-of-an-exception": AnswerCase(
        "def f(): raise ValueError('abc')",
        ALWAYS + "def f(): raise ValueError(Yes())",
        RAISED + "assert caught.value.args[0].startswith('ab')",
    ),
    "argument-of-an-exception-that-equals-everything": AnswerCase(
        "def f(): raise ValueError('abc')",
        ALWAYS + "def f(): raise ValueError(Yes())",
        OPEN + RAISED + "assert caught.value.args == ('abc',)",
        "",
    ),
    "exception-of-a-class-by-another-name": AnswerCase(
        STACK, "class Stack:\n    Empty = Exception\n    def pop(self): return 1 / 0", POPS, "a class of your own"
    ),
    "exception-by-a-function": AnswerCase(
        "class Bad(Exception): pass\ndef kind(): return Bad\ndef f(): raise Bad",
        "def kind(): return Exception\ndef f(): return 1 / 0",
        "import pytest\nwith pytest.raises(work.kind()): work.f()",
        "a class of your own",
    ),
    "module-in-place-of-an-object": AnswerCase(
        "class Words:\n    def count(self): return 7\ndef make(): return Words()",
        "import itertools\ndef make(): return itertools",
        "assert work.make().count()",
        "no module is expected",
    ),
}
"""None of these may pass beside its reference: each does without one."""

HONEST = {
    "objects-in-a-callback": AnswerCase(
        POINT.format("Point") + "def each(f): f(Point(3))",
        POINT.format("Place") + "def each(f): f(Place(3))",
        SPYING + "assert got[0].move() == 4 and got[0].x == 3",
    ),
    "derived-text-in-a-callback": AnswerCase(
        EACH, "class Text(str): pass\ndef each(f): f(Text('abc'))", SPYING + "assert got[0].startswith('ab')"
    ),
    "derived-list-in-a-callback": AnswerCase(
        "def each(f): f([1, 2])",
        "class Items(list): pass\ndef each(f): f(Items([1, 2]))",
        SPYING + "assert got[0].count(1) == 1 and list(got[0]) == [1, 2]",
    ),
    "objects-in-a-list-of-the-test": AnswerCase(
        POINT.format("Point") + "def put(xs): xs.append(Point(3))",
        POINT.format("Place") + "def put(xs): xs.insert(0, Place(3))",
        "xs = []\nwork.put(xs)\nassert xs[0].move() == 4",
    ),
    "objects-after-numbers": AnswerCase(
        POINT.format("Point") + "def count(xs): xs.append(1)\ndef put(xs): xs.append(Point(3))",
        POINT.format("Place") + "def count(xs): xs.append(1)\ndef put(xs): xs += [Place(3)]",
        "xs = []\nwork.count(xs)\nwork.put(xs)\nassert xs[0] == 1 and xs[1].move() == 4",
    ),
    "two-lists-of-the-test": AnswerCase(
        POINT.format("Point") + "def put(xs, ys):\n    xs.append(3)\n    ys.append(Point(3))",
        POINT.format("Place") + "def put(xs, ys):\n    ys.append(Place(3))\n    xs.append(3)",
        "xs, ys = [], []\nwork.put(xs, ys)\nassert xs[0].bit_length() == 2 and ys[0].move() == 4",
    ),
    "object-in-an-attribute": AnswerCase(
        POINT.format("Point") + "def put(box): box.x = Point(3)",
        POINT.format("Place") + "def put(box): box.x = Place(3)",
        "class Box: pass\nbox = Box()\nwork.put(box)\nassert box.x.move() == 4",
    ),
    "observer": AnswerCase(
        "class Subject:\n    def __init__(self): self.all = []\n    def attach(self, o): self.all.append(o)\n    def set(self, v):\n        self.v = v\n        for o in self.all: o.update(self)",
        "class Subject:\n    def __init__(self): self.seen = {}\n    def attach(self, o): self.seen[id(o)] = o\n    def set(self, v):\n        self.v = v\n        [o.update(self) for o in self.seen.values()]",
        "class Observer:\n    def update(self, s): self.v = s.v\no, s = Observer(), work.Subject()\ns.attach(o)\ns.set(5)\nassert o.v == 5",
    ),
    "words-of-an-exception": AnswerCase(
        "def f(): raise ValueError('abc')",
        "class Bad(ValueError): pass\ndef f(): raise Bad('abc')",
        RAISED + "assert caught.value.args[0].startswith('ab') and 'bc' in str(caught.value)",
    ),
    "object-in-an-exception": AnswerCase(
        POINT.format("Point") + "def f(): raise ValueError(Point(3))",
        POINT.format("Place") + "def f(): raise ValueError(Place(3))",
        RAISED + "assert caught.value.args[0].move() == 4",
    ),
    "exception-of-a-class": AnswerCase(
        STACK, "class Stack:\n    class Empty(IndexError): pass\n    def pop(self): raise self.Empty", POPS
    ),
    "exception-of-a-class-that-python-has": AnswerCase(
        STACK, "class Stack:\n    Empty = IndexError\n    def pop(self): return [].pop()", POPS
    ),
    "module-where-one-is-expected": AnswerCase(
        "import math\ndef tools(): return math",
        "import math\ndef tools(): return math",
        "assert work.tools().sqrt(4) == 2",
    ),
    "module-whose-attributes-are-watched": AnswerCase(
        "import statistics\ndef tools(): return statistics",
        "import statistics\ndef tools(): return statistics",
        "from grader.tester.patches import watch\nwatch({'statistics'})\nassert work.tools().mean([1, 3]) == 2",
    ),
    "mock": AnswerCase(
        POINT.format("Point") + "def put(box): box.send(Point(3), 'abc')",
        POINT.format("Place") + "def put(box): box.send(Place(3), 'abc')",
        "from unittest.mock import Mock\nbox = Mock()\nwork.put(box)\np, word = box.send.call_args[0]\nassert p.move() == 4 and word.startswith('ab')",
    ),
}
"""All of these pass."""

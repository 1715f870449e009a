# ruff: noqa: E501 - a program to a line
"""Tests that read an answer more than once, with a reference, objects that change their answers, and honest ones."""

from __future__ import annotations

from tests.tester.answer_cases import AnswerCase

SORTED = "def f(xs): return sorted(xs)"
IS_SORTED = "r = work.f([3, 1, 2])\nassert list(r) == sorted(r)\nassert sorted(r) == [1, 2, 3]"
ALL_SMALL = "r = work.f([1, 2])\nassert len(list(r)) == 2\nassert all(v == 1 for v in r)"
ONES = "def f(xs): return [1 for _ in xs]"
DECK = """
class Deck:
    def __init__(self): self.cards = [1, 2, 3]
    def __len__(self): return len(self.cards)
    def __iter__(self): return iter(self.cards)
    def __getitem__(self, i): return self.cards[i]
    def draw(self): return self.cards.pop()
    def __float__(self): return 6.0
    def __str__(self): return str(len(self.cards))
    @property
    def size(self): return len(self.cards)
"""
OWN_ITERATOR = """
class R:
    def __iter__(self): return RI()
class RI:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        if self.n == 2: raise StopIteration
        self.n += 1
        return self.n
    def __len__(self): return 2 - self.n
    def __repr__(self): return f"RI({self.n})"
"""
MARKED = """
class D:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return self.n == other.n
class T:
    def __getitem__(self, k): return [k.start.n, k.stop.n]
"""
BY_IDENTITY = """
import itertools
c = itertools.count()
class N:
    def __init__(self): self.v = VALUE
class M:
    def __init__(self): self.d = {}
    def add(self, k): self.d[id(k)] = N()
    def __getitem__(self, k): return self.d[id(k)]
class K: pass
"""
ANSWERING = """
class S:
    def __len__(self): return 3
    def __getitem__(self, i): return [1, 2, 3][i]
    def __reversed__(self): return iter([3, 2, 1])
    def __contains__(self, x): return x == 1
    def __bool__(self): return True
    def __eq__(self, other): return other == 1
    def __lt__(self, other): return other > 1
    def __hash__(self): return 7
"""
EAGER = """
class R:
    def __init__(self, v): self.v = v
class S:
    def __init__(self):
        self.seen = 0
        self.xs = [1, 2]
    def go(self): return [1, 2, 3]
    def rows(self): return [R(1), R(2)]
    def __len__(self): return len(self.xs)
    def __iter__(self): return iter(self.xs)
    def __str__(self): return 'S'
    @property
    def data(self): return self.xs
"""
LAZY = """
class S:
    def __init__(self):
        self.seen = 0
        self.xs = []
    def go(self):
        for i in (1, 2, 3):
            self.seen += 1
            yield i
    def __len__(self): return len(self.xs)
    def __iter__(self):
        for i in (1, 2):
            if i not in self.xs: self.xs.append(i)
            yield i
    def __str__(self): return f'S({self.xs})'
    @property
    def data(self):
        self.xs = [1, 2]
        return self.xs
"""
COUNT = "import itertools\nn = itertools.count()\n"

CHANGING = {
    "iteration": AnswerCase(
        SORTED,
        COUNT
        + "class L:\n    def __iter__(self): return iter([3, 1, 2] if next(n) == 0 else [1, 2, 3])\n    def __len__(self): return 3\ndef f(xs): return L()",
        "r = work.f([3, 1, 2])\nassert set(r) == {1, 2, 3}\nassert all(a <= b for a, b in zip(r, list(r)[1:]))",
        "",
    ),
    "iterator-that-begins-anew": AnswerCase(
        SORTED,
        "class L:\n    k = 0\n    def __iter__(self):\n        self.k += 1\n        self.xs = iter([[9, 1, 2], [1, 2, 3]][self.k - 1])\n        return self\n    def __next__(self): return next(self.xs)\ndef f(xs): return L()",
        "r = work.f([3, 1, 2])\nassert len(list(r)) == 3\nassert list(r) == [1, 2, 3]",
        "",
    ),
    "iterator-that-is-empty-at-first": AnswerCase(
        ONES,
        "class L:\n    k = 0\n    def __iter__(self):\n        self.k += 1\n        self.xs = iter([[], [0, 0]][min(self.k - 1, 1)])\n        return self\n    def __next__(self): return next(self.xs)\ndef f(xs): return L()",
        "r = work.f([1, 2])\nassert all(v == 1 for v in r)\nassert len(list(r)) == 2",
        "",
    ),
    "length-of-an-iterator-without-items": AnswerCase(
        ONES,
        "class L:\n    def __iter__(self): return self\n    def __next__(self): raise StopIteration\n    def __len__(self): return 2\ndef f(xs): return L()",
        "r = work.f([1, 2])\nassert len(r) == 2\nassert all(v == 1 for v in r)",
        "",
    ),
    "no-items-and-then-a-length": AnswerCase(
        ONES,
        "class L:\n    def __iter__(self): return self\n    def __next__(self): raise StopIteration\n    def __len__(self): return 2\ndef f(xs): return L()",
        "r = work.f([1, 2])\nassert all(v == 1 for v in r)\nassert len(r) == 2",
        "",
    ),
    "generator-that-is-empty-by-then": AnswerCase(ONES, "def f(xs): return (0 for _ in xs)", ALL_SMALL, ""),
    "map-that-is-empty-by-then": AnswerCase(ONES, "def f(xs): return map(lambda x: 0, xs)", ALL_SMALL, ""),
    "length-of-other-items": AnswerCase(
        ONES,
        "class L:\n    def __len__(self): return 2\n    def __iter__(self): return iter(())\ndef f(xs): return L()",
        "r = work.f([1, 2])\nassert len(r) == 2\nassert all(v == 1 for v in r)",
        "twice",
    ),
    "items-of-another-length": AnswerCase(
        ONES,
        "class L:\n    def __len__(self): return 2\n    def __iter__(self): return iter(())\ndef f(xs): return L()",
        "r = work.f([1, 2])\nassert all(v == 1 for v in r)\nassert len(r) == 2",
        "twice",
    ),
    "length": AnswerCase(
        "def f(xs): return ['']",
        COUNT + "class L:\n    def __len__(self): return next(n)\ndef f(xs): return L()",
        "r = work.f([])\nassert len(r) < 2 and len(r) > 0",
        "",
    ),
    "items-by-number": AnswerCase(
        SORTED,
        COUNT
        + "class L:\n    def __getitem__(self, i): return [1, 2, 1, 2][next(n)]\n    def __len__(self): return 3\ndef f(xs): return L()",
        "r = work.f([3, 1, 2])\nassert r[0] < r[1] and r[1] < r[2]",
        "",
    ),
    "derived-list": AnswerCase(
        SORTED,
        COUNT
        + "class L(list):\n    def __iter__(self): return iter([3, 1, 2] if next(n) == 0 else [1, 2, 3])\ndef f(xs): return L([1, 1, 1])",
        "r = work.f([3, 1, 2])\nassert set(r) == {1, 2, 3}\nassert all(a <= b for a, b in zip(r, list(r)[1:]))",
        "",
    ),
    "derived-list-of-another-length": AnswerCase(
        SORTED,
        "class L(list):\n    def __len__(self): return 3\ndef f(xs): return L()",
        "r = work.f([3, 1, 2])\nassert len(r) == 3\nassert all(v > 0 for v in r)",
        "",
    ),
    "derived-array": AnswerCase(
        "import numpy as np\ndef f(xs): return np.sort(xs)",
        COUNT
        + "import numpy as np\nclass L(np.ndarray):\n    def __iter__(self): return iter([3, 1, 2] if next(n) == 0 else [1, 2, 3])\ndef f(xs): return np.ones(3).view(L)",
        "r = work.f([3, 1, 2])\nassert set(iter(r)) == {1, 2, 3}\nassert all(a <= b for a, b in zip(r, list(r)[1:]))",
        "",
    ),
    "float": AnswerCase(
        "def f(x): return 0.5",
        COUNT + "class X:\n    def __float__(self): return float(next(n))\ndef f(x): return X()",
        "r = work.f(2)\nassert float(r) < 1 and float(r) > 0",
        "",
    ),
    "int-and-float": AnswerCase(
        "def f(x): return 4",
        "class X:\n    def __float__(self): return 4.0\n    def __int__(self): return 4\n    def __index__(self): return 6\ndef f(x): return X()",
        "r = work.f(2)\nassert float(r) == 4 and int(r) == 4",
        "",
    ),
    "index": AnswerCase(
        "def f(x): return 1",
        COUNT + "class X:\n    def __index__(self): return next(n)\ndef f(x): return X()",
        "r = work.f(2)\nassert [5, 6, 7, 8][r] < 7 and [5, 6, 7, 8][r] > 5",
        "",
    ),
    "derived-float": AnswerCase(
        "def f(x): return 0.5",
        COUNT
        + "class X(float):\n    def __float__(self): return float(next(n))\n    def __round__(self, k=0): return 0.5\n    def __abs__(self): return 0.5\ndef f(x): return X(7)",
        "r = work.f(2)\nassert abs(r) == 0.5 and round(r, 1) == 0.5",
        "",
    ),
    "text-of-it": AnswerCase(
        "def f(x): return 11",
        COUNT + "class X:\n    def __str__(self): return ['12', '21', '21'][next(n)]\ndef f(x): return X()",
        "r = work.f(2)\nassert str(r) == str(r)[::-1]",
        "",
    ),
    "format-of-it": AnswerCase(
        "def f(x): return 1.0",
        COUNT + "class X:\n    def __format__(self, spec): return ['12', '21'][next(n)]\ndef f(x): return X()",
        "r = work.f(2)\nassert f'{r:.0f}' == f'{r:.0f}'[::-1]",
        "",
    ),
    "truth-of-an-empty-one": AnswerCase(
        SORTED,
        "class L:\n    def __iter__(self): return iter(())\n    def __len__(self): return 0\n    def __bool__(self): return True\ndef f(xs): return L()",
        "r = work.f([3, 1, 2])\nassert r\nassert all(v > 0 for v in r)",
        "",
    ),
    "negative-numbers-and-slices": AnswerCase(
        SORTED,
        COUNT
        + "class L:\n    def __iter__(self): return iter([0])\n    def __getitem__(self, k): return 3 if k == -1 else [1, 2, 3]\ndef f(xs): return L()",
        "r = work.f([3, 1, 2])\nassert r[-1] == 3 and r[:] == [1, 2, 3]",
        "",
    ),
    "backwards": AnswerCase(
        SORTED,
        "class L:\n    def __iter__(self): return iter([0, 0])\n    def __reversed__(self): return iter([3, 2, 1])\n    def __len__(self): return 2\ndef f(xs): return L()",
        "r = work.f([3, 1, 2])\nassert list(reversed(r)) == [3, 2, 1]",
        "",
    ),
    "property": AnswerCase(
        DECK,
        COUNT
        + DECK.replace("return len(self.cards)\n", "return next(n)\n").replace(
            "def __len__(self): return next(n)", "def __len__(self): return 3"
        ),
        "d = work.Deck()\nassert d.size != 1 and d.size != 0",
        "twice",
    ),
    "iteration-of-an-object": AnswerCase(
        DECK,
        COUNT + DECK.replace("iter(self.cards)", "iter([3, 1, 2] if next(n) == 0 else [1, 2, 3])"),
        "d = work.Deck()\nassert set(d) == {1, 2, 3}\nassert list(d) == sorted(d)",
        "twice",
    ),
    "longer-iteration-of-an-object": AnswerCase(
        DECK,
        COUNT + DECK.replace("iter(self.cards)", "iter([1, 2, 3] if next(n) == 0 else [1, 2, 3, 4])"),
        "d = work.Deck()\nassert set(d) == {1, 2, 3}\nassert sum(d) != 7",
        "twice",
    ),
    "shorter-iteration-of-an-object": AnswerCase(
        DECK,
        COUNT + DECK.replace("iter(self.cards)", "iter([1, 2, 3] if next(n) == 0 else [])"),
        "d = work.Deck()\nassert set(d) == {1, 2, 3}\nassert all(c < 4 for c in d)",
        "twice",
    ),
    "slices-of-an-object": AnswerCase(
        DECK,
        COUNT + DECK.replace("return self.cards[i]", "return [next(n)]"),
        "d = work.Deck()\nassert d[0:1] != [5]\nassert d[0:1] != [6]",
        "twice",
    ),
    "backwards-through-an-object": AnswerCase(
        ANSWERING,
        COUNT + ANSWERING.replace("iter([3, 2, 1])", "iter([[3, 2, 9], [9, 2, 1]][next(n)])"),
        "s = work.S()\nassert next(iter(reversed(s))) == 3\nassert list(reversed(s))[-1] == 1",
        "twice",
    ),
    "members-of-an-object": AnswerCase(
        ANSWERING,
        COUNT + ANSWERING.replace("return x == 1", "return next(n) == 0"),
        "joined.link.operators = True\ns = work.S()\nassert 1 in s\nassert (1 in s) is not None",
        "twice",
    ),
    "truth-of-an-object": AnswerCase(
        ANSWERING,
        COUNT + ANSWERING.replace("return True", "return next(n) == 0"),
        "joined.link.operators = True\ns = work.S()\nassert s\nassert bool(s) is not None",
        "twice",
    ),
    "equality-of-an-object": AnswerCase(
        ANSWERING,
        COUNT + ANSWERING.replace("return other == 1", "return next(n) == 0"),
        "joined.link.operators = True\ns = work.S()\nassert s == 1\nassert (s == 1) is not None",
        "twice",
    ),
    "order-of-an-object": AnswerCase(
        ANSWERING,
        COUNT + ANSWERING.replace("return other > 1", "return next(n) == 0"),
        "joined.link.operators = True\ns = work.S()\nassert s < 2\nassert (s < 2) is not None",
        "twice",
    ),
    "hash-of-an-object": AnswerCase(
        ANSWERING,
        COUNT + ANSWERING.replace("return 7", "return next(n)"),
        "joined.link.operators = True\ns = work.S()\nassert hash(s) != 1\nassert hash(s) != 0",
        "twice",
    ),
    "parts-of-what-a-generator-gives": AnswerCase(
        EAGER,
        COUNT
        + LAZY
        + "    def rows(self): return (R() for _ in range(2))\nclass R:\n    @property\n    def v(self): return next(n)",
        "rows = work.S().rows()\nassert [r.v for r in rows] != [2, 3]\nassert [r.v for r in rows] != [0, 1]",
        "twice",
    ),
    "length-of-an-object": AnswerCase(
        DECK,
        COUNT + DECK.replace("return len(self.cards)\n    def __iter__", "return next(n)\n    def __iter__"),
        "d = work.Deck()\nassert len(d) != 1 and len(d) != 0",
        "twice",
    ),
    "conversion-of-an-object": AnswerCase(
        DECK,
        COUNT + DECK.replace("return 6.0", "return float(next(n))"),
        "d = work.Deck()\nassert float(d) != 1 and float(d) != 0",
        "twice",
    ),
    "text-of-an-object": AnswerCase(
        DECK,
        COUNT + DECK.replace("str(len(self.cards))", "str(next(n))"),
        "d = work.Deck()\nassert str(d) != '1' and str(d) != '0'",
        "twice",
    ),
    "parts-of-new-objects": AnswerCase(
        "class C:\n    def __init__(self, v): self.v = v\nclass D:\n    def __iter__(self): return iter([C(1), C(2)])",
        COUNT
        + "class C:\n    def __init__(self, v): self.v = v\nclass D:\n    def __iter__(self): return iter([C(next(n)), C(next(n))])",
        "d = work.D()\nassert [c.v for c in d] is not None\nassert [c.v for c in d] != [0, 1]",
        "twice",
    ),
    "contradiction-that-the-test-catches": AnswerCase(
        DECK,
        COUNT + DECK.replace("iter(self.cards)", "iter([3, 1, 2] if next(n) == 0 else [1, 2, 3])"),
        "d = work.Deck()\nlist(d)\ntry:\n    list(d)\nexcept AssertionError:\n    pass\njoined.link.answers.check_contradictions()",
        "twice",
    ),
    "operators-where-a-plain-value-is-expected": AnswerCase(
        SORTED,
        "class Yes:\n    def __eq__(self, other): return True\n    __hash__ = None\ndef f(xs): return Yes()",
        "joined.link.operators = True\nassert work.f([3, 1, 2]) == [1, 2, 3]",
        "",
    ),
}
"""None of these may pass beside its reference: each does without one."""

HONEST = {
    "generator": AnswerCase(
        SORTED,
        "def f(xs): yield from sorted(xs)",
        "assert list(work.f([3, 1])) == [1, 3]\nfor a, b in zip(work.f([2, 1]), [1, 2]): assert a == b",
    ),
    "iterator-by-hand": AnswerCase(
        SORTED, "def f(xs): return iter(sorted(xs))", "r = work.f([3, 1])\nassert sum(r) == 4"
    ),
    "endless-generator": AnswerCase(
        "def f(): return [0, 1, 2]",
        "import itertools\ndef f(): return itertools.count()",
        "assert [a for a, _ in zip(work.f(), range(3))] == [0, 1, 2]",
    ),
    "class-of-items": AnswerCase(
        SORTED,
        "class L:\n    def __init__(self, xs): self.xs = sorted(xs)\n    def __iter__(self): return iter(self.xs)\n    def __len__(self): return len(self.xs)\n    def __getitem__(self, i): return self.xs[i]\ndef f(xs): return L(xs)",
        IS_SORTED
        + "\nassert len(r) == 3 and r[0] == 1 and r[-1] == 3 and r[1:] == [2, 3] and 2 in r and r\nassert list(reversed(r)) == [3, 2, 1]",
    ),
    "class-with-numbers-alone": AnswerCase(
        SORTED,
        "class L:\n    def __init__(self, xs): self.xs = sorted(xs)\n    def __len__(self): return len(self.xs)\n    def __getitem__(self, i): return self.xs[i]\ndef f(xs): return L(xs)",
        IS_SORTED,
    ),
    "derived-list": AnswerCase(
        SORTED,
        "class L(list): pass\ndef f(xs): return L(sorted(xs))",
        IS_SORTED + "\nassert r == [1, 2, 3] and len(r) == 3 and r[0] == 1 and r",
    ),
    "collection-that-calls-change": AnswerCase(
        "class Stack:\n    def __init__(self): self.items = []\n    def push(self, x): self.items.append(x)",
        "class L:\n    def __init__(self): self.xs = ()\n    def __iter__(self): return iter(self.xs)\n    def __len__(self): return len(self.xs)\nclass Stack:\n    def __init__(self): self.items = L()\n    def push(self, x): self.items.xs += (x,)",
        "s = work.Stack()\nassert list(s.items) == [] and len(s.items) == 0\ns.push(1)\nassert list(s.items) == [1] and len(s.items) == 1",
    ),
    "number-class": AnswerCase(
        "def f(x): return 2.5",
        "class N:\n    def __float__(self): return 2.5\n    def __str__(self): return '5/2'\n    def __round__(self, k=0): return 2.5\ndef f(x): return N()",
        "r = work.f(1)\nassert float(r) == 2.5 and round(r, 1) == 2.5 and int(float(r)) == 2 and str(r) in ('2.5', '5/2') and r",
    ),
    "stateful-class": AnswerCase(
        DECK,
        DECK,
        "d = work.Deck()\nassert len(d) == 3 and d.size == 3\nd.draw()\nassert len(d) == 2 and d.size == 2 and list(d) == [1, 2] == list(d) and d[0] == 1",
    ),
    "drained-by-iteration": AnswerCase(
        "class Q:\n    def __init__(self): self.xs = [1, 2]\n    def __len__(self): return len(self.xs)\n    def __iter__(self):\n        while self.xs: yield self.xs.pop()",
        "class Q:\n    def __init__(self): self.ys = [1, 2]\n    def __len__(self): return len(self.ys)\n    def __iter__(self):\n        while len(self.ys): yield self.ys.pop()",
        "q = work.Q()\nassert len(q) == 2\nassert list(q) == [2, 1]\nassert list(q) == [] and len(q) == 0",
    ),
    "counter-by-property": AnswerCase(
        "class C:\n    def __init__(self): self.n = 0\n    @property\n    def next(self):\n        self.n += 1\n        return self.n",
        "class C:\n    def __init__(self): self.k = iter(range(1, 9))\n    @property\n    def next(self): return next(self.k)",
        "c = work.C()\nassert [c.next, c.next] == [1, 2]",
    ),
    "generator-of-an-object": AnswerCase(
        "def g():\n    yield 1\n    yield 2",
        "def g():\n    yield from (1, 2)",
        "g = work.g()\nassert next(g) == 1 and list(g) == [2] and list(g) == []",
    ),
    "random-generator": AnswerCase(
        "import numpy as np\nrng = np.random.default_rng(1)\ndef draw(): return rng.random()",
        "import random\nr = random.Random(2)\ndef draw(): return r.random()",
        "assert work.draw() != work.draw()",
    ),
    "file": AnswerCase(
        "import io\ndef f(): return io.StringIO('a\\nb\\n')",
        "import io\ndef f(): return io.StringIO('a\\nb\\n')",
        "f = work.f()\nassert list(f) == ['a\\n', 'b\\n'] and list(f) == []\nf.seek(0)\nassert f.readline() == 'a\\n'",
    ),
    "new-list-each-time": AnswerCase(
        "class S:\n    def __init__(self): self._xs = [1]\n    @property\n    def xs(self): return list(self._xs)",
        "class S:\n    def __init__(self): self._xs = [1]\n    @property\n    def xs(self): return self._xs[:]",
        "s = work.S()\ns.xs.append(2)\nassert s.xs == [1]",
    ),
    "its-own-list": AnswerCase(
        "class S:\n    def __init__(self): self.xs = [1]",
        "class S:\n    def __init__(self): self.xs = [1]",
        "s = work.S()\ns.xs.append(2)\nassert s.xs == [1, 2]\ns.xs = [3]\nassert s.xs == [3]",
    ),
    "cache-of-a-default-dict": AnswerCase(
        "class M:\n    def __init__(self): self.d = {}\n    def __getitem__(self, k): return self.d.setdefault(k, 0)\n    def __setitem__(self, k, v): self.d[k] = v\n    def __len__(self): return len(self.d)",
        "from collections import defaultdict\nclass M:\n    def __init__(self): self.d = defaultdict(int)\n    def __getitem__(self, k): return self.d[k]\n    def __setitem__(self, k, v): self.d[k] = v\n    def __len__(self): return len(self.d)",
        "m = work.M()\nassert len(m) == 0 and m['a'] == 0 and len(m) == 1\nm['a'] = 5\nassert m['a'] == 5",
    ),
    "keys-of-a-dict": AnswerCase(
        "def f(): return ['a', 'b']",
        "def f(): return {'a': 1, 'b': 2}.keys()",
        "r = work.f()\nassert len(r) == 2 and list(r) == ['a', 'b'] and sorted(r) == ['a', 'b'] and 'a' in r",
    ),
    "zip-of-pairs": AnswerCase(
        "def f(): return [(1, 2)]", "def f(): return zip([1], [2])", "assert dict(work.f()) == {1: 2}"
    ),
    "iterator-of-a-class-of-its-own": AnswerCase(
        OWN_ITERATOR,
        OWN_ITERATOR,
        "it = iter(work.R())\nassert isinstance(it, work.RI) and type(it) is work.RI and iter(it) is it\nit.n = 1\nassert (repr(it), len(it), next(it), it.n) == ('RI(1)', 1, 2, 2)\nassert next(it, 'end') == 'end'",
    ),
    "generator-for-iteration": AnswerCase(
        "class R:\n    def __iter__(self):\n        x = yield 1\n        yield x",
        "class R:\n    def __iter__(self):\n        y = yield 1\n        yield y",
        "import types\ng = iter(work.R())\nassert isinstance(g, types.GeneratorType) and next(g) == 1 and g.send(5) == 5",
    ),
    "slice-between-objects-without-hash": AnswerCase(
        MARKED,
        MARKED,
        "joined.link.operators = True\nt = work.T()\nassert t[work.D(1):work.D(2)] == [1, 2] == t[work.D(1):work.D(2)]",
    ),
    "items-by-keys-that-have-no-mark": AnswerCase(
        BY_IDENTITY.replace("VALUE", "0"),
        BY_IDENTITY.replace("VALUE", "next(c)"),
        "m = work.M()\na = work.K(); b = work.K()\nm.add(a); m.add(b)\nassert m[a].v >= 0\nassert m[b].v >= 0",
    ),
    "mapping-where-a-list-may-be": AnswerCase(
        "def f(k): return {2: 'a', 1: 'b'} if k else [5]",
        "class D:\n    def __init__(self): self.d = {2: 'a', 1: 'b'}\n    def __getitem__(self, k): return self.d[k]\n    def __iter__(self): return iter(self.d)\n    def __len__(self): return 2\ndef f(k): return D() if k else [5]",
        "assert work.f(0)[0] == 5\nassert work.f(1)[1] == 'b' and work.f(1)[2] == 'a'",
    ),
    "generator-that-moves-its-object-on": AnswerCase(
        EAGER, LAZY, "s = work.S()\ng = s.go()\nassert s.seen >= 0\nassert list(g) == [1, 2, 3]\nassert s.seen >= 0"
    ),
    "generator-that-changes-another-object": AnswerCase(
        "class L:\n    def __init__(self): self.xs = []; self.n = 0\n    def go(self):\n        self.xs.append(1)\n        yield 1",
        "class X:\n    def __init__(self): self.k = 0\n    def __len__(self): return self.k\n    def __iter__(self): return iter([1] * self.k)\nclass L:\n    def __init__(self): self.xs = X(); self.n = 0\n    def go(self):\n        self.xs.k += 1\n        self.n += 1\n        yield 1",
        "s = work.L()\nxs = s.xs\ng = s.go()\nassert len(xs) == 0 and list(xs) == [] and s.n >= 0\nassert next(g) == 1\nassert len(xs) == 1 and list(xs) == [1] and s.n >= 0",
    ),
    "parts-before-and-after-a-generator-moves-on": AnswerCase(
        EAGER + "    @property\n    def current(self): return R(0)",
        LAZY
        + "    @property\n    def current(self): return R(self.seen)\nclass R:\n    def __init__(self, v): self.v = v",
        "s = work.S()\ng = s.go()\na = s.current\nassert next(iter(g)) == 1\nb = s.current\nassert a.v >= 0 and b.v >= 0",
    ),
    "length-that-iteration-fills": AnswerCase(
        EAGER, LAZY, "s = work.S()\nassert len(s) < 9\nassert list(s) == [1, 2] == list(s)\nassert len(s) == 2"
    ),
    "text-after-another-read": AnswerCase(
        EAGER, LAZY, "s = work.S()\nassert str(s)\nassert s.data == [1, 2] and len(s) == 2\nassert str(s) == str(s)"
    ),
    "member-that-uses-up-a-generator": AnswerCase(
        ANSWERING + "def f(): return S()",
        "def f(): yield 1",
        "joined.link.operators = True\ng = work.f()\nassert 1 in g\nassert (1 in g) is not None",
    ),
    "attribute-of-an-iterator": AnswerCase(
        OWN_ITERATOR.replace("self.n", "self._n") + "    n = 0",
        OWN_ITERATOR,
        "it = iter(work.R())\nassert it.n >= 0 and next(it) == 1 and it.n >= 0",
    ),
}
"""All of these pass."""

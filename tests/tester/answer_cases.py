# ruff: noqa: E501 - a program to a line
"""Tests that trust a method of the answer, with a reference, a cheat, and honest answers of the same kind."""

from __future__ import annotations

from dataclasses import dataclass

YES = """
class Yes:
    def __getattr__(self, name):
        if name[:1] == "_":
            raise AttributeError(name)
        return lambda *a, **k: True
"""


@dataclass(frozen=True)
class AnswerCase:
    """A test, its reference, and a student's code."""

    reference: str
    student: str
    test: str
    says: str = "is expected there, and your code gives an object of class"


FRAME = "import pandas as pd\ndef frame(): return pd.DataFrame({'a': [1, 2]})"
EQUALS = "import pandas as pd\nassert work.frame().equals(pd.DataFrame({'a': [1, 2]}))"
ARRAY = "import numpy as np\ndef flags(): return np.array([True, True])"
CHEATS = {
    "array": AnswerCase(ARRAY, f"{YES}\ndef flags(): return Yes()", "assert work.flags().all()"),
    "array-through-numpy": AnswerCase(
        "def total(): return [1, 1]",
        f"{YES}\nclass T:\n    def sum(self, *a, **k): return 2\ndef total(): return T()",
        "import numpy as np\nassert np.sum(work.total()) == 2", "",
    ),
    "table": AnswerCase(FRAME, f"{YES}\ndef frame(): return Yes()", EQUALS),
    "column-of-a-table": AnswerCase(
        "import pandas as pd\ndef frame(): return pd.DataFrame({'price': [1, 2]})",
        f"{YES}\nclass T: price = Yes()\ndef frame(): return T()",
        "import pandas as pd\nassert work.frame().price.equals(pd.Series([1, 2], name='price'))",
    ),
    "text": AnswerCase(
        "def word(): return 'abc'", f"{YES}\ndef word(): return Yes()", "assert work.word().startswith('ab')"
    ),
    "number": AnswerCase("def ratio(): return 2.0", f"{YES}\ndef ratio(): return Yes()", "assert work.ratio().is_integer()"),
    "list": AnswerCase("def xs(): return [5]", f"{YES}\ndef xs(): return Yes()", "assert work.xs().count(5) == 1"),
    "dict": AnswerCase("def d(): return {'a': 1}", f"{YES}\ndef d(): return Yes()", "assert work.d().get('a') == 1"),
    "set": AnswerCase("def s(): return {1}", f"{YES}\ndef s(): return Yes()", "assert work.s().issuperset({1})"),
    "truth": AnswerCase("def t(): return True", f"{YES}\ndef t(): return Yes()", "assert work.t().conjugate()"),
    "module-attribute": AnswerCase(
        "answer = 'yes'", f"{YES}\nanswer = Yes()", "assert work.answer.islower()"
    ),
    "member-of-a-tuple": AnswerCase(
        "class M: pass\ndef fit(): return M(), 'abc'", f"{YES}\nclass M: pass\ndef fit(): return M(), Yes()",
        "assert work.fit()[1].islower()",
    ),
    "method": AnswerCase(
        "class Stack:\n    def top(self): return 'x'", f"{YES}\nclass Stack:\n    def top(self): return Yes()",
        "assert work.Stack().top().islower()",
    ),
    "returned-class": AnswerCase(
        "def word(): return 'abc'", "def word():\n    class Yes:\n        islower = staticmethod(lambda: True)\n    return Yes",
        "assert work.word().islower()",
    ),
    "returned-module": AnswerCase(
        "def word(): return 'abc'",
        "import types\ndef word():\n    m = types.ModuleType('m')\n    m.__getattr__ = lambda name: lambda *a: True\n    return m",
        "assert work.word().islower()",
    ),
    "returned-function": AnswerCase(
        "def word(): return 'abc'", "def word():\n    f = lambda: 0\n    f.islower = lambda: True\n    return f",
        "assert work.word().islower()",
    ),
    "one-function-with-two-names": AnswerCase(
        "import numpy as np\ndef flags(): return np.array([True])\ndef word(): return 'abc'",
        f"{YES}\ndef flags(): return Yes()\nword = flags",
        "try:\n    work.flags()\nfinally:\n    assert work.word().startswith('ab')",
    ),
    "mock": AnswerCase(
        "def word(): return 'abc'", "from unittest.mock import MagicMock\ndef word(): return MagicMock()",
        "assert work.word().islower()",
    ),
    "namespace": AnswerCase(
        "def word(): return 'abc'", "from types import SimpleNamespace\ndef word(): return SimpleNamespace(islower=lambda: True)",
        "assert work.word().islower()",
    ),
    "object-of-another-place": AnswerCase(
        "class Box: pass\ndef word(): return 'abc'",
        "class Box:\n    one = None\n    def __new__(cls):\n        cls.one = cls.one or object.__new__(cls)\n        return cls.one\n"
        "    def islower(self): return True\ndef word(): return Box()",
        "box = work.Box()\nassert work.word().islower()",
    ),
    "text-subclass": AnswerCase(
        "def word(): return 'abc'", "class S(str):\n    def islower(self): return True\ndef word(): return S('ABC')",
        "assert work.word().islower()", "",
    ),
    "number-subclass": AnswerCase(
        "def ratio(): return 2.0", "class F(float):\n    def is_integer(self): return True\ndef ratio(): return F(2.5)",
        "assert work.ratio().is_integer()", "",
    ),
    "list-subclass": AnswerCase(
        "def xs(): return [5]", "class L(list):\n    def count(self, x): return 1\ndef xs(): return L()",
        "assert work.xs().count(5) == 1", "",
    ),
    "dict-subclass": AnswerCase(
        "def d(): return {'a': 1}", "class D(dict):\n    def get(self, key): return 1\ndef d(): return D()",
        "assert work.d().get('a') == 1", "",
    ),
    "array-subclass": AnswerCase(
        ARRAY,
        "import numpy as np\nclass A(np.ndarray):\n    def all(self, *a, **k): return True\ndef flags(): return np.zeros(2).view(A)",
        "assert work.flags().all()", "",
    ),
}  # fmt: skip
HONEST = {
    "array": AnswerCase(ARRAY, "import numpy as np\ndef flags(): return np.ones(2, bool)", "assert work.flags().all()"),
    "matrix": AnswerCase(
        "import numpy as np\ndef m(): return np.ones((2, 2))",
        "import numpy as np\nclass M(np.ndarray): pass\ndef m(): return np.ones((2, 2)).view(M)",
        "assert work.m().shape == (2, 2) and work.m().sum() == 4",
    ),
    "table-subclass": AnswerCase(
        FRAME, "import pandas as pd\nclass T(pd.DataFrame): pass\ndef frame(): return T({'a': [1, 2]})", EQUALS
    ),
    "list-subclass": AnswerCase(
        "def xs(): return [1]", "class L(list): pass\ndef xs(): return L([1])",
        "x = work.xs()\nx.append(2)\nassert x.count(2) == 1 and x == [1, 2] and x.pop() == 2 and x.index(1) == 0",
    ),
    "defaultdict": AnswerCase(
        "def d(): return {'a': 1}",
        "import collections\ndef d():\n    x = collections.defaultdict(int)\n    x['a'] += 1\n    return x",
        "assert work.d().get('a') == 1 and work.d() == {'a': 1} and sorted(work.d().items()) == [('a', 1)]",
    ),
    "text-subclass": AnswerCase(
        "def w(): return 'abc'", "class W(str): pass\ndef w(): return W('abc')",
        "assert work.w().startswith('ab') and work.w() == 'abc'",
    ),
    "other-helper-class": AnswerCase(
        "class Node:\n    def count(self): return 1\ndef root(): return Node()",
        "class _N:\n    def count(self): return 1\ndef root(): return _N()",
        "assert work.root().count() == 1",
    ),
    "class-for-a-named-tuple": AnswerCase(
        "import collections\nP = collections.namedtuple('P', 'x count')\ndef p(): return P(1, 2)",
        "class P:\n    x = 1\n    count = 2\ndef p(): return P()",
        "assert work.p().x == 1 and work.p().count == 2",
    ),
    "fluent-method": AnswerCase(
        "class S:\n    def __init__(self): self.xs = []\n    def insert(self, x): self.xs.append(x); return [x]\n"
        "    def count(self, x): return self.xs.count(x)",
        "class S:\n    def __init__(self): self.xs = []\n    def insert(self, x): self.xs.append(x); return self\n"
        "    def count(self, x): return self.xs.count(x)",
        "s = work.S()\ns.insert(4)\nassert s.count(4) == 1",
    ),
    "generator-for-a-list": AnswerCase(
        "def xs(): return [1, 2]", "def xs(): yield from (1, 2)", "assert list(work.xs()) == [1, 2]"
    ),
    "branch-on-an-attribute": AnswerCase(
        "def x(): return 3", "class V: value = 3\ndef x(): return V()",
        "r = work.x()\nr = r.value if hasattr(r, 'value') else r\nassert r == 3 and getattr(work.x(), 'nothing', 0) == 0",
    ),
    "object-or-plain": AnswerCase(
        "class N: name = 'a'\ndef find(k): return N() if k else 'none'", "class M: name = 'a'\ndef find(k): return M()",
        "assert work.find(1).name == 'a'\nassert work.find(0)",
    ),
    "printed-in-a-message": AnswerCase(
        "def x(): return [3]", "class L:\n    def __iter__(self): return iter([3])\n    def __repr__(self): return 'L'\ndef x(): return L()",
        "r = work.x()\nassert list(r) == [3], f'{r!r} {r} {dir(r)} {type(r).__name__}'",
    ),
}  # fmt: skip

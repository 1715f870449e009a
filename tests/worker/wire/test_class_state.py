# ruff: noqa: E501 - a class to a line
"""The state of a class outside of its objects comes back before each story, and nothing of its code runs for it."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from grader.worker.wire.class_state import LARGEST, ClassState

SOURCE = """
total = 0
log = []
table = {"a": [1]}

class Base:
    made = 0
    def __init__(self): Base.made += 1

class Stack(Base):
    items = []
    limit = 3
    pair = (1, 2)
    seen = {1}
    def push(self, item, memo=[], *, more={"k": 1}):
        global total
        total += 1
        memo.append(item)
        more[item] = 1
        self.items.append(item)
        log.append(item)
        table["a"].append(item)
        return list(memo)
"""


def loaded() -> dict[str, Any]:
    """Return the names of a student's module."""
    names: dict[str, Any] = {"__name__": "student"}
    exec(textwrap.dedent(SOURCE), names)
    return names


CHANGES = {
    "an-attribute": "Stack.limit = 9",
    "of-a-base-class": "Base()",
    "a-list-of-the-class": "Stack.items.append(5)",
    "a-set-of-the-class": "Stack.seen.clear()",
    "another-list-under-its-name": "Stack.items = Stack.items + [5]",
    "another-tuple": "Stack.pair = (3,)",
    "a-default-argument": "Stack().push(7)",
    "a-global-number": "total = 5",
    "a-global-list": "log.append(1)",
    "another-global-list": "log = log + [1]",
    "a-nested-value": "table['a'].append(2)",
    "a-name-that-is-gone": "del Stack.limit",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_a_story_changes_is_put_back(change: str) -> None:
    """The next one behaves as if it were the first."""
    names = loaded()
    state = ClassState(names["Stack"])
    before = {name: names[name] for name in ("total", "log", "table")}
    exec(change, names)
    state.restore()
    stack = names["Stack"]
    assert (stack.made, stack.items, stack.limit, stack.pair, stack.seen) == (0, [], 3, (1, 2), {1})
    assert (names["total"], names["log"], names["table"]) == (0, [], {"a": [1]})
    assert all(names[name] is value for name, value in before.items()), "functions hold these very objects"
    assert stack().push(1) == [1]
    assert stack.push.__kwdefaults__ == {"more": {"k": 1, 1: 1}}


KEEPERS = {
    "attribute-of-the-class": "class K:\n    def go(self):\n        K.n = getattr(K, 'n', 0) + 1\n        return K.n",
    "attribute-of-a-base-class": "class B:\n    def f(self): pass\nclass K(B):\n    def go(self):\n        B.n = getattr(B, 'n', 0) + 1\n        return B.n",
    "object-of-the-class": "class K:\n    def go(self):\n        K.first = getattr(K, 'first', self)\n        return K.first is self or 2",
    "global": "class K:\n    def go(self):\n        global n\n        n = globals().get('n', 0) + 1\n        return n",
    "global-object": "class K:\n    def go(self):\n        global one\n        one = globals().get('one', self)\n        return one is self or 2",
    "attribute-of-a-method": "class K:\n    def go(self):\n        K.go.n = getattr(K.go, 'n', 0) + 1\n        return K.go.n",
    "attribute-of-a-function": "def f():\n    f.n += 1\n    return f.n\nf.n = 0\nclass K:\n    def go(self): return f()",
    "default-of-a-function": "def f(xs=[]):\n    xs.append(1)\n    return len(xs)\nclass K:\n    def go(self): return f()",
    "metaclass": "class M(type):\n    made = {}\n    def __call__(c):\n        M.made[c] = M.made.get(c, 0) + 1\n        return type.__call__(c)\nclass K(metaclass=M):\n    def go(self): return M.made[K]",
    "closure": "def make():\n    n = 0\n    def f():\n        nonlocal n\n        n += 1\n        return n\n    return f\nf = make()\nclass K:\n    def go(self): return f()",
    "closure-of-a-list": "def make():\n    xs = []\n    def f():\n        xs.append(1)\n        return len(xs)\n    return f\nf = make()\nclass K:\n    def go(self): return f()",
    "numbers": "import itertools\nclass K:\n    ids = itertools.count(1)\n    def __init__(self): self.n = next(K.ids)\n    def go(self): return self.n",
    "global-numbers-by-step": "import itertools\nids = itertools.count(1, 2)\nclass K:\n    def go(self): return next(ids)",
    "counter": "from collections import Counter\nc = Counter()\nclass K:\n    def go(self):\n        c['a'] += 1\n        return c['a']",
    "deque": "from collections import deque\nclass K:\n    xs = deque(maxlen=5)\n    def go(self):\n        self.xs.append(self)\n        return len(self.xs)",
    "default-dict": "from collections import defaultdict\nd = defaultdict(int)\nclass K:\n    def go(self):\n        d[1] += 1\n        return d[1]",
}
"""Classes whose `go` returns 1 the first time."""


@pytest.mark.parametrize("source", KEEPERS.values(), ids=KEEPERS)
def test_each_story_is_the_first(source: str) -> None:
    """Also with what the class or the module has only since a story."""
    names: dict[str, Any] = {"__name__": "student"}
    exec(source, names)
    state = ClassState(names["K"])
    for _ in range(3):
        assert names["K"]().go() == 1
        assert names["K"]().go() != 1
        state.restore()
    assert set(names) == {*names} - {"n", "one"}


def test_what_is_imported_or_defined_later_stays() -> None:
    """A story may be the first to import a module for all."""
    names: dict[str, Any] = {"__name__": "student"}
    exec("class K:\n    def go(self):\n        global math\n        import math", names)
    state = ClassState(names["K"])
    names["K"]().go()
    state.restore()
    assert names["math"].pi > 3


def test_a_value_that_is_too_large_is_left_alone() -> None:
    """Restoring it before each story would take longer than the story."""
    names = loaded()
    names["Stack"].items.extend(range(LARGEST))
    state = ClassState(names["Stack"])
    names["Stack"].items.append("more")
    state.restore()
    assert names["Stack"].items[-1] == "more"


def test_no_code_of_the_class_runs() -> None:
    """A metaclass that answers for its class is not asked."""

    class Watching(type):
        def __getattribute__(cls, name: str) -> Any:
            raise AssertionError(name)

        def __setattr__(cls, name: str, value: Any) -> None:
            raise AssertionError(name)

    kind = Watching("Kind", (), {"size": 1, "grow": lambda self: None})
    state = ClassState(kind)
    type.__setattr__(kind, "size", 2)
    state.restore()
    assert type.__getattribute__(kind, "size") == 1

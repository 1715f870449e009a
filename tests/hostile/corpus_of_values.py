"""A course of values of other kinds than numbers, and submissions whose values and exceptions say odd things.

What stands in the body of a frame is data of the judge's tests and verdicts, and a sentence about it is a text like any
other: what no file can hold, what acts on a screen and what takes long to read have to end there too.
"""

from __future__ import annotations

from itertools import product

COURSE = {
    "tasks/account.yaml": """
id: account
title: An account
statement: Write it.
classes:
  Account:
    args: [balance]
    methods: {deposit: {args: [amount], returns: integer}, history: {returns: {list: {tuple: [text, integer]}}}}
    attributes: {balance: integer}
inputs: {balance: {integer: [0, 9]}, amount: {integer: [1, 9]}}
cases: 10
checks:
  - id: deposit
    title: deposit adds to the balance
    points: 1
    steps: {account: Account(balance), returned: account.deposit(amount)}
    expect: returned == account.balance == ref.total(balance, amount)
  - {id: story, title: It behaves like an account, points: 1, story: Account, methods: [deposit, history], steps: [1, 4],
     observe: [it.balance, it.history()]}
""",
    "tasks/shop.yaml": """
id: shop
title: A shop
statement: Write it.
functions:
  revenue: {args: [prices], returns: integer}
  by_item: {args: [items], returns: {dict: [text, integer]}}
  sentence: {args: [items], returns: text}
inputs: {prices: {list: {integer: [1, 9]}, length: [0, 4]}, items: {list: {choice: [tea, milk]}, length: [0, 4]}}
cases: 10
checks:
  - {id: revenue, title: revenue adds, points: 1, expect: revenue(prices) == ref.revenue(prices)}
  - {id: by_item, title: by_item counts, points: 1, expect: by_item(items) == ref.by_item(items)}
  - {id: sentence, title: sentence joins, points: 1, expect: sentence(items) == ref.sentence(items)}
""",
    "tasks/tested.yaml": "id: tested\ntitle: Tested\nstatement: Write it.\ntests: all\n",
    "reference/account.py": """
class Account:
    def __init__(self, balance):
        self.balance, self.events = balance, []

    def deposit(self, amount):
        self.balance += amount
        self.events.append(("deposit", amount))
        return self.balance

    def history(self):
        return list(self.events)


def total(balance, amount):
    return balance + amount
""",
    "reference/shop.py": """
from collections import Counter


def revenue(prices):
    return sum(prices)


def by_item(items):
    return dict(Counter(items))


def sentence(items):
    return " and ".join(items)
""",
    "reference/tested.py": """
class Shape:
    def name(self):
        return "shape"


def area(side):
    return side * side
""",
    "reference/tests/tested.py": """
import tested as work


def test_area():
    assert work.area(3) == 9


def test_name():
    assert work.Shape().name() == "shape"
""",
}
HONEST = {name: COURSE[f"reference/{name}"] for name in ("account.py", "shop.py", "tested.py")}
"""A right submission."""

_VALUES = {
    "half-a-character": '"\\ud800"',
    "signs-that-act": '"\\x1b[2J\\x07\\x00\\r::error::\\u202e"',
    "table": 'pd.DataFrame({"\\ud800": ["\\udfff", "\\x1b"]})',
    "table-of-two-levels": 'pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "\\ud800")]))',
    "series": 'pd.Series(["\\ud800"], index=["\\x1b"], name="\\ud800")',
    "dict": '{"\\ud800": "\\udfff", 10**4000: None}',
    "list": '["\\ud800", ("\\udc00",), {"\\udc00"}]',
    "huge-whole-number": "10**5000",
    "negative": "-(10**4200)",
    "not-a-number": 'float("nan")',
    "many": "tuple(range(100_000))",
    "long": '"\\ud800" * 100_000',
    "array": 'np.array(["\\ud800", "b"])',
    "objects": 'np.array([None, "\\ud800", 10**4000], dtype=object)',
    "type": 'type("E\\x1b\\ud800"[:2], (), {})()',
    "named": 'namedtuple("Pair", "a b")("\\ud800", 2)',
    "bytes": 'b"\\xff" * 1000',
    "decimal": 'Decimal("sNaN")',
    "date": "datetime.max",
}
_IMPORTS = """
import sys
from collections import namedtuple
from datetime import datetime
from decimal import Decimal
import numpy as np
import pandas as pd


def odd():
    return {value}
"""
_ANSWERS = """
class Account:
    def __init__(self, *args):
        self.balance = 0

    def __getattr__(self, name):
        {do}

    def deposit(self, *args):
        {do}

    history = deposit


class Shape:
    def name(self):
        {do}


def revenue(*args):
    {do}


by_item = sentence = area = revenue
"""
_FORGE = """
KEY = {key!r}


def forged(*args, **more):
    facts = {{"type": "E", "text": "t", "bases": ["Exception"], "frames": [{{"file": "a.py", "line": 3, "name": "f"}}]}}
    if KEY == "frame":
        facts["frames"] = [odd()]
    elif KEY in ("values", "line", "name"):
        facts["frames"][0][KEY] = odd()
    else:
        facts[KEY] = odd()
    return facts


for module in ("worker.programs", "worker.remote", "worker.calls"):
    for name in ("describe_exception", "_briefly", "_with_values"):
        if hasattr(sys.modules.get(module), name):
            setattr(sys.modules[module], name, forged)
"""
KEYS = ("type", "text", "frames", "frame", "bases", "values", "line", "name", "more")


def _returned(value: str) -> str:
    return _IMPORTS.format(value=value) + _ANSWERS.format(do="return odd()")


def _raised(value: str) -> str:
    return _IMPORTS.format(value=value) + _ANSWERS.format(do="raise ValueError(odd())")


def _forged(key: str, value: str) -> str:
    raising = _ANSWERS.format(do='raise ValueError("no")')
    return _IMPORTS.format(value=value) + _FORGE.format(key=key) + raising


CORPUS: dict[str, str] = {
    **{f"returned-{name}": _returned(value) for name, value in _VALUES.items()},
    **{f"raised-{name}": _raised(value) for name, value in _VALUES.items()},
    **{f"forged-{key}-{name}": _forged(key, value) for key, (name, value) in product(KEYS, _VALUES.items())},
}
"""The one file of each submission, by name."""

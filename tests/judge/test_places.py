"""The place of an exception is a line of the student's own, whatever library or construct it passed through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.judge.small_gradings import graded, grading_of, the
from tests.samples.families import some_of

if TYPE_CHECKING:
    from pathlib import Path

SPEC = """
functions: {f: {args: [x], returns: {array: [n]}}}
checks: [{id: a, title: It doubles, points: 2, expect: "close(f(x), ref.f(x))"}]
"""
REFERENCE = "def f(x):\n    return 2 * x\n"
HEAD = "import functools, json, random, statistics\nimport numpy as np\n"
CODE = {
    "numpy": "def f(x):\n    y = 2 * x\n    return np.reshape(y, (7, 11))  # here\n",
    "numpy's own python": "def f(x):\n    return np.stack([x, x[:0], 1.0])  # here\n",
    "random": "def f(x):\n    return random.randrange(0)  # here\n",
    "statistics": "def f(x):\n    return statistics.mean([])  # here\n",
    "json": "def f(x):\n    return json.loads('{')  # here\n",
    "lambda": "def f(x):\n    g = lambda v: v / [1]  # here\n    return list(map(g, [1]))\n",
    "comprehension": "def f(x):\n    return [\n        int('a')  # here\n        for _ in range(2)]\n",
    "decorator": "def d(g):\n    @functools.wraps(g)\n    def inner(x):\n        return g(x)\n    return inner\n\n"
    "@d\ndef f(x):\n    return x.nothing  # here\n",
    "cached": "@functools.lru_cache\ndef g(n):\n    return [][n]  # here\n\ndef f(x):\n    return g(3)\n",
    "class": "class A:\n    def __len__(self):\n        raise KeyError(1)  # here\n\ndef f(x):\n    return len(A())\n",
    "generator": "def g(x):\n    yield 1\n    yield {}['a']  # here\n\ndef f(x):\n    return sum(g(x))\n",
    "key function": "def f(x):\n    return sorted([1, 2], key=lambda v: v.size)  # here\n",
    "reduce": "def f(x):\n    return functools.reduce(lambda a, b: a + b, [1, 'a'])  # here\n",
    "vectorize": "def f(x):\n    return np.vectorize(lambda v: undefined)(np.ones(2))  # here\n",
}


@pytest.mark.parametrize("code", some_of(CODE))
def test_the_last_line_of_the_trace_is_the_students(tmp_path: Path, code: str) -> None:
    """The line marked `here`, and no line of numpy or the standard library."""
    check = the(graded(grading_of(tmp_path, SPEC, REFERENCE), HEAD + code), "a")
    line = next(number for number, text in enumerate((HEAD + code).splitlines(), 1) if "# here" in text)
    assert [frame.file for frame in check.trace if frame.file != "small.py"] == []
    assert check.trace[-1].line == line
    assert f"small.py, line {line}" in check.message

"""Lines of a derivation that only repeat its ends, and lines that do not."""

from __future__ import annotations

import ast

import pytest

from grader.worker.repetitions import repetitions
from grader.worker.syntax import nodes

REPEATED = {
    "the same": "f(x + c)",
    "another spelling": "f(c + x)",
    "plus zero": "f(x + c) + 0",
    "a number times": "2 * f(x) - f(x)",
    "a mean": "(f(x + c) + f(x)) / 2",
    "converted": "float(f(x))",
    "an array of it": "np.array(f(x))",
    "a copy": "f(x).copy()",
    "all entries": "f(x)[:]",
    "a number": "np.exp(0) * f(x)",
    "a name": "a",
    "an interpolation": "a + (b - a) / 3",
    "a name of names": "middle",
    "what is positive": "np.abs(f(x + c))",
    "the larger one": "np.maximum(a, f(x))",
    "a mean by numpy": "np.mean([a, b], axis=0)",
    "a choice": "np.where(True, f(x), 0)",
    "another choice": "f(x) if True else 0",
    "a list": "[w for w in f(x)]",
    "a lambda": "(lambda: f(x))()",
    "a lambda with a parameter": "(lambda w: w + 1 - 1)(f(x))",
    "named on the way": "(new := f(x)) + 0",
    "another type": "f(x).astype(float)",
    "nothing of an input": "f(x) + 0 * np.exp(x)",
    "a difference of equals": "f(x) + (c - c)",
    "an input's size": "np.broadcast_to(f(x), x.shape) @ np.eye(len(x))",
    "changed by itself": "grown",
    "a fraction of the way": "a + (b - a) * np.random.rand()",
}
STEPS = {
    "written out": "np.exp(x + c) / np.exp(x + c).sum()",
    "a factor": "np.exp(c) * f(x)",
    "an argument": "x * f(x)",
    "an entry": "x[0]",
    "a helper": "helper(x)",
    "a constant of the file": "CONSTANT * f(x)",
    "a loop": "sum(f(v) for v in x)",
    "parts in a loop": "sum(f(x[i : i + 1]) for i in range(len(x)))",
    "parts with their number": "sum(f(x[i]) for i, _ in enumerate(range(3)))",
    "parts that are added up": "of_parts",
    "changed in place": "line",
    "two values": "twice",
    "a function within": "inner()",
    "a list that grows": "np.array(parts)",
    "filled by a call": "filled / filled.sum()",
    "filled as `out`": "out / out.sum()",
    "added up": "total",
    "a method of an input": "x.cumsum()",
    "a comprehension": "sum([v * v for v in x])",
    "what a name is made of": "scaled * 2",
}
FUNCTION = """
def steps(x, c):
    a, b = f(x + c), f(x)
    middle = (a + b) / 2
    line = f(x)
    line[:] = np.exp(x)
    twice = f(x)
    if c:
        twice = np.exp(x)
    grown = f(x)
    grown += 0

    def inner():
        return np.exp(x)

    parts, total = [], 0.0
    for v in x:
        parts.append(np.exp(v))
        total += np.exp(v)
    of_parts = i = 0
    while i < len(x):
        of_parts += f(x[i:][:1])
        i += 1
    filled, out = np.empty(len(x)), np.empty(len(x))
    np.copyto(filled, np.exp(x))
    shift = np.exp(x, out=out)
    scaled = 0
    scaled += shift
    yield "=", f(x + c)
    yield "=", {line}
    yield "=", f(x)
"""


def of_the_middle(line: str, function: str = FUNCTION) -> bool:
    """Return whether the middle line of a derivation repeats the ends."""
    tree = ast.parse(function.format(line=line))
    yields = [
        node.value.elts[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple)
    ]
    return repetitions(nodes(tree), yields)[1]


@pytest.mark.parametrize("line", REPEATED.values(), ids=REPEATED)
def test_arithmetic_over_the_ends_repeats_them(line: str) -> None:
    """However it is spelled."""
    assert of_the_middle(line)


@pytest.mark.parametrize("line", STEPS.values(), ids=STEPS)
def test_whatever_else_is_a_step(line: str) -> None:
    """A name that has several values is taken for one."""
    assert not of_the_middle(line)


def test_ends_that_are_written_out_call_no_function_of_their_own() -> None:
    """`sum` of an end does not make every sum a repetition."""
    function = "def g(x):\n    yield '=', sum(x)\n    yield '=', {line}\n    yield '=', float(np.sum(x))\n"
    assert not of_the_middle("sum(v for v in x)", function)
    assert not of_the_middle("np.sum(x[::-1])", function)
    assert of_the_middle("sum(x) + 0", function)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_yields(count: int) -> None:
    """The ends repeat themselves; without any there is nothing to say."""
    tree = ast.parse("def g(x):\n    pass\n")
    assert repetitions(nodes(tree), [ast.parse("f(x)", mode="eval").body] * count) == [True] * count


@pytest.mark.parametrize(("first", "repeats"), [("f(x)", True), ("np.exp(x)", False)])
def test_names_that_grow_without_end_are_not_written_out(first: str, repeats: bool) -> None:
    """Each name doubles the one before: what the first one is made of counts, and nothing hangs."""
    lines = "\n".join(f"    v{n} = v{n - 1} + v{n - 1}" for n in range(1, 60))
    function = (
        f"def g(x):\n    v0 = {first}\n{lines}\n    yield '=', f(x)\n    yield '=', {{line}}\n    yield '=', f(x)\n"
    )
    assert of_the_middle("v59", function) is repeats

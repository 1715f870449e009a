"""Parts of answers, arguments after calls and what objects hold are explained like answers of functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.judge.small_gradings import graded, grading_of, the
from tests.samples.families import some_of

if TYPE_CHECKING:
    from pathlib import Path

SPEC = """
functions:
  fit: {args: [x, lr], returns: {tuple: {loss: real, grads: {dict: {w: {array: [n]}, b: {array: [n]}}}}}}
  order: {args: [x], returns: none}
  mix: {args: [x, y], returns: none}
  count: {args: [d, x], returns: none}
classes:
  Layer: {args: [b], methods: {forward: {args: [x], returns: {array: [n]}}}, attributes: {last: {array: [n]}}}
checks:
  - id: loss
    title: L
    points: 1
    inputs: {lr: {choice: [0.5, 2, 4]}}
    expect: close(fit(x, lr).loss, ref.fit(x, lr).loss, scale=99)
  - id: grads
    title: G
    points: 1
    inputs: {lr: {choice: [0.5, 2, 4]}}
    expect: close(fit(x, lr).grads, ref.fit(x, lr).grads)
  - id: order
    title: O
    points: 1
    inputs: {x: {list: {integer: [-9, 9]}, length: [0, 5]}}
    expect: after(order(x), x) == ref.ordered(x)
  - id: mix
    title: M
    points: 1
    inputs: {x: {list: {integer: [-9, 9]}, length: 3}, y: {list: {integer: [-9, 9]}, length: 3}}
    expect: after(mix(x, y), x) == ref.mixed(x, y)
  - id: count
    title: C
    points: 1
    inputs: {d: {dict: {a: {integer: [1, 9]}, b: {integer: [1, 9]}}}, x: {integer: [1, 9]}}
    expect: after(count(d, x), d) == ref.counted(d, x)
  - id: layer
    title: Y
    points: 1
    inputs: {b: {vector: n, integers: [-9, 9]}}
    steps: {layer: Layer(b), y: layer.forward(x)}
    expect: close(y, ref.forward(b, x)) and close(layer.last, ref.double(x))
  - id: twice
    title: T
    points: 1
    inputs: {b: {vector: n, integers: [-9, 9]}}
    steps: {layer: Layer(b), _1: layer.forward(x), early: layer.last, _2: layer.forward(x + b), late: layer.last}
    expect: close(early, ref.double(x)) and close(late, ref.double(x + b))
"""
REFERENCE = """
def fit(x, lr):
    return (x * x).sum() * 1.0, {"w": lr * x, "b": x + 0.0}
def order(x):
    for i in range(1, len(x)):
        for j in range(i, 0, -1):
            if x[j - 1] > x[j]:
                x[j - 1], x[j] = x[j], x[j - 1]
def ordered(x):
    return sorted(x)
def mix(x, y):
    x[:] = mixed(x, y)
def mixed(x, y):
    return [a + b for a, b in zip(x, y)]
def count(d, x):
    d.update(counted(d, x))
def counted(d, x):
    return {"a": d["a"] + x, "b": d["b"]}
def forward(b, x):
    return x - b
def double(x):
    return 2 * x
class Layer:
    def __init__(self, b):
        self.b = b
    def forward(self, x):
        self.last = 2 * x
        return x - self.b
"""
LAYER = """
class Layer(Layer):
    def forward(self, x):
        self.last = {last}
        return x {sign} self.b
"""
WRONG = {
    "loss": (
        "loss",
        "def fit(x, lr):\n    return -(x * x).sum() * 1.0, {'w': lr * x, 'b': x + 0.0}",
        "`fit(x, lr).loss` is what is due with the opposite sign",
    ),
    "mean": (
        "loss",
        "def fit(x, lr):\n    return (x * x).mean(), {'w': lr * x, 'b': x + 0.0}",
        "divided by the number of entries of `x`",
    ),
    "key": (
        "grads",
        "def fit(x, lr):\n    return 0.0, {'w': x + 0.0, 'b': x + 0.0}",
        "`fit(x, lr).grads['w']` is `x` itself",
    ),
    "unlike": (
        "grads",
        "def fit(x, lr):\n    return 0.0, {'w': lr * x, 'b': x + 7 * np.sin(3 * x + 1)}",
        "only what stands at `'b'` is wrong; what stands at `'w'` is right",
    ),
    "copy": ("order", "def order(x):\n    x = sorted(x)", "`x` after `order` is what it was before"),
    "down": (
        "order",
        "def order(x):\n    x.sort(reverse=True)",
        "`x` after `order` holds the right items in the opposite order",
    ),
    "sorted in part": (
        "order",
        "def order(x):\n    x[:-1] = sorted(x[:-1])",
        "`x` after `order` is as in a right solution in which a loop leaves out the last",
    ),
    "another": ("mix", "def mix(x, y):\n    x[:] = y", "`x` after `mix` is `y` itself"),
    "part": ("count", "def count(d, x):\n    d['a'] = x", "`d['a']` after `count` is `x` itself"),
    "plus": (
        "layer",
        LAYER.format(last="2 * x", sign="+"),
        "`layer.forward(x)` returns what is right for `b` with the opposite sign",
    ),
    "last": ("layer", LAYER.format(last="x", sign="-"), "`layer.last` is `x` itself"),
}


@pytest.mark.parametrize(("check", "code", "said"), some_of(WRONG))
def test_what_is_compared_is_explained(tmp_path: Path, check: str, code: str, said: str) -> None:
    """The sentence names what the check compares, in the words of the task."""
    answer = f"import numpy as np\n{REFERENCE}\n{code}\n"
    assert said in the(graded(grading_of(tmp_path, SPEC, REFERENCE), answer), check).diagnosis


def test_an_attribute_that_is_asked_twice_is_shown_twice(tmp_path: Path) -> None:
    """What is wrong the first time is on the page, though the second answer is right."""
    code = LAYER.format(last="2 * x if getattr(self, 'last', None) is not None else x", sign="-")
    answer = f"import numpy as np\n{REFERENCE}\n{code}\n"
    shown = the(graded(grading_of(tmp_path, SPEC, REFERENCE), answer), "twice").counterexample
    assert shown is not None
    assert shown.got["layer.last (time 1 of 2)"] != shown.expected["layer.last (time 1 of 2)"]
    assert shown.got["layer.last (time 2 of 2)"] == shown.expected["layer.last (time 2 of 2)"]
    assert {"layer.forward(x)", "layer.forward(x + b)"} < shown.got.keys()

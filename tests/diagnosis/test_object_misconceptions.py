"""Known wrong solutions behind objects, caches and random numbers are recognised like all others."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

from tests.judge.small_gradings import graded, grading_of, the
from tests.samples.families import some_of

if TYPE_CHECKING:
    from pathlib import Path

LAYERS = """
functions:
  forward: {args: [x], returns: {tuple: {out: {array: [n]}, cache: opaque}}}
  backward: {args: [d, cache], returns: {tuple: {dx: {array: [n]}, total: real}}}
checks:
  - id: back
    title: It goes back
    points: 1
    inputs: {d: {vector: n, integers: [-9, 9]}}
    steps: {y: forward(x), g: "backward(d, y.cache)"}
    expect: close(g.dx, ref.dx(x, d)) and close(g.total, ref.total(d), scale=9)
misconceptions:
  - {wrong: backward_mean, fails: [back], tells: Yours is a mean.}
  - {wrong: backward_of_dout, fails: [back], tells: You square the gradient.}
"""
LAYERS_REFERENCE = """
def forward(x):
    return x * x, x
def backward(d, cache):
    return 2 * cache * d, d.sum()
def dx(x, d):
    return 2 * x * d
def total(d):
    return d.sum()
"""
LAYERS_WRONG = """
def backward_mean(d, cache):
    return 2 * cache * d, d.sum() / len(d)
def backward_of_dout(d, cache):
    return 2 * d * d, d.sum()
"""
RANDOM = """
functions: {draw: {args: [n], returns: {array: [any]}}}
checks:
  - id: law
    title: It is normal
    points: 1
    inputs: {m: {integer: [2, 6]}}
    distribution: draw(m)
    statistic: ref.scaled
    law: normal(0, 1)
misconceptions:
  - {wrong: draw_variance, fails: [law], tells: That is the variance.}
  - {wrong: draw_positive, fails: [law], tells: All of yours are positive.}
"""
RANDOM_REFERENCE = """
import numpy as np
def draw(n):
    return np.random.normal(0, 1 / np.sqrt(n), n)
def scaled(answer, n):
    return answer * np.sqrt(n)
"""
RANDOM_WRONG = """
import numpy as np
def draw_variance(n):
    return np.random.normal(0, 1 / n, n)
def draw_positive(n):
    return np.abs(np.random.normal(0, 1 / np.sqrt(n), n))
"""
STEPS = "def forward(x):\n    return x * x, {'x': x.copy()}\n"


def diagnosis(folder: Path, task: tuple[str, str, str], answer: str) -> str:
    """Return what is said of the only check of a course with wrong solutions."""
    spec, reference, wrong = task
    (folder / "reference" / "wrong").mkdir(parents=True)
    (folder / "reference" / "wrong" / "small.py").write_text(wrong, encoding="utf-8")
    result = graded(grading_of(folder, spec, reference), answer)
    return the(result, result.tasks[0].checks[0].id).diagnosis


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("def backward(d, c):\n    return 2 * c['x'] * d, d.mean()\n", "Yours is a mean."),
        ("def backward(d, c):\n    return d * (d + d), d.sum()\n", "You square the gradient."),
    ],
)
def test_a_cache_of_another_make_hides_no_misconception(tmp_path: Path, answer: str, said: str) -> None:
    """The second call needs an object of the first: a student's is another one than the wrong solution's."""
    assert diagnosis(tmp_path, (LAYERS, LAYERS_REFERENCE, LAYERS_WRONG), STEPS + answer) == said


ANYTHING = """
classes:
  Box: {args: [], methods: {put: {args: [x], returns: any}}}
checks:
  - id: put
    title: It holds
    points: 1
    steps: {box: Box(), y: box.put(x)}
    expect: same(y, ref.put(x))
misconceptions:
  - {wrong: Box_self, fails: [put], tells: You return the box itself.}
"""
ANYTHING_REFERENCE = """
def put(x):
    return [x.sum(), 1]
class Box:
    def put(self, x):
        return [x.sum(), 1]
"""
ANYTHING_WRONG = """
class Box_self:
    def put(self, x):
        return RETURNED
"""


@pytest.mark.parametrize(
    ("known", "answer", "said"),
    [
        ("[self, 1]", "[self, 1]", "You return the box itself."),
        ("[self, 1]", "['object', 1]", ""),
        ("[self, 1]", "(self, 1)", ""),
    ],
    ids=["object", "text", "tuple"],
)
def test_all_objects_are_alike_and_nothing_else_is(tmp_path: Path, known: str, answer: str, said: str) -> None:
    """Not a text, and not another container."""
    course = (ANYTHING, ANYTHING_REFERENCE, ANYTHING_WRONG.replace("RETURNED", known))
    text = diagnosis(tmp_path, course, f"class Box:\n    def put(self, x):\n        return {answer}\n")
    assert (text == "You return the box itself.") is bool(said)


def test_a_wrong_function_draws_once_for_all_submissions(tmp_path: Path) -> None:
    """And what it draws tells for each of them."""
    (tmp_path / "reference" / "wrong").mkdir(parents=True)
    counting = RANDOM_WRONG.replace("    return np.abs", "    CALLS.append(n)\n    return np.abs") + "CALLS = []\n"
    (tmp_path / "reference" / "wrong" / "small.py").write_text(counting, encoding="utf-8")
    grading = grading_of(tmp_path, RANDOM, RANDOM_REFERENCE)
    known = next(each for each in grading.tasks[0].checks[0].misconceptions if each.name == "draw_positive")
    calls, counts = inspect.unwrap(known.wrong).__globals__["CALLS"], []
    for factor in (1, 2, 1):
        body = f"{factor} * abs(rng.standard_normal(n)) / n ** 0.5"
        answer = f"import numpy as np\nrng = np.random.default_rng()\ndef draw(n):\n    return {body}\n"
        text = the(graded(grading, answer), "law").diagnosis
        assert (text == "All of yours are positive.") is (factor == 1)
        counts.append(len(calls))
    assert 0 < counts[0] == counts[-1]


def test_what_no_misconception_gives_is_none(tmp_path: Path) -> None:
    """Half a mean is another thing."""
    answer = STEPS + "def backward(d, c):\n    return 2 * c['x'] * d, d.mean() / 2 + 1\n"
    assert diagnosis(tmp_path, (LAYERS, LAYERS_REFERENCE, LAYERS_WRONG), answer) not in {
        "Yours is a mean.", "You square the gradient.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "said"),
    some_of(
        [
            ("rng.standard_normal(n) / n", "That is the variance."),
            ("abs(rng.standard_normal(n)) / n ** 0.5", "All of yours are positive."),
            ("rng.standard_normal(n)", ""),
            ("abs(rng.standard_normal(n)) / n", ""),
        ]
    ),
)
def test_a_law_tells_which_misconception_draws(tmp_path: Path, body: str, said: str) -> None:
    """The numbers are never those of the wrong solution; their law is, or is not."""
    answer = f"import numpy as np\nrng = np.random.default_rng()\ndef draw(n):\n    return {body}\n"
    assert diagnosis(tmp_path, (RANDOM, RANDOM_REFERENCE, RANDOM_WRONG), answer) == said

"""What a check declares to be of importance is told where it decides, in the words of the task."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.errors import SpecError
from tests.judge.small_gradings import course_of, graded, grading_of, outcomes, the
from tests.samples.families import some_of

if TYPE_CHECKING:
    from pathlib import Path

REFERENCE = """
from collections import Counter
def f(x):
    return x.tolist()
def g(words):
    return len(words)
def peaks(x):
    return sum(1 for a, b, c in zip(x, x[1:], x[2:]) if a < b > c)
def is_anagram(words):
    return len({"".join(sorted(word)) for word in words}) < len(words)
class Box:
    def __init__(self, x):
        self.x = list(x)
    def first(self):
        return self.x[0]
def first(x):
    return x[0]
def dull(x):
    return 0 if len(x) else 1 / 0
"""
SPEC = """
functions: {f: {args: [x], returns: {list: integer}}, g: {args: [words], returns: integer}}
classes: {Box: {args: [x], methods: {first: {returns: integer}}}}
checks:
  - id: array
    title: A
    points: 1
    visibility: VISIBILITY
    inputs: {z: {integer: [0, 3]}}
    expect: f(x) == ref.f(x)
    features: [{when: "ref.peaks(x) > 0", says: some number stands higher than both its neighbours}]
  - id: texts
    title: T
    points: 1
    inputs: {words: {list: {text: [1, 2], of: ab}, length: [1, 5]}}
    expect: g(words) == ref.g(words)
    features: [{when: ref.is_anagram(words), says: two words have the same letters, otherwise: no two words do}]
  - id: object
    title: O
    points: 1
    steps: {box: Box(x), y: box.first()}
    expect: y == ref.first(x)
    features: [{when: "ref.peaks(x) > 0", says: some number stands higher than both its neighbours}]
"""
PEAK = "any(a < b > c for a, b, c in zip(x, x[1:], x[2:]))"
ANAGRAM = "len({''.join(sorted(w)) for w in words}) < len(words)"
ANSWERS = {
    "array": (
        "array",
        f"def f(x):\n    return x.tolist() + [1] * {PEAK}",
        "`f` is wrong exactly where some number stands higher than both its neighbours",
    ),
    "array, right": (
        "array",
        f"def f(x):\n    return x.tolist() if {PEAK} else [int(v) ** 3 % 7 for v in x] + [5]",
        "`f` is right exactly where some number stands higher than both its neighbours",
    ),
    "texts": (
        "texts",
        f"def g(words):\n    return len(words) if not {ANAGRAM} else hash(tuple(words)) % 1000",
        "`g` is wrong exactly where two words have the same letters",
    ),
    "object": (
        "object",
        f"def worse(x):\n    return x[0] + (hash(tuple(x)) % 50 + 7) * {PEAK}\nBox.first = lambda self: worse(self.x)",
        "This is wrong exactly where some number stands higher than both its neighbours",
    ),
}


@pytest.mark.parametrize(("check", "code", "said"), some_of(ANSWERS))
def test_a_feature_that_decides_is_told(tmp_path: Path, check: str, code: str, said: str) -> None:
    """Of arrays, texts and objects; no trait of the inputs says it."""
    spec = SPEC.replace("VISIBILITY", "public")
    assert said in the(graded(grading_of(tmp_path, spec, REFERENCE), f"{REFERENCE}\n{code}\n"), check).diagnosis


def test_a_hidden_check_tells_nothing_of_it(tmp_path: Path) -> None:
    """What it asks must not show."""
    grading = grading_of(tmp_path, SPEC.replace("VISIBILITY", "hidden"), REFERENCE)
    result = graded(grading, f"{REFERENCE}\n{ANSWERS['array'][1]}\n")
    assert "neighbours" not in the(result, "array").diagnosis


@pytest.mark.parametrize(
    ("feature", "mistake"),
    [
        ("{when: f(x) == 1, says: it is so}", "a feature is computed by the judge alone"),
        ("{when: z > 1, says: it is so}", "uses `z`; a feature is about inputs that the check uses"),
        ("{when: 1 < 2, says: it is so}", "uses no input"),
        ("{when: ref.peak(x), says: it is so}", "peaks"),
        ("{when: ref.peaks(x)}", "says"),
    ],
)
def test_a_mistake_in_a_feature_is_a_mistake_of_the_course(tmp_path: Path, feature: str, mistake: str) -> None:
    """It is said with all others."""
    old = '{when: "ref.peaks(x) > 0", says: some number stands higher than both its neighbours}'
    spec = SPEC.replace("VISIBILITY", "public").replace(old, feature, 1)
    with pytest.raises(SpecError) as caught:
        course_of(tmp_path, spec, REFERENCE)
    assert mistake in str(caught.value)


def test_a_feature_that_cannot_be_computed_stops_its_check(tmp_path: Path) -> None:
    """The teacher hears of it where the check is prepared, and not in the middle of a class."""
    spec = SPEC.replace("VISIBILITY", "public").replace("ref.peaks(x) > 0", "ref.dull(x - x) + ref.lost(x) > 0", 1)
    reference = REFERENCE + "\ndef lost(x):\n    raise KeyError(1)\n"
    assert outcomes(graded(grading_of(tmp_path, spec, reference), REFERENCE))["array"] == "judge_error"

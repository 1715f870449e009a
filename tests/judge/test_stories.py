"""Stories: a right class passes however it is written; a mistake is shown by the shortest story, and named if known."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from grader.course import load_course
from grader.errors import SpecError
from grader.judge import Grading, Preparation
from grader.results import Outcome
from tests.judge.small_gradings import graded, the
from tests.samples.families import some_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.results import CheckResult

SPEC = """
id: small
title: Stack
statement: Write it.
classes:
  Stack: {args: [items], methods: {push: {args: [x]}, pop: {}, peek: {}, clear: {}, items: {}, __len__: {}}}
inputs:
  items: {list: {integer: [0, 9]}, length: [0, 5]}
  x: {integer: [-9, 9]}
cases: 60
limits: {wall: 2}
checks:
  - {id: lives, title: T, points: 3, story: Stack, observe: [len(it)]}
misconceptions:
  - {wrong: Stack_fifo, fails: [lives], tells: A stack gives back what came last.}
"""
REFERENCE = """
class EmptyError(IndexError):
    pass
class Stack:
    def __init__(self, items=()):
        self._items = list(items)
    def push(self, x):
        self._items.append(x)
    def pop(self):
        if not self._items:
            raise EmptyError("empty")
        return self._items.pop()
    def peek(self):
        return self._items[-1] if self._items else None
    def clear(self):
        self._items = []
    def items(self):
        return list(self._items)
    def __len__(self):
        return len(self._items)
"""
WRONG = REFERENCE.replace("class Stack:", "class Stack_fifo:").replace("self._items.pop()", "self._items.pop(0)")
LINKED = """
class EmptyError(Exception):
    pass
class Stack:
    def __init__(self, items=()):
        self.top, self.n = None, 0
        for item in items:
            self.push(item)
    def push(self, x):
        self.top, self.n = (x, self.top), self.n + 1
        return self
    def pop(self):
        if self.top is None:
            raise EmptyError
        x, self.top = self.top
        self.n -= 1
        return x
    def peek(self):
        return self.top[0] if self.top else None
    def clear(self):
        self.__init__()
    def items(self):
        found, node = [], self.top
        while node:
            found.insert(0, node[0])
            node = node[1]
        return found
    def __len__(self):
        return self.n
"""


def grading_of(folder: Path, spec: str = SPEC, reference: str = REFERENCE, wrong: str = WRONG) -> Grading:
    """Return how submissions to a course of one task are graded."""
    texts = {"tasks/small.yaml": spec, "reference/small.py": reference, "reference/wrong/small.py": wrong}
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return Grading(load_course(folder).tasks, Preparation(1))


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """Give the course above, prepared once."""
    return grading_of(tmp_path_factory.mktemp("stories"))


def lives(grading: Grading, code: str) -> CheckResult:
    """Return the result of the one check."""
    return the(graded(grading, code), "lives")


@pytest.mark.parametrize("code", [REFERENCE, LINKED], ids=["reference", "linked"])
def test_a_right_class_passes_however_it_is_written(grading: Grading, code: str) -> None:
    """What a method returns where the reference returns nothing does not matter."""
    check = lives(grading, code)
    assert (check.outcome, check.message) == (Outcome.PASSED, "")


SHARED = "    _items = []\n    def __init__(self, items=()):\n        self._items.extend(items)"


@pytest.mark.parametrize(
    ("before", "after", "message", "lines", "told"),
    some_of([
        ("return list(self._items)", "return self._items", "After step 3, `len(stack)` is 0 and should be 1",
         ["stack = Stack([0])", "result_2 = stack.items()", "result_2.clear()", "len(stack)"], ""),
        ("self._items = list(items)", "self._items = items if isinstance(items, list) else list(items)",
         "After step 2, `len(stack)` is 0", ["argument_1 = [0]", "argument_1.clear()"], "keeps the container"),
        ("def __init__(self, items=()):\n        self._items = list(items)",
         "def __init__(self, items=[]):\n        self._items = items", "`len(", [], "default"),
        ("    def __init__(self, items=()):\n        self._items = list(items)", SHARED,
         "`len(other)` is 1 and should be 0", ["other = Stack()", "len(other)"], "share one container"),
        ("return self._items.pop()", "self._items.pop()", "Step 2: `stack.pop()` returns None",
         ["stack = Stack([0])", "stack.pop()"], "is `return` missing"),
        ("self._items = []\n    def items", "pass\n    def items", "After step 2, `len(stack)` is 1 and should be 0",
         ["stack = Stack([0])", "stack.clear()", "len(stack)"], "`clear` leaves"),
        ("self._items.pop()", "self._items.pop(0)", "Step 2: `stack.pop()` returns 0 and should return 1",
         ["stack = Stack([0, 1])", "stack.pop()"], "what came last"),
        ('raise EmptyError("empty")', "return None", "Step 2: `stack.pop()` returns None and should raise EmptyError",
         ["stack = Stack()", "stack.pop()"], "Exactly the steps that should raise EmptyError go wrong"),
        ("raise EmptyError", "raise KeyError", "raises KeyError: 'empty' and should raise EmptyError", [],
         "Exactly the steps that should raise EmptyError go wrong"),
        ("return len(self._items)", "return str(len(self._items))", "raises TypeError", [], ""),
    ]),
    ids=["aliasing", "kept", "default", "shared", "return", "reset", "fifo", "nothing", "other", "text"],
)  # fmt: skip
def test_a_mistake_is_shown_by_the_shortest_story(
    grading: Grading, before: str, after: str, message: str, lines: list[str], told: str
) -> None:
    """And named, where one slip or known mistake explains every story."""
    check = lives(grading, REFERENCE.replace(before, after, 1))
    assert check.outcome in {Outcome.FAILED, Outcome.ERROR}
    assert check.failed_cases > 0
    assert message in check.message
    for line in lines:
        assert line in check.repeat.splitlines()
    assert (told in check.diagnosis) if told else (check.diagnosis == "")


def test_wrong_classes_live_once_for_all_submissions(grading: Grading, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second submission with a slip waits for none of them."""
    code = REFERENCE.replace("return self._items.pop()", "self._items.pop()")
    first = lives(grading, code)
    monkeypatch.setattr("grader.checks.prepared_stories.PreparedStories.live", None)
    assert lives(grading, code).diagnosis == first.diagnosis != ""


def test_a_verdict_stands_whatever_happens_to_its_explanation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The teacher reads what has happened."""
    monkeypatch.setattr("grader.checks.class_slips.slip_of", None)
    check = lives(grading_of(tmp_path), REFERENCE.replace("return self._items.pop()", "self._items.pop()"))
    assert check.outcome is Outcome.FAILED
    assert "`stack.pop()` returns None" in check.message
    assert "The diagnosis failed" in check.diagnosis_detail


def test_two_mistakes_are_no_slip(grading: Grading) -> None:
    """A sentence is a fact about all stories, or it is not given."""
    code = REFERENCE.replace("return self._items.pop()", "self._items.pop()")
    code = code.replace("self._items = []\n    def items", "pass\n    def items")
    assert lives(grading, code).diagnosis == ""


def test_the_story_repeats_the_failure(grading: Grading) -> None:
    """The printed Python runs, and gives what the student's class returned."""
    code = REFERENCE.replace("return list(self._items)", "return self._items")
    check = lives(grading, code)
    *lines, last = check.repeat.replace("from small import Stack", code).splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)
    assert check.counterexample is not None
    assert eval(last, names) == check.counterexample.got[last] == 0


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ("import time; time.sleep(30)", Outcome.TIMEOUT),
        ("import os; os._exit(1)", Outcome.ERROR),
        ("raise SystemExit", Outcome.ERROR),
        ("return self._items[-1] if self._items else [0] * 10**6", Outcome.FAILED),
        ("print('x' * 10**5); return self._items[-1] if self._items else None", Outcome.PASSED),
    ],
    ids=["hangs", "dies", "exits", "large", "prints"],
)
def test_a_method_that_misbehaves(grading: Grading, body: str, outcome: Outcome) -> None:
    """The step is named, and the story up to it printed."""
    check = lives(grading, REFERENCE.replace("return self._items[-1] if self._items else None", body))
    assert check.outcome is outcome
    if outcome is not Outcome.PASSED:
        assert "stack.peek()" in check.message or "other.peek()" in check.message
        assert "peek()" in check.repeat


@pytest.mark.parametrize(
    "code",
    [
        "class Stack:\n    def __getattribute__(self, name): raise SystemExit",
        "class Stack:\n    __class__ = property(lambda self: 1 / 0)",
        "class Stack:\n    def __init__(self, *args): raise KeyboardInterrupt",
        "class M(type):\n    def __call__(cls, *a): raise SystemExit\nclass Stack(metaclass=M): pass",
        "class Stack:\n    def __eq__(self, o): return True\n    __hash__ = None\n    def __len__(self): return self",
        "class E(Exception):\n    def __str__(self): raise SystemExit\nclass Stack:\n    def __init__(self): raise E",
        "class Stack:\n    def __init__(self, *a): self.d = [Stack] * 10**5\n    def items(self): return self.d",
    ],
    ids=["attributes", "class", "init", "meta", "equal", "exception", "objects"],
)
def test_evil_classes_fail_and_cost_nothing_else(grading: Grading, code: str) -> None:
    """Never a pass, and never a fault of the grader."""
    assert lives(grading, code).outcome in {Outcome.FAILED, Outcome.ERROR}


def test_no_story_begins_with_what_others_left(grading: Grading) -> None:
    """A counter of the class that is only counted is no mistake."""
    code = REFERENCE.replace(
        "        self._items = list(items)", "        Stack.made += 1\n        self._items = list(items)"
    )
    code = code.replace("class Stack:", "class Stack:\n    made = 0\n    log = []")
    code = code.replace(
        "def peek(self):", "def peek(self):\n        if len(self.log) > 30: return 99\n        self.log.append(1)"
    )
    assert lives(grading, code).outcome is Outcome.PASSED


def test_aliasing_that_the_reference_does_as_well_is_allowed(tmp_path: Path) -> None:
    """Both ways are right then."""
    own = REFERENCE.replace("return list(self._items)", "return self._items")
    grading = grading_of(tmp_path, reference=own)
    assert lives(grading, own).outcome is Outcome.PASSED
    assert lives(grading, REFERENCE).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("story: Stack", "story: Stak", "did you mean `Stack`"),
        ("observe: [len(it)]", "observe: [len(x)]", "is one call, attribute or item of `it`"),
        ("observe: [len(it)]", "observe: [it.pop]", "is a method"),
        ("observe: [len(it)]", "methods: [poop]", "did you mean `pop`"),
        ("observe: [len(it)]", "steps: [5, 2]", "the smaller number of steps comes first"),
        ("  x: {integer: [-9, 9]}\n", "", "no input for the argument `x`"),
    ],
)
def test_mistakes_of_a_course_are_told(tmp_path: Path, before: str, after: str, message: str) -> None:
    """With what to write."""
    with pytest.raises(SpecError) as error:
        grading_of(tmp_path, SPEC.replace(before, after, 1))
    assert message in str(error.value)

"""Checks with classes, steps and effects: right code passes, each mistake fails the check that is about it."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from grader.checks.object_statement import ObjectCases
from grader.course import load_course
from grader.errors import SpecError
from grader.judge import Grading, Preparation
from tests.judge.small_gradings import graded, outcomes, the
from tests.samples.families import some_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.course.course import Course
    from grader.expressions.evaluation import CaseTable

SPEC = """
classes:
  Stack: {args: [items], methods: {push: {args: [x]}, pop: {returns: integer}, items: {}, __len__: {}}}
functions:
  conv: {args: [x, w], returns: {tuple: {out: {array: any}, cache: opaque}}}
  back: {args: [d, cache], returns: {array: any}}
  sort: {args: [a], returns: none}
  root: {args: [x], returns: real}
  hello: {args: [name], returns: none}
  total: {args: [s], returns: integer}
  dice: {args: [n], returns: integer}
inputs:
  items: {list: {integer: [0, 9]}, length: [0, 5]}
  x: {vector: 3, normal: 1}
  d: {vector: 3, normal: 1}
  k: {integer: [0, 9]}
  name: {text: [1, 5], of: letters}
checks:
  - {id: length, title: T, points: 1, expect: len(Stack(items)) == len(items)}
  - id: steps
    title: T
    points: 1
    steps: {s: Stack(items), a: s.push(k), b: s.pop(), n: len(s)}
    expect: b == k and n == len(items) and s.items() == items
  - {id: back, title: T, points: 1, expect: "close(back(d, conv(x, x).cache), ref.back(d, ref.conv(x, x)[1]))"}
  - {id: after, title: T, points: 1, expect: "after(sort(items), items) == sorted(items)"}
  - {id: root, title: T, points: 1, given: {y: "0 - k - 1"}, expect: "raises(root(y), ValueError)"}
  - {id: empty, title: T, points: 1, expect: "raises(Stack().pop(), EmptyError)"}
  - {id: prints, title: T, points: 1, expect: "prints(hello(name)) == ref.hello_text(name)"}
  - {id: given, title: T, points: 1, expect: "total(Stack(items)) == sum(items)"}
  - {id: repeat, title: T, points: 1, expect: "ref.all_seen(repeat(dice(k + 1), 100), k + 1)"}
  - {id: twice, title: T, points: 1, expect: "close(back(conv(x, x).out + 1, conv(d, d).cache), ref.twice(x, d))"}
  - id: examples
    title: T
    points: 1
    examples: [{call: root(-1), raises: ValueError}, {call: root(4), gives: 2.0}]
  - {id: attribute, title: T, points: 1, expect: "Stack(items).size == len(items)"}
"""
REFERENCE = """
import numpy as np
class EmptyError(IndexError):
    pass
class Stack:
    def __init__(self, items=()):
        self._items = list(items)
    @property
    def size(self):
        return len(self._items)
    def push(self, x):
        self._items.append(x)
    def pop(self):
        if not self._items:
            raise EmptyError("empty")
        return self._items.pop()
    def items(self):
        return list(self._items)
    def __len__(self):
        return len(self._items)
    def total(self):
        return sum(self._items)
def conv(x, w):
    return x * w, (x, w)
def back(d, cache):
    x, w = cache
    return d * w
def sort(a):
    a.sort()
def root(x):
    if x < 0:
        raise ValueError("negative")
    return float(x) ** 0.5
def hello(name):
    print("Hello", name)
def hello_text(name):
    return f"Hello {name}\\n"
def total(s):
    return int(s.total())
_rng = np.random.default_rng(3)
def dice(n):
    return int(_rng.integers(1, n + 1))
def all_seen(values, n):
    return len(values) == 100 and set(values) <= set(range(1, n + 1))
def twice(x, d):
    return (x * x + 1) * d
"""
EVERY = {
    "length", "steps", "back", "after", "root", "empty", "prints", "given", "repeat", "twice", "examples", "attribute",
}  # fmt: skip


def course_of(folder: Path, spec: str, reference: str) -> Course:
    """Return the course of one task."""
    head = "id: small\ntitle: Small\nstatement: Write it.\ncases: 20\nlimits: {wall: 2}\n"
    for name, text in (("tasks/small.yaml", head + dedent(spec)), ("reference/small.py", reference)):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_course(folder)


def grading_of(folder: Path, spec: str, reference: str) -> Grading:
    """Return how submissions to such a course are graded."""
    return Grading(course_of(folder, spec, reference).tasks, Preparation(1))


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """Give the course above, prepared once."""
    return grading_of(tmp_path_factory.mktemp("objects"), SPEC, REFERENCE)


@pytest.mark.parametrize(
    ("before", "after", "failing"),
    some_of([
        ("", "", set[str]()),
        ("return self._items.pop()", "return self._items.pop(0)", {"steps"}),
        ("self._items.append(x)", "self._items += [x, x]", {"steps"}),
        ("return x * w, (x, w)", "return x * w, [x, w]", set[str]()),
        ("return x * w, (x, w)", "return x * w, (w, 2 * w)", {"back", "twice"}),
        ("return x * w, (x, w)", "return x * w", {"back", "twice"}),
        ("a.sort()", "a = sorted(a)", {"after"}),
        ("a.sort()", "return sorted(a)", {"after"}),
        ('ValueError("negative")', "KeyError()", {"root", "examples"}),
        ('raise ValueError("negative")', "return 0.0", {"root", "examples"}),
        ('ValueError("negative")', 'type("Own", (ValueError,), {})()', set[str]()),
        ("raise EmptyError", "raise IndexError", {"empty"}),
        ("EmptyError(IndexError)", "EmptyError(Exception)", set[str]()),
        ('print("Hello", name)', 'print("Hello ", name)', {"prints"}),
        ('print("Hello", name)', "import sys; sys.stdout.write(hello_text(name))", set[str]()),
        ("return int(s.total())", "return s.nothing()", {"given"}),
        ("_rng.integers(1, n + 1)", "_rng.integers(2, n + 2)", {"repeat"}),
        ("return len(self._items)\n    def push", "return self._items\n    def push", {"attribute"}),
        ("class Stack:", "class Other:", {"length", "steps", "empty", "given", "attribute"}),
        ("class Stack:", "class Stack(list):", set[str]()),
        ("def __init__(self, items=()):", "def __init__(self, items, n, m):",
         {"length", "steps", "empty", "given", "attribute"}),
        ("class Stack:", "class Stack:\n    def __getattr__(self, name): raise SystemExit", set[str]()),
        ("class Stack:", "class Stack:\n    __class__ = property(lambda self: 1 / 0)", set[str]()),
        ("return len(self._items)\n    def total", "return -1\n    def total", {"length", "steps"}),
    ]),
)  # fmt: skip
def test_mistakes_fail_the_checks_that_are_about_them(
    grading: Grading, before: str, after: str, failing: set[str]
) -> None:
    """And no others; nothing of it is a fault of the grader."""
    ended = outcomes(graded(grading, REFERENCE.replace(before, after, 1)))
    assert ended.keys() == EVERY
    assert {id_ for id_, outcome in ended.items() if outcome != "passed"} == failing
    assert "judge_error" not in ended.values()


@pytest.mark.parametrize(
    ("before", "after", "id_", "message", "repeat"),
    some_of(
        [
            ("return self._items.pop()", "return self._items.pop(0)", "steps", "`s.pop()`", "b = s.pop()"),
            (
                'ValueError("negative")',
                "KeyError()",
                "root",
                "raises KeyError, and should raise ValueError",
                "root(-1)",
            ),
            ('raise ValueError("negative")', "return 0.0", "root", "raises nothing, and should raise", "root(-1)"),
            ("a.sort()", "a.sort(reverse=True)", "after", "`after(sort(items), items)[0]`", "sort(argument)"),
            ("return int(s.total())", "return s.nothing()", "given", "no attribute 'nothing'", "total(stack_1)"),
            ('print("Hello", name)', 'print("Hi", name)', "prints", "'Hi ", "hello("),
            ("_rng.integers(1, n + 1)", "_rng.integers(2, n + 2)", "repeat", "does not hold", "for _ in range(100)]"),
        ]
    ),
)
def test_a_failure_is_told_with_python_that_repeats_it(
    grading: Grading, before: str, after: str, id_: str, message: str, repeat: str
) -> None:
    """The sentence names the call, and the lines make it again with all that it needs."""
    check = the(graded(grading, REFERENCE.replace(before, after, 1)), id_)
    assert message in check.message
    assert repeat in check.repeat
    assert "from small import" in check.repeat


def test_the_lines_repeat_it(grading: Grading) -> None:
    """They run as they are printed."""
    code = REFERENCE.replace("return self._items.pop()", "return self._items.pop(0)")
    check = the(graded(grading, code), "steps")
    lines = check.repeat.replace("from small import Stack", code)
    names: dict[str, object] = {}
    exec(lines, names)
    assert check.counterexample is not None
    assert names["b"] == check.counterexample.got["s.pop()"] != check.counterexample.expected["s.pop()"]


KNOWN = """
misconceptions:
  - {wrong: Stack_fifo, fails: [steps], tells: The last one comes out first.}
  - {wrong: Stack_twice, fails: [steps], tells: One is enough.}
  - {wrong: root_of_key, fails: [root, examples], tells: Not a KeyError.}
  - {wrong: total_of_nothing, fails: [given], tells: There is no such method.}
"""
WRONG = (
    REFERENCE.replace("class Stack:", "class Stack_fifo:").replace("_items.pop()", "_items.pop(0)")
    + REFERENCE.replace("class Stack:", "class Stack_twice:").replace(".append(x)", ".extend([x, x])")
    + "def root_of_key(x):\n    if x < 0:\n        raise KeyError\n    return x ** 0.5\n"
    + "def total_of_nothing(s):\n    return s.nothing()\n"
)


@pytest.mark.parametrize(
    ("before", "after", "id_", "told"),
    some_of([
        ("_items.pop()", "_items.pop(0)", "steps", "The last one comes out first."),
        (".append(x)", ".extend([x, x])", "steps", "One is enough."),
        (".append(x)", ".extend([x, x, x])", "steps", "`len(s)` is larger by 2 in every case. What is added to it?"),
        ('ValueError("negative")', "KeyError()", "root", "Not a KeyError."),
        ('ValueError("negative")', "TypeError()", "root", ""),
        ("return int(s.total())", "return s.nothing()", "given", "There is no such method."),
        (
            "return int(s.total())", "return int(s.total()) + 1", "given",
            "`total(Stack(items))` returns numbers that are larger by 1 everywhere. What is added to them?",
        ),
    ]),
)  # fmt: skip
def test_known_mistakes_are_told(tmp_path: Path, before: str, after: str, id_: str, told: str) -> None:
    """Where the wrong class or function answers as the student's does; otherwise what holds in every case."""
    (tmp_path / "reference" / "wrong").mkdir(parents=True)
    (tmp_path / "reference" / "wrong" / "small.py").write_text(WRONG, encoding="utf-8")
    grading = grading_of(tmp_path, dedent(SPEC) + KNOWN, REFERENCE)
    assert the(graded(grading, REFERENCE.replace(before, after, 1)), id_).diagnosis == told


def test_known_mistakes_answer_once_for_all_submissions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawn and the fresh cases are asked of a wrong class once; only the simpler case is each submission's own."""
    (tmp_path / "reference" / "wrong").mkdir(parents=True)
    (tmp_path / "reference" / "wrong" / "small.py").write_text(WRONG, encoding="utf-8")
    grading = grading_of(tmp_path, dedent(SPEC) + KNOWN, REFERENCE)
    asked, answers = [], ObjectCases.asked_answers

    def counted(objects: ObjectCases, table: CaseTable, functions: Mapping[str, Any]) -> Any:
        asked.append(table.count)
        return answers(objects, table, functions)

    monkeypatch.setattr(ObjectCases, "asked_answers", counted)
    code = REFERENCE.replace("_items.pop()", "_items.pop(0)", 1)
    assert the(graded(grading, code), "steps").diagnosis == "The last one comes out first."
    assert max(asked) > 1
    asked.clear()
    assert the(graded(grading, code), "steps").diagnosis == "The last one comes out first."
    assert set(asked) <= {1}


@pytest.mark.parametrize(
    ("body", "outcome"),
    [("while True: pass", "timeout"), ("import os; os._exit(3)", "error"), ("return [0] * 10**7", "failed")],
)
def test_a_method_that_ends_the_worker_costs_its_check(tmp_path: Path, body: str, outcome: str) -> None:
    """The check is named, with the call; the next one is asked in a new worker."""
    spec = """
    classes: {A: {methods: {f: {returns: integer}, g: {}}}}
    checks:
      - {id: f, title: T, points: 1, expect: A().f() == ref.one()}
      - {id: g, title: T, points: 1, expect: A().g() == 1 + ref.one()}
    """
    reference = "class A:\n    def f(self):\n        return 1\n    def g(self):\n        return 2\n"
    reference += "def one():\n    return 1\n"
    grading = grading_of(tmp_path, spec, reference)
    code = reference.replace("return 1\n    def g", f"{body}\n    def g")
    if outcome == "timeout":
        code = code.replace("while True: pass", "import time; time.sleep(30)")
    result = graded(grading, code)
    assert outcomes(result)["g"] == "passed"
    assert outcomes(result)["f"] == outcome
    assert "A.f" in the(result, "f").message


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("expect", "A().h() == 1", "has no method `h`"),
        ("expect", "A().f == 1", "is a method"),
        ("expect", "A(1, 2) == 1", "takes"),
        ("expect", "raises(A().f(), ValueErorr)", "no class of exceptions"),
        ("expect", "raises(A().f())", "is written raises(f(x), ValueError)"),
        ("expect", "raises(1 + 1, ValueError)", "one call of the student"),
        ("expect", "after(A().f(), 3) == 3", "an argument of the call"),
        ("expect", "repeat(A().f(), 0) == [1]", "a number from 1"),
        ("expect", "prints(A().f(), 1) == ''", "is written prints(f(x))"),
        ("expect", "A().f(1, 2) == 1", "takes 0 arguments"),
        ("expect", "ref.one().f() == 1", "no attribute here"),
        ("steps", "{x: A()}", "is the name of an input"),
        ("steps", "{y: ref.one()}", "stands in `given`"),
        ("classes", "B", "does not define the class `B`"),
        ("classes", "one", "does not define the class `one`"),
        ("methods", "{nothing: {}}", "has no method `nothing`"),
    ],
)
def test_mistakes_of_a_course_are_told(tmp_path: Path, key: str, text: str, message: str) -> None:
    """With the key and what to write."""
    expect = text if key == "expect" else "A().f() == ref.one()"
    name = text if key == "classes" else "A"
    methods = text if key == "methods" else "{f: {}}"
    steps = f"steps: {text}, " if key == "steps" else ""
    spec = f"""
    classes: {{{name}: {{methods: {methods}}}}}
    inputs: {{x: {{vector: 2}}}}
    checks: [{{id: c, title: T, points: 1, {steps}expect: "{expect}"}}]
    """
    with pytest.raises(SpecError) as error:
        course_of(tmp_path, spec, "class A:\n    def f(self):\n        return 1\ndef one():\n    return 1")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("before", "after", "id_", "line", "names"),
    [
        ("        self._items.append(x)", "        wanted = x\n        self._items[wanted:].remove(99)", "steps",
         "self._items[wanted:].remove(99)", {"self", "x", "wanted"}),
        ("    return x * w, (x, w)", "    third = 3\n    return x * w, (x, w)[third]", "back", "(x, w)[third]",
         {"third", "x", "w"}),
        ("    return int(s.total())", "    return int(s.sum())", "given", "s.sum()", {"s"}),
    ],
    ids=["method", "function", "given-object"],
)  # fmt: skip
def test_an_exception_has_its_traceback(
    grading: Grading, before: str, after: str, id_: str, line: str, names: set[str]
) -> None:
    """The line where it was raised, and the local values there."""
    assert before in REFERENCE
    frames = the(graded(grading, REFERENCE.replace(before, after)), id_).trace
    innermost = frames[-1]
    assert line in innermost.source[innermost.line - innermost.first]
    assert set(innermost.values) >= names


def test_an_expected_exception_has_no_traceback(grading: Grading) -> None:
    """Where none is raised there is nothing to show."""
    code = REFERENCE.replace('            raise EmptyError("empty")', "            return 0")
    assert the(graded(grading, code), "empty").trace == ()

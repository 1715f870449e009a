"""Whole gradings of small courses: what each outcome takes, who wins, and what one check can do to another."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from grader.checks.statement import Statement
from grader.results import Audience, Outcome, for_audience
from tests.judge.small_gradings import graded, grading_of, outcomes, the
from tests.present import present

if TYPE_CHECKING:
    from pathlib import Path

    from grader.judge.grading import Grading

SPEC = """
functions: {f: {args: [x]}, g: {args: [x]}}
checks:
  - {id: twice, title: f doubles, points: 2, expect: "close(f(x), ref.f(x))", hint: Think.}
  - {id: after, title: g after f, points: 1, needs: [twice], expect: "close(g(x), ref.g(x))", hint: Think.}
  - {id: secret, title: a hidden one, points: 4, visibility: hidden, expect: "close(g(x), ref.g(x))"}
  - {id: last, title: after the hidden one, points: 8, visibility: after_due, needs: [secret, twice],
     expect: "close(f(x), 2 * ref.same(x))"}
"""
REFERENCE = """
def f(x):
    return 2 * x

def g(x):
    return x + 1

def same(x):
    return x
"""
G = "\ndef g(x):\n    return x + 1\n"


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """Return how the small course is graded."""
    return grading_of(tmp_path_factory.mktemp("course"), SPEC, REFERENCE)


def f(body: str) -> str:
    """Return a file in which f does `body`, and g is right."""
    return f"import os, time\nimport numpy as np\ncalls = []\ndef f(x):\n    {body}\n{G}"


ALL = {
    "right": (f("return 2 * x"), "passed passed passed passed"),
    "wrong": (f("return 3 * x + 1"), "failed skipped passed skipped"),
    "raises": (f("return 1 / 0"), "error skipped passed skipped"),
    "exits": (f("os._exit(0)"), "error skipped passed skipped"),
    "leaves": (f("raise SystemExit"), "error skipped passed skipped"),
    "answers, then exits": (f("calls.append(1); return 2 * x if len(calls) < 9 else os._exit(0)"),
                            "error skipped passed skipped"),
    "prints a verdict": (f("print('passed'); return None"), "failed skipped passed skipped"),
    "no f": (G, "failed skipped passed skipped"),
    "f of two arguments": (f"def f(x, y):\n    return x\n{G}", "error skipped passed skipped"),
    "no g": ("def f(x):\n    return 2 * x\n", "passed failed failed skipped"),
    "a file that is no Python": ("def f(x) return", "error skipped error skipped"),
    "nothing in it": ({}, "failed skipped failed skipped"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "due"), ALL.values(), ids=ALL)
def test_every_check_ends_in_an_outcome(grading: Grading, files: Any, due: str) -> None:
    """A worker that ends costs its own check, and what needs it is skipped and not failed."""
    result = graded(grading, files)
    assert " ".join(outcomes(result).values()) == due
    assert result.max_points == 15
    assert result.points == sum(check.points for task in result.tasks for check in task.checks)


def test_a_hang_costs_its_own_check_and_is_a_timeout(tmp_path: Path) -> None:
    """The worker is ended from outside, a fresh one answers the rest, and the case that hung is named."""
    spec = SPEC.replace('"close(f(x), ref.f(x))", hint', '"close(f(x), ref.f(x))", limits: {wall: 1.2}, hint')
    result = graded(grading_of(tmp_path, spec, REFERENCE), f("return 2 * x if len(x) < 4 else time.sleep(9)"))
    assert outcomes(result) == {"twice": "timeout", "after": "skipped", "secret": "passed", "last": "skipped"}
    twice = the(result, "twice")
    assert len(present(twice.counterexample).inputs["x"]) >= 4
    assert "does not answer within 1.2 seconds" in twice.message
    assert twice.limits.wall == 1.2


FORGER = """
import inspect, os

def f(x):
    frame = inspect.currentframe().f_back
    scope = frame.f_locals
    if scope["index"] == scope["group"]["count"] - 1:
        pack = type(scope["pack"])(1 << 20)
        for _ in range(scope["index"] + 1):
            pack.add(x * 0 + 5.0)
        header = {"group": 0, "first": 0, "count": len(pack), "data": pack.size, "facts": [], "fact_of": {}}
        scope["send"](header, pack.body())
        scope["slot"][0] = 2**40
        os._exit(0)
    return x
"""


def test_answers_in_the_right_number_and_a_forged_place_are_no_pass(grading: Grading) -> None:
    """A process that answers everything wrongly, points nowhere and goes away has proved nothing."""
    twice = the(graded(grading, FORGER + G), "twice")
    assert twice.outcome is Outcome.ERROR
    assert "ends the whole Python process" in twice.message


def test_a_hidden_check_is_not_named_by_one_that_needs_it(grading: Grading) -> None:
    """Of two needs that are not met, the public one is named and the hidden one is not."""
    both = the(graded(grading, "def f(x):\n    return x\n"), "last")
    assert both.message == "This check runs once “f doubles” passes."
    hidden = graded(grading, "def f(x):\n    return 2 * x\n")
    assert the(hidden, "last").message == "This check runs once another check passes."
    assert "a hidden one" not in for_audience(hidden, Audience.STUDENT).model_dump_json()


def test_hints_stand_where_they_help(grading: Grading) -> None:
    """Beside what failed; not beside what passed or was not asked."""
    result = graded(grading, f("return 3 * x + 1"))
    assert the(result, "twice").hint == "Think."
    assert the(result, "after").hint == ""
    assert the(graded(grading, f("return 2 * x")), "twice").hint == ""


FAULTS = {
    "wrong about itself": ("close(f(x), ref.g(x))", REFERENCE),
    "raises": ("ref.judge(x, f(x))", f"{REFERENCE}\ndef judge(x, y):\n    raise RuntimeError('of ours')\n"),
    "cannot answer": ("close(f(x), ref.g(x))", REFERENCE.replace("return x + 1", "return undefined")),
    "draws nothing": ('close(f(x), ref.f(x))", where: "ref.same(x) != x', REFERENCE),
}


@pytest.mark.parametrize(("expect", "reference"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_course_is_a_judge_error_and_nobodys_failure(
    tmp_path: Path, expect: str, reference: str
) -> None:
    """The student reads that it is ours, the teacher reads what it is, and the other checks are judged."""
    spec = f"""
    functions: {{f: {{args: [x]}}, g: {{args: [x]}}}}
    checks:
      - {{id: broken, title: ours, points: 2, hint: Think., expect: "{expect}"}}
      - {{id: whole, title: f doubles, points: 2, expect: "close(f(x), ref.f(x))"}}
    """
    result = graded(grading_of(tmp_path, spec, reference), f("return 2 * x"))
    assert outcomes(result) == {"broken": "judge_error", "whole": "passed"}
    broken = the(result, "broken")
    assert broken.fault
    assert "no fault of yours" in broken.message
    assert broken.hint == ""
    copy = for_audience(result, Audience.STUDENT)
    assert the(copy, "broken").fault == ""
    assert "of ours" not in copy.model_dump_json()


def test_a_check_that_breaks_while_it_judges_takes_no_other_with_it(
    grading: Grading, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the fault is: it is ours, listed, and the other checks go on."""
    prepared = grading.preparation.of("small", grading.tasks[0].checks[2])
    examine = Statement.examine
    monkeypatch.setattr(Statement, "examine", lambda self: 1 / 0 if self is prepared else examine(self))
    result = graded(grading, f("return 2 * x"))
    assert outcomes(result) == {"twice": "passed", "after": "passed", "secret": "judge_error", "last": "judge_error"}
    assert "ZeroDivisionError" in the(result, "secret").fault


def test_partial_points_are_counted_and_the_outcome_is_failed(tmp_path: Path) -> None:
    """`passed` means all of them."""
    spec = """
    functions: {f: {args: [x]}}
    checks:
      - {id: twice, title: t, points: 2, expect: "close(f(x), ref.f(x))",
         partial: {expect: "close(f(x), ref.f(x), rtol=0.1)", points: 0.5, says: Nearly.}}
      - {id: after, title: t, points: 1, needs: [twice], expect: "close(f(x), ref.f(x))"}
    """
    result = graded(grading_of(tmp_path, spec, REFERENCE), f("return 2.1 * x"))
    assert (the(result, "twice").points, result.points) == (0.5, 0.5)
    assert outcomes(result) == {"twice": "failed", "after": "skipped"}


GREEDY = """
import sys

def f(x):
    x *= 2
    return x

def g(x):
    frame = sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()):
            assert "ref" not in str(type(value)) and "Statement" not in type(value).__name__
        frame = frame.f_back
    x += 1
    return x
"""


def test_a_student_that_changes_arguments_is_told_and_judged_by_what_was_sent(grading: Grading) -> None:
    """In the worker is nothing to change that the judge compares with."""
    result = graded(grading, GREEDY)
    assert set(outcomes(result).values()) == {"passed"}
    assert the(result, "twice").notes[0].startswith("`f` changes its argument `x`")


@pytest.mark.slow
def test_one_submission_changes_nothing_for_the_next(grading: Grading) -> None:
    """The prepared cases and answers serve all, in any order."""
    first = [outcomes(graded(grading, ALL[name][0])) for name in ("right", "wrong", "exits")]
    again = [outcomes(graded(grading, ALL[name][0])) for name in ("exits", "wrong", "right")]
    assert first == again[::-1]


@pytest.mark.parametrize(
    ("files", "tasks", "notes"),
    [
        ({"small.py": "x = 1\n"}, 1, []),
        ({"other.py": "def F(x):\n    return x\n"}, 1, []),
        ({"other.py": "y = 1\n"}, 0, ["None of the functions that the course asks for is defined here (`f`, `g`)."]),
        ({}, 1, ["Nothing was handed in."]),
    ],
    ids=["the task's file", "a name alike", "nothing of it", "no file"],
)
def test_a_students_own_check_leaves_out_what_they_have_not_begun(
    tmp_path: Path, files: dict[Any, Any], tasks: int, notes: list[Any]
) -> None:
    """A task is graded if anything of it is there."""
    result = graded(grading_of(tmp_path, SPEC, REFERENCE, only_present=True), files)
    assert len(result.tasks) == tasks
    assert list(result.notes) == notes


@pytest.mark.parametrize(
    ("asks", "reference", "expect", "name"),
    [
        ("classes: {Pair: {args: [x], methods: {get: {}}}}",
         "class Pair:\n    def __init__(self, x): self.x = x\n    def get(self): return self.x\n",
         "close(Pair(x).get(), x)", "Pair"),
        ("variables: {total: real}", "total = 3.0\n", "close(total, ref.total)", "total"),
        ("programs: {echo: {reads: [word]}}", "def echo(stdin):\n    return stdin\n",
         "same_text(run(echo, stdin='1').out, '1')", "echo"),
    ],
    ids=["class", "variable", "program"],
)  # fmt: skip
def test_what_is_no_function_is_not_called_one(
    tmp_path: Path, asks: str, reference: str, expect: str, name: str
) -> None:
    """Where nothing of the course is there."""
    spec = f'{asks}\nchecks:\n  - {{id: a, title: t, points: 1, expect: "{expect}"}}\n'
    result = graded(
        grading_of(tmp_path, spec, reference, only_present=True), {"other.py": "y = 1\n", "more.py": "z = 1\n"}
    )
    assert result.notes == (f"Nothing that the course asks for is defined here (`{name}`).",)


def test_the_result_says_how_it_came_about(grading: Grading) -> None:
    """The seed, the files, what was printed, and the lines that repeat the failing call in the student's own folder."""
    began = time.monotonic()
    result = graded(grading, {"lib/work.py": f("print('hello'); return 3 * x + 1")})
    took = time.monotonic() - began
    assert (result.seed, result.submission.files) == (1, ("lib/work.py",))
    assert "hello" in result.output
    twice = the(result, "twice")
    assert twice.repeat.startswith("import numpy as np\nfrom lib.work import f\nf(np.array([")
    assert twice.functions == ("f",)
    assert 0 < twice.seconds < took


PICTURED = """
functions: {f: {args: [x]}}
checks:
  - {id: drawn, title: f doubles, points: 2, sizes: {n: [2, 6]}, expect: "close(f(x), ref.f(x))",
     picture: {bars: f(x)}}
"""
HIDDEN = PICTURED.split("checks:")[1].replace("id: drawn", "id: secret, visibility: hidden")


@pytest.mark.parametrize(
    ("body", "drawn"),
    [("return 3.0 * x", True), ("return 2.0 * x", False), ("return 1 / 0", False), ("return 'text'", False)],
    ids=["wrong", "right", "stops", "no numbers"],
)
def test_a_case_that_is_answered_wrongly_is_drawn(tmp_path: Path, body: str, drawn: bool) -> None:
    """Of the case that is shown, entry by entry; and a student sees no picture of a hidden check."""
    result = graded(
        grading_of(tmp_path, PICTURED + HIDDEN[1:], "def f(x):\n    return 2.0 * x\n"), f"def f(x):\n    {body}\n"
    )
    shown = the(result, "drawn")
    assert (shown.picture is not None) is drawn
    if shown.picture is not None:
        assert list(shown.picture.series[0].values) == present(shown.counterexample).got["f(x)"]
    copy = for_audience(result, Audience.STUDENT)
    assert [check.id for task in copy.tasks for check in task.checks] == ["drawn"]

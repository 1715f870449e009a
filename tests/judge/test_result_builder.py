"""A verdict written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.checks.verdict import Explanation, Verdict
from grader.judge import result_builder, standing_verdicts
from grader.judge.examination import Examined
from grader.results import Outcome
from grader.submission.loaded import FoundFunction, LoadReport, SourceLocation
from tests.judge.small_gradings import course_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import Check, Task

SPEC = """
functions: {f: {args: [x]}, g: {args: [x]}}
checks:
  - {id: zeta, title: one, points: 3, hint: Think., needs: [beta], expect: "close(f(x), ref.f(g(x)))"}
  - {id: beta, title: two, points: 1, expect: "close(g(x), ref.f(x))", limits: {wall: 2}}
  - {id: mute, title: unspoken, points: 1, visibility: hidden, expect: "close(g(x), ref.f(x))"}
  - {id: late, title: unheard, points: 1, visibility: after_due, expect: "close(g(x), ref.f(x))"}
"""
REFERENCE = "def f(x):\n    return x\n\ndef g(x):\n    return x\n"


@pytest.fixture
def task(tmp_path: Path) -> Task:
    """Return the small task."""
    return course_of(tmp_path, SPEC, REFERENCE).tasks[0]


def named(task: Task, *ids: Any) -> list[Check]:
    """Return checks by their ids."""
    return [next(check for check in task.checks if check.id == id_) for id_ in ids]


@pytest.mark.parametrize("outcome", Outcome, ids=lambda outcome: outcome.value)
def test_points_and_hints_go_by_the_outcome(task: Task, outcome: Outcome) -> None:
    """All points for passed, none for others; a hint where thinking helps, and none where nothing was asked."""
    (check,) = named(task, "zeta")
    result = result_builder.check_result(
        check, Examined(Verdict(outcome, Explanation(repeat="f(1)"), cases=9)), seconds=0.123456, imports="import f\n"
    )
    assert result.points == (3 if outcome is Outcome.PASSED else 0)
    thinking = {Outcome.FAILED, Outcome.ERROR, Outcome.TIMEOUT}
    assert result.hint == "Think." or outcome not in thinking
    assert not result.hint or outcome is not Outcome.PASSED
    assert not result_builder.check_result(check, Examined(Verdict(outcome)), seconds=0).hint
    assert (result.max_points, result.seconds, result.repeat) == (3, 0.1235, "import f\nf(1)")
    assert (result.functions, result.kind) == (("f", "g"), "expect")


@pytest.mark.parametrize(("points", "due"), [(1.5, 1.5), (0.0, 0.0), (None, 0.0)], ids=str)
def test_partial_points_are_those_of_the_verdict(task: Task, points: float | None, due: float) -> None:
    """None of them unless it says so."""
    result = result_builder.check_result(
        named(task, "zeta")[0], Examined(Verdict(Outcome.FAILED, points=points)), seconds=0
    )
    assert result.points == due


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (["beta"], "This check runs once “two” passes."),
        (["zeta", "beta"], "This check runs once “one” and “two” pass."),
        (["mute"], "This check runs once another check passes."),
        (["late"], "This check runs once another check passes."),
        (["mute", "late"], "This check runs once another check passes."),
        (["mute", "beta", "late"], "This check runs once “two” passes."),
    ],
    ids="-".join,
)
def test_a_skipped_check_names_what_it_waits_for_if_that_is_public(task: Task, ids: list[str], message: str) -> None:
    """A hidden need is neither named nor counted."""
    verdict = standing_verdicts.skipped(named(task, *ids))
    assert (verdict.outcome, verdict.explanation.message) == (Outcome.SKIPPED, message)


def test_the_checks_of_a_result_stand_in_the_order_of_the_spec(task: Task) -> None:
    """And not in that in which they were asked."""
    assert [check.id for check in task.checks] == ["beta", "zeta", "mute", "late"]
    checks = [result_builder.check_result(check, Examined(Verdict(Outcome.PASSED)), seconds=0) for check in task.checks]
    twice = FoundFunction(file="a.py", line=1, signature="(x)", fits=True, also=(SourceLocation(file="b.py", line=1),))
    result = result_builder.task_result(task, checks, LoadReport(files=(), functions={"f": twice}, names=()))
    assert [check.id for check in result.checks] == ["zeta", "beta", "mute", "late"]
    assert (result.points, result.max_points, len(result.notes)) == (6, 6, 1)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("small.py", "from small import f\n"),
        ("lib/work.py", "from lib.work import f\n"),
        ("my work.py", ""),
        ("1.py", ""),
        ("a-b/c.py", ""),
        ("x.py\nimport os.py", ""),
        ("notebook.ipynb", ""),
    ],
)
def test_the_import_stands_there_if_python_can_do_it(task: Task, file: str, line: str) -> None:
    """A name that is no module's gives no line rather than a wrong one, and never a second statement."""
    found = FoundFunction(file=file, line=1, signature="(x)", fits=True, also=())
    report = LoadReport(files=(), functions={"f": found}, names=())
    check = named(task, "zeta")[0]
    assert result_builder.import_lines(check, report, "f(np.zeros(1))") == f"import numpy as np\n{line}"
    assert result_builder.import_lines(check, report, "f('np.zeros(1)')") == line

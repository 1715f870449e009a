"""Questions are prepared once, when they are first needed, and a fault is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.checks.task import Check
from grader.judge.preparation import Preparation, PreparationFault
from tests.judge.small_gradings import course_of

if TYPE_CHECKING:
    from pathlib import Path

SPEC = """
functions: {f: {args: [x]}}
checks:
  - {id: good, title: t, points: 1, expect: "close(f(x), ref.f(x))"}
  - {id: wrong, title: t, points: 1, expect: "close(f(x), ref.g(x))"}
  - {id: raises, title: t, points: 1, expect: "close(f(x), ref.h(x))"}
"""
REFERENCE = "def f(x):\n    return x\n\ndef g(x):\n    return x + 1\n\ndef h(x):\n    return x / nothing\n"


@pytest.fixture
def checks(tmp_path: Path) -> dict[str, Check]:
    """Return the checks of a course by their ids."""
    (task,) = course_of(tmp_path, SPEC, REFERENCE).tasks
    return {check.id: check for check in task.checks}


def test_a_check_is_prepared_once(checks: dict[str, Check], monkeypatch: pytest.MonkeyPatch) -> None:
    """For any number of submissions; a fault too."""
    prepare, asked = Check.prepare, []
    monkeypatch.setattr(Check, "prepare", lambda self, seed: asked.append((self.id, seed)) or prepare(self, seed))  # type: ignore[func-returns-value, redundant-expr]
    preparation = Preparation(7)
    first = [preparation.of("small", check) for check in checks.values()]
    assert [preparation.of("small", check) for check in checks.values()] == first
    assert asked == [("good", 7), ("wrong", 7), ("raises", 7)]


def test_a_fault_says_what_is_wrong(checks: dict[str, Check]) -> None:
    """With the number of cases, or the exception."""
    preparation = Preparation(7)
    wrong, raises = (preparation.of("small", checks[id_]) for id_ in ("wrong", "raises"))
    assert isinstance(wrong, PreparationFault)
    assert "the reference itself does not satisfy it" in wrong.text
    assert isinstance(raises, PreparationFault)
    assert "NameError" in raises.text


def test_equal_ids_of_two_tasks_are_two_checks(checks: dict[str, Check]) -> None:
    """A check is known by its task and its id."""
    preparation = Preparation(7)
    one, two = (preparation.of(task, checks["good"]) for task in ("one", "two"))
    assert one is not two
    assert preparation.of("one", checks["good"]) is one


def test_each_seed_has_questions_of_its_own(checks: dict[str, Check]) -> None:
    """Two preparations share nothing."""
    one, two = (Preparation(seed).of("small", checks["good"]) for seed in (1, 2))
    assert one.first.body != two.first.body  # type: ignore[union-attr]

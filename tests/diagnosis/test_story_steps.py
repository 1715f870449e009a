"""Which steps of stories go wrong: all calls of a method, some of them, those that should raise."""

from __future__ import annotations

from typing import Any

import pytest

from grader.checks.story_verdict import StepFact
from grader.diagnosis.story_steps import explain_steps


def fact(method: str, *arguments: Any, wrong: bool = False, raises: str = "", seen: Any = None) -> StepFact:
    """Return one step; `seen` is what came and what is expected of `items`."""
    return StepFact(method, arguments, raises, wrong, (("items", *seen),) if seen else ())


PUSHES = [fact("push", n) for n in range(1, 20)]
POPS = [fact("pop", wrong=True) for _ in range(9)]
REVERSED = [([2], [2]), ([3, 2, 1], [1, 2, 3]), ([5, 4], [4, 5]), ([9, 8, 7], [7, 8, 9]), ([1], [1])]


def counts(wrong: int, right: int) -> str:
    """Return the numbers of wrong steps and of others."""
    return f"so it is with all {wrong} that were looked at, and with none of {right} others."


def some(what: str, statement: str, wrong: int, right: int) -> str:
    """Return the sentence about some of the calls of a method."""
    return f"{what} goes wrong exactly when {statement}: {counts(wrong, right)}"


CASES = {
    "all calls of a method": (
        [*PUSHES, *POPS],
        f"Exactly the calls of `pop` go wrong: {counts(9, 19)}",
    ),
    "all objects": (
        [*PUSHES, *(fact("", n, wrong=True) for n in range(5))],
        f"Exactly new objects go wrong: {counts(5, 19)}",
    ),
    "an argument": (
        [*PUSHES, *(fact("push", 0, wrong=True) for _ in range(9))],
        some("A call of `push`", "its argument is 0", 9, 19),
    ),
    "one argument of two": (
        [*(fact("put", n, 1) for n in range(12)), *(fact("put", n, -1, wrong=True) for n in range(12))],
        some("A call of `put`", "its second argument is negative", 12, 12),
    ),
    "without an argument": (
        [*(fact("", 1, 2) for _ in range(9)), *(fact("", 1, wrong=True) for _ in range(9))],
        some("A new object", "it is given 1 argument", 9, 9),
    ),
    "should raise": (
        [*PUSHES, *(fact(name, wrong=True, raises="KeyError") for name in ("pop", "peek", "pop"))],
        f"Exactly the steps that should raise KeyError go wrong: {counts(3, 19)}",
    ),
    "should not raise": (
        [*(fact("pop", raises="IndexError") for _ in range(9)), *POPS],
        some("A call of `pop`", "it should raise no exception", 9, 9),
    ),
    "a slip of what is observed": (
        [fact(name, wrong=pair[0] != pair[1], seen=pair) for name in ("push", "pop") for pair in REVERSED],
        "`items` returns the right items in the opposite order, in every case.",
    ),
    "some calls of two methods": (
        [*PUSHES, *POPS, fact("push", 3, wrong=True), fact("pop")],
        "",
    ),
    "too few": ([*PUSHES, *POPS[:2]], ""),
    "nothing right": (POPS, ""),
    "nothing wrong": (PUSHES, ""),
    "no steps": ([], ""),
}  # fmt: skip


@pytest.mark.parametrize(("steps", "said"), CASES.values(), ids=CASES)
def test_the_steps_that_go_wrong_are_told_apart(steps: list[StepFact], said: str) -> None:
    """Only what holds for all steps that were looked at is said."""
    assert explain_steps(steps) == said

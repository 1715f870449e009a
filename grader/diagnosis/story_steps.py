"""Which steps of stories go wrong: all calls of a method, those with some arguments, those that should raise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from grader.diagnosis.conditions import separating_statement
from grader.diagnosis.predicates import table_of_values
from grader.diagnosis.slips import Call, Sample, answer_slip_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.checks.story_verdict import StepFact

LEAST = 3
"""Wrong steps, and right ones, that a sentence about steps needs."""

RAISING = (("it is meant to raise an exception", bool),)
"""The statement about a call that has nothing to do with its arguments."""


def explain_steps(steps: Sequence[StepFact]) -> str:
    """Return which steps are the first to go wrong in their stories; nothing where no statement separates them."""
    wrong = [step for step in steps if step.is_wrong]
    if len(wrong) < LEAST or len(steps) - len(wrong) < LEAST:
        return ""
    return _raising(steps) or _of_method(steps) or _observed(steps)


def _raising(steps: Sequence[StepFact]) -> str:
    """Tell where exactly the steps go wrong that should raise one exception."""
    names = {step.raises for step in steps if step.is_wrong}
    name = names.pop() if len(names) == 1 else ""
    if not name or any(step.raises == name and not step.is_wrong for step in steps):
        return ""
    return f"Exactly the steps that should raise {name} go wrong: {_counts(steps)}"


def _of_method(steps: Sequence[StepFact]) -> str:
    """Tell where all wrong steps are calls of one method: all of its calls, or those with some arguments."""
    methods = {step.method for step in steps if step.is_wrong}
    if len(methods) > 1:
        return ""
    method = methods.pop()
    calls = [step for step in steps if step.method == method]
    if all(step.is_wrong for step in calls):
        words = f"the calls of `{method}`" if method else "new objects"
        return f"Exactly {words} go wrong: {_counts(steps)}"
    subjects = {"count": "the number of its arguments"}
    least = min(len(step.arguments) for step in calls)
    ordinals = ("first", "second", "third", "fourth")
    for position in range(min(least, len(ordinals))):
        subjects[str(position)] = f"its {ordinals[position]} argument" if least > 1 else "its argument"
    cases = [
        {"": bool(step.raises), "count": len(step.arguments)}
        | {str(at): value for at, value in enumerate(step.arguments[:least])}
        for step in calls
    ]
    statement = separating_statement(
        table_of_values(cases, subjects, RAISING), np.array([step.is_wrong for step in calls], dtype=bool)
    )
    if statement is None:
        return ""
    words = f"A call of `{method}`" if method else "A new object"
    return f"{words} goes wrong exactly when {_worded(statement.text)}: {_counts(calls)}"


def _worded(text: str) -> str:
    """Return a statement about a call in the words of somebody who reads its line.

    >>> _worded("the number of its arguments is 1"), _worded("it is not meant to raise an exception")
    ('it is given 1 argument', 'it should raise no exception')
    """
    given = re.fullmatch(r"the number of its arguments is (\d+)", text)
    if given:
        return f"it is given {given[1]} argument{'' if given[1] == '1' else 's'}"
    text = text.replace("it is not meant to raise an exception", "it should raise no exception")
    return text.replace("it is meant to raise an exception", "it should raise an exception")


def _observed(steps: Sequence[StepFact]) -> str:
    """Tell of a slip of one observation, in every step that was looked at."""
    texts = dict.fromkeys(text for step in steps for text, _, _ in step.answers)
    for text in texts:
        pairs = [(got, expected) for step in steps for name, got, expected in step.answers if name == text]
        said = answer_slip_of(Call(text, (), [Sample((), expected, got) for got, expected in pairs], {}))
        if said:
            return said
    return ""


def _counts(steps: Sequence[StepFact]) -> str:
    wrong = sum(step.is_wrong for step in steps)
    return f"so it is with all {wrong} that were looked at, and with none of {len(steps) - wrong} others."

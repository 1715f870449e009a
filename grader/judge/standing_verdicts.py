"""The verdicts that no answer decides: what could not be asked, or not be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.checks.verdict import Explanation, Verdict
from grader.results import Outcome, Visibility

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.checks.task import Check

GRADER_ERROR = "The grader itself fails here. This is no fault of yours; tell whoever runs the course."


def undecided(needed: Sequence[Check]) -> Verdict:
    """Return the verdict on a check that was not asked because checks that it needs could not be decided."""
    # To skip it would cost points for a fault of the grader.
    text = f"This check runs once {_titles(needed)} can be decided. That is no fault of yours."
    return Verdict(Outcome.JUDGE_ERROR, Explanation(text))


def skipped(needed: Sequence[Check]) -> Verdict:
    """Return the verdict on a check that was not asked because checks that it needs did not pass."""
    several = sum(other.visibility is Visibility.PUBLIC for other in needed) > 1
    text = f"This check runs once {_titles(needed)} {'pass' if several else 'passes'}."
    return Verdict(Outcome.SKIPPED, Explanation(text))


def _titles(checks: Sequence[Check]) -> str:
    """Return the titles of those checks that a student may know."""
    titles = [f"“{check.spec.title}”" for check in checks if check.visibility is Visibility.PUBLIC]
    return " and ".join(titles) or "another check"


def judge_error() -> Verdict:
    """Return the verdict of a check that the grader itself could not decide."""
    return Verdict(Outcome.JUDGE_ERROR, Explanation(GRADER_ERROR))


def pending() -> Verdict:
    """Return the verdict of a check that a person marks and that was not reached."""
    return Verdict(Outcome.PENDING)


def out_of_time() -> Verdict:
    """Return the verdict of a check that was not reached within the time that the submission has."""
    return Verdict(Outcome.SKIPPED, Explanation("The time for your work was over before this was asked."))


def unfinished() -> Verdict:
    """Return the verdict of a check that was not reached yet: the result shows a grading that was cut off."""
    text = "The grading was cut off before this was asked. This is no fault of yours."
    return Verdict(Outcome.JUDGE_ERROR, Explanation(text))

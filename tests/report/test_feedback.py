"""docs/feedback.md says what reports say: its examples are made by grading, and every outcome has one."""

from __future__ import annotations

import pytest

from grader.presentation.messages import outcome_label
from grader.results import Outcome
from tests.report.report_feedback import BEGIN, END, PAGE, outcomes, with_examples


@pytest.mark.slow
def test_the_examples_are_what_a_student_reads() -> None:
    """Refresh with `python -m tests.report.refresh` and read the difference."""
    page = PAGE.read_text(encoding="utf-8")
    assert with_examples(page) == page


@pytest.mark.slow
def test_every_outcome_has_an_example() -> None:
    """No way in which a check can end is left out."""
    assert outcomes() == set(Outcome)


def test_every_outcome_is_in_the_page() -> None:
    """By its sign and word, between the marks of what is made."""
    made = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert [str(outcome_label(outcome)) for outcome in Outcome if f"  {outcome_label(outcome)}: " not in made] == []

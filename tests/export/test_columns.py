"""The column that takes the grades: the one that is named, the only one, or a sentence with all there are."""

from __future__ import annotations

import pytest

from grader.errors import UsageError
from grader.export.columns import GradeColumn, choose_column
from grader.export.gradebook import FillOptions

HOMEWORK = GradeColumn(4, "Homework (17)", "Homework", "17")
EXAM = GradeColumn(5, "Exam (18)", "Exam", "18")
PLAIN = GradeColumn(2, " Total ", "Total")


@pytest.mark.parametrize(
    ("columns", "name", "chosen"),
    [
        pytest.param([HOMEWORK], None, HOMEWORK, id="the-only-one"),
        pytest.param([HOMEWORK, EXAM], "18", EXAM, id="by-number"),
        pytest.param([HOMEWORK, EXAM], "Homework", HOMEWORK, id="by-title"),
        pytest.param([HOMEWORK, EXAM], "Exam (18)", EXAM, id="by-header"),
        pytest.param([PLAIN, EXAM], " Total ", PLAIN, id="blanks-around"),
    ],
)
def test_a_column_is_chosen(columns: list[GradeColumn], name: str | None, chosen: GradeColumn) -> None:
    """By any of its names."""
    assert choose_column(columns, FillOptions("book.csv", name)) is chosen


@pytest.mark.parametrize(
    ("columns", "name", "sentence"),
    [
        pytest.param([], None, "book.csv: has no assignment that takes grades. There are: none", id="no-column"),
        pytest.param([HOMEWORK], "Essay", "book.csv: has no assignment `Essay` that takes grades. There are:\n"
                     "  17  Homework", id="another-name"),
        pytest.param([PLAIN], "", "book.csv: has no assignment `` that takes grades. There are:\n  Total", id="empty"),
        pytest.param([HOMEWORK, EXAM], None, "book.csv: has several assignments. Name one with --assignment and its "
                     "number:\n  17  Homework\n  18  Exam", id="several"),
        pytest.param([PLAIN, PLAIN], "Total", "book.csv: has several assignments. Name one with --assignment and its "
                     "title:\n  Total\n  Total", id="two-of-one-title"),
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_made_lists_all(columns: list[GradeColumn], name: str | None, sentence: str) -> None:
    """A column is never guessed: grades in the wrong one are noticed by students."""
    with pytest.raises(UsageError) as error:
        choose_column(columns, FillOptions("book.csv", name))
    assert str(error.value) == sentence

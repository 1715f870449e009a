"""The table of a push: every decision under its title, sums, and no text that acts on a terminal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from grader.cli.push_table import MAX_WHO, plan_lines, report_lines
from grader.lms.planning import Decision, PlannedRow, PushPlan
from grader.lms.pushing import PushReport
from grader.lms.records import LmsGrade, LmsStudent
from tests.export.graded_rows import got


def row(decision: Decision, name: str = "Ana", reason: str = "because", points: str = "5") -> PlannedRow:
    """Return a row of the table."""
    student = LmsStudent(1, "k", "17", name, grade=LmsGrade(Decimal(4)))
    return PlannedRow(student, got("17", 5), decision, LmsGrade(Decimal(points)), reason)


def table(*rows: PlannedRow, unmatched: tuple[str, ...] = (), idle: int = 0) -> list[str]:
    """Return the lines."""
    return list(plan_lines(PushPlan(rows, unmatched, idle)))


@pytest.mark.parametrize("decision", [Decision.WRITE, Decision.SKIP, Decision.HOLD])
def test_a_row_has_both_grades_and_the_reason(decision: Decision) -> None:
    """One that is skipped has no new grade."""
    (line,) = [line for line in table(row(decision)) if "Ana (17)" in line]
    assert line.split() == ["Ana", "(17)", "4", "-" if decision is Decision.SKIP else "5", "because"]


def test_a_grade_that_is_there_already_is_counted_alone() -> None:
    """After the first push that is nearly everybody."""
    lines = table(row(Decision.UNCHANGED))
    assert not any("Ana" in line for line in lines)
    assert "1 there already" in lines[-1]


def test_every_decision_has_a_title_and_a_sum() -> None:
    """What is not there has no title."""
    lines = table(*map(row, Decision), row(Decision.WRITE), unmatched=("9: no row",), idle=3)
    assert lines[-1] == (
        "2 to be written, 1 there already, 1 not written, 1 without a grade, 1 unmatched, 3 handed in nothing"
    )
    assert "  9: no row" in lines
    assert len(table(row(Decision.WRITE))) < len(lines)


@pytest.mark.parametrize(
    "text", ["a\x1b[2Jb", "a\nb", "a\r\tb", "::error::x"], ids=["escape", "line", "return", "runner"]
)
def test_a_name_acts_on_nothing(text: str) -> None:
    """Neither on the terminal, nor on the runner of a CI, nor on the table."""
    for line in table(row(Decision.HOLD, name=text, reason=text), unmatched=(text,)):
        assert line == "".join(sign for sign in line if sign.isprintable())
        assert not line.startswith("::")


def test_a_long_name_is_cut() -> None:
    """The columns stay where they are."""
    lines = [
        line for line in table(row(Decision.WRITE, name="x" * 500), row(Decision.WRITE)) if line.endswith("because")
    ]
    assert lines[0].index(" 4 ") == lines[1].index(" 4 ")
    assert len(lines[0]) < MAX_WHO + 40


def test_a_report_names_what_was_not_written() -> None:
    """With the reason."""
    report: Any = PushReport(
        PushPlan((), ()), written=[row(Decision.WRITE)], failed=[(row(Decision.WRITE, name="Ben"), "refused")]
    )
    assert list(report_lines(report)) == ["1 written, 1 not written", "", "Not written:", "  Ben (17): refused"]

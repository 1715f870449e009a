"""What was set by hand, put into a result."""

from __future__ import annotations

from typing import Any

import pytest

from grader.results import (
    Audience,
    ByHand,
    CheckResult,
    Excused,
    Outcome,
    Remark,
    Rubric,
    SubmissionFacts,
    SubmissionResult,
    TaskResult,
    for_audience,
)
from grader.results.hand_marks import WHOLE, HandMark
from grader.results.marking import Decisions, mark
from grader.results.overrides import Comment, Excuse, Override, Overrides
from tests.present import present


def check(id_: str, outcome: Outcome, points: int, most: int, fingerprint: str = "") -> CheckResult:
    """Return the result of one check."""
    return CheckResult(
        id=id_, title=id_, kind="expect", functions=(), outcome=outcome, points=points, max_points=most, message="Why.",
        fingerprint=fingerprint,
    )  # fmt: skip


def result() -> SubmissionResult:
    """Return a result with a failed check and a pending one."""
    checks = (check("definition", Outcome.FAILED, 0, 2, "f00"), check("proof", Outcome.PENDING, 0, 3))
    task = TaskResult(id="mean", title="Mean", points=0, max_points=5, checks=checks)
    return SubmissionResult(
        grader_version="1",
        isolation="process",
        submission=SubmissionFacts(id="amara", files=()),
        points=0,
        max_points=5,
        pending_points=3,
        tasks=(task,),
    )


def by_hand(check_id: str, points: int, reason: str = "") -> Override:
    """Return one override."""
    return Override(submission="amara", check=check_id, points=points, by="Ada", reason=reason)


def points(*overrides: Any) -> Overrides:
    """Return the file with these points."""
    return Overrides(points=overrides)


def test_a_pending_check_gets_its_points() -> None:
    """What was pending is marked, and no longer counted as pending."""
    marked = mark(result(), points(by_hand("mean.proof", 3)))
    proof = marked.tasks[0].checks[1]
    assert (proof.outcome, proof.points, proof.message) == (Outcome.PASSED, 3, "")
    assert (marked.points, marked.pending_points, marked.tasks[0].points) == (3, 0, 3)


def test_fewer_than_all_points_are_no_pass() -> None:
    """`passed` means all points."""
    marked = mark(result(), points(by_hand("mean.proof", 2)))
    assert marked.tasks[0].checks[1].outcome is Outcome.FAILED
    assert marked.points == 2


def test_who_and_why_and_what_stood_before_are_noted() -> None:
    """A mark that was set by hand says so."""
    marked = mark(result(), points(by_hand("mean.definition", 2, "a slip of ours"), by_hand("mean.proof", 1)))
    first, second = marked.tasks[0].checks
    assert first.notes == ("2 points set by Ada (0 before): a slip of ours",)
    assert second.notes == ("1 points set by Ada (not marked before)",)
    assert first.message == "Why."


def test_nothing_set_changes_nothing() -> None:
    """Without overrides a result is what it was."""
    assert mark(result(), points()) == result()


def test_data_says_who_and_what_stood_before() -> None:
    """An export finds the marks without reading sentences; what the grader decided has none."""
    marked = mark(result(), points(by_hand("mean.definition", 2, "a slip of ours")))
    first, second = marked.tasks[0].checks
    assert first.by_hand == ByHand(by="Ada", reason="a slip of ours", points_before=0, outcome_before=Outcome.FAILED)
    assert second.by_hand is None


def test_points_of_somebody_else_change_nothing() -> None:
    """The entries of the whole class can be given."""
    other = Override(submission="bjorn", check="mean.proof", points=1, by="Ada")
    assert mark(result(), points(other)) == result()


@pytest.mark.parametrize(
    ("addressee", "lands"),
    [
        pytest.param({"submission": "amara"}, "submission", id="the-submission"),
        pytest.param({"submission": "amara", "check": "mean.definition"}, "check", id="a-check"),
        pytest.param({"fingerprint": "f00", "check": "mean.definition"}, "check", id="the-answer-group"),
        pytest.param({"fingerprint": "f11", "check": "mean.definition"}, None, id="another-group"),
        pytest.param({"fingerprint": "f00", "check": "mean.proof"}, None, id="the-group-of-another-check"),
        pytest.param({"submission": "bjorn"}, None, id="somebody-else"),
    ],
)
def test_a_comment_lands_where_it_is_addressed_to(addressee: dict[str, str], lands: str | None) -> None:
    """And nowhere else; it costs nothing."""
    said = Comment(**addressee, text="Well seen.", by="Ada")
    marked = mark(result(), Overrides(comments=(said,)))
    remark = (Remark(by="Ada", text="Well seen."),)
    assert marked.remarks == (remark if lands == "submission" else ())
    assert [check.remarks for check in marked.tasks[0].checks] == [remark if lands == "check" else (), ()]
    assert (marked.points, marked.pending_points) == (0, 3)


def test_an_excuse_moves_no_points() -> None:
    """The result says who has excused the student and keeps its points; without the entry it says nothing."""
    marked = mark(result(), Overrides(excused=(Excuse(submission="amara", by="Ada", reason="ill"),)))
    assert marked.excused == Excused(by="Ada", reason="ill")
    assert (marked.points, marked.pending_points) == (0, 3)
    assert mark(result(), Overrides()).excused is None
    assert mark(result(), Overrides(excused=(Excuse(submission="bob", by="Ada"),))).excused is None


MARK = HandMark(points=2.5, comment="Good.", by="Bob", at="2026-01-01T00:00:00+00:00")
TEXT = Rubric(text="Both directions?", note="lenient")


def test_marks_of_the_marking_pages_are_put_in_with_the_rubric() -> None:
    """The sums follow, and a teacher sees by what it was marked."""
    decisions = Decisions(marks={"mean.proof": MARK}, rubrics={"mean.proof": TEXT})
    marked = decisions.apply(result())
    proof = marked.tasks[0].checks[1]
    assert (proof.points, proof.outcome, proof.rubric) == (2.5, Outcome.FAILED, TEXT)
    assert (marked.points, marked.pending_points, marked.tasks[0].points) == (2.5, 0, 2.5)


def test_overrides_win_over_marks() -> None:
    """Both stay visible: who marked, and who set the points."""
    decisions = Decisions(points(by_hand("mean.proof", 1)), {"mean.proof": MARK}, {})
    proof = decisions.apply(result()).tasks[0].checks[1]
    assert (proof.points, present(proof.mark).points, present(proof.by_hand).points_before) == (1, 2.5, 2.5)


def test_a_mark_of_the_whole_excuses_and_comments() -> None:
    """As an entry of the file does; the file has the last word."""
    whole = HandMark(excused=True, reason="ill", comment="Get well.", by="Bob", at="")
    marked = Decisions(marks={WHOLE: whole}).apply(result())
    assert (marked.excused, marked.remarks) == (
        Excused(by="Bob", reason="ill"),
        (Remark(by="Bob", text="Get well."),),
    )
    both = Decisions(Overrides(excused=(Excuse(submission="amara", by="Ada"),)), {WHOLE: whole}).apply(result())
    assert present(both.excused).by == "Ada"
    assert both.remarks == marked.remarks


def test_nobody_decided_anything() -> None:
    """The result is what it was, and the digest is that of the file alone."""
    assert Decisions().apply(result()) == result()
    assert Decisions().digest == ""
    assert Decisions(points(by_hand("mean.proof", 1))).digest == points(by_hand("mean.proof", 1)).digest


def test_the_digest_follows_marks_and_their_rubrics() -> None:
    """So that a result whose rubric has changed is brought up to date, and no other."""
    one = Decisions(marks={"mean.proof": MARK}, rubrics={"mean.proof": TEXT, "mean.other": TEXT})
    other_rubric = Decisions(marks={"mean.proof": MARK}, rubrics={"mean.proof": Rubric(), "mean.other": TEXT})
    other_check = Decisions(marks={"mean.proof": MARK}, rubrics={"mean.proof": TEXT, "mean.other": Rubric()})
    assert one.digest != other_rubric.digest
    assert one.digest == other_check.digest


def test_a_student_sees_the_rubric_once_it_is_marked_and_never_a_note() -> None:
    """Before, the rubric gives the answer away."""
    rubrics = {"mean.proof": TEXT}
    before = for_audience(Decisions(rubrics=rubrics).apply(result()), Audience.STUDENT)
    after = for_audience(Decisions(marks={"mean.proof": MARK}, rubrics=rubrics).apply(result()), Audience.STUDENT)
    assert "Both directions?" not in before.model_dump_json()
    assert "Both directions?" in after.model_dump_json()
    assert "lenient" not in after.model_dump_json()

"""The plan carried out: each row is read, journalled, written and read back, so that nothing is written twice.

Nobody can make an LMS's write depend on what was read before it, so the moment between the two stays open; it is as
short as one request.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.lms.comments import carries, load_feedback
from grader.lms.http import Backoff
from grader.lms.journal import DRY_RUN, REFUSED, SENDING, WRITTEN, Journal, state_text
from grader.lms.outcomes import LmsRefusalError, UncertainWriteError
from grader.lms.planning import Decision, PlannedRow, Planner, PlanOptions, PushPlan, same_grade
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.export.grade import Grade
    from grader.lms.comments import Feedback
    from grader.lms.records import GradeChange, LmsAssignment, LmsClient, LmsStudent
    from grader.store import Store

MAX_WRITES = 6
"""Tries for one row; each begins with reading it."""
COMMENT_MISSING = "the grade is there, but the LMS did not show the comment afterwards"
NOT_TAKEN = "the LMS did not take the grade: it may be locked or overridden in the gradebook, or graded with a rubric"


@dataclass
class PushReport:
    """The outcome for each row of a plan."""

    plan: PushPlan
    written: list[PlannedRow] = field(default_factory=list)
    settled: list[PlannedRow] = field(default_factory=list)
    """Rows that turned out to be there already, for instance after a kill."""
    failed: list[tuple[PlannedRow, str]] = field(default_factory=list)
    """Rows that were not written, with the reason."""


@dataclass
class Push:
    """One push of a class's grades to one assignment."""

    client: LmsClient
    journal: Journal
    store: Store
    subject: str
    """A text that names the assignment among all assignments of all LMSs."""
    options: PlanOptions = field(default_factory=PlanOptions)
    backoff: Backoff = field(default_factory=Backoff)
    _loaded: tuple[tuple[str, str], Feedback | None] | None = field(default=None, init=False)

    def plan(self, assignment: LmsAssignment, grades: Sequence[Grade], platform: str) -> tuple[PushPlan, Planner]:
        """Return the table, and the planner that made it."""
        planner = Planner(assignment, self.journal, self.options, self._feedback, self.client.read)
        with_files = replace(self.options, files=self.options.files and assignment.takes_files)
        self.options = planner.options = with_files
        return planner.plan(grades, platform), planner

    def remember(self, plan: PushPlan) -> None:
        """Note in the journal what a dry run has shown, so that a later push sees what has changed since."""
        for row in plan.rows:
            for student in row.members or (row.student,):
                state = state_text(student.grade, student.attempt)
                if self.journal.dry_run_state(student.platform_id) != state:
                    self.journal.record(DRY_RUN, student.platform_id, student.grade.text, state=state)

    def apply(self, plan: PushPlan, planner: Planner, on_progress: Callable[[int, int], None]) -> PushReport:
        """Write the rows of a plan; `on_progress` gets how many are done and how many there are."""
        report = PushReport(plan)
        rows = plan.with_decision(Decision.WRITE)
        for number, row in enumerate(rows):
            on_progress(number, len(rows))
            self._settle(row, planner, report)
        on_progress(len(rows), len(rows))
        return report

    def _settle(self, planned: PlannedRow, planner: Planner, report: PushReport) -> None:
        """Write one row until reading it shows that it is there, or until it must not or cannot be written."""
        tried = False
        for number in range(MAX_WRITES):
            try:
                now = self.client.read(planned.student)
                row = self._decide_again(planned, now, planner, tried=tried)
                if row.decision is not Decision.WRITE or row.change is None:
                    self._finish(row, report, tried=tried)
                    return
                tried = True
                after = self.client.write(row.student, self._prepare(row, planner))
                self._check(row, after, planner, report)
                return  # noqa: TRY300 - one of several ends of the loop
            except UncertainWriteError:
                # The LMS may still be busy with the write whose answer was lost.
                self.backoff.wait(number)
            except LmsRefusalError as error:
                self._fail(planned, str(error), report)
                return
        self._fail(planned, f"the LMS failed {MAX_WRITES} times; run the same command again", report)

    def _decide_again(self, planned: PlannedRow, now: LmsStudent, planner: Planner, *, tried: bool) -> PlannedRow:
        """Return the decision in the state of this moment: somebody may have graded meanwhile."""
        members = tuple(now if member.key == now.key else member for member in planned.members)
        if planned.members and tried:
            # A write for a group reaches all of it, so the others are as fresh as the one that was read.
            members = tuple(replace(member, grade=now.grade) for member in planned.members)
        row = planner.decide(now, planned.grade, members)
        if row.decision is not Decision.WRITE or now.grade == planned.student.grade:
            return row
        is_own = self.journal.is_own(now.platform_id, now.grade.text) or same_grade(now.grade, row.new)
        if is_own:
            return row
        return replace(row, decision=Decision.HOLD, reason=f"changed meanwhile: has {now.grade.text} now")

    def _prepare(self, row: PlannedRow, planner: Planner) -> GradeChange:
        """Journal the write, and return it with the feedback."""
        assert row.change is not None  # noqa: S101 - rows to write have one
        feedback = planner.feedback(row.student, row.grade)
        self._record(SENDING, row)
        if feedback is None:
            return row.change
        return replace(row.change, comment=feedback.text, comment_html=feedback.html, file=feedback.file)

    def _check(self, row: PlannedRow, after: LmsStudent, planner: Planner, report: PushReport) -> None:
        """Report a write as done if the state read back has the grade and the comment."""
        feedback, has_grade = planner.feedback(row.student, row.grade), False
        for state in (after, None):
            now = state or self.client.read(row.student)  # an answer may come without the comments
            has_grade = same_grade(now.grade, row.new)
            if has_grade and (feedback is None or carries(now.comments, feedback.tag)):
                self._record(WRITTEN, row)
                report.written.append(row)
                return
        self._fail(row, COMMENT_MISSING if has_grade else NOT_TAKEN, report)

    def _finish(self, row: PlannedRow, report: PushReport, *, tried: bool) -> None:
        if row.decision is not Decision.UNCHANGED:
            self._fail(row, row.reason, report)
            return
        self._record(WRITTEN, row)
        (report.written if tried else report.settled).append(row)

    def _fail(self, row: PlannedRow, reason: str, report: PushReport) -> None:
        self.journal.record(REFUSED, row.student.platform_id, row.new.text, reason=reason)
        report.failed.append((row, reason))

    def _record(self, step: str, row: PlannedRow) -> None:
        feedback = self._feedback(row.grade, row.student) if self.options.comments else None
        tag = feedback.tag.text if feedback is not None else ""
        for student in row.members or (row.student,):
            self.journal.record(step, student.platform_id, row.new.text, tag=tag, attempt=str(student.attempt))

    def _feedback(self, grade: Grade, student: LmsStudent) -> Feedback | None:
        subject = f"{self.subject} {student.group or student.platform_id} {student.attempt}"
        key = (grade.facts.id, subject)
        if self._loaded is None or self._loaded[0] != key:
            # Each row asks several times; a report has some hundred kB, so only one is kept.
            self._loaded = key, load_feedback(self.store, grade.facts.id, subject, with_file=self.options.files)
        return self._loaded[1]

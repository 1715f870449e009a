"""Which grade is written, which one is not, and why: the table that a dry run prints.

A grade that somebody else has entered, a locked row, and a submission that was handed in again are listed and not
overwritten.  The same decision is made again with fresh data just before each write.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from grader.export.grade import Excusal, Points, Skip, format_points, scale_points
from grader.export.joining import join, student_label
from grader.lms.comments import Feedback, carries, replaced_by
from grader.lms.journal import state_text
from grader.lms.records import GradeChange, LmsGrade
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.export.grade import Grade
    from grader.lms.journal import Journal
    from grader.lms.records import LmsAssignment, LmsStudent


class Decision(StrEnum):
    """The decision about a row."""

    WRITE = "write"
    UNCHANGED = "unchanged"
    SKIP = "skip"
    """There is no grade to write."""
    HOLD = "hold"
    """There is a grade, but writing it would destroy something or is not possible."""


@dataclass(frozen=True)
class PlannedRow:
    """One row of the table: a student, or a group that is graded together."""

    student: LmsStudent
    """The one to whom the write is addressed."""
    grade: Grade
    decision: Decision
    new: LmsGrade
    reason: str
    members: tuple[LmsStudent, ...] = ()
    """All students of the group, the addressed one included; empty for a single student."""
    change: GradeChange | None = None
    """Without the feedback, which is loaded when it is sent."""

    @property
    def label(self) -> str:
        """The student or group for a person."""
        if not self.members:
            return self.student.label
        name = self.student.group_name or f"group {self.student.group}"
        return f"{name}: {', '.join(member.name or member.platform_id for member in self.members)}"


@dataclass(frozen=True)
class PushPlan:
    """The whole table."""

    rows: tuple[PlannedRow, ...]
    unmatched: tuple[str, ...]
    """Submissions without a student, and students with a submission that was not graded here."""
    idle: int = 0
    """Students who handed in nothing and were not graded."""

    @property
    def is_incomplete(self) -> bool:
        """Whether there are grades that are not written, or that match nobody."""
        return bool(self.with_decision(Decision.HOLD) or self.unmatched)

    def with_decision(self, decision: Decision) -> tuple[PlannedRow, ...]:
        """Return the rows with one decision."""
        return tuple(row for row in self.rows if row.decision is decision)


@dataclass(frozen=True)
class PlanOptions:
    """How the user wants grades to be written."""

    raw: bool = False
    """Points as they are, not scaled to what the assignment is worth."""
    replace: bool = False
    """Also replace grades that somebody else has entered."""
    comments: bool = True
    files: bool = True


@dataclass
class Planner:
    """Decides about rows."""

    assignment: LmsAssignment
    journal: Journal
    options: PlanOptions
    load: Callable[[Grade, LmsStudent], Feedback | None]
    """Returns the feedback that belongs to a grade."""
    read: Callable[[LmsStudent], LmsStudent]
    """Returns the state of a student with the comments, for LMSs whose list does not tell them."""

    def plan(self, grades: Sequence[Grade], platform: str) -> PushPlan:
        """Return the table for all students."""
        joined = join(self.assignment.students, grades, platform)
        rows = list(self._rows(joined.pairs))
        covered = {student.line for row in rows for student in (row.student, *row.members)}
        alone = [student for student in joined.unclaimed if student.line not in covered]
        ungraded = [f"{student.label}: handed in, but not graded here" for student in alone if student.attempt]
        return PushPlan(tuple(rows), (*joined.problems, *ungraded), len(alone) - len(ungraded))

    def decide(self, student: LmsStudent, grade: Grade, members: tuple[LmsStudent, ...] = ()) -> PlannedRow:
        """Return the decision about a student or group in the state that is given."""
        new = self._new(grade)
        if isinstance(new, Skip):
            return PlannedRow(student, grade, Decision.SKIP, LmsGrade(), new.reason, members)
        for row in members or (student,):
            if reason := self._obstacle(row, grade, new):
                return PlannedRow(student, grade, Decision.HOLD, new, reason, members)
        return self._decide_write(student, grade, new, members)

    def _rows(self, pairs: Sequence[tuple[LmsStudent, Grade]]) -> Iterator[PlannedRow]:
        """Yield a row for each student, and one for each group that is graded together."""
        groups: dict[str, list[tuple[LmsStudent, Grade]]] = defaultdict(list)
        for student, grade in pairs:
            if student.group:
                groups[student.group].append((student, grade))
            else:
                yield self.decide(self._complete(student, grade), grade)
        for group, group_pairs in groups.items():
            (student, grade), *others = group_pairs
            members = tuple(row for row in self.assignment.students if row.group == group)
            ids = {other.facts.id for _, other in others} | {grade.facts.id}
            if len(ids) > 1 and any(self._new(other) != self._new(grade) for _, other in others):
                reason = f"one grade counts for the whole group, and there are several ({', '.join(sorted(ids))})"
                yield PlannedRow(student, grade, Decision.HOLD, LmsGrade(), reason, members)
            else:
                yield self.decide(self._complete(student, grade), grade, members)

    def _complete(self, student: LmsStudent, grade: Grade) -> LmsStudent:
        """Return the student with the comments, if the decision depends on them and the list did not tell them."""
        new = self._new(grade)
        if student.comments_known or isinstance(new, Skip) or not same_grade(student.grade, new):
            return student
        return self.read(student)

    def _new(self, grade: Grade) -> LmsGrade | Skip:
        match grade.value:
            case Skip():
                return grade.value
            case Excusal(reason):
                return LmsGrade(excused=True) if self.assignment.can_excuse else Skip(f"{reason}; enter it by hand")
            case Points():
                maximum = self.assignment.max_points
                if maximum is None and not self.options.raw:
                    return Skip("the assignment has no maximum; --raw writes the points as they are")
                points = scale_points(grade.value, maximum, raw=self.options.raw)
                if self.assignment.caps_at_maximum and maximum is not None and points > maximum:
                    return Skip(f"{format_points(points)} is above the maximum of {format_points(maximum)}")
                return LmsGrade(type(points)(format_points(points)))

    def _obstacle(self, row: LmsStudent, grade: Grade, new: LmsGrade) -> str:
        """Return why a grade must not be written; empty if it may be."""
        graded = grade.facts.attempt
        if row.locked_reason:
            return row.locked_reason
        if graded is not None and row.attempt is not None and row.attempt != graded:
            return f"handed in again since: attempt {row.attempt} is there, attempt {graded} was graded"
        times = {row.submitted_at, grade.facts.submitted} - {""}
        if graded is not None and len(times) == 2:
            return f"changed since it was pulled: handed in {row.submitted_at}, graded was {grade.facts.submitted}"
        if row.foreign_feedback and not self.options.replace:
            return "has a comment of a person, which a new one would replace"
        if row.grade.is_empty:
            written = self.journal.written_grade(row.platform_id, row.attempt)
            removed = bool(written) and not self.options.replace
            return f"somebody has removed the {written} of an earlier push" if removed else ""
        if self.journal.is_own(row.platform_id, row.grade.text) or same_grade(row.grade, new):
            return ""
        shown_state = self.journal.dry_run_state(row.platform_id)
        if shown_state is not None and shown_state != state_text(row.grade, row.attempt):
            return f"changed since the dry run: has {row.grade.text} now"
        return "" if self.options.replace else f"has {row.grade.text}, which was not written by this command"

    def _decide_write(
        self, student: LmsStudent, grade: Grade, new: LmsGrade, members: tuple[LmsStudent, ...]
    ) -> PlannedRow:
        feedback = self.feedback(student, grade)
        missing = feedback is not None and not carries(student.comments, feedback.tag)
        if missing and feedback is not None and not student.comments_known:
            missing = self.journal.written_tag(student.platform_id) != feedback.tag.text
        old = [row.grade for row in members or (student,)]
        graded = all(same_grade(grade, new) for grade in old)
        stale = replaced_by(student.comments, feedback.tag) if feedback is not None else ()
        if graded and not missing and not stale:
            return PlannedRow(student, grade, Decision.UNCHANGED, new, "is there", members)
        change = GradeChange(new.points, new.excused, stale_comments=stale, for_group=bool(members))
        if graded:
            # Only the comment is missing: the points were written before, perhaps by a run that was killed.
            change = replace(change, points_unchanged=True)
        if not missing:
            change = replace(change, comment_unchanged=True)
        return PlannedRow(student, grade, Decision.WRITE, new, _reason(student, graded=graded), members, change)

    def feedback(self, student: LmsStudent, grade: Grade) -> Feedback | None:
        """Return the feedback that is sent with a grade; None if there is none, or the LMS takes none."""
        if not self.options.comments or not self.assignment.takes_comments:
            return None
        return self.load(grade, student)


def same_grade(old: LmsGrade, new: LmsGrade) -> bool:
    """Whether two grades are the same at two decimals, as LMSs compare them."""
    if old.excused or new.excused:
        return old.excused == new.excused
    if old.points is None or new.points is None:
        return False
    return format_points(old.points) == format_points(new.points)


def _reason(student: LmsStudent, *, graded: bool) -> str:
    if graded:
        return "the comment is missing or old"
    if student.grade.is_empty:
        return "no grade yet"
    return f"replaces {student.grade.text}"


def warning_texts(plan: PushPlan) -> list[str]:
    """Return what a person should look at before the grades go out."""
    return [
        f"{student_label(row.grade)}: {warning}"
        for row in plan.with_decision(Decision.WRITE)
        for warning in (*row.grade.warnings, *_twice_late(row))
    ]


def _twice_late(row: PlannedRow) -> Iterator[str]:
    late = row.grade.facts.lateness
    if late is not None and late.percent and row.student.late_deduction:
        points = format_points(row.student.late_deduction)
        yield f"late twice: the course's policy takes off {late.percent:g} %, and the LMS's own {points} points more"

"""Moodle's web services: one assignment's submissions, grades, comments and files.

The rules come from Moodle's documentation and source; docs/targets/push.md names them, and what was not tried on a live
Moodle.  A save replaces the whole feedback and notifies the student, so what is there is read before each one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from grader.errors import UsageError
from grader.export.grade import format_points
from grader.lms.address import AssignmentAddress, moodle_address
from grader.lms.comments import has_tag
from grader.lms.moodle_calls import MoodleCalls
from grader.lms.moodle_records import (
    MoodleAssignment,
    feedback_text,
    latest_attempt,
    latest_time,
    read_assignment,
    read_grade,
    read_students,
    workflow_state,
)
from grader.lms.records import GradeChange, LmsAssignment, LmsComment, LmsGrade, LmsModule, LmsStudent
from grader.lms.values import dicts, member
from grader.results.platforms import Platform

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.lms.http import Backoff
    from grader.lms.records import Attachment

NEEDED = (
    "mod_assign_get_assignments",
    "mod_assign_get_submissions",
    "mod_assign_list_participants",
    "mod_assign_get_grades",
    "mod_assign_get_submission_status",
    "mod_assign_save_grade",
)
NO_GRADE = "-1"
LATEST = -1


class MoodleClient:
    """One assignment of one Moodle."""

    def __init__(self, address: AssignmentAddress, token: str, backoff: Backoff | None = None) -> None:
        self._address = address
        self._calls = MoodleCalls(address.base, token, backoff)
        self._assignment: MoodleAssignment | None = None
        self._grades: dict[str, LmsGrade] = {}
        self._attempts: dict[str, int] = {}
        self._newest = 0
        self._drafts: dict[tuple[str, bytes], str] = {}

    def close(self) -> None:
        """Close the connections."""
        self._calls.close()

    def load(self) -> LmsAssignment:
        """Return the assignment with the state of every student."""
        site = self._calls.call("core_webservice_get_site_info", {})
        self._require_functions(site)
        assignment = self._assignment = self._find()
        participants = dicts(
            self._calls.call(
                "mod_assign_list_participants",
                {"assignid": assignment.id, "groupid": 0, "filter": "", "skip": 0, "limit": 0},
            )
        )
        data = self._calls.call("mod_assign_get_submissions", {"assignmentids": [assignment.id]})
        self._require_no_warning(data)
        self._refresh_grades()
        rows = [
            row for assignment in dicts(member(data, "assignments")) for row in dicts(assignment.get("submissions"))
        ]
        return LmsAssignment(
            assignment.name,
            assignment.grade if assignment.grade is not None and assignment.grade > 0 else None,
            tuple(read_students(participants, rows, self._grades, assignment)),
            tuple(_notes(assignment)),
            _refusal(assignment),
            assignment.by_group,
            can_excuse=False,
            caps_at_maximum=True,
            takes_comments="comments" in assignment.plugins,
            takes_files="file" in assignment.plugins,
        )

    def read(self, student: LmsStudent) -> LmsStudent:
        """Return the state of one student now."""
        return self._updated(student, self._status(student))

    def write(self, student: LmsStudent, change: GradeChange) -> LmsStudent:
        """Save grade, comment and file in one call, and read them back: a locked grade is skipped silently.

        A save replaces everything, so it always carries everything.
        """
        assert self._assignment is not None  # noqa: S101 - loaded before
        workflow = workflow_state(self._status(student)) if self._assignment.workflow else ""
        arguments: dict[str, object] = {
            "assignmentid": self._assignment.id,
            "userid": student.key,
            "grade": NO_GRADE if change.points is None else format_points(change.points),
            "attemptnumber": LATEST if student.attempt is None else student.attempt - 1,
            "addattempt": False,
            # An empty state would reset an assignment with a workflow.
            "workflowstate": workflow,
            # For a student without a group it would grade everybody without one.
            "applytoall": change.for_group and bool(student.group),
        }
        if plugins := self._plugin_data(student, change):
            arguments["plugindata"] = plugins
        self._calls.call("mod_assign_save_grade", arguments, is_write=True)
        return self.read(student)

    def download(self, attachment: Attachment, target: Path) -> None:
        """Write an uploaded file to `target`."""
        self._calls.download(attachment.url, target, attachment.size)

    def _plugin_data(self, student: LmsStudent, change: GradeChange) -> dict[str, object]:
        """Return the feedback for the plugins that are switched on; Moodle refuses any other."""
        assert self._assignment is not None  # noqa: S101 - loaded before
        data: dict[str, object] = {}
        if change.comment_html and "comments" in self._assignment.plugins:
            data["assignfeedbackcomments_editor"] = {"text": change.comment_html, "format": 1}
        if change.file is not None and "file" in self._assignment.plugins:
            key = (student.key, change.file.data)
            if key not in self._drafts:
                self._drafts = {key: self._calls.upload(change.file.name, change.file.data, "text/html")}
            data["files_filemanager"] = self._drafts[key]
        return data

    def _updated(self, student: LmsStudent, status: object) -> LmsStudent:
        self._refresh_grades()
        text = feedback_text(status)
        ours = (LmsComment("feedback", text),) if has_tag(text) else ()
        return replace(
            student,
            grade=self._grades.get(student.key, LmsGrade()),
            comments=ours,
            comments_known=True,
            foreign_feedback=bool(text) and not ours,
            attempt=latest_attempt(status, student.attempt),
            submitted_at=latest_time(status, student.submitted_at),
        )

    def _status(self, student: LmsStudent) -> object:
        assert self._assignment is not None  # noqa: S101 - loaded before
        return self._calls.call(
            "mod_assign_get_submission_status", {"assignid": self._assignment.id, "userid": student.key}
        )

    def _refresh_grades(self) -> None:
        """Read the grades that changed since the last look: one short answer tells of the whole class."""
        assert self._assignment is not None  # noqa: S101 - loaded before
        data = self._calls.call(
            "mod_assign_get_grades", {"assignmentids": [self._assignment.id], "since": self._newest}
        )
        rows = [row for assignment in dicts(member(data, "assignments")) for row in dicts(assignment.get("grades"))]
        for row in rows:
            user, attempt = str(row.get("userid")), _number(row.get("attemptnumber"))
            # The newest attempt of a student counts, whatever the order in which rows arrive.
            if attempt >= self._attempts.get(user, 0):
                self._attempts[user] = attempt
                self._grades[user] = read_grade(row)
            self._newest = max(self._newest, _number(row.get("timemodified")))

    def _find(self) -> MoodleAssignment:
        data = self._calls.call("mod_assign_get_assignments", {"includenotenrolledcourses": True})
        courses = dicts(member(data, "courses"))
        for course in courses:
            for row in dicts(course.get("assignments")):
                if str(row.get("cmid")) == self._address.assignment:
                    return read_assignment(row)
        raise UsageError(
            f"{self._address.base}: shows this token no assignment with the number {self._address.assignment} (in "
            f"{len(courses)} courses). Are you a teacher of its course, and may the token view grades?"
        )

    def _require_functions(self, site: object) -> None:
        names = {str(function.get("name")) for function in dicts(member(site, "functions"))}
        missing = [name for name in NEEDED if name not in names] if names else []
        if missing:
            raise UsageError(
                f"{self._address.base}: the token's service lacks {', '.join(missing)}. Ask the administrator to add "
                "these functions to it."
            )

    def _require_no_warning(self, data: object) -> None:
        """Raise UsageError if Moodle hides submissions: without rights it answers with a warning and no rows."""
        for warning in dicts(member(data, "warnings")):
            if str(warning.get("warningcode")) in {"1", "2"} and not dicts(member(data, "assignments")):
                text = " ".join(str(warning.get("message")).split())[:200]
                raise UsageError(f"{self._address.base}: shows no submissions ({text}). May the token view grades?")


def _notes(assignment: MoodleAssignment) -> Iterator[str]:
    yield "Moodle notifies a student on each save, unless a marking workflow holds the grade back."
    if assignment.workflow:
        yield "The marking workflow's state stays as it is; only `released` grades reach the gradebook."
    if "comments" not in assignment.plugins:
        yield "Feedback comments are switched off in the assignment: none are sent."
    if "file" not in assignment.plugins:
        yield "Feedback files are switched off in the assignment: reports are not sent."
    if assignment.blind:
        yield "Marking is blind: students are matched by their participant number."


def _refusal(assignment: MoodleAssignment) -> str:
    if assignment.grade is None or assignment.grade == 0:
        return "the assignment is not graded"
    if assignment.grade < 0:
        return "the assignment is graded on a scale; change it to points"
    return ""


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _connect(url: str, token: str, backoff: Backoff | None) -> MoodleClient:
    return MoodleClient(moodle_address(url), token, backoff)


LMS: Final = LmsModule(Platform.MOODLE, _connect, moodle_address)

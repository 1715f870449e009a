"""Answers of Moodle's web services, read into records."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING, Any

from grader.lms.outcomes import LmsRefusalError
from grader.lms.records import Attachment, LmsGrade, LmsStudent
from grader.lms.values import dicts, one_line, points_of, text_of
from grader.records import dataclass
from grader.results.names import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

NOT_HANDED_IN = frozenset({"new", "draft", "reopened"})
EMPTY_TEXTS = frozenset({"", "<p></p>", "<br>", "<p><br></p>"})


@dataclass(frozen=True)
class MoodleAssignment:
    """An assignment in Moodle, as far as it is used here."""

    id: int
    """The instance, which is not the number in the page's address."""
    name: str
    grade: Decimal | None
    """The maximum; negative for a scale."""
    by_group: bool
    blind: bool
    workflow: bool
    plugins: frozenset[str]
    """The feedback plugins that are switched on: comments, file."""


def read_assignment(data: Mapping[str, Any]) -> MoodleAssignment:
    """Return an assignment.  Raises LmsRefusalError."""
    plugins = {
        str(setting.get("plugin"))
        for setting in dicts(data.get("configs"))
        if setting.get("subtype") == "assignfeedback"
        and setting.get("name") == "enabled"
        and str(setting.get("value")) == "1"
    }
    number = data.get("id")
    if not isinstance(number, int):
        raise LmsRefusalError("the LMS answered with an assignment without a number")
    return MoodleAssignment(
        number,
        plain_name(data.get("name")),
        points_of(data.get("grade")),
        bool(data.get("teamsubmission")),
        bool(data.get("blindmarking")) and not data.get("revealidentities"),
        bool(data.get("markingworkflow")),
        frozenset(plugins),
    )


def read_students(
    participants: Sequence[Mapping[str, Any]],
    submissions: Sequence[Mapping[str, Any]],
    grades: Mapping[str, LmsGrade],
    assignment: MoodleAssignment,
) -> Iterator[LmsStudent]:
    """Yield a student for each participant, with the last submission of theirs or of their group."""
    by_user = {str(row.get("userid")): row for row in submissions if row.get("userid")}
    by_group = {str(row.get("groupid")): row for row in submissions if not row.get("userid")}
    for line, person in enumerate(participants, 1):
        user = text_of(person.get("id"))
        if not user:
            raise LmsRefusalError("the LMS answered with a participant without a number")
        group = text_of(person.get("groupid") or "") if assignment.by_group else ""
        row = by_user.get(user) or (by_group.get(group or "0") if assignment.by_group else None) or {}
        yield _student(line, person, group, row, grades.get(user, LmsGrade()))


def _student(line: int, person: Mapping[str, Any], group: str, row: Mapping[str, Any], grade: LmsGrade) -> LmsStudent:
    user = text_of(person.get("id"))
    other_ids = tuple(plain_name(person[key]) for key in ("username", "idnumber", "email") if text_of(person.get(key)))
    handed_in = bool(row) and str(row.get("status")) not in NOT_HANDED_IN
    number = row.get("attemptnumber")
    return LmsStudent(
        line,
        user,
        # The number in downloads and worksheets; blind marking has no other.
        text_of(person.get("recordid")) or f"user{user}",
        plain_name(person.get("fullname")),
        frozenset(map(folded, (*other_ids, f"user{user}"))),
        other_ids,
        group=group,
        group_name=plain_name(person.get("groupname")) if group else "",
        attempt=number + 1 if handed_in and isinstance(number, int) else None,
        submitted_at=moment(row.get("timemodified")) if handed_in else "",
        grade=grade,
        attachments=tuple(_attachments(row)) if handed_in else (),
        notes=tuple(_typed(row)) if handed_in else (),
        comments_known=False,
        draft=str(row.get("status")) == "draft",
    )


def _attachments(row: Mapping[str, Any]) -> Iterator[Attachment]:
    for plugin in dicts(row.get("plugins")):
        for area in dicts(plugin.get("fileareas")) if plugin.get("type") == "file" else ():
            for file in dicts(area.get("files")):
                size = file.get("filesize")
                path = f"{file.get('filepath') or ''}{file.get('filename') or 'file'}".lstrip("/")
                url = str(file.get("fileurl") or "")
                yield Attachment(url, path, url, size if isinstance(size, int) else None)


def _typed(row: Mapping[str, Any]) -> Iterator[str]:
    for plugin in dicts(row.get("plugins")):
        texts = [str(field.get("text") or "").strip() for field in dicts(plugin.get("editorfields"))]
        if plugin.get("type") == "onlinetext" and any(text not in EMPTY_TEXTS for text in texts):
            yield "Text typed into Moodle is not read."


def read_grade(row: Mapping[str, Any]) -> LmsGrade:
    """Return a grade; Moodle writes -1 for none."""
    points = points_of(row.get("grade"))
    if points is not None and points < 0:
        points = None
    grader = str(row.get("grader") or "")
    return LmsGrade(points, grader="" if grader in {"-1", "0"} else grader, graded_at=moment(row.get("timemodified")))


def feedback_text(status: object) -> str:
    """Return the feedback comment in a submission's status; empty without one."""
    feedback = status.get("feedback") if isinstance(status, dict) else None
    for plugin in dicts(feedback.get("plugins")) if isinstance(feedback, dict) else ():
        if plugin.get("type") == "comments":
            texts = [str(field.get("text") or "").strip() for field in dicts(plugin.get("editorfields"))]
            return "\n".join(text for text in texts if text not in EMPTY_TEXTS)
    return ""


def workflow_state(status: object) -> str:
    """Return the state of an assignment with a marking workflow, to be sent back unchanged."""
    attempt = status.get("lastattempt") if isinstance(status, dict) else None
    return str(attempt.get("gradingstatus") or "") if isinstance(attempt, dict) else ""


def latest_attempt(status: object, earlier: int | None) -> int | None:
    """Return the number of the last attempt, from 1; a submission's status may know a newer one than the list."""
    last = status.get("lastattempt") if isinstance(status, dict) else None
    submission = (last.get("submission") or last.get("teamsubmission")) if isinstance(last, dict) else None
    number = submission.get("attemptnumber") if isinstance(submission, dict) else None
    if not isinstance(number, int) or not isinstance(submission, dict) or submission.get("status") in NOT_HANDED_IN:
        return earlier
    return max(earlier or 0, number + 1)


def latest_time(status: object, earlier: str) -> str:
    """Return when the last attempt was handed in or changed."""
    last = status.get("lastattempt") if isinstance(status, dict) else None
    submission = (last.get("submission") or last.get("teamsubmission")) if isinstance(last, dict) else None
    if not isinstance(submission, dict) or submission.get("status") in NOT_HANDED_IN:
        return earlier
    return max(earlier, moment(submission.get("timemodified")))


def moment(value: object) -> str:
    """Return seconds since 1970 as ISO 8601."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 1 << 36:
        return ""
    return datetime.fromtimestamp(value, UTC).isoformat()


def plain_name(value: object) -> str:
    """Return a name on one line; Moodle escapes names for HTML."""
    return one_line(unescape(text_of(value)))

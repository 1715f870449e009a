"""Canvas's REST interface: one assignment's submissions, grades, comments and files.

The rules come from Canvas's documentation and source; docs/targets/push.md names them, and what was not tried on a live
Canvas.  Grades are written one at a time with the comment and its attempt: the bulk call knows no attempt, and reports
nothing about single students.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from grader.errors import UsageError
from grader.export.grade import format_points
from grader.lms.address import AssignmentAddress, canvas_address
from grader.lms.canvas_upload import upload_comment_file
from grader.lms.comments import has_tag
from grader.lms.http import HttpSession, Request
from grader.lms.outcomes import LmsRefusalError, UncertainWriteError
from grader.lms.records import (
    Attachment,
    GradeChange,
    LmsAssignment,
    LmsComment,
    LmsGrade,
    LmsModule,
    LmsStudent,
)
from grader.lms.values import dicts, member, one_line, points_of, text_of
from grader.results.names import folded
from grader.results.platforms import Platform

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.lms.http import Backoff

PER_PAGE = "100"
MAX_PAGES = 2000
MAX_FILE_BYTES = 200 << 20
TEST_STUDENT = "Test Student"
_INCLUDED = ("user", "group", "submission_comments")
_LINK = re.compile(r"<([^>]*)>([^<]*)")
_NEXT = re.compile(r"""rel\s*=\s*["']?next\b""", re.IGNORECASE)
_UNGRADABLE: Final = {
    "not_graded": "is not graded",
    "pass_fail": "is graded with complete or incomplete; change it to points",
}


class CanvasClient:
    """One assignment of one Canvas."""

    def __init__(self, address: AssignmentAddress, token: str, backoff: Backoff | None = None) -> None:
        self._session = HttpSession(address.base, f"Bearer {token}", backoff)
        self._path = f"api/v1/courses/{address.course}/assignments/{address.assignment}"
        self._own_id = ""
        self._student_ids: frozenset[str] = frozenset()
        self._uploads: dict[tuple[str, bytes], str] = {}

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def load(self) -> LmsAssignment:
        """Return the assignment with the state of every student."""
        user, _ = self._session.json(Request("GET", "api/v1/users/self"))
        self._own_id = text_of(member(user, "id"))
        assignment, _ = self._session.json(Request("GET", self._path))
        if not isinstance(assignment, dict):
            raise LmsRefusalError("the LMS answered without an assignment")
        by_group = bool(assignment.get("group_category_id")) and not assignment.get("grade_group_students_individually")
        # A list that changes while its pages are read shows some rows twice; the last one is the newest.
        latest = {_student_id(row): row for row in self._pages(f"{self._path}/submissions", _included())}
        rows = list(latest.values())
        self._student_ids = frozenset(filter(None, (text_of(row.get("user_id")) for row in rows)))
        students = (self._student(line, row, by_group=by_group) for line, row in enumerate(rows, 1))
        return LmsAssignment(
            one_line(assignment.get("name")),
            points_of(assignment.get("points_possible")),
            tuple(students),
            tuple(_notes(assignment)),
            _refusal(assignment),
            by_group,
        )

    def read(self, student: LmsStudent) -> LmsStudent:
        """Return the state of one student now."""
        row, _ = self._session.json(Request("GET", f"{self._path}/{student.key}", query=_included()))
        return self._updated(student, row)

    def write(self, student: LmsStudent, change: GradeChange) -> LmsStudent:
        """Write grade, comment and file in one request, then delete the comments that the new one replaces."""
        form: list[tuple[str, str]] = []
        if change.points_unchanged:
            pass
        elif change.excused:
            form.append(("submission[excuse]", "true"))
        elif change.points is not None:
            form.append(("submission[posted_grade]", format_points(change.points)))
            form.append(("prefer_points_over_scheme", "true"))
        if change.comment and not change.comment_unchanged:
            form.append(("comment[text_comment]", change.comment))
            form.append(("comment[group_comment]", "true" if change.for_group else "false"))
            if student.attempt is not None:
                # A comment without it counts for the first attempt only.
                form.append(("comment[attempt]", str(student.attempt)))
            if change.file is not None:
                form.append(("comment[file_ids][]", self._uploaded(student, change)))
        now = student
        if form:
            row, _ = self._session.json(Request("PUT", f"{self._path}/{student.key}", tuple(form), is_write=True))
            now = self._updated(student, row)
        for comment in change.stale_comments:
            self._delete(student, comment)
        return now

    def download(self, attachment: Attachment, target: Path) -> None:
        """Write an uploaded file to `target`."""
        self._session.download(Request("GET", attachment.url), target, MAX_FILE_BYTES)
        size = target.stat().st_size
        if attachment.size is not None and size != attachment.size:
            raise LmsRefusalError(f"arrived with {size} bytes instead of {attachment.size}")

    def _updated(self, student: LmsStudent, row: object) -> LmsStudent:
        """Return the student with the state in an answer, which may come without the user and the group."""
        if not isinstance(row, dict):
            raise UncertainWriteError("the LMS answered without a submission")
        now = self._student(student.line, row, by_group=False)
        return replace(
            student,
            attempt=now.attempt,
            submitted_at=now.submitted_at,
            grade=now.grade,
            comments=now.comments if "submission_comments" in row else student.comments,
        )

    def _delete(self, student: LmsStudent, comment: LmsComment) -> None:
        path = f"{self._path}/{student.key}/comments/{quote(comment.id)}"
        try:
            self._session.send(Request("DELETE", path, is_write=True))
        except LmsRefusalError as error:
            if error.status != 404:  # 404: an earlier try has deleted it
                raise

    def _uploaded(self, student: LmsStudent, change: GradeChange) -> str:
        """Return the id of the uploaded report; a second try of the same write uses the first upload."""
        assert change.file is not None  # noqa: S101 - asked for with a file only
        key = (student.key, change.file.data)
        if key not in self._uploads:
            self._uploads = {
                key: upload_comment_file(self._session, f"{self._path}/{student.key}/comments/files", change.file)
            }
        return self._uploads[key]

    def _pages(self, path: str, query: tuple[tuple[str, str], ...]) -> Iterator[Mapping[str, Any]]:
        """Yield the rows of all pages; the address of the next one is followed as the server gives it."""
        request = Request("GET", path, query=(*query, ("per_page", PER_PAGE)))
        visited: set[str] = set()
        for _ in range(MAX_PAGES):
            rows, answer = self._session.json(request)
            if not isinstance(rows, list):
                raise LmsRefusalError("the LMS answered without a list")
            yield from dicts(rows)
            following = _next_link(answer.headers.get("link", ""))
            if not following:
                return
            if not self._session.is_own(following):
                raise UsageError(
                    f"{self._session.base}: names its pages with another address ({following[:80]}). Use the address "
                    "under which that server knows itself; the token is not sent to another one."
                )
            if following in visited:
                raise LmsRefusalError("the LMS's pages go round in a circle")
            visited.add(following)
            request = Request("GET", following)
        raise LmsRefusalError(f"the list has more than {MAX_PAGES} pages")

    def _student(self, line: int, row: Mapping[str, Any], *, by_group: bool) -> LmsStudent:
        user, group = row.get("user"), row.get("group") if by_group else None
        anonymous, user_id = text_of(row.get("anonymous_id")), text_of(row.get("user_id"))
        name = one_line(member(user, "name")) or one_line(anonymous)
        other_ids = tuple(filter(None, (one_line(member(user, key)) for key in ("sis_user_id", "login_id", "email"))))
        return LmsStudent(
            line,
            f"submissions/{quote(user_id)}" if user_id else f"anonymous_submissions/{quote(anonymous)}",
            _student_id(row),
            name,
            frozenset(map(folded, other_ids)),
            other_ids,
            group=text_of(member(group, "id")),
            group_name=one_line(member(group, "name")),
            locked_reason="the test student has no grade" if name == TEST_STUDENT else "",
            attempt=_attempt(row),
            submitted_at=text_of(row.get("submitted_at")),
            late=bool(row.get("late")),
            grade=_grade(row),
            late_deduction=points_of(row.get("points_deducted")),
            comments=tuple(self._graders_comments(row)),
            attachments=tuple(_attachments(row)),
            notes=tuple(_typed(row)),
        )

    def _graders_comments(self, row: Mapping[str, Any]) -> Iterator[LmsComment]:
        """Yield the comments of the token's owner, and those of other graders with a tag.

        A tag that a student copies proves nothing, so comments of students are not among them.
        """
        for comment in dicts(row.get("submission_comments")):
            author, text = text_of(comment.get("author_id")), text_of(comment.get("comment"))
            is_own = bool(author) and author == self._own_id
            by_another = has_tag(text) and bool(self._student_ids) and author not in {"", *self._student_ids}
            if is_own or by_another:
                yield LmsComment(text_of(comment.get("id")), text, is_own)


def _student_id(row: Mapping[str, Any]) -> str:
    """Return the number of a submission's student, or the anonymous id.  Raises LmsRefusalError."""
    student = text_of(row.get("user_id")) or text_of(row.get("anonymous_id"))
    if not student:
        raise LmsRefusalError("the LMS answered with a submission that belongs to nobody")
    return student


def _included() -> tuple[tuple[str, str], ...]:
    return tuple(("include[]", name) for name in _INCLUDED)


def _attempt(row: Mapping[str, Any]) -> int | None:
    attempt = row.get("attempt")
    return attempt if isinstance(attempt, int) and row.get("submitted_at") else None


def _grade(row: Mapping[str, Any]) -> LmsGrade:
    points = points_of(row.get("entered_score"))
    if points is None and (score := points_of(row.get("score"))) is not None:
        # Without `entered_score`, undo what Canvas's own late policy has taken off.
        points = score + (points_of(row.get("points_deducted")) or 0)
    grader = row.get("grader_id")
    return LmsGrade(
        points, bool(row.get("excused")), "" if grader is None else str(grader), str(row.get("graded_at") or "")
    )


def _attachments(row: Mapping[str, Any]) -> Iterator[Attachment]:
    for file in dicts(row.get("attachments")):
        name = text_of(file.get("display_name")) or text_of(file.get("filename")) or "file"
        size, url = file.get("size"), text_of(file.get("url"))
        yield Attachment(text_of(file.get("id")), name, url, size if isinstance(size, int) else None)


def _typed(row: Mapping[str, Any]) -> Iterator[str]:
    if row.get("body"):
        yield "Text typed into Canvas is not read."
    if row.get("url"):
        yield "A link was handed in; it is not followed."


def _notes(assignment: Mapping[str, Any]) -> Iterator[str]:
    if assignment.get("post_manually"):
        yield "Grades and comments stay hidden until you post them in Canvas (Post Grades)."
    else:
        yield "Each grade is visible at once, and Canvas notifies the student."
    if assignment.get("anonymous_grading"):
        yield "Grading is anonymous: names are unknown, and students are matched by Canvas's anonymous ids only."


def _refusal(assignment: Mapping[str, Any]) -> str:
    kind = str(assignment.get("grading_type") or "points")
    if kind in _UNGRADABLE:
        return f"the assignment {_UNGRADABLE[kind]}"
    if assignment.get("published") is False:
        return "the assignment is not published; publish it first"
    if assignment.get("moderated_grading") and not assignment.get("grades_published"):
        return "the assignment is moderated; release its grades in Canvas first"
    return ""


def _next_link(header: str) -> str:
    """Return the address of the next page in a Link header; empty on the last one."""
    for address, parameters in _LINK.findall(header):
        if _NEXT.search(parameters):
            return str(address)
    return ""


def _connect(url: str, token: str, backoff: Backoff | None) -> CanvasClient:
    return CanvasClient(canvas_address(url), token, backoff)


LMS: Final = LmsModule(Platform.CANVAS, _connect, canvas_address)

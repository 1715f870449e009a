"""A Canvas of our own: pages, grades, comments in threads, uploads in three steps, by its documentation and source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.lms.lms_server import TOKEN, LmsServer, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

COURSE, ASSIGNMENT = 12, 34
GRADER = 99


@dataclass
class Student:
    """One student, with submission and grade."""

    id: int
    name: str
    attempt: int | None = 1
    score: float | None = None
    excused: bool = False
    grader: int | None = None
    graded_at: str | None = None
    comments: list[dict[str, object]] = field(default_factory=list)
    files: list[dict[str, object]] = field(default_factory=list)
    group: dict[str, object] | None = None
    late: bool = False
    deducted: float = 0.0
    login: str = ""
    refuse: Reply | None = None


class CanvasDouble(LmsServer):
    """One course with one assignment."""

    def __init__(self, students: Any = (), **assignment: Any) -> None:
        super().__init__()
        self.students = {student.id: student for student in students}
        self.assignment = {
            "id": ASSIGNMENT, "course_id": COURSE, "name": "Softmax", "points_possible": 10, "grading_type": "points",
            "published": True, "post_manually": False, "group_category_id": None, **assignment,
        }  # fmt: skip
        self.page_size = 100
        self.grader = GRADER
        self.clock = 0
        self.writes: list[Any] = []
        """(student, points or "excused", comment) of each write that had an effect."""
        self.uploads: dict[Any, Any] = {}
        self.link_base = None
        self.file_status = 201
        self.before_write: Callable[[CanvasDouble, Student], None] = lambda double, student: None
        """Runs before a write takes effect: somebody else can grade there."""

    def scores(self) -> Any:
        """Return the points of all students, in order."""
        return [student.score for student in self.students.values()]

    @property
    def address(self) -> Any:
        """The assignment's page."""
        return f"{self.base}/courses/{COURSE}/assignments/{ASSIGNMENT}"

    def answer(self, seen: Any) -> Any:
        """Return the reply to a request."""
        if seen.path.startswith("/files/"):
            return self._download(seen)
        if seen.path == "/upload":
            return self._upload(seen)
        if seen.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply.json(
                {"errors": [{"message": "Invalid access token."}]}, 401, **{"WWW-Authenticate": 'Bearer realm="canvas"'}
            )
        assert seen.headers.get("user-agent")
        return self._api(seen)

    def _api(self, seen: Any) -> Any:
        root = f"/api/v1/courses/{COURSE}/assignments/{ASSIGNMENT}"
        if seen.path == "/api/v1/users/self":
            return Reply.json({"id": self.grader, "name": "Ada"})
        if seen.path == f"/api/v1/courses/{COURSE}":
            return Reply.json({"id": COURSE, "name": "Learning"})
        if seen.path == root:
            return Reply.json(self.assignment)
        if seen.path == f"{root}/submissions":
            return self._page(seen)
        if found := re.fullmatch(r"/api/v1/files/(\d+)/confirm", seen.path):
            return Reply.json({"id": int(found[1])})
        match re.fullmatch(rf"{root}/submissions/(\d+)(/comments/(files|\d+))?", seen.path):
            case None:
                return Reply.json({"errors": [{"message": "The specified resource does not exist."}]}, 404)
            case found if int(found[1]) not in self.students:
                return Reply.json({"errors": [{"message": "The specified resource does not exist."}]}, 404)
            case found:
                return self._one(seen, self.students[int(found[1])], found[3])

    def _one(self, seen: Any, student: Student, tail: Any) -> Any:
        if tail == "files":
            number = 500 + len(self.uploads)
            self.uploads[number] = None
            return Reply.json(
                {"upload_url": f"{self.file_base}/upload", "upload_params": {"key": str(number), "b": "2"}}
            )
        if tail:
            student.comments = [comment for comment in student.comments if str(comment["id"]) != tail]
            return Reply.json({})
        if seen.method == "PUT":
            if student.refuse is not None:
                return student.refuse
            self.before_write(self, student)
            self._grade(seen, student)
        return Reply.json(self.row(student))

    @property
    def file_base(self) -> Any:
        """The file host: the same server under another name."""
        return f"http://localhost:{self.port}"

    def _grade(self, seen: Any, student: Student) -> None:
        self.clock += 1
        targets = [student]
        if self.assignment["group_category_id"] and student.group:
            targets = [other for other in self.students.values() if other.group == student.group]
        posted = seen.field("submission[posted_grade]", None)
        excuse = seen.field("submission[excuse]") == "true"
        for target in targets if posted is not None or excuse else ():
            target.score = None if excuse else float(posted)
            target.excused, target.grader = excuse, self.grader
            target.graded_at = f"2026-11-29T10:00:{self.clock:02}Z" if self.clock < 60 else f"t{self.clock}"
        text = seen.field("comment[text_comment]", None)
        if text is not None:
            ids = [int(value) for key, value in seen.fields if key == "comment[file_ids][]"]
            readers = targets if seen.field("comment[group_comment]") == "true" else [student]
            for reader in readers:
                comment = {
                    "id": 1000 * self.clock + reader.id, "author_id": self.grader, "comment": text,
                    "attempt": seen.field("comment[attempt]"), "attachments": [{"id": id_} for id_ in ids],
                }  # fmt: skip
                reader.comments.append(comment)
        self.writes.append((student.id, "excused" if excuse else posted, text))

    def row(self, student: Student) -> Any:
        """Return a submission as Canvas writes it."""
        return {
            "id": 7000 + student.id, "user_id": student.id, "assignment_id": ASSIGNMENT, "attempt": student.attempt,
            "submitted_at": f"2026-11-20T1{student.attempt % 10}:00:00Z" if student.attempt else None,
            "workflow_state": "submitted" if student.attempt else "unsubmitted",
            "entered_score": student.score, "points_deducted": student.deducted or None, "late": student.late,
            "score": None if student.score is None else student.score - student.deducted,
            "excused": student.excused, "grader_id": student.grader, "graded_at": student.graded_at,
            "attachments": student.files, "submission_comments": student.comments,
            "group": student.group or {"id": None},
            "user": {"id": student.id, "name": student.name, "login_id": student.login or f"u{student.id}"},
        }  # fmt: skip

    def _page(self, seen: Any) -> Any:
        query = dict(seen.query)
        size = min(int(query.get("per_page", 10)), self.page_size)
        page = int(query.get("page", 1))
        rows = [self.row(student) for student in self.students.values()][(page - 1) * size : page * size]
        links = {}
        if page * size < len(self.students):
            base = self.link_base or f"http://{seen.host}"  # type: ignore[redundant-expr]
            links["link"] = f'<{base}{seen.path}?page={page + 1}&per_page={size}>; rel="next",<{base}/x>; rel="first"'
        return Reply.json(rows, **links)

    def _upload(self, seen: Any) -> Any:
        assert "authorization" not in seen.headers, "the token reached the file host"
        assert [name for name, _ in seen.fields] == ["key", "b", "file"], "parameters in their order, the file last"
        number = int(seen.field("key"))
        self.uploads[number] = seen.files["file"]
        location = f"{self.base}/api/v1/files/{number}/confirm"
        if self.file_status == 201:
            return Reply.json({"id": number}, 201, Location=location)
        return Reply(self.file_status, headers={"Location": location})

    def _download(self, seen: Any) -> Any:
        number = int(seen.path.split("/")[2])
        file = next(file for student in self.students.values() for file in student.files if file["id"] == number)
        if seen.host.startswith("127.0.0.1"):
            return Reply(302, headers={"Location": f"{self.file_base}/files/{number}/stored"})
        assert "authorization" not in seen.headers, "the token reached the file host"
        return Reply(200, file["content"].encode(), {"Content-Type": "application/octet-stream"})

    def add_file(self, student: Any, name: str, content: Any) -> None:
        """Let a student hand in a file."""
        number = 900 + sum(len(other.files) for other in self.students.values())
        url = f"{self.base}/files/{number}/download?verifier=v"
        file = {"id": number, "display_name": name, "filename": name, "size": len(content.encode()), "url": url}
        self.students[student].files.append({**file, "content": content})


def class_of(count: int, **fields: Any) -> Any:
    """Return students with the numbers from 1."""
    return [Student(number, f"Student {number}", **fields) for number in range(1, count + 1)]

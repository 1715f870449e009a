"""A Moodle of our own: web services by its documentation and source, errors with status 200, silent skips included."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.lms.lms_server import TOKEN, LmsServer, Reply

CMID, INSTANCE = 77, 21
GRADER = 99
FUNCTIONS = (
    "core_webservice_get_site_info", "mod_assign_get_assignments", "mod_assign_get_submissions",
    "mod_assign_list_participants", "mod_assign_get_grades", "mod_assign_get_submission_status",
    "mod_assign_save_grade",
)  # fmt: skip


@dataclass
class Participant:
    """One student, with submission and grade."""

    id: int
    name: str
    attempt: int | None = 0
    """From 0, as Moodle counts."""
    status: str = "submitted"
    grade: float | None = None
    graded_at: int = 0
    comment: str = ""
    draft: int | None = None
    group: int = 0
    locked: bool = False
    files: list[dict[str, object]] = field(default_factory=list)
    submitted_at: int = 1_764_000_000
    text: str = ""
    grader: int = GRADER

    @property
    def record(self) -> Any:
        """The number in downloads and worksheets."""
        return 1000 + self.id


class MoodleDouble(LmsServer):
    """One course with one assignment."""

    def __init__(
        self,
        participants: Any = (),
        *,
        plugins: Any = ("comments", "file"),
        functions: Any = FUNCTIONS,
        **assignment: Any,
    ) -> None:
        super().__init__()
        self.participants = {person.id: person for person in participants}
        self.assignment = {
            "id": INSTANCE, "cmid": CMID, "name": "Softmax &amp; co", "grade": 10, "teamsubmission": 0,
            "blindmarking": 0, "revealidentities": 0, "markingworkflow": 0,
            "configs": [
                {"plugin": name, "subtype": "assignfeedback", "name": "enabled", "value": "1"} for name in plugins
            ],
            **assignment,
        }  # fmt: skip
        self.functions = functions
        self.clock = 1_764_100_000
        self.writes: list[Any] = []
        """(user, grade, comment, workflow state) of each save that had an effect; each one notifies."""
        self.drafts: dict[Any, Any] = {}
        self.workflow = "inmarking"
        self.notifications = 0

    def scores(self) -> Any:
        """Return the points of all participants, in order."""
        return [person.grade for person in self.participants.values()]

    @property
    def address(self) -> Any:
        """The assignment's page."""
        return f"{self.base}/mod/assign/view.php?id={CMID}"

    def answer(self, seen: Any) -> Any:
        """Return the reply to a request."""
        assert TOKEN not in seen.path + str(seen.query), "the token reached an address, and so a log"
        if seen.path.startswith("/webservice/pluginfile.php/"):
            return self._file(seen)
        if seen.path == "/webservice/upload.php":
            return self._upload(seen)
        if seen.path != "/webservice/rest/server.php":
            return Reply(404, b"<html>not found</html>", {"Content-Type": "text/html"})
        if seen.field("wstoken") != TOKEN:
            return error("invalidtoken", "Invalid token - token not found")
        function = seen.field("wsfunction")
        if function not in self.functions:
            return error("accessexception", "Access control exception")
        return getattr(self, f"_{function}")(seen)

    def _core_webservice_get_site_info(self, _: Any) -> Any:
        functions = [{"name": name, "version": "1"} for name in self.functions]
        return Reply.json({"userid": GRADER, "siteurl": self.base, "release": "4.5", "functions": functions})

    def _mod_assign_get_assignments(self, _: Any) -> Any:
        other = {**self.assignment, "id": CMID, "cmid": 5, "name": "another one"}
        return Reply.json({"courses": [{"id": 4, "assignments": [other, self.assignment]}], "warnings": []})

    def _mod_assign_list_participants(self, seen: Any) -> Any:
        assert seen.field("assignid") == str(INSTANCE)
        return Reply.json([
            {"id": person.id, "fullname": person.name, "recordid": person.record, "groupid": person.group,
             "groupname": f"Team {person.group}" if person.group else "", "email": f"u{person.id}@example.edu"}
            for person in self.participants.values()
        ])  # fmt: skip

    def _submission(self, person: Any) -> Any:
        files = [
            {"filename": file["name"], "filepath": "/", "filesize": file.get("size", len(file["content"].encode())),
             "fileurl": f"{self.base}/webservice/pluginfile.php/{person.id}/{number}"}
            for number, file in enumerate(person.files)
        ]  # fmt: skip
        by_team = bool(self.assignment["teamsubmission"])
        return {
            "id": 3000 + person.id, "userid": 0 if by_team else person.id, "groupid": person.group,
            "attemptnumber": person.attempt, "timemodified": person.submitted_at, "status": person.status,
            "plugins": [
                {"type": "file", "fileareas": [{"area": "submission_files", "files": files}]},
                {"type": "onlinetext", "editorfields": [{"name": "onlinetext", "text": person.text}]},
            ],
        }  # fmt: skip

    def _mod_assign_get_submissions(self, _: Any) -> Any:
        rows, teams = [], set()
        for person in self.participants.values():
            if person.attempt is None or (self.assignment["teamsubmission"] and person.group in teams):
                continue
            teams.add(person.group)
            rows.append(self._submission(person))
        return Reply.json({"assignments": [{"assignmentid": INSTANCE, "submissions": rows}], "warnings": []})

    def _mod_assign_get_grades(self, seen: Any) -> Any:
        since = int(seen.field("since", "0"))
        grades = [
            {"userid": person.id, "attemptnumber": person.attempt or 0, "grade": f"{shown(person.grade):.5f}",
             "grader": person.grader, "timemodified": person.graded_at}
            for person in self.participants.values()
            if person.graded_at and person.graded_at >= since
        ]  # fmt: skip
        return Reply.json({"assignments": [{"assignmentid": INSTANCE, "grades": grades}], "warnings": []})

    def _mod_assign_get_submission_status(self, seen: Any) -> Any:
        person = self.participants[int(seen.field("userid"))]
        plugins = [{"type": "comments", "editorfields": [{"name": "comments", "text": person.comment}]}]
        data = {"lastattempt": {"gradingstatus": self.workflow}}
        if person.attempt is not None:
            data["lastattempt"]["submission"] = self._submission(person)
        return Reply.json({**data, **({"feedback": {"plugins": plugins}} if person.graded_at else {})})

    def _mod_assign_save_grade(self, seen: Any) -> Any:
        self.clock += 1
        person = self.participants[int(seen.field("userid"))]
        assert seen.field("attemptnumber") in {str(person.attempt), "-1"}
        everybody = seen.field("applytoall") == "1"
        reached = (
            [other for other in self.participants.values() if other.group == person.group] if everybody else [person]
        )
        comment = seen.field("plugindata[assignfeedbackcomments_editor][text]", None)
        if comment is not None and "comments" not in str(self.assignment["configs"]):
            return error("invalidparameter", "plugin is off")
        for other in reached:
            if not other.locked:
                other.grade, other.grader = float(seen.field("grade")), GRADER
            other.graded_at = self.clock
            if comment is not None:
                other.comment = comment
                other.draft = int(seen.field("plugindata[files_filemanager]", "0")) or None
        self.workflow = seen.field("workflowstate")
        self.notifications += len(reached)
        self.writes.append((person.id, seen.field("grade"), comment, everybody))
        return Reply.json(None)

    def _upload(self, seen: Any) -> Any:
        if seen.field("token") != TOKEN:
            return Reply.json({"error": "Invalid token", "errorcode": "invalidtoken"})
        number = 990 + len(self.drafts)
        self.drafts[number] = next(iter(seen.files.values()))
        return Reply.json([{"itemid": number, "filename": "report.html"}])

    def _file(self, seen: Any) -> Any:
        if seen.field("token") != TOKEN:
            return Reply.json({"error": "Invalid token", "errorcode": "invalidtoken"})
        (person, number), *_ = re.findall(r"^/webservice/pluginfile\.php/(\d+)/(\d+)$", seen.path)
        file = self.participants[int(person)].files[int(number)]
        return Reply(200, file["content"].encode(), {"Content-Type": "text/plain"})


def shown(grade: Any) -> Any:
    """Return a grade as Moodle stores it: -1 for none."""
    return -1 if grade is None else grade


def error(code: str, message: str) -> Any:
    """Return Moodle's way to say no: with status 200."""
    return Reply.json({"exception": "moodle_exception", "errorcode": code, "message": message})


def course_of(count: int, **fields: Any) -> Any:
    """Return participants with the numbers from 1."""
    return [Participant(number, f"Student {number}", **fields) for number in range(1, count + 1)]

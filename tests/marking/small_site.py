"""A small class that is marked: a course with one written check, hand-ins with files, and the site over them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from starlette.testclient import TestClient

from grader.course import load_course
from grader.marking.access import Access, local_hosts
from grader.marking.publishing import Publisher
from grader.marking.service import MarkingService
from grader.marking.site import Site
from grader.results import Member, SubmissionFacts, SubmissionResult
from grader.store import Folder, ResultKey, StoredResult, Writer
from tests.store.small_marks import judged

if TYPE_CHECKING:
    from pathlib import Path

PORT = 8347
HOST = f"http://127.0.0.1:{PORT}"
ITEM = "mean.proof"
PROOF = {
    "id": "proof", "title": "the proof", "points": 2, "written": "Proof",
    "rubric": {
        "text": "Both directions count.", "note": "Ask Eva about doubts.",
        "items": [
            {"id": "there", "points": 1, "says": "one direction, by $e^x$", "note": "be lenient"},
            {"id": "back", "points": 1, "says": "the other direction"},
            {"id": "slip", "points": -0.5, "says": "a slip"},
        ],
    },
}  # fmt: skip
TASK: dict[str, Any] = {
    "id": "mean", "title": "Mean", "statement": "Write the mean, and **prove** it.",
    "functions": {"f": {"args": ["x"]}}, "inputs": {"x": {"real": [-1, 1]}},
    "checks": [{"id": "value", "title": "the value", "points": 1, "expect": "close(f(x), ref.f(x), scale=1)"}, PROOF],
}  # fmt: skip
MODEL = "# Proof\nThe *model* proof.\n"


def write_course(root: Path, task: dict[str, Any] | None = None) -> Path:
    """Write the course and return its folder."""
    course = root / "course"
    (course / "tasks").mkdir(parents=True, exist_ok=True)
    (course / "reference").mkdir(exist_ok=True)
    (course / "tasks/mean.yaml").write_text(yaml.safe_dump(task or TASK, sort_keys=False))
    (course / "reference/mean.py").write_text("def f(x):\n    return x\n")
    (course / "reference/answers.md").write_text(MODEL)
    return course


def result_of(
    submission: str, answer: str, facts: dict[str, Any] | None = None, files: str = "f", **fields: Any
) -> StoredResult:
    """Return a stored result with an answer."""
    made = judged(submission, answer, **fields)
    named = SubmissionFacts(**{"id": submission, "files": ("f.py",), **(facts or {})})
    text = made.model_copy(update={"submission": named}).model_dump_json()
    key = ResultKey(files=files, course="c", seed=1, isolation="process")
    return StoredResult(
        submission, text, text, "", key.key + answer, key.json, f"2026-01-01T00:00:00+00:00{len(answer)}"
    )


@dataclass
class SmallSite:
    """The site of a small class, and a client for each marker."""

    root: Path
    folder: Folder
    service: MarkingService
    access: Access
    publisher: Publisher
    site: Site
    tables: list[str]

    def client(self, marker: str = "Ada") -> TestClient:
        """Return a client that has come in as `marker`."""
        client = TestClient(self.site.app, base_url=HOST, follow_redirects=False)
        client.headers["Cookie"] = f"{self.access.cookie}={self.access.token(marker)}"
        client.headers["Origin"] = HOST
        return client

    def number(self, submission: str, item: str = ITEM) -> int:
        """Return the number under which an answer is shown."""
        queue = self.service.ask_from_outside(lambda store: self.service.queue(store, item, "Ada"))
        return next(answer.number for answer in queue if answer.submission == submission)

    def state(self, submission: str, marker: str = "Ada") -> str:
        """Return the state of an answer, as a marker sees it."""
        queue = self.service.ask_from_outside(lambda store: self.service.queue(store, ITEM, marker))
        return next(str(answer.state) for answer in queue if answer.submission == submission)

    def result(self, submission: str) -> SubmissionResult:
        """Return the newest result."""
        stored = self.service.ask_from_outside(lambda store: store.newest(submission))
        assert stored is not None
        return stored.result

    def read_all(self) -> None:
        """Read every answer, as the server does in the background."""
        self.service.ask_from_outside(self.service.answers.follow)
        while not self.service.answers.is_complete:
            self.service.ask_from_outside(self.service.answers.read_some)

    def hand_in_again(self, submission: str, answer: str, **fields: Any) -> None:
        """Let a batch keep another result meanwhile."""
        with Writer(self.folder) as writer:
            rubrics = {item: question.rubric for item, question in self.service.questions.items()}
            overrides = self.service.overrides()
            stored = result_of(submission, answer, files=f"new{answer}", **fields)
            writer.save(stored, decide=lambda id_: writer.decisions(id_, overrides, rubrics))


def small_site(
    root: Path,
    answers: dict[str, str],
    facts: dict[str, dict[str, Any]] | None = None,
    markers: tuple[str, ...] = ("Ada", "Bob"),
) -> SmallSite:
    """Return the site of a class with these answers; `facts` are of the submissions."""
    course = load_course(write_course(root))
    folder = Folder(root / "out")
    with Writer(folder) as writer:
        for submission, answer in answers.items():
            writer.save(result_of(submission, answer, (facts or {}).get(submission)))
        for submission, answer in answers.items():
            place = root / "class" / submission
            place.mkdir(parents=True, exist_ok=True)
            if answer:
                (place / "answers.md").write_text(f"# Proof\n{answer}\n")
        writer.set_hand_ins({submission: root / "class" / submission for submission in answers})
        writer.set_fact("walls", "0")
    tables: list[str] = []
    service = MarkingService(folder, course)
    service.open()
    access = Access(service.secret, markers, local_hosts(PORT), PORT)
    publisher = Publisher(service, lambda: tables.append("written"))
    made = SmallSite(root, folder, service, access, publisher, Site(service, access, publisher), tables)
    made.read_all()
    return made


def mark_body(site: SmallSite, submission: str, *items: str, **fields: Any) -> dict[str, Any]:
    """Return the message that saves a mark."""
    known = {"points": None, "adjustment": 0, "reason": "", "comment": "", "note": ""}
    content = {"items": list(items), **{name: fields.pop(name) for name in list(fields) if name in known}}
    body = {"item": ITEM, "number": site.number(submission), "version": 0, "state": "marked", "act": "a" * 12}
    return {**body, "content": content, **fields}


def post(client: TestClient, name: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Send a message and return status and answer."""
    response = client.post(f"/api/{name}", content=json.dumps(body), headers={"Content-Type": "application/json"})
    return response.status_code, response.json()


GROUP: dict[str, Any] = {
    "group": "Team Zebra",
    "members": (Member(ids=("zf17", "4711234"), name="Zoë Fawkes"), Member(ids=("qt3",), name="Quin Ott")),
}  # fmt: skip

"""Answers that no honest LMS gives: wrong types, odd addresses, numbers without end. A sentence, never a traceback."""

import json
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from grader.errors import GraderError
from grader.lms.address import canvas_address, moodle_address
from grader.lms.canvas import _next_link
from grader.lms.http import Backoff
from grader.lms.outcomes import LmsRefusalError
from tests.lms.canvas_double import CanvasDouble, class_of
from tests.lms.graded_class import result, write_class
from tests.lms.lms_server import Reply
from tests.lms.moodle_double import MoodleDouble, course_of
from tests.lms.pushed import push
from tests.lms.test_pulling import fetch
from tests.samples.families import some_of

ODD: list[Any] = [
    None, True, [], {}, [[]], "", "x\ud800y", -1, 2**70, 1e308, "NaN", "1e999999", {"a": {"a": 1}}, "\x00\x1b[31m",
    [None, {"id": None}], "9" * 400,
]  # fmt: skip


def mutated(data: Any, chance: Any) -> Any:
    """Return data in which some values are replaced by odd ones."""
    if chance.random() < 0.08:
        return chance.choice(ODD)
    if isinstance(data, dict):
        return {key: mutated(value, chance) for key, value in data.items() if chance.random() > 0.05}
    if isinstance(data, list):
        return [mutated(value, chance) for value in data]
    return data


def mutating(base: Any, seed: int) -> Any:
    """Return a double whose every answer is mutated."""
    chance = random.Random(seed)

    class Mutating(base):  # type: ignore[misc]
        def answer(self, seen: Any) -> Any:
            reply = super().answer(seen)
            if not reply.headers.get("Content-Type", "").startswith("application/json"):
                return reply
            body = json.dumps(mutated(json.loads(reply.body), chance)).encode()
            return Reply(reply.status, body, reply.headers)

    return Mutating


@pytest.mark.parametrize("seed", some_of(range(30)))
@pytest.mark.parametrize("lms", ["canvas", "moodle"])
def test_any_answer_is_read_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lms: str, seed: Any) -> None:
    """Pull and push end, with a result or with a sentence."""
    monkeypatch.setattr("grader.lms.http.MAX_TRIES", 2)
    if lms == "canvas":
        double = mutating(CanvasDouble, seed)(class_of(3))
        double.add_file(1, "a.py", "x = 1\n")
        folder = write_class(tmp_path / "graded", [result(str(number), 3) for number in (1, 2, 3)])
    else:
        double = mutating(MoodleDouble, seed)(course_of(3, files=[{"name": "a.py", "content": "x = 1\n"}]))
        folder = write_class(
            tmp_path / "graded", [result(str(1000 + number), 3, platform="Moodle") for number in (1, 2, 3)]
        )
    with double:
        for action in (
            lambda: fetch(double, tmp_path / "pulled", lms),
            lambda: push(double, folder, lms=lms),
        ):
            with suppress(GraderError):  # anything else would be a traceback
                action()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "http://169.254.169.254/latest", "https://127.0.0.1:1/x", "http://[::1", "https://", "ftp://x",
        "https://exa mple.org/\x00", "javascript:1", "//", "https://x:99999999/",
    ],
)  # fmt: skip
def test_addresses_of_files_lead_nowhere_dangerous(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """The file is listed as missing; the rest arrives."""
    monkeypatch.setattr("grader.lms.http.MAX_TRIES", 1)
    with CanvasDouble(class_of(2)) as canvas:
        canvas.add_file(1, "a.py", "x = 1\n")
        canvas.add_file(2, "a.py", "x = 1\n")
        canvas.students[1].files[0]["url"] = url
        report = fetch(canvas, tmp_path / "pulled")
    assert (report.failed, report.files) == (1, 1)


def test_an_lms_elsewhere_cannot_reach_this_machine() -> None:
    """Only an LMS on this machine names addresses of it."""
    from grader.lms.http import HttpSession, Request

    session = HttpSession("https://canvas.example.edu", "Bearer x", Backoff(sleep=lambda _: None))
    try:
        for url in ("http://127.0.0.1:8080/admin", "https://localhost/", "http://[::1]/"):
            with pytest.raises(GraderError, match="not an encrypted address"):
                session.send(Request("GET", url))
    finally:
        session.close()


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ('<https://x/a?page=2>; rel="next"', "https://x/a?page=2"),
        ('<https://x/a?page=1>; rel="first", <https://x/a?ids=1,2,3&page=bookmark:W,Q>; rel="next"', "https://x/a?ids=1,2,3&page=bookmark:W,Q"),
        ("<https://x/a>;rel=next", "https://x/a"),
        ("<https://x/a> ; title=\"x\"; REL='Next'", "https://x/a"),
        ('<https://x/a>; rel="prev"', ""),
        ('<https://x/a>; rel="nextish"', ""),
        ("", ""), ("<<<>>>", ""), ("rel=next", ""),
    ],
)  # fmt: skip
def test_the_next_page(header: str, address: str) -> None:
    """Opaque, with commas, in any spelling."""
    assert _next_link(header) == address


@pytest.mark.parametrize(
    ("read", "text", "key"),
    [
        (canvas_address, "https://c.edu/courses/1/assignments/2", "https://c.edu 1 2"),
        (canvas_address, "c.edu/courses/1/assignments/2?module_item_id=7", "https://c.edu 1 2"),
        (canvas_address, "https://C.EDU/courses/1/gradebook/speed_grader?assignment_id=2", "https://c.edu 1 2"),
        (canvas_address, "https://c.edu/lms/courses/1/assignments/2/submissions/9", "https://c.edu/lms 1 2"),
        (moodle_address, "https://m.edu/mod/assign/view.php?id=77", "https://m.edu  77"),
        (moodle_address, "m.edu/moodle/mod/assign/view.php?id=77&action=grading", "https://m.edu/moodle  77"),
    ],
)  # fmt: skip
def test_addresses_as_browsers_show_them(read: Any, text: str, key: str) -> None:
    """With whatever follows."""
    assert read(text).key == key


@pytest.mark.parametrize(
    "text", ["https://ada:secret@c.edu/courses/1/assignments/2", "", "x", "https://c.edu/courses/a/assignments/b", "http://["]
)  # fmt: skip
def test_other_addresses_are_refused(text: str) -> None:
    """Passwords as well: they would end in the manifest."""
    with pytest.raises(GraderError) as caught:
        canvas_address(text)
    assert "secret" not in str(caught.value)


def test_refusals_are_of_one_row_only() -> None:
    """A refusal has a status, so that a caller can tell a missing thing from a forbidden one."""
    assert LmsRefusalError("gone", 404).status == 404

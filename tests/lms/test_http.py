"""Requests: repeated where that is safe, bounded, and a token that goes nowhere else."""

import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest

from grader.errors import UsageError
from grader.lms import bodies, http
from grader.lms.http import Backoff, HttpSession, LmsResponse, Request
from grader.lms.outcomes import LmsRefusalError, UncertainWriteError
from tests.lms.canvas_double import CanvasDouble, class_of
from tests.lms.graded_class import result, write_class
from tests.lms.lms_server import TOKEN, LmsServer, Reply
from tests.lms.pushed import push


class Fixed(LmsServer):
    """Answers every request with one reply, or with one for each path."""

    def __init__(self, reply: Any = None, **by_path: Any) -> None:
        super().__init__()
        self.reply, self.by_path = reply, by_path

    def answer(self, seen: Any) -> Any:
        """Return the reply."""
        return self.by_path.get(seen.path.strip("/"), self.reply)


@pytest.fixture
def session() -> Iterator[Any]:
    """Give what makes sessions without pauses, and close them."""
    with ExitStack() as stack:

        def make(double: Any) -> Any:
            made = HttpSession(getattr(double, "base", double), f"Bearer {TOKEN}", Backoff(sleep=lambda _: None))
            stack.callback(made.close)
            return made

        yield make


@pytest.mark.parametrize(
    "url", ["http://canvas.example.edu", "ftp://127.0.0.1", "//x", "canvas.example.edu", "http://127.0.0.1.evil.org"]
)
def test_a_token_is_never_sent_unencrypted(url: str) -> None:
    """Only this machine itself is reached without encryption."""
    with pytest.raises(UsageError, match="not an encrypted address"):
        HttpSession(url, f"Bearer {TOKEN}")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_by_calls(session: Any, status: int) -> None:
    """The other host gets neither the request nor the token."""
    with Fixed(Reply.json({})) as other:
        elsewhere = f"http://localhost:{other.port}/api"
        with Fixed(Reply(status, headers={"Location": elsewhere})) as double:
            calls = session(double)
            with pytest.raises(UsageError, match="answers with a redirect to http://localhost"):
                calls.json(Request("GET", "api/v1/x"))
        assert other.seen == []


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("/login?x=1", "redirect to its page /login in place of data. Copy the address"),
        ("https://127.0.0.1/api", "redirect to https://127.0.0.1. Use that address"),
        ("//sso.example.org/", "redirect to http://sso.example.org. Use"),
        ("", "redirect to its page /api/x in place of data"),
        ("https://[x", "redirect to what is no address. Copy"),
    ],
    ids=["sign-in", "encrypted", "another-host", "nothing", "no-address"],
)
def test_a_redirect_of_a_call_says_what_to_do(session: Any, location: str, words: str) -> None:
    """A page of the LMS itself is a sign-in, most of the time; another host may be the right one."""
    with Fixed(Reply(302, headers={"Location": location})) as double:
        calls = session(double)
        with pytest.raises(UsageError, match=re.escape(words)):
            calls.json(Request("GET", "api/x"))


@pytest.mark.parametrize("location", ["https://[x/", "http://\x1b]0;x\x07/", "//["])
def test_a_redirect_to_no_address_is_a_sentence(session: Any, tmp_path: Path, location: str) -> None:
    """For a call and for a file."""
    with Fixed(Reply(302, headers={"Location": location})) as double:
        calls = session(double)
        with pytest.raises(UsageError, match="answers with a redirect"):
            calls.json(Request("GET", "x"))
        with pytest.raises(LmsRefusalError, match="names an address that is"):
            calls.download(Request("GET", "f"), tmp_path / "f", 100)


@pytest.mark.parametrize("status", [404, 302])
def test_a_refused_download_is_read_to_its_beginning_only(
    session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """A page without end would fill the memory."""
    sizes: list[int] = []

    def noting(status: int, headers: Any, body: bytes, url: str) -> LmsResponse:
        sizes.append(len(body))
        return LmsResponse(status, headers, body, url)

    monkeypatch.setattr(http, "LmsResponse", noting)
    with Fixed(Reply(status, b"no" * 5_000_000)) as double:
        calls = session(double)
        with pytest.raises(LmsRefusalError, match=f"status {status}"):
            calls.download(Request("GET", "f"), tmp_path / "f", 100)
    assert sizes == [bodies.BEGINNING_BYTES]


def test_a_download_goes_to_another_host_without_the_token(session: Any, tmp_path: Path) -> None:
    """File hosts are other hosts."""
    with Fixed(Reply(200, b"content")) as other:
        with Fixed(Reply(302, headers={"Location": f"http://localhost:{other.port}/f"})) as double:
            session(double).download(Request("GET", "f"), tmp_path / "f", 100)
        assert "authorization" in double.seen[0].headers
        assert "authorization" not in other.seen[0].headers
    assert (tmp_path / "f").read_bytes() == b"content"


def test_the_port_belongs_to_the_host(session: Any) -> None:
    """Another server on the same machine is another host."""
    with Fixed(Reply.json({})) as one, Fixed(Reply.json({})) as two:
        session(one).json(Request("GET", f"{two.base}/x"))
        assert "authorization" not in two.seen[0].headers


def test_a_download_that_leads_to_plain_http_ends(session: Any, tmp_path: Path) -> None:
    """An unencrypted file host is refused."""
    with Fixed(Reply(302, headers={"Location": "http://files.example.org/f"})) as double:
        calls = session(double)
        with pytest.raises(LmsRefusalError, match="not an encrypted address"):
            calls.download(Request("GET", "f"), tmp_path / "f", 100)


def test_a_circle_of_redirects_ends(session: Any, tmp_path: Path) -> None:
    """After a few."""
    with Fixed(Reply(302, headers={"Location": "/again"})) as double:
        calls = session(double)
        with pytest.raises(LmsRefusalError, match="more than 5 redirects"):
            calls.download(Request("GET", "f"), tmp_path / "f", 100)


def test_a_large_answer_is_refused(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded whatever a server sends."""
    monkeypatch.setattr(bodies, "MAX_ANSWER_BYTES", 10_000)
    with Fixed(Reply(200, b"[" + b"1," * 10_000)) as double:
        calls = session(double)
        with pytest.raises(LmsRefusalError, match="is refused"):
            calls.json(Request("GET", "x"))


def test_a_large_file_is_refused(session: Any, tmp_path: Path) -> None:
    """A file has a limit."""
    with Fixed(Reply(200, b"x" * 1000)) as double, pytest.raises(LmsRefusalError, match="the file has more than"):
        session(double).download(Request("GET", "x"), tmp_path / "f", 100)


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b"<html>", b'{"a": "\\ud8'])
def test_what_is_not_json_is_repeated_and_then_a_sentence(session: Any, body: Any) -> None:
    """Truncated, too deep, or a page."""
    with Fixed(Reply(200, body)) as double:
        with pytest.raises(LmsRefusalError, match="8 times"):
            session(double).json(Request("GET", "x"))
        assert len(double.seen) == http.MAX_TRIES
        with pytest.raises(UncertainWriteError):
            session(double).json(Request("PUT", "x", is_write=True))
        assert len(double.seen) == http.MAX_TRIES + 1


def test_a_hang_ends_and_a_read_is_repeated(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits forever."""
    monkeypatch.setattr(http, "TIMEOUT", httpx2.Timeout(0.2))
    with Fixed(Reply.json([1])) as double:
        double.failures = {0: "hang", 2: "hang"}
        assert session(double).json(Request("GET", "x"))[0] == [1]
        with pytest.raises(UncertainWriteError):
            session(double).json(Request("PUT", "x", is_write=True))


def test_an_lms_that_is_not_there_is_a_sentence(session: Any) -> None:
    """Reads and writes alike: nothing was sent."""
    with Fixed() as double:
        base = double.base
    for is_write in (False, True):
        with pytest.raises(UsageError, match="cannot be reached"):
            session(base).json(Request("PUT", "x", is_write=is_write))


def test_bytes_that_are_no_http_are_trouble(session: Any) -> None:
    """Whatever answers on that port."""

    class Garbage(BaseHTTPRequestHandler):
        def handle(self) -> None:
            self.rfile.readline()
            self.wfile.write(b"\x00\xff garbage\r\n\r\n")

    server = HTTPServer(("127.0.0.1", 0), Garbage)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        with pytest.raises(LmsRefusalError, match="failed 8 times"):
            session(base).json(Request("GET", "x"))
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("base", "error", "words"),
    [
        pytest.param("http://evil.example.org", UsageError, "another address", id="another host"),
        pytest.param("https://127.0.0.1", UsageError, "another address", id="another scheme"),
    ],
)
def test_pages_of_another_host_are_not_followed(tmp_path: Path, base: str, error: Any, words: str) -> None:
    """The token would go there."""
    with CanvasDouble(class_of(3)) as canvas:
        canvas.page_size, canvas.link_base = 2, base
        with pytest.raises(error, match=words):
            push(canvas, write_class(tmp_path / "graded", [result("1", 4)]))


def test_pages_that_go_round_in_a_circle_end(tmp_path: Path) -> None:
    """A server's mistake costs no memory."""

    class Circle(CanvasDouble):
        def _page(self, seen: Any) -> Any:
            reply = super()._page(seen)
            reply.headers["Link"] = f'<{self.base}{seen.path}?page=1&per_page=2>; rel="next"'
            return reply

    with Circle(class_of(3)) as canvas, pytest.raises(LmsRefusalError, match="circle"):
        push(canvas, write_class(tmp_path / "graded", [result("1", 4)]))


def test_a_row_on_two_pages_is_one_student(tmp_path: Path) -> None:
    """The list may change while it is read; the row that was read last is the newest."""

    class Shifting(CanvasDouble):
        def _page(self, seen: Any) -> Any:
            if dict(seen.query).get("page") == "2" and len(self.students) == 5:
                first = self.students.pop(5)
                self.students = {5: first, **self.students}
                self.students[4].score, self.students[4].grader = 3.0, 7
            return super()._page(seen)

    students = class_of(5)
    with Shifting(students) as canvas:
        canvas.page_size = 4
        done = push(canvas, write_class(tmp_path / "graded", [result(str(n), 4) for n in range(1, 5)]))
        assert done.plan.unmatched == ()
        assert done.reasons() == {"4": "has 3, which was not written by this command"}
        assert sorted(student for student, _, _ in canvas.writes) == [1, 2, 3]


def test_no_row_is_lost_between_pages(tmp_path: Path) -> None:
    """With a failure on each page."""
    with CanvasDouble(class_of(25)) as canvas:
        canvas.page_size = 4
        canvas.counted = lambda seen: seen.path.endswith("/submissions")
        canvas.failures = {1: "502-html", 3: "cut-before", 5: "truncated-json", 6: "429", 8: "403-throttle"}
        done = push(canvas, write_class(tmp_path / "graded", [result(str(n), 4) for n in range(1, 26)]))
        assert len(done.report.written) == 25

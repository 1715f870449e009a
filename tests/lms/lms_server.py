"""A real HTTP server on this machine whose answers a test plans: failures by number, everything else by rules."""

from __future__ import annotations

import contextlib
import email.policy
import json
import re
import socket
import threading
import time
from dataclasses import dataclass, field
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

TOKEN = "secret-token"


@dataclass
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    query: list[tuple[str, str]]
    fields: list[tuple[str, str]]
    files: dict[str, tuple[str, bytes]]
    headers: dict[str, str]
    host: str = ""

    def field(self, name: str, default: str = "") -> Any:
        """Return the first value of a form field."""
        return next((value for key, value in self.fields if key == name), default)


@dataclass
class Reply:
    """An answer; `cut` ends the connection without one, after the work was done."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False

    @classmethod
    def json(cls, data: Any, status: Any = 200, **headers: Any) -> Any:
        """Return data."""
        return cls(status, json.dumps(data).encode(), {"Content-Type": "application/json; charset=utf-8", **headers})


FAILURES = {
    "429": Reply(429, b"slow down"),
    "403-throttle": Reply(403, b"403 Forbidden (Rate Limit Exceeded)", {"Content-Type": "text/plain"}),
    "500": Reply(500, b"oops"),
    "502-html": Reply(502, b"<html>Bad gateway</html>", {"Content-Type": "text/html"}),
    "200-html": Reply(200, b"<html>Maintenance</html>", {"Content-Type": "text/html"}),
    "truncated-json": Reply(200, b'{"id": 5, "attem', {"Content-Type": "application/json"}),
    "cut-before": Reply(cut=True),
}
AFTER = {"cut-after": Reply(cut=True), "500-after": Reply(500, b"oops"), "200-html-after": FAILURES["200-html"]}
"""Failures whose request had its effect."""


class LmsServer:
    """Answers on 127.0.0.1 by `answer`, which a double defines."""

    def __init__(self) -> None:
        self.seen: list[Any] = []
        self.failures: dict[int, str] = {}
        """What happens to the request with this number, counted from 0, among those that `counted` accepts."""
        self.counted = lambda seen: True
        self.delay = 0.0
        self._count = 0
        self._lock = threading.RLock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def port(self) -> Any:
        """The port."""
        return self._server.server_address[1]

    @property
    def base(self) -> Any:
        """The address."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Any:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, seen: Any) -> Any:
        """Return the reply to a request."""
        raise NotImplementedError

    def _reply(self, seen: Any) -> Any:
        with self._lock:
            self.seen.append(seen)
            failure = None
            if self.counted(seen):  # type: ignore[no-untyped-call]
                failure = self.failures.get(self._count)
                self._count += 1
            if failure == "hang":
                pass
            elif failure is not None and failure in FAILURES:
                return FAILURES[failure]
            reply = self.answer(seen)
        if failure == "hang":
            time.sleep(1.0)
        if self.delay:
            time.sleep(self.delay)
        return AFTER.get(failure or "", reply)

    def _handler(double: Any) -> Any:  # noqa: N805 - the handler has a self of its own
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Otherwise each answer waits 40 ms for the other side to confirm its headers.
            disable_nagle_algorithm = True
            wbufsize = 1 << 16

            def log_message(self, *_: Any) -> None:
                pass

            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                parts = urlsplit(self.path)
                fields, files = read_body(self.headers.get("Content-Type", ""), body)
                query = parse_qsl(parts.query, keep_blank_values=True)
                headers = {name.lower(): value for name, value in self.headers.items()}
                seen = Seen(self.command, parts.path, query, fields, files, headers, self.headers.get("Host", ""))
                reply = double._reply(seen)
                if reply.cut:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 - names of http.server's

            def handle(self) -> None:
                with contextlib.suppress(OSError, ValueError):
                    super().handle()

        return Handler


def read_body(kind: str, body: Any) -> Any:
    """Return the fields and files of a form, in the order in which they were sent."""
    if kind.startswith("application/x-www-form-urlencoded"):
        return parse_qsl(body.decode(), keep_blank_values=True), {}
    if not kind.startswith("multipart/form-data"):
        return [], {}
    message = BytesParser(policy=email.policy.HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    fields, files = [], {}
    for part in message.iter_parts():
        disposition = part.get("Content-Disposition", "")
        content: Any = part.get_payload(decode=True)
        name = re.findall(r'name="([^"]*)"', disposition)[0]
        if "filename" in disposition:
            files[name] = (part.get_filename(), content)
            fields.append((name, "<file>"))
        else:
            fields.append((name, content.decode()))
    return fields, files

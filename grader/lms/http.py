"""Requests to one LMS: time-outs, retries and back-off, and a token that never leaves the LMS's own host.

A request that only reads is repeated after any trouble.  One that writes is repeated only if the LMS cannot have acted
on it (throttled, not connected); otherwise it ends as `UncertainWriteError`, and the caller reads before writing again.
Redirects are never followed by themselves: the next request decides anew whether it carries the token.
"""

from __future__ import annotations

import json
import random
import time
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import httpx2

from grader import __version__
from grader.errors import UsageError
from grader.lms.bodies import read_answer, read_beginning, store
from grader.lms.outcomes import LmsRefusalError, UncertainWriteError
from grader.records import dataclass, field

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from pathlib import Path

MAX_TRIES = 8
LONGEST_PAUSE = 60.0
TIMEOUT = httpx2.Timeout(60.0, connect=10.0)
MAX_REDIRECTS = 5
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_THROTTLED = "Rate Limit Exceeded"
_MAX_SHOWN = 300


@dataclass(frozen=True, slots=True)
class LmsResponse:
    """A response that was read completely."""

    status: int
    headers: httpx2.Headers
    body: bytes
    url: str

    @property
    def text(self) -> str:
        """The beginning of the body, on one line, safe to print."""
        text = " ".join(self.body[:_MAX_SHOWN].decode("utf-8", "replace").split())
        return "".join(sign if sign.isprintable() else "?" for sign in text)

    def json(self) -> Any:
        """Return the data.  Raises ValueError for anything but complete JSON."""
        try:
            data = json.loads(self.body)
            if b"\\ud" in self.body.lower():
                # Halves of characters, which no form and no file can hold, become question marks.
                data = json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        return data


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `path` is an address below the LMS's own, or a whole one."""

    method: str
    path: str
    form: Mapping[str, str] | tuple[tuple[str, str], ...] = ()
    files: Mapping[str, tuple[str, bytes, str]] = field(default_factory=dict)
    query: tuple[tuple[str, str], ...] = ()
    is_write: bool = False
    """Whether repeating it could do something twice."""

    @property
    def fields(self) -> dict[str, list[str]]:
        """The form, a list for each name, in the order given."""
        pairs = self.form.items() if hasattr(self.form, "items") else self.form
        fields: dict[str, list[str]] = {}
        for name, value in pairs:
            fields.setdefault(name, []).append(value)
        return fields


@dataclass
class Backoff:
    """Pauses of 1, 2, 4 ... 60 seconds with jitter; `sleep` is replaced in tests."""

    first: float = 1.0
    sleep: Callable[[float], None] = time.sleep

    def wait(self, number: int, at_least: float = 0.0) -> None:
        """Wait after the failed try with this number, counted from 0."""
        pause = min(self.first * 2**number, LONGEST_PAUSE) * random.uniform(0.5, 1.0)  # noqa: S311 - only jitter
        self.sleep(min(max(pause, at_least), LONGEST_PAUSE))


@cache
def _authorities() -> ssl.SSLContext:
    """Return what certificates are checked against; reading them takes longer than many a request."""
    return httpx2.create_ssl_context()


class HttpSession:
    """Sends requests to one LMS, one at a time."""

    def __init__(self, base: str, authorization: str = "", backoff: Backoff | None = None) -> None:
        """Use `base` as the address of the LMS; `authorization` is the header for its own host.

        Raises UsageError for an address that would send the token unencrypted.
        """
        require_encrypted(base, loopback_allowed=True)
        self.base = base.rstrip("/") + "/"
        self.backoff = backoff or Backoff()
        self._authorization = authorization
        headers = {"User-Agent": f"grader/{__version__}", "Accept-Encoding": "identity"}
        self._client = httpx2.Client(timeout=TIMEOUT, headers=headers, follow_redirects=False, verify=_authorities())

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def is_own(self, url: str) -> bool:
        """Whether an address belongs to the LMS: scheme, host and port are the same."""
        return _origin(url) == _origin(self.base)

    def absolute(self, path: str) -> str:
        """Return the whole address of a path."""
        return urljoin(self.base, path)

    def json(self, request: Request) -> tuple[Any, LmsResponse]:
        """Return the data of an answer, and the answer.  Raises UsageError, LmsRefusalError or UncertainWriteError."""
        reason = ""
        for number in range(MAX_TRIES):
            answer = self.send(request)
            if answer.status in range(300, 400):
                raise UsageError(f"{self.base}: answers with a redirect to {self._redirect(answer)}")
            try:
                return answer.json(), answer
            except ValueError as error:
                reason = (
                    "a page instead of data" if b"<html" in answer.body[:1000].lower() else f"broken data ({error})"
                )
            if request.is_write:
                raise UncertainWriteError(f"the LMS answered with {reason}")
            self.backoff.wait(number)
        raise LmsRefusalError(f"the LMS answered with {reason} {MAX_TRIES} times")

    def send(self, request: Request) -> LmsResponse:
        """Return an answer below 400.  Raises UsageError, LmsRefusalError or UncertainWriteError."""
        for number in range(MAX_TRIES):
            last = number == MAX_TRIES - 1
            try:
                answer = self._once(request)
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                # Nothing was sent, so a write may be repeated as well.
                if last:
                    raise UsageError(
                        f"{self.base}: cannot be reached ({_sentence(error)}). Try again later."
                    ) from error
                self.backoff.wait(number)
                continue
            except httpx2.HTTPError as error:
                self._after_trouble(request, number, _sentence(error))
                continue
            if answer.status < 400:
                return answer
            if _is_throttled(answer) and not last:
                self.backoff.wait(number, _retry_after(answer))
            elif answer.status >= 500:
                self._after_trouble(request, number, f"status {answer.status}")
            else:
                raise refusal(answer, self.base)
        raise LmsRefusalError(f"gave up after {MAX_TRIES} tries")

    def download(self, request: Request, target: Path, max_bytes: int) -> LmsResponse:
        """Write a file to `target`, following redirects, without the token on other hosts.  Raises LmsRefusalError."""
        reason = ""
        for number in range(MAX_TRIES):
            try:
                answer = self._download_once(request, target, max_bytes)
            except httpx2.HTTPError as error:
                reason = _sentence(error)
                self.backoff.wait(number)
                continue
            if answer.status < 300:
                return answer
            if not _is_throttled(answer) and answer.status < 500:
                raise refusal(answer, self.base)
            reason = f"status {answer.status}"
            self.backoff.wait(number, _retry_after(answer))
        raise LmsRefusalError(f"the download failed {MAX_TRIES} times ({reason})")

    def _redirect(self, answer: LmsResponse) -> str:
        """Return where a redirect leads, with what to do about it, as the end of a sentence."""
        again = "Copy the address of the assignment's page from your browser again."
        try:
            url = urljoin(answer.url, answer.headers.get("location", ""))
            parts = urlsplit(url)
        except ValueError:
            return f"what is no address. {again}"
        if self.is_own(url):
            return f"its page {parts.path[:100]} in place of data. {again}"
        return f"{parts.scheme}://{parts.netloc[:100]}. Use that address."

    def _after_trouble(self, request: Request, number: int, reason: str) -> None:
        """Wait before the next try, or raise if there is none."""
        if request.is_write:
            raise UncertainWriteError(reason)
        if number == MAX_TRIES - 1:
            raise LmsRefusalError(f"the LMS failed {MAX_TRIES} times ({reason})")
        self.backoff.wait(number)

    def _prepare(self, request: Request) -> httpx2.Request:
        try:
            url = self.absolute(request.path)
            # An LMS elsewhere must not make us ask the services of this machine.
            require_encrypted(url, loopback_allowed=urlsplit(self.base).hostname in LOOPBACK)
            headers = {"Authorization": self._authorization} if self._authorization and self.is_own(url) else {}
            return self._client.build_request(
                request.method,
                url,
                params=request.query or None,
                data=request.fields or None,
                files=dict(request.files) or None,
                headers=headers,
            )
        except (httpx2.InvalidURL, ValueError, UsageError) as error:
            raise LmsRefusalError(f"the LMS names an address that is not used: {_sentence(error)[:200]}") from error

    def _once(self, request: Request) -> LmsResponse:
        response = self._client.send(self._prepare(request), stream=True)
        try:
            body = read_answer(response)
        finally:
            response.close()
        return LmsResponse(response.status_code, response.headers, body, str(response.url))

    def _download_once(self, request: Request, target: Path, max_bytes: int) -> LmsResponse:
        for _ in range(MAX_REDIRECTS + 1):
            response = self._client.send(self._prepare(request), stream=True)
            try:
                location = response.headers.get("location", "")
                if response.status_code in range(300, 400) and location:
                    request = Request("GET", joined(str(response.url), location))
                    continue
                stored = response.status_code < 300
                beginning = store(response, target, max_bytes) if stored else read_beginning(response)
                return LmsResponse(response.status_code, response.headers, beginning, str(response.url))
            finally:
                response.close()
        raise LmsRefusalError(f"more than {MAX_REDIRECTS} redirects")


def joined(url: str, location: str) -> str:
    """Return the whole address that an answer from `url` names.  Raises LmsRefusalError."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise LmsRefusalError("the LMS names an address that is none") from error


def require_encrypted(url: str, *, loopback_allowed: bool) -> None:
    """Raise UsageError for an address whose requests others could read; this machine itself may be exempt."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname and (loopback_allowed or parts.hostname not in LOOPBACK):
        return
    if parts.scheme == "http" and parts.hostname in LOOPBACK and loopback_allowed:
        return
    raise UsageError(f"{url[:100]}: not an encrypted address (expected https://...). A token is never sent over http.")


def refusal(answer: LmsResponse, base: str) -> Exception:
    """Return the exception for an answer that says no."""
    message = message_of(answer)
    if answer.status == 401 and (answer.headers.get("www-authenticate") or "access token" in message.lower()):
        return UsageError(
            f"{base}: does not accept the token ({message}). Create a new one in your account's settings."
        )
    return LmsRefusalError(f"{message or 'refused'} (status {answer.status})", answer.status)


def message_of(answer: LmsResponse) -> str:
    """Return the sentence in an answer that says no."""
    try:
        data = answer.json()
    except ValueError:
        return answer.text[:_MAX_SHOWN]
    match data:
        case {"errors": [{"message": str(text)}, *_]} | {"message": str(text)} | {"error": str(text)}:
            return "".join(sign if sign.isprintable() else " " for sign in text)[:_MAX_SHOWN]
    return answer.text[:_MAX_SHOWN]


def _origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port; those of nobody for what is no address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "", "", -1
    return parts.scheme, parts.hostname or "", port or {"https": 443, "http": 80}.get(parts.scheme, -1)


def _is_throttled(answer: LmsResponse) -> bool:
    """Whether the LMS asks for fewer requests: 429, or Canvas's older 403 with this text."""
    return answer.status == 429 or (answer.status == 403 and _THROTTLED in answer.text)


def _retry_after(answer: LmsResponse) -> float:
    value = answer.headers.get("retry-after", "")
    return float(value) if value.isdecimal() else 0.0


def _sentence(error: Exception) -> str:
    return str(error) or type(error).__name__

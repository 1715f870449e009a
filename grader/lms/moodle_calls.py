"""Moodle's web services: one POST for each call, everything in the body, and errors that come with status 200."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.errors import UsageError
from grader.lms.http import HttpSession, Request
from grader.lms.outcomes import LmsRefusalError, UncertainWriteError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.lms.http import Backoff

SERVER = "webservice/rest/server.php"
UPLOAD = "webservice/upload.php"
MAX_FILE_BYTES = 200 << 20
TRIES = 4
_TOKEN_ERRORS = frozenset({"invalidtoken", "accessexception", "requireloginerror", "servicenotavailable"})


class MoodleCalls:
    """Calls functions of one Moodle."""

    def __init__(self, base: str, token: str, backoff: Backoff | None = None) -> None:
        # No header: Moodle reads the token from the body, and so it is in no server log.
        self.session = HttpSession(base, "", backoff)
        self._token = token

    def call(self, function: str, arguments: Mapping[str, object], *, is_write: bool = False) -> Any:
        """Return what a function returns.  Raises UsageError, LmsRefusalError or UncertainWriteError."""
        form = (
            ("wstoken", self._token),
            ("wsfunction", function),
            ("moodlewsrestformat", "json"),
            *flatten(arguments),
        )
        data, _ = self.session.json(Request("POST", SERVER, form, is_write=is_write))
        if isinstance(data, dict) and "exception" in data:
            raise self._refusal(function, data)
        return data

    def upload(self, name: str, content: bytes, content_type: str) -> str:
        """Return the number of a draft area with one file in it.

        A draft that is attached to nothing is seen by nobody, so after trouble the upload is repeated.
        """
        form = (("token", self._token), ("filearea", "draft"), ("itemid", "0"))
        reason = ""
        for number in range(TRIES):
            request = Request("POST", UPLOAD, form, {"file_1": (name, content, content_type)}, is_write=True)
            try:
                data, _ = self.session.json(request)
            except UncertainWriteError as error:
                reason = str(error)
                self.session.backoff.wait(number)
                continue
            match data:
                case [{"itemid": int(item) | str(item)}, *_]:
                    return str(item)
                case {"error": str(text)} | [{"error": str(text)}, *_]:
                    raise LmsRefusalError(f"the report was refused: {_one_line(text)}")
            raise LmsRefusalError("the LMS answered without the number of the report")
        raise LmsRefusalError(f"the report could not be uploaded ({reason})")

    def download(self, url: str, target: Path, size: int | None) -> None:
        """Write an uploaded file to `target`.  Raises UsageError or LmsRefusalError."""
        if "/webservice/pluginfile.php/" not in url:
            url = url.replace("/pluginfile.php/", "/webservice/pluginfile.php/", 1)
        if not self.session.is_own(url):
            raise LmsRefusalError("the file lies on another host, which does not get the token")
        answer = self.session.download(Request("POST", url, (("token", self._token),)), target, MAX_FILE_BYTES)
        arrived = target.stat().st_size
        if size is not None and arrived != size:
            arrived_as = "an error message" if "json" in answer.headers.get("content-type", "") else f"{arrived} bytes"
            raise LmsRefusalError(f"arrived as {arrived_as} instead of {size} bytes")

    def close(self) -> None:
        """Close the connections."""
        self.session.close()

    def _refusal(self, function: str, data: Mapping[str, Any]) -> Exception:
        code, text = str(data.get("errorcode")), _one_line(str(data.get("message", "")))
        if code == "accessexception":
            return UsageError(
                f"{self.session.base}: the token may not call {function} ({text}). Ask the administrator to add this "
                "function to the token's service; docs/targets/pull.md lists all that are needed."
            )
        if code in _TOKEN_ERRORS:
            return UsageError(
                f"{self.session.base}: does not accept the token ({text or code}). Create a new one under Preferences, "
                "Security keys; web services with REST must be switched on."
            )
        return LmsRefusalError(f"{text or code} ({code})")


def flatten(arguments: object, prefix: str = "") -> list[tuple[str, str]]:
    """Return nested arguments as fields: `grades[0][text]`; booleans are 0 and 1."""
    if isinstance(arguments, dict):
        return [
            field
            for name, value in arguments.items()
            for field in flatten(value, f"{prefix}[{name}]" if prefix else str(name))
        ]
    if isinstance(arguments, list | tuple):
        return [field for number, value in enumerate(arguments) for field in flatten(value, f"{prefix}[{number}]")]
    if isinstance(arguments, bool):
        return [(prefix, str(int(arguments)))]
    return [(prefix, str(arguments))]


def _one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in " ".join(text.split()))[:200]

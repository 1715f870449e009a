"""A file for a comment in Canvas: announced, uploaded to the file host without the token, and confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.lms.http import Request, joined
from grader.lms.outcomes import LmsRefusalError, UncertainWriteError

if TYPE_CHECKING:
    from grader.lms.http import HttpSession
    from grader.lms.records import FeedbackFile

TYPE = "text/html"
TRIES = 4


def upload_comment_file(session: HttpSession, path: str, file: FeedbackFile) -> str:
    """Return the id of the uploaded file.  Raises UsageError or LmsRefusalError.

    An upload that is not attached to a comment is seen by nobody, so after trouble all three steps are repeated.
    """
    reason = ""
    for number in range(TRIES):
        try:
            return _upload(session, path, file)
        except UncertainWriteError as error:
            reason = str(error)
            session.backoff.wait(number)
    raise LmsRefusalError(f"the report could not be uploaded ({reason})")


def _upload(session: HttpSession, path: str, file: FeedbackFile) -> str:
    form = (("name", file.name), ("size", str(len(file.data))), ("content_type", TYPE))
    ticket, _ = session.json(Request("POST", path, form, is_write=True))
    match ticket:
        case {"upload_url": str(url), "upload_params": dict(parameters)}:
            fields = tuple((str(name), str(value)) for name, value in parameters.items())
        case _:
            raise LmsRefusalError("the LMS answered without a place for the report")
    # The file host needs no token and must not get one; the session adds it on the LMS's own host only.
    request = Request("POST", url, fields, {"file": (file.name, file.data, TYPE)}, is_write=True)
    answer = session.send(request)
    location = answer.headers.get("location", "")
    if answer.status == 201 or not location:
        try:
            uploaded = answer.json()
        except ValueError:
            uploaded = None
        if isinstance(uploaded, dict) and uploaded.get("id"):
            return str(uploaded["id"])
    if not location:
        raise UncertainWriteError("the file host answered without the number of the report")
    confirmed, _ = session.json(Request("GET", joined(answer.url, location)))
    if isinstance(confirmed, dict) and confirmed.get("id"):
        return str(confirmed["id"])
    raise LmsRefusalError("the LMS answered without the number of the report")

"""The comment on a submission, and the tag in its last line by which it is known again.

A tag has two parts: one for the submission and its attempt, one for the content.  A comment with both is not sent
again; one with the first part only is an older comment on the same attempt, which a new one replaces.
"""

from __future__ import annotations

import hashlib
import re
from html import escape
from typing import TYPE_CHECKING

from grader.export.comment import comment_html, comment_text
from grader.lms.records import FeedbackFile
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.lms.records import LmsComment
    from grader.store import Store

_TAG = re.compile(r"\(grader ([0-9a-f]{8})-([0-9a-f]{8})\)")
REPORT_NAME = "report.html"


@dataclass(frozen=True, slots=True)
class Tag:
    """The mark of one comment."""

    subject: str
    content: str

    @property
    def text(self) -> str:
        """The mark as it stands in the comment."""
        return f"(grader {self.subject}-{self.content})"


@dataclass(frozen=True, slots=True)
class Feedback:
    """The comment and the report that accompany a grade."""

    text: str
    html: str
    file: FeedbackFile | None
    tag: Tag


def has_tag(text: str) -> bool:
    """Whether a comment is one of ours."""
    return _TAG.search(text) is not None


def carries(comments: Iterable[LmsComment], tag: Tag) -> bool:
    """Whether one of the comments has exactly this tag."""
    return any(tag.text in comment.text for comment in comments)


def replaced_by(comments: Iterable[LmsComment], tag: Tag) -> tuple[LmsComment, ...]:
    """Return the comments on the same attempt with another content."""
    return tuple(
        comment
        for comment in comments
        for subject, content in _TAG.findall(comment.text)[-1:]
        if comment.is_own and subject == tag.subject and content != tag.content
    )


def load_feedback(store: Store, submission: str, subject: str, *, with_file: bool) -> Feedback | None:
    """Return the feedback on a submission; None if it has no result.  `subject` names submission and attempt."""
    stored, page = store.newest(submission), store.folder.report(submission)
    if stored is None:
        return None
    file = FeedbackFile(REPORT_NAME, page.read_bytes()) if with_file and page.is_file() else None
    text = comment_text(stored.result, attached=file is not None)
    html = comment_html(stored.result, attached=file is not None)
    content = hashlib.sha256(text.encode("utf-8", "replace") + (file.data if file is not None else b"")).hexdigest()
    tag = Tag(hashlib.sha256(subject.encode("utf-8", "replace")).hexdigest()[:8], content[:8])
    return Feedback(f"{text}\n{tag.text}", f"{html}<p>{escape(tag.text)}</p>", file, tag)

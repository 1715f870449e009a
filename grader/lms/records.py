"""An assignment, its students and their grades, in the same form for every LMS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from pathlib import Path

    from grader.lms.address import AssignmentAddress
    from grader.lms.http import Backoff


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a student uploaded."""

    id: str
    path: str
    """Its name, perhaps with folders; whatever the student chose."""
    url: str
    size: int | None
    """Bytes; None if the LMS does not say."""


@dataclass(frozen=True, slots=True)
class LmsComment:
    """A comment of somebody who grades."""

    id: str
    text: str
    is_own: bool = True
    """Whether the token's owner wrote it, and so may delete it."""


@dataclass(frozen=True, slots=True)
class LmsGrade:
    """The state of a grade; equal states mean that nobody has touched it."""

    points: Decimal | None = None
    """The points as they were entered, before any late policy of the LMS; None if there is no grade."""
    excused: bool = False
    grader: str = ""
    graded_at: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nobody has graded yet."""
        return self.points is None and not self.excused

    @property
    def text(self) -> str:
        """The grade for a person."""
        if self.excused:
            return "excused"
        return "-" if self.points is None else f"{self.points.normalize():f}"


@dataclass(frozen=True)
class LmsStudent:
    """One student of the assignment: submission, grade and comments as the LMS has them now."""

    line: int
    """A number of our own: its position in the LMS's list."""
    key: str
    """The LMS's own name for the student in requests."""
    platform_id: str
    """The id under which a download knows the student."""
    name: str
    other_ids: frozenset[str] = frozenset()
    """Logins, numbers and addresses; folded."""
    shown_ids: tuple[str, ...] = ()
    """The same as the LMS writes them."""
    group: str = ""
    """The group that hands in and is graded together; empty without one."""
    group_name: str = ""
    locked_reason: str = ""
    """Why the student can receive no grade; empty otherwise."""
    attempt: int | None = None
    """The number of the last attempt, from 1; None if nothing was handed in."""
    submitted_at: str = ""
    """ISO 8601; empty if nothing was handed in."""
    late: bool = False
    grade: LmsGrade = field(default_factory=LmsGrade)
    late_deduction: Decimal | None = None
    """The points that the LMS's own late policy takes off; None or 0 without one."""
    comments: tuple[LmsComment, ...] = ()
    """Comments of the token's owner, and tagged ones of other graders, the oldest first."""
    comments_known: bool = True
    """Whether the list told the comments; otherwise reading the single student does."""
    foreign_feedback: bool = False
    """Whether a person wrote feedback that a write would replace."""
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()
    """Remarks about what was handed in besides files."""
    draft: bool = False
    """Whether the submission was never handed in."""

    @property
    def label(self) -> str:
        """The student for a person."""
        return f"{self.name} ({self.platform_id})" if self.name else self.platform_id


@dataclass(frozen=True)
class LmsAssignment:
    """An assignment with all its students."""

    title: str
    max_points: Decimal | None
    students: tuple[LmsStudent, ...]
    notes: tuple[str, ...] = ()
    """Remarks for a person before grades are written: who is notified, what stays hidden."""
    refusal: str = ""
    """Why no grade of this assignment can be written; empty otherwise."""
    grades_groups: bool = False
    """Whether one write grades the whole group."""
    can_excuse: bool = True
    caps_at_maximum: bool = False
    """Whether a grade above the maximum is refused."""
    takes_comments: bool = True
    takes_files: bool = True


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    """The report that is attached to a comment."""

    name: str
    data: bytes


@dataclass(frozen=True)
class GradeChange:
    """One write."""

    points: Decimal | None
    """None for an excuse."""
    excused: bool = False
    points_unchanged: bool = False
    """Whether the LMS has these points already."""
    comment_unchanged: bool = False
    """Whether the LMS has this comment already."""
    comment: str = ""
    """With its tag; empty for none."""
    comment_html: str = ""
    """The same as HTML."""
    file: FeedbackFile | None = None
    stale_comments: tuple[LmsComment, ...] = ()
    """Older comments of ours, which the new one replaces."""
    for_group: bool = False


class LmsClient(Protocol):
    """One assignment of one LMS, as pulling and pushing use it."""

    def load(self) -> LmsAssignment:
        """Return the assignment with the state of every student.  Raises UsageError or LmsRefusalError."""

    def read(self, student: LmsStudent) -> LmsStudent:
        """Return the state of one student now.  Raises UsageError or LmsRefusalError."""

    def write(self, student: LmsStudent, change: GradeChange) -> LmsStudent:
        """Write a grade with its comment and file, and return the state read back.

        Raises UsageError, LmsRefusalError or UncertainWriteError.
        """

    def download(self, attachment: Attachment, target: Path) -> None:
        """Write an uploaded file to `target`.  Raises UsageError or LmsRefusalError."""

    def close(self) -> None:
        """Close the connections."""


@dataclass(frozen=True, slots=True)
class LmsModule:
    """The interface of a module in the table of LMSs."""

    platform: str
    """The name under which results store that a submission comes from this LMS."""
    connect: Callable[[str, str, Backoff | None], LmsClient]
    """Returns the client for the address of an assignment's page and a token.  Raises UsageError."""
    read_address: Callable[[str], AssignmentAddress]
    """Reads the address of an assignment's page.  Raises UsageError."""

"""The deduction for late work: `course.toml` beside `tasks/`, and its effect on one submission.

[late]
due = 2026-11-20T23:59:00+01:00
timezone = "Europe/Berlin"     # of times in downloads that name none; without it, the offset of `due`
grace = "15 minutes"           # late by no more than this costs nothing
per_day = 10                   # percent of the points, for each day that has begun
cap = 50                       # percent at most

[limits]
submission = 300               # seconds that one submission may take in all, loading included
"""

from __future__ import annotations

import math
import tomllib
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Annotated, Any, Self

from grader.course.moments import moment, span, zone_of
from grader.errors import Mistake
from grader.models import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from grader.results import Lateness

if TYPE_CHECKING:
    from pathlib import Path

FILE = "course.toml"
LARGEST = 1 << 20
DAY = 86400
_Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class LatePolicy(BaseModel):
    """The rules; percentages are of the points that a submission has reached."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    due: datetime
    """When the work is due: with an offset, or in `timezone`."""
    timezone: str = ""
    """The zone of every time that names none."""
    grace: timedelta = timedelta()
    """Late by no more than this costs nothing; whoever is later is late from the due time on."""
    per_day: _Percent = 0.0
    """The deduction for each day that has begun."""
    cap: _Percent = 100.0
    """The largest deduction."""

    @field_validator("due", mode="before")
    @classmethod
    def _is_a_moment(cls, value: Any) -> Any:
        parsed = moment(value) if isinstance(value, str) else value
        if not isinstance(parsed, datetime):
            raise ValueError("expected a date with a time, like 2026-11-20T23:59:00+01:00")  # noqa: TRY004
        return parsed

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        if value:
            zone_of(value)
        return value

    @field_validator("grace", mode="before")
    @classmethod
    def _is_a_span(cls, value: Any) -> Any:
        parsed = span(f"{value}")
        if parsed is None:
            raise ValueError("expected minutes, or a text like `15 minutes` or `2 hours`")
        return parsed

    @model_validator(mode="after")
    def _has_a_zone(self) -> Self:
        if self.due.tzinfo is None and not self.timezone:
            raise ValueError("due: names no zone (expected an offset like +01:00, or `timezone` with its name)")
        return self

    @property
    def zone(self) -> tzinfo:
        """The zone of every time that names none."""
        named = zone_of(self.timezone) if self.timezone else self.due.tzinfo
        assert named is not None  # noqa: S101 - the model does not take a due time without one
        return named

    def lateness(self, submitted: str, extension: str, *, marked_late: bool, in_time: bool = False) -> Lateness:
        """Return what this makes of a hand-in.

        `submitted` is ISO 8601 or empty; `marked_late` says that the platform marks it, `in_time` that it would have.
        Nothing is taken off where something is not known.
        """
        deadline = self._deadline(extension)
        if deadline is None:
            return Lateness(
                due=self._time_text(self._utc(self.due)), look=f"the extension `{extension}` is not understood"
            )
        if not submitted:
            unknown = "when it was handed in is not known"
            remark = f"marked late by the platform, and {unknown}" if marked_late else "" if in_time else unknown
            return Lateness(due=self._time_text(deadline), look=remark)
        late = max(0, math.ceil((self._utc(datetime.fromisoformat(submitted)) - deadline).total_seconds()))
        days = 0 if late <= self.grace.total_seconds() else math.ceil(late / DAY)
        return Lateness(due=self._time_text(deadline), seconds=late, percent=min(self.cap, days * self.per_day))

    def _deadline(self, extension: str) -> datetime | None:
        """Return when the work of somebody with this extension is due: so much later, or then; None for no sense."""
        deadline = self._utc(self.due)
        if not extension.strip():
            return deadline
        if (extra := span(extension)) is not None:
            return deadline + extra
        until = moment(extension, day_ends=True)
        return None if until is None else max(deadline, self._utc(until))

    def _utc(self, at: datetime) -> datetime:
        """Return a moment in UTC: in a zone of its own, the night in which clocks change has no 24 hours."""
        return (at if at.tzinfo is not None else at.replace(tzinfo=self.zone)).astimezone(UTC)

    def _time_text(self, at: datetime) -> str:
        return at.astimezone(self.zone).isoformat()


def late_fact(policy: LatePolicy | None) -> str:
    """Return a policy as a text by which it is known again."""
    return "" if policy is None else policy.model_dump_json()


class CourseLimits(BaseModel):
    """Limits of a whole grading, beside those of each check."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    submission: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """Seconds that one submission may take in all; by default its checks' limits and a minute."""


class CourseSpec(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    late: LatePolicy | None = None
    limits: CourseLimits = CourseLimits()


def read_late(folder: Path) -> tuple[LatePolicy | None, list[Mistake]]:
    """Return the late policy of a course, None where it has none, and every mistake in the file."""
    spec, mistakes = read_course_spec(folder)
    return (None if spec is None else spec.late), mistakes


def read_course_spec(folder: Path) -> tuple[CourseSpec | None, list[Mistake]]:
    """Return what `course.toml` says, None where there is none or a mistake in it, and every mistake."""
    try:
        data = (folder / FILE).read_bytes()[:LARGEST]
        return CourseSpec.model_validate(tomllib.loads(data.decode("utf-8-sig"))), []
    except FileNotFoundError:
        return None, []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return None, [Mistake(FILE, 0, "", f"cannot be read as TOML ({error})")]
    except ValidationError as error:
        return None, [
            Mistake(FILE, 0, ".".join(map(str, detail["loc"])), detail["msg"].removeprefix("Value error, "))
            for detail in error.errors()
        ]

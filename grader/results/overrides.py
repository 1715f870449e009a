"""Decisions by hand as a file: `overrides.toml`, with author and reason.

[[points]]
submission = "amara"
check = "softmax.proof"        # task.check
points = 2
by = "Ada"
reason = "complete"

[[comments]]
submission = "amara"           # or fingerprint = "...", for everybody whose code behaves like this in the check
check = "softmax.shift"        # without it: the submission as a whole
text = "Well seen. What happens at 800?"
by = "Ada"

[[excused]]                    # no grade at all, and no zero; platforms that know it are told
submission = "bob"
by = "Ada"
reason = "ill"
"""

from __future__ import annotations

import hashlib
import tomllib
from typing import TYPE_CHECKING, Annotated, Self

from grader.errors import UsageError
from grader.models import BaseModel, ConfigDict, Field, ValidationError, model_validator

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

LARGEST = 8 << 20

_Check = Annotated[str, Field(pattern=r"^[^.]+\.[^.]+$")]
"""The task's id, a dot, the check's id."""
_Text = Annotated[str, Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Override(_Entry):
    """The points of one check of one submission."""

    submission: _Text
    check: _Check
    points: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    by: _Text
    reason: str = ""


class Comment(_Entry):
    """A comment for one student, or for all whose code behaves alike in a check."""

    submission: str = ""
    fingerprint: str = ""
    """The fingerprint of `check` in the results of an answer group."""
    check: _Check | None = None
    text: _Text
    by: _Text

    @model_validator(mode="after")
    def _has_one_addressee(self) -> Self:
        if bool(self.submission) == bool(self.fingerprint):
            raise ValueError("name either a submission or a fingerprint")
        if self.fingerprint and self.check is None:
            raise ValueError("a fingerprint is that of a check: name the check too")
        return self


class Excuse(_Entry):
    """A student from whom the work does not count."""

    submission: _Text
    by: _Text
    reason: str = ""


class Overrides(_Entry):
    """The whole file, or the part of it that can concern one submission."""

    points: tuple[Override, ...] = ()
    comments: tuple[Comment, ...] = ()
    excused: tuple[Excuse, ...] = ()

    def of(self, submission: str) -> Overrides:
        """Return what can concern one submission; where a check is named twice, the last one counts."""
        last = {override.check: override for override in self.points if override.submission == submission}
        comments = (comment for comment in self.comments if comment.fingerprint or comment.submission == submission)
        excused = tuple(entry for entry in self.excused if entry.submission == submission)[-1:]
        return Overrides(points=tuple(last.values()), comments=tuple(comments), excused=excused)

    @property
    def submissions(self) -> list[str]:
        """Every submission that an entry names."""
        entries: tuple[Override | Comment | Excuse, ...] = (*self.points, *self.comments, *self.excused)
        return list(dict.fromkeys(entry.submission for entry in entries if entry.submission))

    @property
    def digest(self) -> str:
        """A hash of the entries; empty where there is none."""
        if self == Overrides():
            return ""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def read_overrides(path: Path, checks: Mapping[str, float], broken: Collection[str] = ()) -> Overrides:
    """Read the file; an absent one has nothing in it.

    `checks` holds the points of every check of the course, by `task.check`; of the tasks `broken` nobody knows
    their checks, and entries about these are left alone.  Raises UsageError with every mistake.
    """
    try:
        data = path.read_bytes()[:LARGEST]
        overrides = Overrides.model_validate(tomllib.loads(data.decode("utf-8-sig")))
    except (FileNotFoundError, NotADirectoryError):
        return Overrides()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as TOML ({error}).") from error
    except ValidationError as error:
        raise UsageError(_message(path, [f"{_location(e['loc'])}: {e['msg']}" for e in error.errors()])) from error
    wrong = list(_mistakes(overrides, checks, broken))
    if wrong:
        raise UsageError(_message(path, wrong))
    return overrides


def _location(loc: Sequence[str | int]) -> str:
    return ".".join(map(str, loc))


def _mistakes(overrides: Overrides, checks: Mapping[str, float], broken: Collection[str]) -> Iterator[str]:
    for number, override in enumerate(overrides.points):
        if override.check.partition(".")[0] in broken:
            continue
        if override.check not in checks:
            yield f"points.{number}: the course has no check `{override.check}`"
        elif override.points > checks[override.check]:
            yield f"points.{number}: {override.points:g} points, and the check has {checks[override.check]:g}"
    for number, comment in enumerate(overrides.comments):
        if comment.check is None or comment.check.partition(".")[0] in broken:
            continue
        if comment.check not in checks:
            yield f"comments.{number}: the course has no check `{comment.check}`"


def _message(path: Path, texts: Sequence[str]) -> str:
    return "\n".join([f"{path}: {len(texts)} to mend:", *(f"  {text}" for text in texts)])

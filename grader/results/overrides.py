"""Points set by hand: `overrides.toml`, with who set them and why.

[[points]]
submission = "amara"
check = "softmax.proof"        # task.check
points = 2
by = "Ada"
reason = "complete"
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from grader.errors import UsageError
from grader.results.model import CheckResult, Outcome, SubmissionResult, TaskResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LARGEST = 8 << 20


class Override(BaseModel):
    """The points of one check of one submission."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    submission: Annotated[str, Field(min_length=1)]
    check: Annotated[str, Field(pattern=r"^[^.]+\.[^.]+$")]
    """The task's id, a dot, the check's id."""
    points: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    by: Annotated[str, Field(min_length=1)]
    reason: str = ""


class Overrides(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    points: tuple[Override, ...] = ()

    def of(self, submission: str) -> tuple[Override, ...]:
        """Return those of one submission; where a check is named twice, the last one counts."""
        last = {override.check: override for override in self.points if override.submission == submission}
        return tuple(last.values())


def read_overrides(path: Path, checks: Mapping[str, float]) -> Overrides:
    """Read the file; an absent one has nothing in it.

    `checks` holds the points of every check of the course, by `task.check`.  Raises UsageError with every mistake.
    """
    try:
        data = path.read_bytes()[:LARGEST]
        found = Overrides.model_validate(tomllib.loads(data.decode()))
    except FileNotFoundError:
        return Overrides()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as TOML ({error}).") from error
    except ValidationError as error:
        raise UsageError(_said(path, [f"{_place(e['loc'])}: {e['msg']}" for e in error.errors()])) from error
    wrong = [text for number, override in enumerate(found.points) for text in _mistakes(number, override, checks)]
    if wrong:
        raise UsageError(_said(path, wrong))
    return found


def _place(loc: Sequence[str | int]) -> str:
    return ".".join(map(str, loc))


def _mistakes(number: int, override: Override, checks: Mapping[str, float]) -> list[str]:
    if override.check not in checks:
        return [f"points.{number}: the course has no check `{override.check}`"]
    most = checks[override.check]
    return (
        [f"points.{number}: {override.points:g} points, and the check has {most:g}"] if override.points > most else []
    )


def _said(path: Path, texts: Sequence[str]) -> str:
    return "\n".join([f"{path}: {len(texts)} to mend:", *(f"  {text}" for text in texts)])


def apply(result: SubmissionResult, overrides: Sequence[Override]) -> SubmissionResult:
    """Return `result` with the points set by hand; each of them is noted with the points that stood before."""
    by_check = {override.check: override for override in overrides}
    tasks = tuple(_task(task, by_check) for task in result.tasks)
    checks = [check for task in tasks for check in task.checks]
    return result.model_copy(
        update={
            "tasks": tasks,
            "points": sum(task.points for task in tasks),
            "pending_points": sum(check.max_points for check in checks if check.outcome is Outcome.PENDING),
        }
    )


def _task(task: TaskResult, overrides: Mapping[str, Override]) -> TaskResult:
    checks = tuple(_check(check, overrides.get(f"{task.id}.{check.id}")) for check in task.checks)
    return task.model_copy(update={"checks": checks, "points": sum(check.points for check in checks)})


def _check(check: CheckResult, override: Override | None) -> CheckResult:
    if override is None:
        return check
    before = "not marked before" if check.outcome is Outcome.PENDING else f"{check.points:g} before"
    reason = f": {override.reason}" if override.reason else ""
    note = f"{override.points:g} points set by {override.by} ({before}){reason}"
    outcome = Outcome.PASSED if override.points == check.max_points else Outcome.FAILED
    changes = {"points": override.points, "outcome": outcome, "notes": (*check.notes, note)}
    return check.model_copy(update={**changes, "message": "" if check.outcome is Outcome.PENDING else check.message})

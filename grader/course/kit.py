"""A students' kit: a course without its reference, as `grader release` writes it and `grader check` finds it.

grader-kit/kit.json              which seed, which versions, how many checks come later
grader-kit/softmax.yaml          a task with the checks that can be asked here
grader-kit/softmax.answers.json  what the reference answers on that seed
grader-kit/support/              the support files of all tasks
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from grader.errors import UsageError
from grader.models import BaseModel, ConfigDict, Field, ValidationError

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "grader-kit"
MANIFEST = "kit.json"


class Manifest(BaseModel):
    """Facts about all tasks of a kit."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    format: Literal[1] = 1
    seed: Annotated[int, Field(ge=0)]
    """The seed whose cases have recorded answers."""
    grader: str
    """The version that wrote it."""
    numpy: str
    """The version of numpy whose random numbers it has answers for."""
    later: dict[str, int]
    """By task, in order: how many checks are asked only when the work is graded."""


def is_kit(folder: Path) -> bool:
    """Whether `folder` is a students' kit."""
    return (folder / FOLDER / MANIFEST).is_file()


def manifest_of(folder: Path) -> Manifest:
    """Return what a kit says of itself.  Raises UsageError for one that is damaged or of another time."""
    path = folder / FOLDER / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise UsageError(
            f"{path}: this kit cannot be read; it is damaged, or of another version of grader. Get the kit again, and "
            "the version of grader that its README names."
        ) from error


def task_file(folder: Path, task: str) -> Path:
    """Return where a kit has a task."""
    return folder / FOLDER / f"{task}.yaml"


def support_folder(folder: Path) -> Path:
    """Return where a kit has the support files that the grader uses; those beside the student's work are copies."""
    return folder / FOLDER / "support"


def answers_file(folder: Path, task: str) -> Path:
    """Return where a kit has the answers of a task's reference."""
    return folder / FOLDER / f"{task}.answers.json"

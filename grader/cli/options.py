"""Options that several commands share."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

course_option = click.option(
    "--course",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The course: a folder with tasks/ and reference/.  [default: this folder or the nearest one above]",
)


isolation_option = click.option(
    "--isolation",
    type=click.Choice(["sandbox", "process"]),
    help="sandbox: fail unless every isolation layer is active; process: no isolation.",
)


jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Number of processes on this machine.  [default: one per core]",
)

dask_option = click.option(
    "--dask", metavar="ADDRESS", help="Run on the workers of the dask scheduler at HOST:PORT instead."
)


def exit_codes(**meanings: str) -> str:
    """Return the end of a command's help: `exit_codes(c0="every check passed")` explains code 0, and so on.

    The meaning of 2 is the same for every command and is added here.
    """
    codes = {"c2": "wrong usage, or a mistake in a task", **meanings}
    lines = [f"  {name.removeprefix('c')}  {meaning}" for name, meaning in sorted(codes.items())]
    return "\n".join(["\b", "Exit codes:", *lines])


class SeedParameter(click.ParamType[int]):
    """A seed on the command line: a whole number, or `random`."""

    name = "seed"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; a fresh one for `random`."""
        if value == "random":
            return secrets.randbits(53)
        try:
            number = int(value)
        except ValueError:
            number = -1
        if not 0 <= number < 2**63:
            self.fail(f"{value!r} is not a seed: write a whole number from 0 up, or random", param, ctx)
        return number


def course_folder(course: Path | None, checked: Sequence[Path] = ()) -> Path:
    """Return the course named, or the nearest one.  Raises UsageError."""
    from grader.course import find_course, refuse_own_course

    if course is not None:
        return course
    nearest = find_course(Path.cwd())
    refuse_own_course(nearest, checked)
    return nearest


def colour_wanted() -> bool:
    """Whether the terminal shows colour and its user wants it."""
    import os
    import sys

    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"

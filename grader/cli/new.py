"""`grader new`: the files of a new task."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.options import course_option


@click.command(short_help="Write the files of a new task.")
@click.argument("task")
@course_option
def new(task: str, course: Path | None) -> int:
    r"""Write a small task of this name that `grader verify` finds nothing wrong with, to be edited into your own.

    The course is the folder named, the nearest one above, or this folder, which becomes one.

    \b
    Example:
      grader new convolution

    Nothing is overwritten.
    """
    from grader.authoring.scaffold import start_task

    written = [(os.path.relpath(one.path), one.purpose) for one in start_task(course or _here(), task)]
    width = max(len(name) for name, _ in written)
    click.echo("Written:")
    for name, purpose in written:
        click.echo(f"  {name:<{width}}  {purpose}")
    click.echo(f"Next: grader verify {task}  (nothing is wrong with it yet), then edit the files and verify again.")
    return 0


def _here() -> Path:
    """Return the nearest course, or the current folder if there is none."""
    from grader.course import find_course
    from grader.errors import UsageError

    try:
        return find_course(Path.cwd())
    except UsageError:
        return Path.cwd()

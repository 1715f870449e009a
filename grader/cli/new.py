"""`grader new`: create the files of a new task."""

from __future__ import annotations

import os
from pathlib import Path

import click

from grader.cli.options import course_option


@click.command(short_help="Create the files of a new task.")
@click.argument("task")
@course_option
def new(task: str, course: Path | None) -> int:
    """Create a small working task named TASK, to be edited into your own; `grader verify` accepts it as it is.

    If this folder is not inside a course, it becomes one.  Nothing is overwritten.

    \b
    Examples:
      grader new convolution
    """
    from grader.authoring.scaffold import start_task

    written = [
        (os.path.relpath(file.path), file.purpose) for file in start_task(course or _nearest_course_or_here(), task)
    ]
    width = max(len(name) for name, _ in written)
    click.echo("Written:")
    for name, purpose in written:
        click.echo(f"  {name:<{width}}  {purpose}")
    click.echo(f"Next: grader verify {task}  (it passes as it is), then edit the files and verify again.")
    return 0


def _nearest_course_or_here() -> Path:
    """Return the nearest course, or the current folder if there is none."""
    from grader.course import find_course
    from grader.errors import UsageError

    try:
        return find_course(Path.cwd())
    except UsageError:
        return Path.cwd()

"""`grader tasks`: list the tasks of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.cli.options import course_folder, course_option

if TYPE_CHECKING:
    from pathlib import Path

    from grader.checks.task import Task


@click.command(short_help="List the tasks of the course.")
@click.argument("task_ids", nargs=-1, metavar="[TASK]...")
@course_option
def tasks(task_ids: tuple[str, ...], course: Path | None) -> int:
    """List the tasks of the course with their functions and points; for each TASK named, also its statement.

    \b
    Examples:
      grader tasks
      grader tasks softmax
    """
    from grader.course import load_course

    for task in load_course(course_folder(course), only=task_ids, kits=True).tasks:
        click.echo(_line(task))
        required = {**task.spec.functions, **task.spec.classes, **task.spec.programs}
        for name, function in task.functions.items():
            description = getattr(required.get(name), "says", "")
            call = name if function.variable else f"{name}({', '.join(function.args)})"
            click.echo(f"    {call}{f'  {description}' if description else ''}")
        if task_ids:
            click.echo("\n" + task.spec.statement)
    return 0


def _line(task: Task) -> str:
    public = sum(check.visibility.value == "public" for check in task.checks)
    hidden = len(task.checks) - public + task.later
    later = f" and {hidden} when your work is graded" if hidden else ""
    return f"{task.id}: {task.spec.title}, {task.points:g} points, {public} checks{later}"

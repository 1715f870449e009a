"""`grader show`: show one student's result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import colour_wanted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.store import Store


@click.command(short_help="Show one student's result.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.argument("student")
@click.option(
    "--audience",
    type=click.Choice(["student", "teacher"]),
    default="teacher",
    show_default=True,
    help="Show the student's or the teacher's version.",
)
def show(folder: Path, student: str, audience: str) -> int:
    """Show the result of STUDENT from DIR, the folder written by `grader batch --out DIR`.

    The teacher's version includes hidden checks, the output of the student's code and earlier results.

    \b
    Examples:
      grader show graded/ amara
      grader show graded/ amara --audience student
    """
    from grader.errors import UsageError
    from grader.expressions.parsing import nearest
    from grader.presentation.text import render
    from grader.presentation.view import view_of
    from grader.results import Audience, for_audience
    from grader.store import Folder, Store

    # An argument may hold bytes that are no text; ids were written in the same way.
    student = student.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    with Store(Folder(folder)) as store:
        stored = store.newest(student)
        if stored is None:
            raise UsageError(f"{folder}: there is no result of `{student}`{nearest(student, store.ids())}.")
        copy = for_audience(stored.result, Audience(audience))
        click.echo(render(view_of(copy), colour=colour_wanted()), nl=False)
        if audience == "teacher":
            for line in _record(store, student):
                click.echo(line)
    return 0


def _record(store: Store, student: str) -> Iterator[str]:
    """Yield what stood before, the latest first, and what is wrong with the grader where something is."""
    newest = store.newest(student)
    checks = [(task.id, check) for task in newest.result.tasks for check in task.checks] if newest else []
    late = newest.result.submission.lateness if newest else None
    if late is not None and late.look:
        yield f"\n{late.look[:1].upper()}{late.look[1:]}: nothing is taken off for lateness."
    for task, check in checks:
        if check.fault:
            yield f"\n{task}.{check.id}: the grader failed:\n{check.fault.rstrip()}"
    for old in store.superseded(student):
        points = f"{old.result.points:g} of {old.result.max_points:g}"
        yield f"Before {old.replaced_at}: {points} points, graded {old.graded_at}; replaced: {old.why}"

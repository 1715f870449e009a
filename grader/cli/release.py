"""`grader release`: the students' kit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_folder, course_option

if TYPE_CHECKING:
    from grader.release import Released


@click.command(short_help="Create the students' kit.")
@click.argument("task_ids", nargs=-1, metavar="[TASK]...")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Folder to create.")
@course_option
def release(task_ids: tuple[str, ...], out: Path, course: Path | None) -> int:
    """Create what students start from: statements, a notebook, modules to fill in, and checks to run at home.

    The kit holds the reference's answers for the public seed, but none of its code, and no hidden checks.  In the kit,
    `grader check` needs nothing but this package.

    \b
    Examples:
      grader release --out kit
      grader release softmax scan --out week2
    """
    from grader.course import load_course
    from grader.release import release as write

    loaded = load_course(course_folder(course), only=task_ids)
    for one in write(loaded, loaded.tasks, out):
        click.echo("\n".join(_lines(one)))
    click.echo(f"{out} is ready to hand out.")
    return 0


def _lines(one: Released) -> list[str]:
    kept = len(one.task.checks) - len(one.left_out)
    lines = [f"{one.task.id}: {kept} checks in the kit ({one.size / 1024:.0f} KiB), {len(one.left_out)} when graded"]
    if one.hidden:
        lines.append(f"    hidden: {one.hidden}")
    if one.public:
        lines.append(f"    cannot be asked without the reference: {', '.join(one.public)}")
    return lines + [f"    {check}: {why}" for check, why in one.reasons.items()]

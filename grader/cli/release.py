"""`grader release`: the students' kit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_folder, course_option

if TYPE_CHECKING:
    from grader.release import TaskKit


@click.command(short_help="Create the students' kit.")
@click.argument("task_ids", nargs=-1, metavar="[TASK]...")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Folder to create.")
@click.option("--wheel", "with_wheel", is_flag=True, help="Add the grader itself, as a wheel for pipx, uv and pip.")
@course_option
def release(task_ids: tuple[str, ...], out: Path, with_wheel: bool, course: Path | None) -> int:
    """Create what students start from: statements, a notebook, modules to fill in, and checks to run at home.

    The kit holds the reference's answers for the public seed, but none of its code, and no hidden checks.  In the kit,
    `grader check` needs nothing but this package.

    \b
    Examples:
      grader release --out kit
      grader release softmax scan --out week2
      grader release --wheel --out kit
    """
    from grader.course import load_course
    from grader.release import release as write

    loaded = load_course(course_folder(course), only=task_ids)
    for task_kit in write(loaded, loaded.tasks, out):
        click.echo("\n".join(_lines(task_kit)))
    if with_wheel:
        click.echo(_add_wheel(out))
    click.echo(f"{out} is ready to hand out.")
    return 0


def _add_wheel(out: Path) -> str:
    """Put this grader into a kit; return the line that says so."""
    from grader.bundle import wheel

    wheel_file = wheel.wheel()
    (out / wheel_file.name).write_bytes(wheel_file.data)
    return f"{wheel_file.name}: the grader itself ({len(wheel_file.data) / 1024:.0f} KiB)"


def _lines(task_kit: TaskKit) -> list[str]:
    included = len(task_kit.task.checks) - len(task_kit.left_out)
    lines = [
        (
            f"{task_kit.task.id}: {included} checks in the kit ({task_kit.size / 1024:.0f} KiB), "
            f"{len(task_kit.left_out)} when graded"
        )
    ]
    if task_kit.hidden:
        lines.append(f"    hidden: {task_kit.hidden}")
    if task_kit.public:
        lines.append(f"    cannot be asked without the reference: {', '.join(task_kit.public)}")
    return lines + [f"    {check}: {reason}" for check, reason in task_kit.reasons.items()]

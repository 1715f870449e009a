"""`grader verify`: right and wrong solutions against the spec."""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.options import course_folder, course_option

if TYPE_CHECKING:
    from grader.checks.check import Task


@click.command(short_help="Try right and wrong solutions on the tasks.")
@click.argument("task_ids", nargs=-1, metavar="[TASK]...")
@click.option("--seeds", type=click.IntRange(1, 100_000), default=200, show_default=True, metavar="N", help="How many.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), metavar="FILE", help="Also write it as data.")
@click.option("--mutants/--no-mutants", default=True, show_default=True, help="Whether mutants are tried too.")
@course_option
def verify(task_ids: tuple[str, ...], seeds: int, json_file: Path | None, mutants: bool, course: Path | None) -> int:
    r"""Try right solutions, known wrong ones, mutants of the reference, and answers without knowledge.

    Right solutions must get all points under every seed.  Under the first 200 of them, wrong ones must lose exactly
    the checks that their misconception names, and zeros, ones, the argument itself, NaN and None must earn next to
    nothing.  Of the mutants of the reference, each a small mistake, 95 of 100 must be caught in every function.

    \b
    Examples:
      grader verify
      grader verify softmax --seeds 1000

    Ends with 0 if all is as it must be, 1 if something is not.
    """
    from grader.course import load_course
    from grader.results.files import write

    folder = course_folder(course).resolve()
    found = [_of_task(folder, task, seeds, mutants=mutants) for task in load_course(folder, only=task_ids).tasks]
    if json_file is not None:
        write(json_file, json.dumps([data for _, data in found], indent=2) + "\n")
    return 0 if all(good for good, _ in found) else 1


def _of_task(folder: Path, task: Task, seeds: int, *, mutants: bool) -> tuple[bool, dict[str, Any]]:
    """Print what is found of one task; return whether it is good, and the findings as data."""
    from grader.verify import kill, killing_table, table, verify_task

    def tell(done: int, most: int = seeds, what: str = "seeds") -> None:
        if sys.stderr.isatty() or done == most or done % 100 == 0:
            click.echo(f"{task.id}: {done} of {most} {what}", err=True)

    cores = os.cpu_count() or 1
    sound = verify_task(folder, task, seeds, tell, cores)
    click.echo(table(sound))
    if not mutants:
        return sound.good, sound.data()
    killing = kill(folder, task, partial(tell, what="mutants"), cores)
    click.echo(killing_table(task.id, killing))
    return sound.good and killing.good, sound.data() | {"mutants": killing.data()}

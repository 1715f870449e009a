"""`grader verify`: right and wrong solutions against the spec."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from grader.cli.options import course_folder, course_option


@click.command(short_help="Try right and wrong solutions on the tasks.")
@click.argument("task_ids", nargs=-1, metavar="[TASK]...")
@click.option("--seeds", type=click.IntRange(1, 100_000), default=200, show_default=True, metavar="N", help="How many.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), metavar="FILE", help="Also write it as data.")
@course_option
def verify(task_ids: tuple[str, ...], seeds: int, json_file: Path | None, course: Path | None) -> int:
    r"""Try the reference, the solutions in reference/right/ and reference/wrong/, and answers without knowledge.

    Right solutions must get all points under every seed.  Under the first 200 of them, wrong ones must lose exactly
    the checks that their misconception names, and zeros, ones, the argument itself, NaN and None must earn next to
    nothing.

    \b
    Examples:
      grader verify
      grader verify softmax --seeds 1000

    Ends with 0 if all is as it must be, 1 if something is not.
    """
    from grader.course import load_course
    from grader.results.files import write
    from grader.verify import table, verify_task

    folder = course_folder(course).resolve()
    findings = []
    for task in load_course(folder, only=task_ids).tasks:

        def tell(done: int, name: str = task.id) -> None:
            if sys.stderr.isatty() or done == seeds or done % 100 == 0:
                click.echo(f"{name}: {done} of {seeds} seeds", err=True)

        findings.append(verify_task(folder, task, seeds, tell, os.cpu_count() or 1))
        click.echo(table(findings[-1]))
    if json_file is not None:
        write(json_file, json.dumps([found.data() for found in findings], indent=2) + "\n")
    return 0 if all(found.good for found in findings) else 1

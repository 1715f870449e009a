"""`grader verify`: test the tasks themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_folder, course_option, exit_codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.course import BrokenTask
    from grader.verify import VerifiedTask

cache_option = click.option(
    "--cache",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for cached results.  [default: grader/verify in your cache folder]",
)


@click.command(
    short_help="Test the tasks with right and wrong solutions.",
    epilog=exit_codes(c0="all tasks are fine", c1="something has to be fixed; the last lines of the table say what"),
)
@click.argument("task_ids", nargs=-1, metavar="[TASK]...")
@click.option(
    "--seeds",
    type=click.IntRange(1, 100_000),
    default=200,
    show_default=True,
    metavar="N",
    help="Number of seeds.",
)
@click.option("--every-seed", is_flag=True, help="Run every check under every seed, even slow and clear-cut ones.")
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write the findings as JSON.",
)
@click.option("--mutants/--no-mutants", default=True, show_default=True, help="Test mutants of the reference too.")
@cache_option
@click.option("--no-cache", is_flag=True, help="Run everything again and store nothing.")
@course_option
def verify(
    task_ids: tuple[str, ...],
    seeds: int,
    every_seed: bool,
    json_file: Path | None,
    mutants: bool,
    cache: Path | None,
    no_cache: bool,
    course: Path | None,
) -> int:
    """Test the tasks of a course with right solutions, known wrong ones, mutants of the reference and blind guesses.

    Right solutions must get all points under every seed.  Wrong ones must fail exactly the checks that their
    misconception names, and zeros, ones, the argument itself, random numbers, NaN and None must earn next to nothing.
    At least 95 % of the mutants of each function (the reference with one small mistake) must be caught.  Right
    solutions must stay within half of each tolerance and one fifth of each time limit.

    \b
    Examples:
      grader verify
      grader verify softmax --seeds 1000

    Findings are cached until the task changes.  A task with mistakes is skipped, and the exit code is 2.
    """
    from grader.cli.verify_progress import VerifyProgress
    from grader.verify import VerifyOptions, users_cache, verify_course

    folder = course_folder(course)
    cache_folder = None if no_cache else cache or users_cache()
    options = VerifyOptions(seeds, mutants, every_seed)
    broken: list[BrokenTask] = []
    with VerifyProgress() as progress:
        findings = verify_course(
            folder, task_ids, options, cache=cache_folder, on_progress=progress.update, on_broken=broken.append
        )
    return _report(findings, broken, json_file)


def _report(findings: Sequence[VerifiedTask], broken: Sequence[BrokenTask], json_file: Path | None) -> int:
    """Print the tables, and last the tasks that could not be verified; return the exit code."""
    from grader.presentation.visible import inert
    from grader.results.files import write

    for task in findings:
        _print(task)
    if json_file is not None:
        write(json_file, json.dumps([task.data | {"cached": task.cached} for task in findings], indent=2) + "\n")
    for left_out in broken:
        click.echo(inert(left_out.text), err=True)
    if broken:
        return 2
    return 0 if all(task.good for task in findings) else 1


def _print(task: VerifiedTask) -> None:
    if task.cached:
        click.echo(f"{task.task}: unchanged, so the findings come from the cache (--no-cache tests it again)\n")
    click.echo(task.text)

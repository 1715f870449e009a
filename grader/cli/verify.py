"""`grader verify`: right and wrong solutions, and mutants, against the spec."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_folder, course_option

if TYPE_CHECKING:
    from grader.verify import Verified

cache_option = click.option(
    "--cache",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for what was found.  [default: grader/verify in your cache folder]",
)


@click.command(short_help="Try right and wrong solutions on the tasks.")
@click.argument("task_ids", nargs=-1, metavar="[TASK]...")
@click.option("--seeds", type=click.IntRange(1, 100_000), default=200, show_default=True, metavar="N", help="How many.")
@click.option("--every-seed", is_flag=True, help="Ask everything under all of them, however clear or slow.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), metavar="FILE", help="Also write it as data.")
@click.option("--mutants/--no-mutants", default=True, show_default=True, help="Whether mutants are tried too.")
@cache_option
@click.option("--no-cache", is_flag=True, help="Try everything anew and keep nothing.")
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
    r"""Try right solutions, known wrong ones, mutants of the reference, and answers without knowledge.

    Right solutions must get all points under every seed.  Wrong ones must lose exactly the checks that their
    misconception names, and zeros, ones, the argument itself, random numbers, NaN and None must earn next to nothing.
    Of the mutants of the reference, each a small mistake, 95 of 100 must be caught in every function.  A check must
    leave right solutions half of its tolerance and four fifths of its time.

    \b
    Examples:
      grader verify
      grader verify softmax --seeds 1000

    What was found of a task is kept until the task changes.  Ends with 0 if all is as it must be, 1 if something is
    not: the last lines of its table say what.
    """
    from grader.cli.verify_progress import VerifyProgress
    from grader.results.files import write
    from grader.verify import Looked, users_cache, verify_course

    folder = course_folder(course)
    kept = None if no_cache else cache or users_cache()
    with VerifyProgress() as advancing:
        found = verify_course(folder, task_ids, Looked(seeds, mutants, every_seed), kept=kept, tell=advancing.update)
    for one in found:
        _print(one)
    if json_file is not None:
        write(json_file, json.dumps([one.data | {"cached": one.cached} for one in found], indent=2) + "\n")
    return 0 if all(one.good for one in found) else 1


def _print(found: Verified) -> None:
    if found.cached:
        click.echo(f"{found.task}: unchanged since it was looked at last, so from the cache (--no-cache looks again)\n")
    click.echo(found.text)

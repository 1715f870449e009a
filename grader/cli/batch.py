"""`grader batch`: a class of submissions."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import Seed, course_folder, course_option, isolation_option

if TYPE_CHECKING:
    from grader.batch import Progress


@click.command(short_help="Grade the submissions of a class.")
@click.argument("source", type=click.Path(path_type=Path), metavar="SOURCE")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Where the results go.")
@course_option
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Processes.  [default: one a core]")
@click.option("--seed", type=Seed(), metavar="N|random", help="Which inputs.  [default: a secret one, kept in DIR]")
@isolation_option
@click.option("--quiet", is_flag=True, help="Print no progress.")
def batch(
    source: Path,
    out: Path,
    course: Path | None,
    jobs: int | None,
    seed: int | None,
    isolation: str | None,
    quiet: bool,
) -> int:
    r"""Grade every submission in the folder SOURCE: each sub-folder is one, and each loose Python file.

    DIR gets results/ (data, one file a submission), reports/ (a page a student) and grades.csv.  Stopped in between,
    the same command goes on; run again, it grades only what is new or has changed.

    \b
    Example:
      grader batch submissions/ --out graded/

    \b
    Ends with 0 if every submission has a result, whatever its grade, 2 for wrong use, 3 if the grader itself failed.
    """
    from grader.batch import Batch, run
    from grader.course import load_course
    from grader.sandbox.cell import Cell, require

    folder = course_folder(course)
    load_course(folder)  # every mistake of the course is said before anything starts
    walls = isolation != "process"
    if walls:
        require(Cell(), [folder])
    plan = Batch(source, folder.resolve(), out, jobs or os.cpu_count() or 1, seed, walls)
    teller = _Teller(quiet=quiet)
    try:
        progress = run(plan, teller.tell)
    except KeyboardInterrupt:
        click.echo(f"\nStopped after {teller.finished}. What is graded is kept; the same command goes on.", err=True)
        return 130
    return _summary(progress, out)


def _summary(progress: Progress, out: Path) -> int:
    again = f", {progress.cached} had a result" if progress.cached else ""
    click.echo(f"{progress.graded} graded{again}: {out}/grades.csv, {out}/reports/, {out}/results/")
    for done in progress.failures:
        click.echo(f"{done.id}: no result. {done.failure.strip()}", err=True)
    for done in progress.judge_errors:
        click.echo(
            f"{done.id}: {done.judge_errors} checks the grader could not decide (see `fault` in its result)", err=True
        )
    return 3 if progress.failures or progress.judge_errors else 0


class _Teller:
    """Says how far the batch is: one line that changes in a terminal, a line every few seconds elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._began = time.monotonic()
        self._said = 0.0
        self.finished = "0 submissions"

    def tell(self, progress: Progress) -> None:
        """Say it, unless something was said a moment ago."""
        self.finished = f"{progress.finished} of {progress.total} submissions"
        now, last = time.monotonic(), progress.finished == progress.total
        terminal = sys.stderr.isatty()
        if self._quiet or (not last and now - self._said < (0.1 if terminal else 5.0)):
            return
        self._said = now
        click.echo(
            f"\r{self._line(progress, now)}\033[K" if terminal else self._line(progress, now),
            err=True,
            nl=not terminal or last,
        )

    def _line(self, progress: Progress, now: float) -> str:
        seconds = now - self._began
        rate = progress.graded / seconds if seconds > 0 else 0.0
        left = progress.total - progress.finished
        text = self.finished
        if progress.graded and left:
            text += f", {rate:.1f} a second, about {left / rate:.0f} s left"
        bad = len(progress.failures)
        return f"{text}, {bad} without a result" if bad else text

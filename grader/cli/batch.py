"""`grader batch`: a class of submissions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.classes import machines, ready_course, say_failures
from grader.cli.options import Seed, course_option, dask_option, isolation_option, jobs_option

if TYPE_CHECKING:
    from grader.batch import Progress


@click.command(short_help="Grade the submissions of a class.")
@click.argument("source", type=click.Path(path_type=Path), metavar="SOURCE")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Where the results go.")
@course_option
@jobs_option
@dask_option
@click.option("--seed", type=Seed(), metavar="N|random", help="Which inputs.  [default: a secret one, kept in DIR]")
@click.option("--roster", type=click.Path(path_type=Path), metavar="FILE", help="The class list, as CSV.")
@isolation_option
@click.option("--quiet", is_flag=True, help="Print no progress.")
def batch(
    source: Path,
    out: Path,
    course: Path | None,
    jobs: int | None,
    dask: str | None,
    seed: int | None,
    roster: Path | None,
    isolation: str | None,
    quiet: bool,
) -> int:
    r"""Grade every submission in SOURCE: folders of students' work, or the zip that your platform gives you.

    Downloads of Moodle, Canvas, Blackboard, Brightspace, Sakai and nbgrader are understood as they are.

    DIR gets index.html (the class), reports/ (a page a student), grades.csv and results.sqlite (all data, for teachers
    only).  Stopped in between, the same command goes on; run again, it grades only what is new or has changed.

    \b
    Examples:
      grader batch submissions/ --out graded/
      grader batch download.zip --out graded/ --roster class.csv
      grader batch submissions/ --out graded/ --dask head-node:8786

    \b
    Ends with 0 if every submission has a result, whatever its grade, 2 for wrong use, 3 if the grader itself failed.
    """
    from grader.batch import Batch, run
    from grader.cli.progress import ProgressReporter

    folder = ready_course(course, isolation, (source, out))
    plan = Batch(source, folder, out, machines(jobs, dask), seed, isolation != "process", roster)
    with ProgressReporter(quiet=quiet) as reporter:
        try:
            progress = run(plan, reporter.update)
        except KeyboardInterrupt:
            reporter.stopped()
            return 130
    return _summary(progress, out)


def _summary(progress: Progress, out: Path) -> int:
    again = f", {progress.cached} had a result" if progress.cached else ""
    click.echo(f"{progress.graded} graded{again}: {out}/index.html, {out}/grades.csv, {out}/reports/")
    for note in progress.notes:
        click.echo(note, err=True)
    return say_failures(progress)

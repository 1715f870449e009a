"""`grader batch`: grade a class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.batch_setup import machines, ready_course, report_failures
from grader.cli.options import SeedParameter, course_option, dask_option, exit_codes, isolation_option, jobs_option

if TYPE_CHECKING:
    from grader.batch import Progress

LAYOUT_KEYS = (
    "canvas", "canvas-quiz", "moodle", "gradescope", "blackboard", "brightspace", "sakai", "nbgrader", "folders",
)  # fmt: skip
"""The keys of grader/intake/layouts, which is imported only where a class is graded."""


@click.command(
    short_help="Grade the submissions of a class.",
    epilog=exit_codes(c0="every submission has a result, whatever its grade", c3="the grader itself failed"),
)
@click.argument("source", type=click.Path(path_type=Path), metavar="SOURCE")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Folder for the results.")
@course_option
@jobs_option
@dask_option
@click.option(
    "--seed",
    type=SeedParameter(),
    metavar="N|random",
    help="Seed for the generated inputs.  [default: a secret one, stored in DIR]",
)
@click.option("--roster", type=click.Path(path_type=Path), metavar="FILE", help="Class list as CSV.")
@click.option(
    "--layout", type=click.Choice(LAYOUT_KEYS), metavar="NAME",
    help=f"Read SOURCE as this: {', '.join(LAYOUT_KEYS)}.  [default: recognised]",
)  # fmt: skip
@click.option("--assignment", metavar="NAME", help="Grade this assignment, where SOURCE holds several.")
@click.option("--prune", is_flag=True, help="Remove earlier submissions that are not in SOURCE any more.")
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
    layout: str | None,
    assignment: str | None,
    prune: bool,
    isolation: str | None,
    quiet: bool,
) -> int:
    """Grade every submission in SOURCE: a folder of students' work, or the zip that you downloaded from your LMS.

    Downloads of the platforms listed under --layout are recognised; the command prints which one it found, and
    manifest.csv says what happened to every file.  Results are index.html (the class), reports/ (one page per student),
    grades.csv and results.sqlite (everything, for teachers only).  Run again, it grades only what is new or changed.

    \b
    Examples:
      grader batch submissions/ --out graded/
      grader batch download.zip --out graded/ --roster class.csv
      grader batch submissions/ --out graded/ --dask head-node:8786
    """
    from grader.batch import Batch, run
    from grader.cli.progress import ProgressReporter

    folder, reading = ready_course(course, isolation, (source, out), skip_broken=True)
    walls, processes = isolation != "process", machines(jobs, dask)
    plan = Batch(source, folder, out, processes, seed, walls, roster, layout, assignment, prune, reading=reading)
    with ProgressReporter(quiet=quiet) as reporter:
        try:
            progress = run(plan, reporter.update)
        except KeyboardInterrupt:
            reporter.stopped()
            return 130
    return _summary(progress, out)


def _summary(progress: Progress, out: Path) -> int:
    from grader.presentation.visible import inert, one_line

    again = f", {progress.cached} had a result" if progress.cached else ""
    click.echo(f"{progress.graded} graded{again}: {out}/index.html, {out}/grades.csv, {out}/reports/")
    for note in progress.notes:
        click.echo(inert(one_line(note)), err=True)
    return report_failures(progress)

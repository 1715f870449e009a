"""`grader regrade`: preview and apply grade changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.batch_setup import machines, ready_course, report_failures
from grader.cli.options import course_option, dask_option, exit_codes, jobs_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.batch import Regrade
    from grader.results.changes import Change, CheckChange


@click.command(
    short_help="Grade a class again and show which grades change.",
    epilog=exit_codes(c0="every submission could be graded", c3="the grader itself failed"),
)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with the results of `grader batch`.",
)
@click.option("--apply", "apply_", is_flag=True, help="Store the new results. Without this, nothing changes.")
@course_option
@jobs_option
@dask_option
@click.option("--quiet", is_flag=True, help="Print no progress.")
def regrade(out: Path, apply_: bool, course: Path | None, jobs: int | None, dask: str | None, quiet: bool) -> int:
    """Grade a class again after the course, the grader or some submissions have changed.

    Lists every student whose points would change, by how much and through which check, with the seed and the isolation
    of the original batch.  With --apply the new results count; the old ones stay on record, and points set by hand are
    kept.

    \b
    Examples:
      grader regrade --out graded/
      grader regrade --out graded/ --apply
    """
    from grader.batch import recorded, regrade
    from grader.cli.progress import ProgressReporter

    batch = recorded(out, machines(jobs, dask), course)
    _, reading = ready_course(batch.course, None if batch.walls else "process", (batch.source, out))
    with ProgressReporter(quiet=quiet) as reporter:
        try:
            preview = regrade(replace(batch, reading=reading), reporter.update, apply=apply_)
        except KeyboardInterrupt:
            reporter.stopped()
            return 130
    for line in lines(preview, out):
        click.echo(line)
    return report_failures(preview.progress)


def lines(preview: Regrade, out: Path) -> Iterator[str]:
    """Yield the lines to print: each change, a summary and the next step."""
    for change in preview.changes:
        yield from _lines(change)
    same = f", {preview.same} more were graded again and end the same" if preview.same else ""
    verb = "changed" if preview.applied else "would change"
    yield f"{len(preview.changes)} of {preview.progress.total} {verb}{same}."
    if preview.applied:
        yield f"The results before are kept: `grader show {out} STUDENT` lists them."
    elif preview.changes or preview.same:
        yield f"Nothing is changed yet. To do it: grader regrade --out {out} --apply"


def _lines(change: Change) -> Iterator[str]:
    difference = change.after - change.before
    sign = "the same points" if not difference else f"{difference:+g}"
    yield f"{change.submission}: {change.before:g} -> {change.after:g} points ({sign})"
    for check in change.checks:
        yield f"    {check.check}: {_side(check, before=True)} -> {_side(check, before=False)}{_message(check)}"


def _side(check: CheckChange, *, before: bool) -> str:
    outcome, points = (check.outcome_before, check.before) if before else (check.outcome_after, check.after)
    return "not there" if outcome is None else f"{outcome} {points:g}"


def _message(check: CheckChange) -> str:
    first = check.message.strip().split("\n")[0]
    return f"  {first}" if first else ""

"""`grader push`: grades, comments and reports of a class, straight to the LMS."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import exit_codes
from grader.lms.names import LMS_NAMES
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.lms.planning import PlanOptions
    from grader.lms.records import LmsAssignment
    from grader.store import Store


@click.command(
    short_help="Write grades, comments and reports to an LMS.",
    epilog=exit_codes(
        c0="every grade is there, or would be written",
        c1="some are not, or match nobody; they are listed",
        c2="wrong usage, or a token that is not accepted",
    ),
)
@click.argument("lms", type=click.Choice(LMS_NAMES))
@click.argument("address", required=False)
@click.option(
    "--from", "folder", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Folder with the results."
)
@click.option("--apply", "apply_", is_flag=True, help="Write to the LMS. Without this, only show what would happen.")
@click.option("--replace", is_flag=True, help="Also replace grades and comments that somebody else has entered.")
@click.option("--raw", is_flag=True, help="Write points as they are, not scaled to what the assignment is worth.")
@click.option("--so-far", is_flag=True, help="Include grades that still wait for marks by hand.")
@click.option("--grades-only", is_flag=True, help="Write no comments and no reports.")
@click.option("--no-reports", is_flag=True, help="Write comments without the report as a file.")
@click.option("--quiet", is_flag=True, help="Print no progress.")
def push(
    lms: str,
    address: str | None,
    folder: Path,
    apply_: bool,
    replace: bool,
    raw: bool,
    so_far: bool,
    grades_only: bool,
    no_reports: bool,
    quiet: bool,
) -> int:
    """Write the grades in DIR, the folder that `grader batch --out` has written, to an assignment of an LMS.

    Without --apply, nothing is written: it prints a table with each student, the present grade, the new one and the
    reason.  ADDRESS is the address of the assignment's page in the browser; after `grader pull` it may be left out.
    The late policy is applied here.

    Grades that somebody else has entered or changed, locked grades, and submissions that were handed in again are
    listed and not overwritten.  After an interruption the same command continues and writes nothing twice.

    \b
    Examples:
      grader push canvas --from graded/
      grader push canvas --from graded/ --apply
      grader push moodle --from graded/ --apply
    """
    from grader.lms.planning import PlanOptions

    options = PlanOptions(raw, replace, comments=not grades_only, files=not (grades_only or no_reports))
    return _run(lms, address, folder, options, _Switches(apply_, so_far, quiet))


@dataclass(frozen=True, slots=True)
class _Switches:
    apply: bool
    so_far: bool
    quiet: bool


def _run(lms: str, address: str | None, folder: Path, options: PlanOptions, switches: _Switches) -> int:
    from grader.cli.grades import read_grades
    from grader.cli.lms_progress import StepProgress, connected
    from grader.cli.push_table import head_lines, plan_lines, report_lines
    from grader.lms.journal import Journal
    from grader.lms.pushing import Push
    from grader.store import Folder, FolderLock, Store

    grades, files = read_grades(folder, so_far=switches.so_far), Folder(folder)
    with FolderLock(folder), Store(files) as store:
        url = address or _pulled_address(store, lms)
        with connected(lms, url) as (client, module), StepProgress("grades", quiet=switches.quiet) as progress:
            assignment = client.load()
            _require_gradable(url, assignment)
            key = module.read_address(url).key
            with Journal(files.push_journal, key) as journal:
                pushing = Push(client, journal, store, key, options)
                plan, planner = pushing.plan(assignment, grades, module.platform)
                _print([*head_lines(assignment), *plan_lines(plan)])
                if not switches.apply:
                    pushing.remember(plan)
                    _print(["Nothing was written. To write the grades, add --apply."])
                    return 1 if plan.is_incomplete else 0
                report = pushing.apply(plan, planner, progress.update)
    _print(report_lines(report))
    return 1 if report.failed or plan.is_incomplete else 0


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _require_gradable(url: str, assignment: LmsAssignment) -> None:
    from grader.errors import UsageError

    if assignment.refusal:
        raise UsageError(f"{url}: no grades can be written: {assignment.refusal}.")


def _pulled_address(store: Store, lms: str) -> str:
    """Return the assignment from which the class was pulled.  Raises UsageError."""
    from grader.errors import UsageError
    from grader.intake.pulled import read_manifest

    source = store.fact("source")
    manifest = read_manifest(Path(source)) if source else None
    if manifest is None:
        raise UsageError("the submissions were not pulled from an LMS: name the address of the assignment's page.")
    if manifest.lms != lms:
        raise UsageError(f"the submissions were pulled from {manifest.lms}: name the address of the page in {lms}.")
    return manifest.address

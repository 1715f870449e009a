"""`grader pull`: the submissions of an assignment, straight from the LMS."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import exit_codes
from grader.lms.names import LMS_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.lms.pulling import PullReport


@click.command(
    short_help="Fetch submissions from an LMS.",
    epilog=exit_codes(
        c0="everything is there",
        c1="a file could not be fetched; it is listed",
        c2="wrong usage, or a token that is not accepted",
    ),
)
@click.argument("lms", type=click.Choice(LMS_NAMES))
@click.argument("address")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Folder for the files; new, or that of an earlier pull.",
)
@click.option("--quiet", is_flag=True, help="Print no progress.")
def pull(lms: str, address: str, out: Path, quiet: bool) -> int:
    """Fetch the last attempt of every student or group from the assignment at ADDRESS into FOLDER.

    ADDRESS is the address of the assignment's page in the browser.  `grader batch FOLDER` grades the files, with the
    student, the time, the attempt and the group of each.  Run again, it fetches only what is new.

    The token comes from the environment (GRADER_CANVAS_TOKEN, GRADER_MOODLE_TOKEN) or the keyring (`keyring set grader
    HOST`), and goes to the LMS only.

    \b
    Examples:
      grader pull canvas https://canvas.example/courses/1/assignments/2 --out hw1/
      grader pull moodle "https://lms.example/mod/assign/view.php?id=7" --out hw/
    """
    from grader.cli.lms_progress import StepProgress, connected
    from grader.lms.pulling import PullSource
    from grader.lms.pulling import pull as fetch
    from grader.results.platforms import Platform

    with connected(lms, address) as (client, module), StepProgress("submissions", quiet=quiet) as progress:
        report = fetch(client, PullSource(lms, Platform(module.platform), address), out, progress.update)
    for line in lines(report, out):
        click.echo(line)
    return 1 if report.failed else 0


def lines(report: PullReport, out: Path) -> Iterator[str]:
    """Yield the lines to print."""
    from grader.presentation.visible import visible

    files = f"{report.files} files" + (f" ({report.files_kept} were there already)" if report.files_kept else "")
    yield f"{out}: {report.submissions} submissions, {files}; {report.without} handed in nothing"
    yield from (f"  {visible(text)}" for text in report.problems)
    yield f"Grade them: grader batch {out} --out graded/"

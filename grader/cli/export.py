"""`grader export`: the grades of a class as the file that an LMS, or a person, expects."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import exit_codes
from grader.export.gradebooks import GRADEBOOKS, load_gradebook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.export.feedback_zip import FeedbackFiles
    from grader.export.grade import Grade
    from grader.export.gradebook import FilledGradebook, FillOptions
    from grader.export.gradebooks import Gradebook

PEOPLE = "csv"


@click.command(
    short_help="Export grades for an LMS, or as a table.",
    epilog=exit_codes(
        c0="every row has its submission and every submission its row",
        c1="some do not; they are listed",
        c2="wrong usage",
    ),
)
@click.argument("target", type=click.Choice([*GRADEBOOKS, PEOPLE]))
@click.option(
    "--from",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with the results of `grader batch`.",
)
@click.option(
    "--gradebook",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Gradebook exported from the LMS, to be filled in.",
)
@click.option("--assignment", metavar="ID", help="Column to fill in, if the gradebook has several assignments.")
@click.option("--raw", is_flag=True, help="Do not scale points to the maximum of the column.")
@click.option("--so-far", is_flag=True, help="Include grades that still wait for marking by hand.")
@click.option(
    "--feedback-zip",
    "zip_",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write a zip with the students' reports, for the LMS.",
)
@click.option("--output", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The file to upload.")
def export(
    target: str,
    folder: Path,
    gradebook: Path | None,
    assignment: str | None,
    raw: bool,
    so_far: bool,
    zip_: Path | None,
    output: Path,
) -> int:
    """Write the grades of a class for an LMS, or as a table.

    The targets of an LMS fill in the gradebook that you exported there: one column in the rows of graded students, and
    no other byte changes.  csv is a table for people.  The late policy is applied here; the stored results keep the
    points before it.

    \b
    Examples:
      grader export canvas --from graded/ --gradebook Grades.csv --output new.csv
      grader export moodle --from graded/ --gradebook sheet.csv --output new.csv
      grader export csv --from graded/ --output grades-for-people.csv
      grader export csv --from graded/ --output grades.csv --so-far
    """
    from grader.cli.grades import read_grades
    from grader.export.gradebook import FillOptions
    from grader.results.files import write_bytes

    if target == PEOPLE:
        if gradebook is not None or assignment is not None or zip_ is not None or raw:
            raise click.UsageError("csv takes no --gradebook, --assignment, --feedback-zip or --raw.")
        return _write_table(read_grades(folder, so_far=so_far), output)
    if gradebook is None:
        raise click.UsageError(f"{target} fills in a file that you have exported there: name it with --gradebook.")
    lms, options = load_gradebook(target), FillOptions(str(gradebook), assignment, raw)
    _check_files(lms, target, gradebook, output, zip_)
    filled = _fill(lms, gradebook, read_grades(folder, so_far=so_far), options)
    write_bytes(output, filled.data, grades=True)
    for line in (*lines(filled, output), *(_write_feedback(lms, folder, filled, zip_) if zip_ is not None else ())):
        click.echo(line)
    return 1 if filled.unmatched else 0


def _check_files(lms: Gradebook, target: str, gradebook: Path, output: Path, zip_: Path | None) -> None:
    """Raise UsageError where an option names a file that cannot be written."""
    if zip_ is not None and lms.feedback_names is None:
        raise click.UsageError(f"{target} takes no feedback files in a zip: leave out --feedback-zip.")
    if output.exists() and output.samefile(gradebook):
        raise click.UsageError("--output is the file that --gradebook names: keep the export, and name another file.")


def _write_table(grades: Sequence[Grade], output: Path) -> int:
    from grader.export.people import people_csv
    from grader.results.files import write_bytes

    write_bytes(output, people_csv(grades), grades=True)
    click.echo(f"{output}: {len(grades)} submissions")
    return 0


def _fill(lms: Gradebook, gradebook: Path, grades: Sequence[Grade], options: FillOptions) -> FilledGradebook:
    from grader.errors import UsageError

    try:
        data = gradebook.read_bytes()
    except OSError as error:
        raise UsageError(f"{gradebook}: cannot be read ({error.strerror}). Name the export of your LMS.") from error
    return lms.fill(data, grades, options)


def _write_feedback(lms: Gradebook, folder: Path, filled: FilledGradebook, path: Path) -> Iterator[str]:
    """Write the zip of reports; yield the lines to print."""
    from grader.export.comment import comment_html
    from grader.export.feedback_zip import FeedbackFiles, pack_feedback
    from grader.presentation.visible import visible
    from grader.results.files import write_bytes
    from grader.store import Folder, Store

    assert lms.feedback_names is not None  # noqa: S101 - the command has refused --feedback-zip otherwise
    with Store(Folder(folder)) as store:

        def load_files(id_: str) -> FeedbackFiles | None:
            stored, page = store.newest(id_), store.folder.report(id_)
            if stored is None or not page.is_file():
                return None
            return FeedbackFiles(page.read_bytes(), comment_html(stored.result).encode())

        packed = pack_feedback(filled.graded, lms.feedback_names, load_files)
    write_bytes(path, packed.data, grades=True)
    yield f"{path}: {packed.report_count} reports"
    if packed.missing:
        yield "Without a report in it:"
        yield from (f"  {visible(text)}" for text in packed.missing)


def lines(filled: FilledGradebook, output: Path) -> Iterator[str]:
    """Yield the lines to print: how many rows are set, which are left alone, which are unmatched."""
    from grader.presentation.visible import visible

    excused = f", {filled.excused_count} excused" if filled.excused_count else ""
    counts = f"{len(filled.skipped)} left alone, {len(filled.unmatched)} unmatched"
    yield f"{output}: {filled.set_count} rows set{excused}, {counts}"
    for title, texts in (
        ("Left alone:", filled.skipped),
        ("Look at these before you upload:", filled.warnings),
        ("Unmatched:", filled.unmatched),
    ):
        if texts:
            yield title
            yield from (f"  {visible(text)}" for text in texts)
    if any("not marked yet" in text for text in filled.skipped):
        yield "Mark the missing checks in overrides.toml and run `grader batch` again, or export with --so-far."
    yield from filled.notes

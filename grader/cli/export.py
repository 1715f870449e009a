"""`grader export`: the grades of a class as the file that an LMS, or a person, takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.export.grade import Grade
    from grader.export.gradebook import Filled
    from grader.store import Store


@click.command(short_help="Grades for an LMS, or as a table.")
@click.argument("target", type=click.Choice(["canvas", "moodle", "csv"]))
@click.option(
    "--from", "folder", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Where the results are."
)
@click.option(
    "--gradebook", type=click.Path(path_type=Path), metavar="FILE", help="The LMS's own export, to be filled in."
)
@click.option("--assignment", metavar="ID", help="Which column, where the export has several.")
@click.option("--raw", is_flag=True, help="Points as they are, not scaled to what the column gives.")
@click.option("--so-far", is_flag=True, help="Also grades that still wait for marks by hand.")
@click.option(
    "--feedback-zip", "zip_", type=click.Path(path_type=Path), metavar="FILE", help="Also the reports, for the LMS."
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
    r"""Write the grades in DIR, the folder that `grader batch --out` has written, for TARGET.

    canvas and moodle fill in the file that you have exported there: one column of the rows that have a grade, and no
    other byte.  csv is a table for people.  The late policy is applied here; DIR keeps the points before it.

    \b
    Examples:
      grader export canvas --from graded/ --gradebook Grades.csv --output upload.csv
      grader export moodle --from graded/ --gradebook worksheet.csv --output upload.csv
      grader export csv --from graded/ --output grades-for-people.csv
      grader export canvas --from graded/ --gradebook G.csv --output up.csv --feedback-zip reports.zip

    \b
    Ends with 0 if every row has its submission and every submission its row, 1 if not (they are listed), 2 for wrong
    use.
    """
    from grader.export.people import people_csv
    from grader.results.files import write_bytes

    grades = _grades(folder, so_far=so_far)
    if target == "csv":
        if gradebook is not None or assignment is not None or zip_ is not None or raw:
            raise click.UsageError(
                "csv is a table of its own: it takes no --gradebook, --assignment, --feedback-zip or --raw."
            )
        write_bytes(output, people_csv(grades))
        click.echo(f"{output}: {len(grades)} submissions")
        return 0
    if gradebook is None:
        raise click.UsageError(f"{target} fills in an export of its own: name it with --gradebook.")
    if output.exists() and output.samefile(gradebook):
        raise click.UsageError("--output is the file that --gradebook names: keep the export, and name another file.")
    found = _filled(target, gradebook, grades, assignment, raw=raw)
    write_bytes(output, found.data)
    for line in lines(found, output):
        click.echo(line)
    if zip_ is not None:
        for line in _reports(target, folder, found, zip_):
            click.echo(line)
    return 1 if found.unmatched else 0


def _grades(folder: Path, *, so_far: bool) -> list[Grade]:
    """Return what every submission has got, one result in memory at a time."""
    from grader.export.grade import grade_of
    from grader.store import Folder, Store

    with Store(Folder(folder)) as store:
        _same_policy(store, folder)
        grades = [grade_of(kept.result, so_far=so_far) for kept in store.all()]
    return sorted(grades, key=lambda grade: grade.facts.id.casefold())


def _same_policy(store: Store, folder: Path) -> None:
    """Raise UsageError where the late policy is another one than that of the results and of the students' pages."""
    from grader.course.late import late_fact, read_late
    from grader.errors import SpecError, UsageError

    kept, course = store.fact("late"), store.fact("course")
    if kept is None or course is None or not Path(course).is_dir():
        return
    policy, mistakes = read_late(Path(course))
    if mistakes:
        raise SpecError(mistakes)
    if late_fact(policy) != kept:
        raise UsageError(
            f"{folder}: the late policy in {course}/course.toml has changed since. Run the same `grader batch` once "
            "more, which grades nothing anew and brings the students' pages up to date."
        )


def _filled(target: str, gradebook: Path, grades: Sequence[Grade], assignment: str | None, *, raw: bool) -> Filled:
    from grader.errors import UsageError
    from grader.export import canvas, moodle

    try:
        data = gradebook.read_bytes()
    except OSError as error:
        raise UsageError(f"{gradebook}: cannot be read ({error.strerror}). Name the export of your LMS.") from error
    filled = canvas.filled if target == "canvas" else moodle.filled
    return filled(data, grades, assignment, raw=raw, name=str(gradebook))


def _reports(target: str, folder: Path, found: Filled, path: Path) -> Iterator[str]:
    """Write the zip of reports; yield what is to say."""
    from grader.export.comment import comment_html
    from grader.export.feedback_zip import Material, packed
    from grader.presentation.visible import visible
    from grader.results.files import write_bytes
    from grader.store import Folder, Store

    with Store(Folder(folder)) as store:

        def material(id_: str) -> Material | None:
            kept, page = store.newest(id_), store.folder.report(id_)
            if kept is None or not page.is_file():
                return None
            return Material(page.read_bytes(), comment_html(kept.result).encode())

        made = packed(target, found.graded, material)
    write_bytes(path, made.data)
    yield f"{path}: {made.count} reports"
    if made.unable:
        yield "Without a report in it:"
        yield from (f"  {visible(text)}" for text in made.unable)


def lines(found: Filled, output: Path) -> Iterator[str]:
    """Yield what is to say: how many rows are set, who is left alone, who belongs to nobody."""
    from grader.presentation.visible import visible

    excused = f", {found.excused} excused" if found.excused else ""
    yield f"{output}: {found.set} rows set{excused}, {len(found.left)} left alone, {len(found.unmatched)} unmatched"
    for title, texts in (
        ("Left alone:", found.left),
        ("Look at these before you upload:", found.looks),
        ("Unmatched:", found.unmatched),
    ):
        if texts:
            yield title
            yield from (f"  {visible(text)}" for text in texts)
    if any("not marked yet" in text for text in found.left):
        yield "Mark what waits in overrides.toml and run `grader batch` again, or export what is there with --so-far."
    yield from found.notes

"""`grader mark`: people mark the written answers of a class in the browser."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_option, exit_codes

if TYPE_CHECKING:
    from grader.course import Course
    from grader.store import Folder

LOCAL = "127.0.0.1"


@click.command(
    short_help="Mark the written answers of a class in the browser.",
    epilog=exit_codes(
        c0="stopped by you, or the export or import is done",
        c1="the marks of an import differ from those on record",
        c3="the grader itself failed",
    ),
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--by", "names", multiple=True, metavar="NAME", help="Name of a marker; may be repeated.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help="Port to serve on.  [default: 8347, or the next free one]",
)
@click.option("--host", default=LOCAL, show_default=True, metavar="ADDRESS", help="Address to listen on.")
@click.option("--certificate", type=click.Path(path_type=Path), metavar="FILE", help="TLS certificate, as PEM.")
@click.option("--key", type=click.Path(path_type=Path), metavar="FILE", help="Key of the certificate, as PEM.")
@click.option(
    "--unencrypted",
    is_flag=True,
    help="Allow another address without a certificate: anybody on the network can then read answers and marks.",
)
@click.option(
    "--export", "export_", type=click.Path(path_type=Path), metavar="FILE", help="Write all marks as text, and exit."
)
@click.option(
    "--import", "import_", type=click.Path(path_type=Path), metavar="FILE", help="Read marks from an export, and exit."
)
@course_option
def mark(
    folder: Path, names: tuple[str, ...], port: int | None, host: str, certificate: Path | None, key: Path | None,
    unencrypted: bool, export_: Path | None, import_: Path | None, course: Path | None,
) -> int:  # fmt: skip
    """Serve a site on this machine where people mark the written answers of DIR, the folder of `grader batch --out`.

    Each marker gets an address of their own.  Marks are saved as they are made; stopping the server loses nothing, and
    `grader batch` and `grader regrade` can run meanwhile.

    \b
    Examples:
      grader mark graded/
      grader mark graded/ --by Ada --by Bob
      grader mark graded/ --export marks.json
    """
    from grader.course import load_course
    from grader.errors import UsageError
    from grader.store import Folder

    if (certificate is None) != (key is None):
        raise UsageError("--certificate and --key belong together. Name both files.")
    if host not in {LOCAL, "localhost", "::1"} and certificate is None and not unencrypted:
        raise UsageError(
            f"--host {host}: others on the network could read answers and marks. Name a certificate with --certificate "
            "and --key, or say --unencrypted if the network is yours."
        )
    results_folder = Folder(folder.absolute())
    loaded = load_course(_course_of(results_folder, course))
    if export_ is not None or import_ is not None:
        return _exchange(results_folder, loaded, export_, import_)
    _serve(results_folder, loaded, names or (_user(),), port or 0, host, (certificate, key))
    return 0


def _course_of(folder: Folder, course: Path | None) -> Path:
    """Return the course named, or the one that the batch has used.  Raises UsageError."""
    from grader.store import Store

    with Store(folder) as store:
        recorded = store.fact("course")
    if course is None and recorded is not None and Path(recorded).is_dir():
        return Path(recorded)
    from grader.cli.options import course_folder

    return course_folder(course)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "marker"


def _exchange(folder: Folder, course: Course, target: Path | None, source: Path | None) -> int:
    """Write marks as text, or take them in."""
    from grader.marking.questions import points_of, questions_of
    from grader.marking.text_format import export_text, import_text
    from grader.results.files import write
    from grader.results.overrides import read_overrides
    from grader.store.marking import MarkingStore

    rubrics = {item: question.rubric for item, question in questions_of(course).items()}
    conflicts: list[str] = []
    with MarkingStore(folder, rubrics, lambda: read_overrides(folder.overrides, points_of(course))) as store:
        if source is not None:
            imported = import_text(store, source)
            conflicts = imported.conflicts
            click.echo(f"{imported.marks} versions of marks and {imported.rubrics} of rubrics taken in from {source}")
            for line in conflicts:
                click.echo(line, err=True)
            click.echo("Run `grader batch` once more, or `grader mark`, to bring pages and tables up to date.")
        if target is not None:
            write(target, export_text(store), private=True)
            click.echo(f"{target}: all marks, with their history")
    return 1 if conflicts else 0


def _serve(
    folder: Folder, course: Course, names: tuple[str, ...], port: int, host: str, tls: tuple[Path | None, Path | None]
) -> None:
    from grader.errors import UsageError

    try:
        from grader.marking.serving import ServerOptions, serve
        from grader.marking.site import Site  # noqa: F401 - says at once what is not installed
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed. Run `pip install 'gradewright[mark]'`.") from error
    if len(set(names)) != len(names) or not all(name.strip() for name in names):
        raise UsageError("--by: every marker needs a name of their own.")
    serve(folder, course, ServerOptions(names, port, host, *tls), lambda: _tables(folder), _say)


def _say(addresses: dict[str, str]) -> None:
    """Print where each marker goes."""
    for name, address in addresses.items():
        click.echo(f"{name}: {address}")
    click.echo("Stop with Ctrl+C; nothing is lost, and the same addresses work after the next start.")


def _tables(folder: Folder) -> None:
    """Write grades.csv and index.html.  Raises UsageError while a batch holds the folder."""
    from grader.batch.gradebook import rewrite_gradebook
    from grader.store import FolderLock, Store

    with FolderLock(folder.path), Store(folder) as store:
        rewrite_gradebook(store)

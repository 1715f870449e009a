"""`grader import`: tests that exist already, in the formats of other graders, become a course."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import exit_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.importing import Import, ImportRow

KINDS = ("otter", "nbgrader", "pytest", "unittest", "prairielearn")
"""The formats, written out so that `grader --help` reads none of their modules; a test holds them to the registry."""

NOTHING = (
    "Nothing here is in this format. Name the files with the tests, or the folder that they lie in; "
    "`grader import --help` has an example of each format."
)


@click.command(
    "import",
    short_help="Make a course from existing tests.",
    epilog=exit_codes(c0="tests were imported, and the course has no mistake", c1="no test was imported"),
)
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="COURSE", help="The course to write into."
)
def import_tests(kind: str, paths: tuple[Path, ...], out: Path) -> int:
    """Make a course from the tests in PATH..., files or folders of another grader; the tests are not changed.

    Students' code will run in another process than the tests.  The solution becomes the reference, and questions for a
    person become written checks.  Nothing is executed and nothing is overwritten; a table at the end says what was
    imported, what was not, and why.

    \b
    Examples:
      grader import otter hw01.ipynb --out course
      grader import nbgrader my_course/ --out course
      grader import pytest tests/test_stack.py solution/stack.py --out course
      grader import unittest gradescope_autograder/ --out course
      grader import prairielearn questions/ --out course
    """
    from grader.errors import UsageError
    from grader.importing import FORMATS, write_course

    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        raise UsageError(f"{missing}: there is no such file or folder. Look for a typing error in the path.")
    result = FORMATS[kind].read(paths)
    result.leave_out_clashes()
    if result.tasks:
        write_course(out, result.tasks)
    for line in table(result, out):
        click.echo(line)
    if not result.tasks:
        return 1
    _refuse_mistakes(out, [task.id for task in result.tasks])
    click.echo(f"Next: grader verify --course {out}")
    return 0


def _refuse_mistakes(out: Path, tasks: Sequence[str]) -> None:
    """Load the tasks that were written.  Raises SpecError."""
    from grader.course import load_course

    load_course(out, only=tasks)


def table(result: Import, out: Path) -> list[str]:
    """Return the lines that say what was imported and what was not."""
    imported = [row for row in result.rows if row.imported]
    rest = [row for row in result.rows if not row.imported]
    if not result.tasks and not result.rows:
        return [NOTHING]
    lines = [f"{_counted(len(imported), 'test')} imported into {out}:" if result.tasks else "Nothing was imported:"]
    counts = Counter(row.task for row in imported)
    width = max((len(task.id) for task in result.tasks), default=0)
    lines += [f"  {task.id:<{width}}  {counts[task.id]:>4}  {task.source}" for task in result.tasks]
    if notes := _grouped(row for row in imported if row.reason):
        lines += ["What is different:", *notes]
    if rest:
        lines += [f"Not imported ({len(rest)}):", *_grouped(rest)]
    return [_shown(line) for line in lines]


def _grouped(rows: Iterable[ImportRow]) -> list[str]:
    """Return a line for each file and reason, with the items that it is true of."""
    groups: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        groups.setdefault((row.source, row.reason), []).append(row.item)
    return [f"  {_near(source)}: {_listed(items)}: {reason}" for (source, reason), items in groups.items()]


def _listed(items: Sequence[str]) -> str:
    item_list = ", ".join(item if len(item) <= 60 else f"{item[:59]}…" for item in items[:4])
    return item_list if len(items) <= 4 else f"{item_list} and {len(items) - 4} more"


def _near(source: str) -> str:
    """Return a path as it is shortest from here."""
    relative = os.path.relpath(source)
    return relative if len(relative) < len(source) else source


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shown(text: str) -> str:
    """Return a line without signs that a terminal would obey: names come from files of others."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)

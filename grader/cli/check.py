"""`grader check`: one submission, for whoever has it in front of them."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import PUBLIC_SEED
from grader.cli.options import Seed, colour_wanted, course_folder, course_option, isolation_option
from grader.errors import UsageError
from grader.sandbox.early import Early, hidden

if TYPE_CHECKING:
    from grader.results import SubmissionResult


@click.command(short_help="Check your own code before the deadline.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@course_option
@click.option("--task", "task_ids", multiple=True, metavar="ID", help="Check this task only; may be repeated.")
@click.option("--seed", type=Seed(), default=PUBLIC_SEED, show_default=True, metavar="N|random", help="Which inputs.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Also write a page for the browser.")
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path), metavar="FILE", help="Also write the result as data."
)
@click.option(
    "--audience", type=click.Choice(["student", "teacher"]), help="Who reads it; a student sees no hidden check."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@isolation_option
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write there instead of to the terminal."
)
def check(
    paths: tuple[Path, ...],
    course: Path | None,
    task_ids: tuple[str, ...],
    seed: int,
    html: Path | None,
    json_file: Path | None,
    audience: str | None,
    form: str,
    isolation: str | None,
    output: Path | None,
) -> int:
    r"""Check the files or folders PATH... against the tasks whose functions they define.

    \b
    Examples:
      grader check softmax.py
      grader check my_folder/ --html report.html
      grader check everything.py --task scan --seed random

    \b
    Ends with 0 if every check passed, 1 if one did not, 2 for wrong use, 3 if the grader itself failed.
    """
    # The worker takes as long to start as the judge takes to import its libraries, so it starts first.
    with Early(_folder_of(paths), hidden(course), walls=isolation != "process") as start:
        from grader.results import Audience, for_audience
        from grader.results.files import write

        command = _command(paths, course, task_ids, seed)
        result = _grade(paths, course, task_ids, seed, command, start)
        if isolation == "sandbox" and result.isolation != "sandbox":
            raise UsageError("this machine does not enforce the whole sandbox; `grader sandbox` says what to do.")
        student, teacher = (for_audience(result, who, public_seed=True) for who in Audience)
        if json_file is not None:
            write(json_file, (student if audience == "student" else teacher).model_dump_json(indent=2) + "\n")
        shown = teacher if audience == "teacher" else student
        if html is not None:
            write(html, _page(shown, course))
        if form == "json":
            text = (student if audience == "student" else teacher).model_dump_json(indent=2) + "\n"
        else:
            text = _text(shown, colour=output is None and colour_wanted())
        if output is not None:
            write(output, text)
        else:
            click.echo(text, nl=False)
        _say_faults(result)
        return _exit_code(result)


def _grade(
    paths: tuple[Path, ...],
    course: Path | None,
    task_ids: tuple[str, ...],
    seed: int,
    command: str,
    start: Early,
) -> SubmissionResult:
    from grader.judge.own import check_own
    from grader.submission import gather

    submission = gather(paths)
    return check_own(submission, course_folder(course), task_ids, seed, start, command)


def _page(result: SubmissionResult, course: Path | None) -> str:
    from grader.course import load_course
    from grader.report.html import render

    tasks = (
        load_course(course_folder(course), only=[task.id for task in result.tasks], kits=True).tasks
        if result.tasks
        else ()
    )
    return render(result, {task.id: task.spec.statement for task in tasks})


def _text(result: SubmissionResult, *, colour: bool) -> str:
    from grader.report.text import render

    return render(result, colour=colour)


def _say_faults(result: SubmissionResult) -> None:
    """Tell whoever runs the command what is wrong with the course or the grader."""
    for task in result.tasks:
        for one in task.checks:
            if one.fault:
                click.echo(f"The check {task.id}.{one.id} cannot be decided: {one.fault.strip()}", err=True)


def _exit_code(result: SubmissionResult) -> int:
    from grader.results import Outcome

    if Outcome.JUDGE_ERROR in result.outcomes:
        return 3
    well = {Outcome.PASSED, Outcome.PENDING}
    return 0 if result.outcomes and all(outcome in well for outcome in result.outcomes) else 1


def _folder_of(paths: tuple[Path, ...]) -> Path | None:
    """Return the folder that the code runs in, so that it finds its data files."""
    folder = paths[0] if paths[0].is_dir() else paths[0].parent
    return folder if folder.is_dir() else None


def _command(paths: tuple[Path, ...], course: Path | None, task_ids: tuple[str, ...], seed: int) -> str:
    words = ["grader", "check", *map(str, paths)]
    if course is not None:
        words += ["--course", str(course)]
    for task in task_ids:
        words += ["--task", task]
    return shlex.join(words if seed == PUBLIC_SEED else [*words, "--seed", str(seed)])

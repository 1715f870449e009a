"""`grader check`: one submission, for whoever has it in front of them."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from grader.cli.options import PUBLIC_SEED, Seed, colour_wanted, course_folder, course_option, isolation_option
from grader.errors import UsageError
from grader.sandbox.cell import Cell
from grader.sandbox.walls import MEMORY

if TYPE_CHECKING:
    from grader.results import SubmissionResult
    from grader.sandbox.process import Worker


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
    with _Starter(_folder_of(paths), _hidden(course), walls=isolation != "process") as start:
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
    start: _Starter,
) -> SubmissionResult:
    from grader.course import load_course
    from grader.judge import Grading, Preparation, grade
    from grader.submission import gather

    submission = gather(paths)
    tasks = load_course(course_folder(course), only=task_ids).tasks
    start.allow(max(task.memory for task in tasks))
    grading = Grading(tasks, Preparation(seed), only_present=not task_ids)
    return grade(submission, grading, start, command)


def _page(result: SubmissionResult, course: Path | None) -> str:
    from grader.course import load_course
    from grader.report.html import render

    tasks = load_course(course_folder(course), only=[task.id for task in result.tasks]).tasks if result.tasks else ()
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


def _hidden(course: Path | None) -> tuple[Path, ...]:
    """Return the folders of the course that code must not read, wherever the course is found later."""
    bases = [course] if course is not None else [Path.cwd(), *Path.cwd().parents]
    return tuple(base / name for base in bases for name in ("reference", "tasks") if (base / name).is_dir())


class _Starter:
    """Starts workers, the first one at once."""

    def __init__(self, folder: Path | None, hidden: tuple[Path, ...], *, walls: bool) -> None:
        self._folder = folder
        self._cell = Cell(walls, hidden=hidden)
        self._memory = MEMORY
        self._first: Worker | None = self._cell.worker(folder)

    def __call__(self) -> Worker:
        first, self._first = self._first, None
        return first or self._cell.worker(self._folder, self._memory)

    def allow(self, memory: int) -> None:
        """Give workers so much memory; the first one is started again if it has another limit."""
        if memory != self._memory and self._first is not None:
            self._first.close()
            self._first = None
        self._memory = memory

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._first is not None:
            self._first.close()

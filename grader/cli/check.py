"""`grader check`: check one submission."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import PUBLIC_SEED
from grader.cli.check_run import CheckRun
from grader.cli.options import SeedParameter, colour_wanted, course_folder, course_option, exit_codes, isolation_option
from grader.export.targets import TARGETS
from grader.plain_models import require_validation

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.results import SubmissionResult


@click.command(
    short_help="Check your own code before the deadline.",
    epilog=exit_codes(
        c0="every check passed; gradescope, prairielearn: a result was written",
        c1="a check did not pass",
        c3="the grader itself failed",
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@course_option
@click.option("--task", "task_ids", multiple=True, metavar="ID", help="Check this task only; may be repeated.")
@click.option(
    "--seed",
    type=SeedParameter(),
    default=PUBLIC_SEED,
    show_default=True,
    envvar="GRADER_SEED",  # unlike an option, no other user of the machine reads it
    metavar="N|random",
    help="Seed for the generated inputs.",
)
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Also write an HTML report.")
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write the result as JSON.",
)
@click.option(
    "--audience",
    type=click.Choice(["student", "teacher"]),
    help="Show the student's or the teacher's version; students see no hidden checks.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *TARGETS]),
    default="text",
    show_default=True,
    help="Format of the result.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the result to FILE instead of the terminal.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    help="Start no further check after this many seconds.",
)
@click.option(
    "--python",
    envvar="GRADER_PYTHON",
    metavar="FILE",
    help="Interpreter that runs the checked code, with its packages and numpy.  [default: the grader's own]",
)
@isolation_option
def check(
    paths: tuple[Path, ...], course: Path | None, task_ids: tuple[str, ...], seed: int, html: Path | None,
    json_file: Path | None, audience: str | None, form: str, output: Path | None, time_limit: float | None,
    python: str | None, isolation: str | None,
) -> int:  # fmt: skip
    """Check Python files, notebooks or folders against the tasks whose functions they define.

    \b
    Examples:
      grader check softmax.py
      grader check my_folder/ --html report.html
      grader check everything.py --task scan --seed random
      grader check submission/ --format gradescope --output results.json
    """
    run = CheckRun(paths, course, task_ids, seed, isolation, time_limit, python)
    if form == "text":
        from grader.results import Outcome

        result = run.grade()
        if Outcome.JUDGE_ERROR in result.outcomes:
            require_validation("a fault of the course or of the grader")
        _write_beside(result, run, html, json_file, audience)
        _print_report(result, audience or "student", output)
        return _report_faults(result)

    from grader.cli.delivery import Delivery
    from grader.results import Audience

    def grade(keep: Callable[[SubmissionResult], None]) -> SubmissionResult:
        result = run.grade(keep, every_task=TARGETS[form].is_whole)
        _write_beside(result, run, html, json_file, audience)
        return result

    delivery = Delivery(form, output, Audience(audience) if audience else None, run.repository_folder)
    return delivery.run(paths[0].resolve().stem, grade, _report_faults)


def _for(result: SubmissionResult, audience: str) -> SubmissionResult:
    from grader.results import Audience, for_audience

    return for_audience(result, Audience(audience), public_seed=True)


def _write_beside(
    result: SubmissionResult, run: CheckRun, html: Path | None, json_file: Path | None, audience: str | None
) -> None:
    from grader.results.files import write

    if json_file is not None:
        from grader.export.json import text_of

        write(json_file, text_of(_for(result, audience or "teacher")))
    if html is not None:
        write(html, _page(_for(result, audience or "student"), run.course))


def _page(result: SubmissionResult, course: Path | None) -> str:
    from grader.course import load_course
    from grader.report.html import render

    tasks = (
        load_course(course_folder(course), only=[task.id for task in result.tasks], kits=True).tasks
        if result.tasks
        else ()
    )
    return render(result, {task.id: task.spec.statement for task in tasks})


def _print_report(result: SubmissionResult, audience: str, output: Path | None) -> None:
    from grader.presentation.text import render
    from grader.presentation.view import view_of
    from grader.results.files import write

    report = render(view_of(_for(result, audience)), colour=output is None and colour_wanted())
    if output is None:
        click.echo(report, nl=False)
    else:
        write(output, report)


def _report_faults(result: SubmissionResult) -> int:
    """Print faults of the course and of the grader to stderr; return the exit code."""
    from grader.presentation.visible import inert

    for task in result.tasks:
        for check in task.checks:
            if check.fault:
                click.echo(inert(f"The check {task.id}.{check.id} cannot be decided: {check.fault.strip()}"), err=True)
    return _exit_code(result)


def _exit_code(result: SubmissionResult) -> int:
    from grader.results import Outcome

    if Outcome.JUDGE_ERROR in result.outcomes:
        return 3
    good = {Outcome.PASSED, Outcome.PENDING}
    return 0 if result.outcomes and all(outcome in good for outcome in result.outcomes) else 1

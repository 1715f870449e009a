"""`grader bundle`: the archive for a platform that runs the grader itself."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.options import SeedParameter, course_folder, course_option, exit_codes


@click.command(short_help="Pack an autograder for a platform.", epilog=exit_codes(c0="the archive was written"))
@click.argument("platform", type=click.Choice(["gradescope"]), expose_value=False)
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The archive to write.")
@course_option
@click.option("--task", "task_ids", multiple=True, metavar="ID", help="Pack only this task; may be repeated.")
@click.option(
    "--seed",
    type=SeedParameter(),
    metavar="N|random",
    help="Seed for the generated inputs.  [default: derived from the course]",
)
def bundle(out: Path, course: Path | None, task_ids: tuple[str, ...], seed: int | None) -> int:
    """Pack the grader, the tasks of the course and the platform's start scripts into one archive.

    For Gradescope, upload it under "Configure Autograder"; docs/targets/gradescope.md describes every step.  All
    submissions get the same inputs.  The archive contains the reference and the seed: keep it private.

    \b
    Examples:
      grader bundle gradescope --out autograder.zip
      grader bundle gradescope --out scan.zip --task scan
    """
    from grader.bundle import gradescope
    from grader.course import load_course
    from grader.results.files import write_bytes

    loaded = load_course(course_folder(course), only=task_ids)
    packed = gradescope(loaded, seed)
    write_bytes(out, packed.data, private=True)
    points = sum(task.points for task in loaded.tasks)
    count_text = "1 task" if len(loaded.tasks) == 1 else f"{len(loaded.tasks)} tasks"
    click.echo(f"{out}: {count_text}, {points:g} points, {len(packed.data) / 1000:.0f} kB, seed {packed.seed}")
    if packed.free:
        click.echo(
            f"{', '.join(packed.free)}: not installed here, or in a version that the platform's Python cannot run; "
            "the platform installs the newest that does.",
            err=True,
        )
    return 0

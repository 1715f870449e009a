"""The commands: each parses, calls one function and prints.

    options     options that several commands share
    check       one submission
    check_run   the options of one run of it
    delivery    its result for a platform, whatever happens
    batch       a class
    regrade     the same class again: who changes, and why
    show        one result of a class
    export      grades for an LMS, or as a table
    grades      the grades of a class, for commands that carry them elsewhere
    progress    progress of a class
    verify_progress    progress of `grader verify`
    classes     what the commands about a class share
    tasks       what the course asks
    new         the files of a new task
    verify      is the spec any good
    schema      what a task file and a result may hold
    release     the students' kit
    bundle      what a platform needs to grade by itself
    sandbox     what this machine keeps students' code from

Exit codes: 0 all is well, 1 a check did not pass, 2 wrong use or a mistake in a spec, 3 the grader failed.
"""

from __future__ import annotations

import sys
import traceback

import click

from grader import __version__
from grader.cli.batch import batch
from grader.cli.bundle import bundle
from grader.cli.check import check
from grader.cli.export import export
from grader.cli.new import new
from grader.cli.regrade import regrade
from grader.cli.release import release
from grader.cli.sandbox import sandbox
from grader.cli.schema import schema
from grader.cli.show import show
from grader.cli.tasks import tasks
from grader.cli.verify import verify
from grader.errors import BUG, GraderError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="grader")
def grader() -> None:
    r"""Check code against the tasks of a course.

    \b
    For students:    grader check softmax.py
    For assistants:  grader batch submissions/ --out graded/
    """


for command in (check, batch, regrade, show, export, tasks, new, verify, schema, release, bundle, sandbox):
    grader.add_command(command)


def main() -> None:
    """Run the command line; what a person can mend is one sentence and exit code 2."""
    try:
        sys.exit(grader.main(standalone_mode=False))
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except GraderError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    except Exception:  # noqa: BLE001 - exit code 1 would say that a check did not pass
        traceback.print_exc()
        click.echo(f"Error: {BUG}", err=True)
        sys.exit(3)

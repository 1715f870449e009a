"""The commands: each parses, calls one function and prints.

    lazy_commands    imports of a command what it needs
    options          options that several commands share
    check            check one submission
    check_run        its options as data, and the grading
    delivery         its result for a platform, whatever happens
    batch            grade a class
    mark             people mark written answers in the browser
    batch_setup      shared by batch and regrade
    progress         the progress of a batch
    regrade          preview and apply grade changes
    show             one student's result
    export           grades for an LMS, or as a table
    tasks            list the tasks of a course
    new              create the files of a new task
    import_tests     make a course of tests in the formats of other graders
    verify           test the tasks themselves
    verify_progress  its progress
    encoding         output for terminals that cannot show every sign
    schema           the JSON Schema of task files and of results
    release          the students' kit
    bundle           the archive for a platform that runs the grader itself
    sandbox          the isolation layers of this machine

Exit codes: 0 all is well, 1 a check did not pass, 2 wrong usage or a mistake in a task, 3 the grader failed.
"""

from __future__ import annotations

import os
import sys
import traceback

import click

from grader import __version__, plain_models
from grader.cli.encoding import print_any_text
from grader.cli.lazy_commands import LazyCommands
from grader.errors import BUG, GraderError

COMMANDS = {
    **{name: name for name in (
        "check", "batch", "mark", "regrade", "show", "export", "pull", "push", "tasks", "new", "verify", "schema",
        "release", "bundle", "sandbox",
    )},
    "import": "import_tests",
}  # fmt: skip
"""The commands, and the modules of this package that hold them."""


@click.group(
    commands=LazyCommands(__name__, COMMANDS),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="grader")
def grader() -> None:
    """Check Python code and notebooks against the tasks of a course.

    \b
    Examples:
      grader check softmax.py                  students: check your own code
      grader batch download.zip --out graded/  assistants: grade a class
      grader verify                            teachers: test the tasks

    `grader COMMAND --help` shows more examples.
    """


def use_utf8() -> None:
    """Start again in UTF-8 where the locale has no letters but those of ASCII: students have others in their names."""
    if sys.getfilesystemencoding().lower() in {"ascii", "ansi_x3.4-1968", "us-ascii"} and sys.flags.utf8_mode == 0:
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-X", "utf8", "-m", "grader", *sys.argv[1:]])  # noqa: S606 - this program


def main() -> None:
    """Run the command line; what a person can mend is one sentence and exit code 2."""
    use_utf8()
    print_any_text()
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
        from grader.presentation.visible import inert, visible

        # Sentences quote names of files and answers of servers, which may hold commands to the terminal.
        click.echo(f"Error: {inert(visible(str(error)))}", err=True)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 - exit code 1 would say that a check did not pass
        plain_models.require_validation(error)
        traceback.print_exc()
        click.echo(f"Error: {BUG}", err=True)
        sys.exit(3)

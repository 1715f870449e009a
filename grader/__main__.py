"""`python -m grader` and the command `grader`."""

from __future__ import annotations

import gc
import os
import sys

from grader import plain_models

# What is imported stays, and is most of what there is: looking through it for garbage again and again takes a twentieth
# of a short command.
gc.set_threshold(100_000, 20, 20)
# pydantic would look through all installed packages for plug-ins at every start, and none is wanted here.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# Threads of numpy's linear algebra would wait for work in a loop at first; at once they sleep until there is some.
os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "4")

FULL = "GRADER_FULL_MODELS"
"""Set for the start that follows one whose plain models did not do."""


def main() -> None:
    """Run the command, at first with plain models where they may do; again with all of them where they do not."""
    plain_models.in_use = FULL not in os.environ and plain_models.may_suffice(sys.argv[1:])
    from grader.cli import main as run  # what stands above is for this import

    try:
        run()
    except plain_models.ValidationNeededError:
        start_again()
    finally:
        gc.freeze()  # at the end Python would look through all that was imported for garbage, twice


def start_again() -> None:
    """Run the very command line of this process once more, with all models; does not return."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.environ[FULL] = "yes"
    # As it was started: `-m grader` would let modules in the working directory, a student's, stand for others.
    command = [sys.executable, *sys.orig_argv[1:]]
    if os.name == "nt":  # where `exec` is a new process, and whoever waits for this one misses its exit code
        import subprocess  # noqa: TID251 - the command that is running, once more

        sys.exit(subprocess.call(command))  # noqa: S603 - this program
    os.execv(sys.executable, command)  # noqa: S606 - this program


if __name__ == "__main__":
    main()

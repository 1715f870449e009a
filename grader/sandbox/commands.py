"""The grader's own code in a fresh interpreter: for whoever holds a student's code and must not judge it there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from grader.records import dataclass

_ROOT = Path(__file__).parents[2]
# The package is found where it is, at the end of the path, and nothing of the current folder is: a student's random.py.
# What anybody prints meanwhile, a reference say, goes to the errors.
_PROGRAM = """
import importlib, os, sys
sys.path.append(sys.argv[1])
reply = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="")
os.dup2(2, 1)
request = sys.stdin.buffer.read().decode("utf-8")
reply.write(importlib.import_module(sys.argv[2]).answer(request))
reply.close()
"""


class CommandTimeout(Exception):  # noqa: N818 - not an error of ours
    """The time was over."""


@dataclass(frozen=True, slots=True)
class CommandResult:
    """How it ended: exit code, what was answered, what else was said."""

    code: int
    output: str
    errors: str


def call_module(module: str, request: str, *, folder: Path, seconds: float) -> CommandResult:
    """Call `answer(request)` of a module of ours in `folder`.  Raises CommandTimeout."""
    # -P: what lies in the current folder is the student's, and must not be imported in place of a library.
    command = [sys.executable, "-P", "-c", _PROGRAM, str(_ROOT), module]
    try:
        # Of the grader's own code: it gets the student's environment, in which numpy may be found by a path of
        # theirs.
        done = subprocess.run(
            command,
            input=request.encode("utf-8", "replace"),
            capture_output=True,
            cwd=folder,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CommandTimeout from error
    output, errors = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
    return CommandResult(done.returncode, output, errors)

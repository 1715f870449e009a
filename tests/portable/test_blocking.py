"""The portable run blocks what it says it blocks, on both sides of the link."""

import json
import os
import subprocess  # noqa: TID251 - blocking is for good, so each try is a process
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.process import Worker
from tests.portable import blocking
from tests.portable.plugin import VARIABLE
from tests.sandbox.hostile import load

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has something to block")
in_the_run = pytest.mark.skipif(VARIABLE not in os.environ, reason="a part of `python -m tests.portable`")
LEFT = """
import json, os, select, signal, socket, sys
def importable(name):
    try: exec(f"import {name}", {"__name__": __name__})
    except ImportError: return False
    return True
names = []
for module, there in blocking.FUNCTIONS.items():
    names += [f"{module.__name__}.{name}" for name in there if hasattr(module, name)]
print(json.dumps([[name for name in blocking.MODULES if importable(name)], names]))
"""


def left(code: str) -> Any:
    """Return the modules and functions that are left in a process after some code."""
    program = f"import sys\nsys.path.insert(0, {str(HERE)!r})\nimport blocking\n{code}\n{LEFT}"
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True, env=env
    )
    return json.loads(done.stdout)


def test_a_worker_has_none_of_it() -> None:
    """Neither a module nor a function."""
    assert left("blocking.block_everything()") == [[], []]


def test_other_libraries_keep_the_modules() -> None:
    """Without blocking all of them are there: the list holds no name that does not exist here."""
    everything, functions = left("")
    assert {"fcntl", "resource", "pwd", "grp", "termios", "pty", "tty"} <= set(everything)
    assert {"os.fork", "os.killpg", "os.readv", "select.poll", "signal.SIGUSR1"} <= set(functions)
    assert left("blocking.block_for_grader()") == [everything, []]


@pytest.mark.parametrize("importer", ["grader", "grader.sandbox.link", "worker.walls.rights"])
def test_the_grader_has_none_of_the_modules(importer: str) -> None:
    """Whoever asks from inside is told that there is no such module."""
    code = f"blocking.block_for_grader()\n__name__ = {importer!r}"
    assert left(code) == [[], []]


@in_the_run
def test_this_run_is_blocked_and_linked_by_pipes() -> None:
    """On the judge's side, and in the worker's process."""
    assert not hasattr(os, blocking.FUNCTIONS[os][0])
    code = "import sys, os\nprint(sys.modules['fcntl'], hasattr(os, 'fork'))\ndef f(x):\n    return x\n"
    with Worker() as worker:
        assert type(worker._link).__name__ == "PipeLink"
        assert load(worker, code).end is None
        assert worker.printed == b"None False\n"


@in_the_run
def test_commands_of_this_run_are_blocked() -> None:
    """A process that a test starts is on such a system too."""
    code = "import os; print(hasattr(os, 'fork'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "False\n"

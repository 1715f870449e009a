"""Programs that make pools of forks: the process of a test has threads, so each is one of its own, and says JSON."""

from __future__ import annotations

import json
import subprocess  # noqa: TID251 - a program is a process
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BEFORE = """
import atexit, fcntl, json, os, signal, sys, tempfile, threading, time
from functools import partial
from pathlib import Path
from grader.judge import processes
from grader.judge.forked_pool import ForkedPool
from grader.judge.forker import Forker
"""


def said_by(program: str, *arguments: str) -> Any:
    """Return what a program printed last; it must end well and say nothing else."""
    command = [sys.executable, "-c", BEFORE + program, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def started(program: str, *before: str) -> subprocess.Popen[str]:
    """Start a program, by a command that may begin with what changes its start."""
    return subprocess.Popen(
        [*before, sys.executable, "-c", BEFORE + program],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and is not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

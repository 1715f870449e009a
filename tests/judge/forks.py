"""Programs that make pools of forks: the process of a test has threads, so each is one of its own, and says JSON."""

from __future__ import annotations

import atexit
import json
import socket
import subprocess  # noqa: TID251 - a program is a process
import sys
import tempfile
from functools import cache
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


# Forks a process for each program, which ends as an interpreter of its own would.
WARM = (
    BEFORE
    + """
import socket
asked = socket.socket(fileno=int(sys.argv[1]))
while True:
    text, descriptors, _, _ = socket.recv_fds(asked, 1 << 20, 2)
    if not text:
        break
    number = os.fork()
    if not number:
        asked.close()
        for place, descriptor in enumerate(descriptors, 1):
            os.dup2(descriptor, place)
            os.close(descriptor)
        program, sys.argv[1:] = json.loads(text)
        exec(program, globals())
        break
    for descriptor in descriptors:
        os.close(descriptor)
    asked.send(str(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])).encode())
"""
)


@cache
def warm() -> socket.socket:
    """Return what a process is asked by that has imported all that programs begin with; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.settimeout(120)
    process = subprocess.Popen(
        [sys.executable, "-c", WARM, str(theirs.fileno())], cwd=ROOT, pass_fds=(theirs.fileno(),)
    )
    theirs.close()
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def said_by(program: str, *arguments: str) -> Any:
    """Return what a program printed last; it must end well and say nothing else."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        request = json.dumps([program, arguments]).encode()
        socket.send_fds(warm(), [request], [out.fileno(), err.fileno()])
        code = warm().recv(100).decode()
        for file in (out, err):
            file.seek(0)
        said, wrong = out.read(), err.read()
    assert (code, wrong) == ("0", ""), wrong
    return json.loads(said.splitlines()[-1])


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

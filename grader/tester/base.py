"""The process that testers are forked from: what tests need is imported, and nothing of a submission is here.

                                                             <-  {"folder": ...}
    control  ->  {"op": "fork", "files": [...], "forks": false} and a socket         <-  {"pid": ...}
             ->  {"op": "end", "pid": ...}           <-  {}

A child that `forks` has children of its own (`warm.py`), which it ends when the judge hangs up.

It ends when the judge closes the control socket or is gone, and takes its children and their folders along.
"""

from __future__ import annotations

import contextlib
import gc
import os
import socket
import sys
import tempfile
import time
from pathlib import Path

import numpy.random  # noqa: F401 - numpy imports it late, and each fork would import it again

from grader.sandbox.messages import Messages
from grader.tester import compiled_tests, notebook_cells, otter_files, pyplot, running, workplace
from grader.tester.patches import follow_seeds
from grader.worker.children import kill_with_group

END_SECONDS = 2.0
"""Seconds that a process has to end its own children."""


def main(control: int) -> None:
    """Fork testers until the judge hangs up."""
    messages = Messages(socket.socket(fileno=control))
    follow_seeds(running.follow_seed)
    compiled_tests.install()
    running.warm_up()
    gc.collect()
    gc.freeze()
    folder = Path(tempfile.mkdtemp(prefix=workplace.PREFIX))
    children: dict[int, bool] = {}
    try:
        messages.send({"folder": str(folder)})
        _serve(messages, folder, children)
    finally:
        for pid, forks in children.items():
            if forks:
                _leave_time(pid)
            _end(pid, folder)
        workplace.remove(folder)
        os._exit(0)


def _serve(messages: Messages, folder: Path, children: dict[int, bool]) -> None:
    """Fork and end testers until the judge hangs up; each has a folder in `folder`."""
    while True:
        try:
            request, descriptors = messages.receive()
        except EOFError:
            return
        if request["op"] == "fork":
            for ended in [child for child, forks in children.items() if forks and _has_ended(child)]:
                _end(ended, folder)
                del children[ended]
            compiled_tests.compile_ahead(request.get("files", ()))
            notebook_cells.compile_ahead(request.get("files", ()))
            otter_files.compile_ahead(request.get("files", ()))
            pyplot.import_ahead(request.get("files", ()))
            pid = os.fork()
            if not pid:
                _become_tester(descriptors[0], folder, messages)
            children[pid] = bool(request.get("forks"))
            for descriptor in descriptors:
                os.close(descriptor)
            messages.send({"pid": pid})
        elif request["pid"] in children:
            _end(request["pid"], folder)
            del children[request["pid"]]
            messages.send({})
        else:
            messages.send({})


def _become_tester(descriptor: int, folder: Path, control: Messages) -> None:
    """Serve one run, and leave without anything that was registered for the end."""
    code = 1
    try:
        control.close()
        os.setsid()
        running.serve(Messages(socket.socket(fileno=descriptor)), folder / str(os.getpid()))
        code = 0
    finally:
        with contextlib.suppress(Exception):
            sys.stderr.flush()
        os._exit(code)


def _leave_time(pid: int) -> None:
    """Let a process end its own children, which it does when the judge is gone."""
    until = time.monotonic() + END_SECONDS
    while not _has_ended(pid) and time.monotonic() < until:
        time.sleep(0.01)


def _has_ended(pid: int) -> bool:
    """Whether a child waits to be reaped."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _end(pid: int, folder: Path) -> None:
    """Kill a child with what it has started, reap it, and remove its folder."""
    kill_with_group(pid)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)
    workplace.remove(folder / str(pid))

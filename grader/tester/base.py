"""The process that testers are forked from: what tests need is imported, and nothing of a submission is here.

    control  ->  {"op": "fork", "files": [...]} and a socket         <-  {"pid": ...}
             ->  {"op": "end", "pid": ...}           <-  {}

It ends when the judge closes the control socket, and takes its children along.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import sys

import numpy.random  # noqa: F401 - numpy imports it late, and each fork would import it again

from grader.sandbox.messages import Messages
from grader.tester import compiled_tests, running
from grader.tester.patches import follow_seeds


def main(control: int) -> None:
    """Fork testers until the judge hangs up."""
    messages = Messages(socket.socket(fileno=control))
    follow_seeds(running.follow_seed)
    compiled_tests.install()
    running.warm_up()
    gc.collect()
    gc.freeze()
    messages.send({})
    children: set[int] = set()
    while True:
        try:
            request, descriptors = messages.receive()
        except EOFError:
            break
        if request["op"] == "fork":
            compiled_tests.compile_ahead(request.get("files", ()))
            pid = os.fork()
            if not pid:
                messages.close()
                _become_tester(descriptors[0])
            children.add(pid)
            for descriptor in descriptors:
                os.close(descriptor)
            messages.send({"pid": pid})
        elif request["pid"] in children:
            _end(request["pid"])
            children.discard(request["pid"])
            messages.send({})
        else:
            messages.send({})
    for pid in children:
        _end(pid)


def _become_tester(descriptor: int) -> None:
    """Serve one run, and leave without anything that was registered for the end."""
    code = 1
    try:
        os.setsid()
        running.serve(Messages(socket.socket(fileno=descriptor)))
        code = 0
    finally:
        with contextlib.suppress(Exception):
            sys.stderr.flush()
        os._exit(code)


def _end(pid: int) -> None:
    """Kill a child with what it has started, and reap it."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            kill(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)

"""A worker that never holds a submission: it forks one that does, kills it when told to, and reaps it.

An exec'd interpreter with everything imported and nothing secret, one thread, no files but its control socket.  It is
the one that kills and reaps, so that a process number cannot have been given to somebody else in between.

    control  ->  {"op": "fork"} and four descriptors: channel, page, output, folder  <-  {"pid": ...} or {"failed": ...}
             ->  {"op": "end", "pid": ..., "kill": true}                             <-  {"status": ...}
             ->  {"op": "branch"} and a descriptor: the control of another zygote, which is a fork of this one and says
                 there that it is ready; nothing comes back here, so that several processes may ask for one

It ends when the judge closes the control socket, also by being killed, and takes its children along.
"""

from __future__ import annotations

import array
import contextlib
import gc
import json
import os
import random
import socket
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.random  # numpy imports it late, and every fork would import it again

from .children import kill_with_group

MESSAGE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Child:
    """The descriptors that a forked worker starts with."""

    channel: int
    page: int


def serve(control: int) -> Child | None:
    """Fork workers until the judge hangs up.  Returns a `Child` in each of them, and None in the zygote at the end."""
    sock = socket.socket(fileno=control)
    children: set[int] = set()
    branches: set[int] = set()
    # What is garbage now would be collected in every child, and its pages copied.
    gc.collect()
    gc.freeze()  # objects of now are never collected in a child, so their pages stay shared
    _say_ready(sock)
    while True:
        data, descriptors = _receive(sock)
        if not data:
            break
        request = json.loads(data)
        if request["op"] == "fork":
            if (child := _fork_worker(sock, descriptors, children)) is not None:
                return child
        elif request["op"] == "branch":
            if (branch := _fork_branch(sock, descriptors, branches)) is not None:
                sock, children, branches = branch, set(), set()
                _say_ready(sock)
        else:
            status = _end(request) if request["pid"] in children else None
            if status is not None:
                children.discard(request["pid"])
            sock.send(json.dumps({"status": status}).encode())
    sock.close()
    for pid in children:  # branches end with their own controls
        kill_with_group(pid)
    return None


def _say_ready(sock: socket.socket) -> None:
    sock.send(json.dumps({"ready": True, "pid": os.getpid()}).encode())


def _fork_worker(sock: socket.socket, descriptors: list[int], children: set[int]) -> Child | None:
    """Fork a worker and say so; return what it starts with in the worker, and None here."""
    try:
        pid = os.fork()
    except OSError as error:
        # Somebody else's code may hold all processes that this user can have.  That passes, and the workers that live
        # must not die with the zygote.
        reply: dict[str, object] = {"failed": str(error)}
    else:
        if pid == 0:
            sock.close()
            return _become_worker(descriptors)
        children.add(pid)
        reply = {"pid": pid}
    _close(descriptors)
    sock.send(json.dumps(reply).encode())
    return None


def _fork_branch(sock: socket.socket, descriptors: list[int], branches: set[int]) -> socket.socket | None:
    """Fork another zygote; return its control there, and None here.  Where that fails, its control is closed."""
    for pid in list(branches):
        if os.waitpid(pid, os.WNOHANG)[0]:
            branches.discard(pid)
    try:
        pid = os.fork()
    except OSError:
        pid = -1
    if pid == 0:
        sock.close()
        return socket.socket(fileno=descriptors[0])
    branches |= {pid} - {-1}
    _close(descriptors)
    return None


def _close(descriptors: list[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def _receive(sock: socket.socket) -> tuple[bytes, list[int]]:
    """Return the next message and the descriptors that came with it; nothing when the judge is gone."""
    data, ancillary, _, _ = sock.recvmsg(MESSAGE, socket.CMSG_LEN(4 * array.array("i").itemsize))
    # Descriptors come beside the bytes; whole numbers only, as a message may be cut.
    numbers = array.array("i")
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            numbers.frombytes(content[: len(content) - len(content) % numbers.itemsize])
    return data, list(numbers)


def _become_worker(descriptors: list[int]) -> Child:
    """Make the forked process a worker of its own: session, descriptors 0 to 4 and no others, folder, random state."""
    # A session of its own, so that one signal ends it with everything that it starts.
    os.setsid()
    # Duplicated above the numbers that are about to be taken, or one would overwrite another.
    channel, page, output, folder = (os.dup(number) for number in descriptors)
    # The folder is no path, which would stay in the zygote's memory for the submissions that come later to find.
    with contextlib.suppress(OSError):
        os.fchdir(folder)
    null = os.open(os.devnull, os.O_RDONLY)
    for number, target in ((null, 0), (output, 1), (output, 2)):
        os.dup2(number, target)
    os.dup2(channel, 100)
    os.dup2(page, 101)
    os.closerange(3, 100)
    os.dup2(100, 3)
    os.dup2(101, 4)
    # What the zygote had open is nothing for a student's code; the limit on open files comes later.
    os.closerange(5, 256)
    # Children of one zygote would share the state of the global generators, and draw the same numbers.
    random.seed()
    np.random.seed(int.from_bytes(os.urandom(4), "little"))  # noqa: TID251, NPY002 - a student's np.random.rand uses it
    return Child(3, 4)


def _end(request: dict[str, Any]) -> int | None:
    """Reap a child, after killing it if told to; return its exit code, or minus its signal, or None if it lives on."""
    if request["kill"]:
        kill_with_group(request["pid"])
    # Only the parent can reap, and a number that is not reaped is given to nobody else.
    reaped, status = os.waitpid(request["pid"], 0 if request["kill"] else os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if reaped else None

"""Tests collected once for all submissions: a process that has met the reference, and forks a tester for each of them.

    control  ->  {"op": "fork", "begin": {...}}, a socket and the worker's channel   <-  {"pid": ...}, 0 for "not now"
             ->  {"op": "end", "pid": ...}                                           <-  {}

A fork looks up in the worker of its submission what the test files have looked up while they were imported.  Where
that is not the same kind of thing as with the reference, the tests have to be collected afresh: the fork says so.  Nor
is a process forked from in which importing the files did more than to look names up (`ImportWatch`).
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import signal
import socket
import types
import warnings
from typing import TYPE_CHECKING, Any

from grader.sandbox.messages import Messages
from grader.tester.channel import WorkerChannel
from grader.tester.link import MISSING
from grader.tester.proxies import RemoteExceptionType, RemoteType, StudentHandle, is_remote_class
from grader.worker.children import kill_with_group
from grader.worker.walls.libc import PR_SET_PDEATHSIG, prctl

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.tester.link import Conversation
    from grader.tester.packet_channel import PacketChannel

_LOOK_UPS = frozenset({"name", "names", "stage", "get __wrapped__", "get _mock_name"})
"""The questions after which another worker can take the place of the one that was asked.  pytest looks for
the last two in all that a test file has imported, and takes nothing of the student's for a test."""
_PLAIN = (bool, int, float, complex, str, bytes, type(None))


def can_change_worker(link: Conversation) -> bool:
    """Return whether another worker can take the place of the one that a conversation has been with so far."""
    return (
        link.asked <= _LOOK_UPS
        and not link.bound_to_worker
        and link.surroundings.untouched
        and all(map(_is_replaceable, link.looked_up.values()))
    )


def _is_replaceable(value: object) -> bool:
    """Whether something that was looked up can be made to stand for what another worker has under its name."""
    kind = type(value)
    if is_remote_class(value):
        return _is_alone(value)
    if issubclass(kind, StudentHandle):
        return kind._grader_library is types.FunctionType
    return value is MISSING or kind in _PLAIN or callable(value) or issubclass(kind, types.ModuleType)


def _is_alone(value: Any) -> bool:
    """Whether it is the mirror of a class that is derived from no other one of the student's."""
    return not any(isinstance(base, RemoteType | RemoteExceptionType) for base in _bases(value))


def _bases(kind: type) -> tuple[type, ...]:
    bases: tuple[type, ...] = type.__dict__["__bases__"].__get__(kind)
    return bases


def change_worker(link: Conversation, channel: WorkerChannel | PacketChannel) -> bool:
    """Go on with another worker; return False where what was looked up is something else there.

    Raises WorkerGone.
    """
    out, err = contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO())
    with out, err, warnings.catch_warnings(action="ignore"):
        link.meet(channel.send, channel.receive)
        return all(
            set(link.libraries.exported(link.ask("names", module))) == set(names)
            for module, names in link.listed.items()
        ) and all(_looked_up_again(link, *name, value) for name, value in list(link.looked_up.items()))


def _looked_up_again(link: Conversation, module: str, name: str, old: Any) -> bool:
    """Look up a name in the new worker; return whether what stood for it can go on to do so."""
    try:
        new = link.libraries.meant(name, link.ask("name", module, name))
    except AttributeError:
        new = MISSING
    if old is new:
        return True
    kind = type(old)
    if kind is not type(new):
        return False
    if kind in _PLAIN:
        return repr(old) == repr(new)
    if is_remote_class(old):
        if not _become(old, new):
            return False
    elif not issubclass(kind, StudentHandle):
        return False
    link.party.adopt(old, new)
    return True


def _become(old: type, new: type) -> bool:
    """Give the mirror of a class what the mirror of another one has; False where that cannot be.

    Both have the same special methods: a test file may have looked for one, of which nobody was asked.
    """
    members, now = (dict(type.__dict__["__dict__"].__get__(kind)) for kind in (new, old))
    if old.__name__ != new.__name__ or _bases(old) != _bases(new) or members.keys() != now.keys():
        return False
    for name in members.keys() - {"__dict__", "__weakref__"}:
        type.__setattr__(old, name, members[name])
    return True


def serve_forks(control: Messages, begin: Callable[[dict[str, Any], Messages, WorkerChannel], None]) -> bool:
    """Fork testers until the judge hangs up, one at a time; return True in each fork, after `begin`."""
    child = 0
    gc.collect()
    gc.freeze()
    while True:
        try:
            request, descriptors = control.receive()
        except EOFError:
            _end(child)
            return False
        if request["op"] == "end":
            child = _end(child)
            control.send({})
            continue
        pid = 0 if child else os.fork()
        if not pid and not child:
            _become_tester(control)
            begin(request["begin"], Messages(socket.socket(fileno=descriptors[0])), WorkerChannel(descriptors[1]))
            return True
        child = child or pid
        for descriptor in descriptors:
            os.close(descriptor)
        control.send({"pid": pid})


def _become_tester(control: Messages) -> None:
    """Leave the session of the process that forks, and end with it."""
    os.setsid()
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    control.close()


def _end(pid: int) -> int:
    """Kill a fork with what it has started, and reap it; return 0, the number of no process."""
    if pid:
        kill_with_group(pid)
        os.waitpid(pid, 0)
    return 0

"""The order in which the walls go up, and the report on what holds."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from functools import lru_cache
from typing import Any

from . import landlock, policy, rights, seccomp, selftest

_WORKER = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
"""The worker's own files: what few submissions need is imported when it is needed."""
REFUSED_BY_SECCOMP = ("writing", "socket", "fork")


def apply_sandbox(config: dict[str, Any]) -> dict[str, Any]:
    """Close this process in as `config` says; return the report that the judge compares with what it asked for.

    `config`: `walls` (whether at all), `parent` (its process number), `readable` (folders besides the interpreter's),
    `preload` (modules that are imported first), `memory` (bytes beyond the imports, or None), `cpu` (seconds, or
    None).  A layer that this machine does not offer is left out and named with the reason; a layer that fails halfway
    ends the process.
    """
    _import_modules(config.get("preload", ()))
    linux = sys.platform.startswith("linux")
    if not config["walls"] or not linux:
        if linux:
            rights.die_with_parent(config["parent"])
        reason = "not asked for" if linux else "only Linux has it"
        return {"layers": {name: {"held": False, "says": reason} for name in ("rights", "landlock", "seccomp")}}
    # Landlock binds the thread that asks for it, and those that it starts later; a library's thread would stay free.
    if rights.threads() != 1:
        raise OSError("another thread runs already, and Landlock would not hold it")
    # Built before anything is closed: building needs memory and modules, and the filter forbids much of what imports
    # do.
    code = seccomp.program(os.getpid()) if seccomp.available() else b""
    readable = [*policy.READABLE, *_interpreter(tuple(sys.path)), _WORKER, *config["readable"]]
    before = os.geteuid()
    layers: dict[str, Any] = {"rights": {"held": True, "says": rights.become_nobody()}}
    # After the change of user, which clears the signal that comes with the parent's death.
    rights.die_with_parent(config["parent"])
    limits = rights.set_limits(config["memory"], config["cpu"])
    # The kernel demands it for the next two layers where the process has no rights.
    rights.no_new_privileges()
    layers["landlock"] = _landlock(readable)
    if not layers["landlock"]["held"]:
        # Without Landlock a closed folder's insides are open to whoever already stands in it.
        rights.leave_closed_folder()
    layers["seccomp"] = _seccomp(code)
    # That a call succeeded does not prove that the layer holds: some containers accept it and do nothing.
    refused = selftest.attempts()
    for name, layer in (("reading", "landlock"), *((name, "seccomp") for name in REFUSED_BY_SECCOMP)):
        if layers[layer]["held"] and not refused[name]:
            layers[layer] = {"held": False, "says": f"it is on, and the attempt at {name} was not refused"}
    return {"layers": layers, "limits": limits, "refused": refused, "uid_changed": os.geteuid() != before}


def _import_modules(names: list[str]) -> None:
    """Import what counts as part of the process, before its limits are set."""
    for name in names:
        with contextlib.suppress(Exception):  # a module that cannot be imported fails where a student imports it
            importlib.import_module(name)


def prepare() -> None:
    """Find out what every fork of this process will find out again, for all of them at once."""
    _interpreter(tuple(sys.path))
    rights.prepare()
    if seccomp.available():
        seccomp.program(os.getpid())


@lru_cache(maxsize=1)
def _interpreter(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the folders of the interpreter and its packages; what else is on the path is not for a student."""
    paths = {os.path.realpath(entry) for entry in path if entry and os.path.isdir(entry)}
    # Only what belongs to the interpreter: an editable installation puts the project itself on the path.
    homes = tuple(f"{os.path.realpath(prefix)}/" for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix})
    own_entries = {entry for entry in paths if entry.startswith(homes)}
    return tuple(sorted(own_entries | {os.path.realpath(os.path.dirname(os.__file__))}))


def _landlock(readable: list[str]) -> dict[str, Any]:
    try:
        version = landlock.restrict(readable)
    except landlock.LandlockError as error:
        return {"held": False, "says": str(error)}
    return {"held": True, "says": f"version {version}"}


def _seccomp(code: bytes) -> dict[str, Any]:
    if not code:
        return {"held": False, "says": "there is a list of system calls for x86_64 Linux only"}
    try:
        seccomp.install(code)
    except seccomp.SeccompError as error:
        return {"held": False, "says": str(error)}
    return {"held": True, "says": f"{len(code) // 8} instructions"}

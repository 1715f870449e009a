"""Notices test files that do more while they are imported than to define functions and to look up names.

A process that has imported such a file is not forked for several submissions: what one of them leaves in a folder that
was made then, or on a clock that was read then, would reach the next one.
"""

from __future__ import annotations

import ast
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.tester.proxies import ProxyModule
from grader.tester.random_states import states_here

if TYPE_CHECKING:
    from collections.abc import Iterable

_EFFECTS = frozenset({
    "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
    "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "os.kill",
    "subprocess.Popen", "tempfile.mkstemp", "tempfile.mkdtemp", "socket.__new__", "sqlite3.connect", "mmap.__new__",
    "signal.pthread_kill", "syslog.openlog",
})  # fmt: skip
"""Events of the interpreter's audit that mean more than reading: a fork would share what they leave behind."""
_VARYING = frozenset({
    "time", "time_ns", "perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns", "process_time", "now", "utcnow",
    "today", "getpid", "uuid1", "uuid4", "urandom", "ctime", "localtime", "gmtime", "strftime",
    "__wrapped__", "__doc__", "unwrap", "signature",
})  # fmt: skip
"""Names of what differs from process to process, or asks for more of a function than it gives; a file that uses one
while it is imported is imported each time."""


class ImportWatch:
    """Notices whether importing test files does more than to define functions and to look up names."""

    def __init__(self, *folders: Path) -> None:
        """`folders` are those whose modules belong to the tests."""
        self._folders = [folder.resolve() for folder in folders]
        self._modules = set(sys.modules)
        self._environ, self._descriptors = _environment(), _descriptors()
        self._random = states_here()
        self._effects: list[str] = []
        self._watching = True
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._watching and (_writes(*arguments) if event == "open" else _has_effect(event, arguments)):
            self._effects.append(event)

    def is_quiet(self) -> bool:
        """Return whether it did no more; nothing is noted any more."""
        self._watching = False
        return (
            not self._effects
            and _environment() == self._environ
            and _descriptors() == self._descriptors
            and states_here() == self._random
            and threading.active_count() == 1
            and not any(map(_varies, self._imported()))
        )

    def _imported(self) -> Iterable[Path]:
        """Return the files of the modules that were imported from the folders."""
        modules = [sys.modules[name] for name in set(sys.modules) - self._modules]
        files = (getattr(module, "__file__", None) for module in modules if not isinstance(module, ProxyModule))
        paths = (Path(file).resolve() for file in files if isinstance(file, str) and file.endswith(".py"))
        return [path for path in paths if any(path.is_relative_to(folder) for folder in self._folders)]


def _has_effect(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether an event leaves something behind; the folder of byte code is nobody's."""
    return event in _EFFECTS and not (arguments and _is_byte_code(str(arguments[0])))


def _is_byte_code(path: str) -> bool:
    """Whether a path is one of those at which Python keeps modules that it has compiled."""
    return "__pycache__" in path or bool(sys.pycache_prefix and path.startswith(sys.pycache_prefix))


def _writes(path: object, mode: object, flags: object) -> bool:
    """Whether a file is opened for more than reading; byte code that Python keeps is nobody's file."""
    if str(path) == os.devnull or _is_byte_code(str(path)):
        return False
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}


def _descriptors() -> list[str]:
    return sorted(os.listdir("/proc/self/fd"))  # noqa: PTH208 - as short as it can be


def _varies(file: Path) -> bool:
    """Whether a file asks for the time, or for what else differs each time, outside of its functions."""
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return True
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    names = {function.name for function in functions}
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            names.clear()  # a function of the file runs while it is imported, and may call the others
            waiting += [statement for function in functions for statement in function.body]
        if (isinstance(node, ast.Attribute) and node.attr in _VARYING) or (
            isinstance(node, ast.Name) and node.id in _VARYING
        ):
            return True
        waiting += ast.iter_child_nodes(node)
    return False

"""Changes that a test makes around the student's code, sent to the worker before the next call.

Library attributes that a test replaces (`np.linalg.solve = None`, `monkeypatch.setattr("time.sleep", ...)`): the
modules that its source names are watched while it runs.  Random state: from the moment on that the test seeds it.
"""

from __future__ import annotations

import ast
import os
import random
import sys
import types
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.tester.random_states import StateSearch, states_here, take_states
from grader.worker.wire.type_names import LIBRARIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.tester.answers import AnswerKinds

_MISSING = object()
_OF_SYS = frozenset({"argv", "maxsize", "platform", "version_info", "exit", "byteorder"})
_UNWATCHED = frozenset({"warnings", "importlib", "types", "inspect", "typing", "pathlib", "tempfile", "contextlib"})


class WatchedModule(types.ModuleType):
    """A library's module in which assignments are noted."""

    def __setattr__(self, name: str, value: object) -> None:
        before = self.__dict__.get(name, _MISSING)
        types.ModuleType.__setattr__(self, name, value)
        for listener in _LISTENERS:
            listener(self.__name__, name, before, value)

    def __delattr__(self, name: str) -> None:
        before = self.__dict__.get(name, _MISSING)
        types.ModuleType.__delattr__(self, name)
        for listener in _LISTENERS:
            listener(self.__name__, name, before, _MISSING)


_LISTENERS: list[Callable[[str, str, object, object], None]] = []


def modules_named(source: str) -> set[str]:
    """Return the libraries' modules that a test's source imports, or names in a text (`"time.sleep"`)."""
    names = {"builtins", "random", "time", "math", "numpy", "numpy.random", "numpy.linalg"}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value[:60]:
            names.add(node.value.rpartition(".")[0])
    return {name for name in names if name.partition(".")[0] in LIBRARIES - _UNWATCHED}


def watch(names: set[str]) -> None:
    """Note assignments to the attributes of these modules from now on."""
    for name in names:
        module = sys.modules.get(name)
        if type(module) is types.ModuleType:
            module.__class__ = WatchedModule


class Surroundings:
    """The difference between the surroundings of the test and those of the student's code."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self._ask = ask
        self._originals: dict[tuple[str, str], object] = {}
        self._patches: dict[tuple[str, str], object] = {}
        self._told: dict[tuple[str, str], object] = {}
        """The patches that the worker knows."""
        self._first_environ, self._first_data = dict(os.environ), dict(os.environ._data)  # type: ignore[attr-defined]
        self._seeded = False
        self._search = StateSearch()
        self.meet_worker()
        _LISTENERS[:] = [self._note]

    def _note(self, module: str, name: str, before: object, value: object) -> None:
        if (
            (module == "sys" and name not in _OF_SYS)
            or name.startswith("__")
            or (module, name) == ("builtins", "input")
            # A module that is imported is set in the one above it, which is nothing that a test has changed.
            or (isinstance(value, types.ModuleType) and value is sys.modules.get(f"{module}.{name}"))
        ):
            return
        key = module, name
        original = self._originals.setdefault(key, before)
        self._patches[key] = _MISSING if value is original else value

    @property
    def changed(self) -> bool:
        """Whether something has to be sent before the next question."""
        return bool(self._patches) or self._seeded or self._lacks_tables or os.environ._data != self._data  # type: ignore[attr-defined]

    @property
    def untouched(self) -> bool:
        """Whether nothing of it was changed so far; random state may travel, as each worker is told it anew."""
        return not (self._originals or self._patches)

    def meet_worker(self) -> None:
        """Tell a worker, before its first question, all that another one was told; and if tables cannot cross.

        They cannot where pandas is not installed here.
        """
        self._sent_random: Any = None
        self._patches, self._told = self._told | self._patches, {}
        self._environ, self._data = self._first_environ, self._first_data
        self._lacks_tables = sys.modules.get("pandas") is None and find_spec("pandas") is None

    def begin_test(self) -> None:
        """Forget which random states were refused in the test before."""
        self._search = StateSearch()

    def follow_random(self) -> None:
        """Let the random state travel from now on."""
        self._seeded = True

    def fork(self) -> int:
        """Fork this process; in the child the state that a test has given to `random` holds on, as without a fork.

        Python seeds it anew in every child.
        """
        state = random.getstate() if self._seeded else None
        pid = os.fork()
        if not pid and state is not None:
            random.setstate(state)
        return pid

    def send(self) -> None:
        """Send what has changed."""
        patches, self._patches = self._patches, {}
        settings: dict[str, Any] = {}
        if self._seeded and (state := states_here()) != self._sent_random:
            self._sent_random = settings["random"] = state
        if self._lacks_tables:
            self._lacks_tables = False
            settings["tables"] = False
        self._send_environment(settings)
        for (module, name), value in patches.items():
            if value is _MISSING:
                self._told.pop((module, name), None)
                self._ask("unpatch", module, name)
            else:
                self._told[module, name] = value
                self._ask("patch", module, name, value)
        if settings:
            seeded, self._seeded = self._seeded, False
            try:
                self._ask("stage", settings)
            finally:
                self._seeded = seeded

    def put_back(self) -> None:
        """Give the libraries' attributes that were changed their first values."""
        _LISTENERS.clear()
        for (module, name), value in self._originals.items():
            if value is not _MISSING:
                setattr(sys.modules[module], name, value)
            elif name in vars(sys.modules[module]):
                delattr(sys.modules[module], name)

    def _send_environment(self, settings: dict[str, Any]) -> None:
        now = dict(os.environ)
        every = {name for name in now | self._environ if not name.startswith("PYTEST")}
        names = {name for name in every if now.get(name) != self._environ.get(name)}
        if names:
            settings["environ"] = {name: now.get(name) for name in names}
        self._environ = now
        self._data = dict(os.environ._data)  # type: ignore[attr-defined]

    def take_random(self, state: Any, answers: AnswerKinds) -> None:
        """Go on with the random state that the student's code has left, as far as the reference leaves one.

        Raises ValueError or TypeError for what is no state.
        """
        if self._seeded:
            take_states(self._sent_random or states_here(), state, answers.may_draw, self._search)
            self._sent_random = states_here()


def follow_seeds(follow: Callable[[], None]) -> None:
    """Call `follow` when a test seeds a random generator of the libraries."""
    for owner, name in ((random, "seed"), (random, "setstate"), (np.random, "seed"), (np.random, "set_state")):
        original = getattr(owner, name)

        def seeding(*args: Any, _original: Any = original, **kwargs: Any) -> Any:
            follow()
            return _original(*args, **kwargs)

        seeding.__name__, seeding.__module__ = name, owner.__name__
        setattr(owner, name, seeding)

"""The process as it was before the tests were collected: what one test leaves behind must not reach the next one.

For systems without fork.  What is not put back: attributes of libraries whose modules the tests do not name, and
objects inside of libraries that a test has changed.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.tester.proxies import ProxyModule

if TYPE_CHECKING:
    from types import ModuleType

    from grader.tester.patches import Surroundings


class CleanSlate:
    """The modules, paths, variables and random states of the process as they were before any test."""

    def __init__(self, *folders: Path) -> None:
        """`folders` are those whose modules belong to the tests."""
        self._folders = [folder.resolve() for folder in folders]
        self._modules = set(sys.modules)
        self._path, self._finders = list(sys.path), list(sys.meta_path)
        self._environ, self._folder = dict(os.environ), os.getcwd()  # noqa: PTH109 - only to go back there
        self._limit = sys.getrecursionlimit()
        self._random: tuple[Any, Any] = random.getstate(), np.random.get_state()  # noqa: NPY002 - what tests draw from

    def wipe(self, surroundings: Surroundings) -> None:
        """Put everything back; `surroundings` know what was changed in the libraries."""
        surroundings.put_back()
        for name, module in list(sys.modules.items()):
            if name not in self._modules and self._is_of_tests(module):
                del sys.modules[name]
        sys.path[:], sys.meta_path[:] = self._path, self._finders
        os.environ.clear()
        os.environ.update(self._environ)
        os.chdir(self._folder)
        sys.setrecursionlimit(self._limit)
        python, numpy = self._random
        random.setstate(python)
        np.random.set_state(numpy)  # noqa: NPY002

    def _is_of_tests(self, module: ModuleType) -> bool:
        """Whether a module is a test, a helper beside it, or the student's: no library."""
        if isinstance(module, ProxyModule):
            return True
        names = getattr(module, "__dict__", {})
        file = names.get("__file__")
        if not isinstance(file, str):
            return names.get("__spec__") is None  # built-in ones have a spec; what a test or pytest has made has none
        path = Path(file).resolve()
        return any(path.is_relative_to(folder) for folder in self._folders)

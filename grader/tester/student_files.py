"""The student's files, as a test looks for them by path: what it finds is whether they were handed in, and proxies.

Nothing that was handed in stands in the folder of the tests.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import os.path
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from grader.tester import proxies
from grader.worker.after_import import act_after_import

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    Test = Callable[..., bool]


def install(is_student_file: Callable[[object], bool]) -> None:
    """Let a test find the student's files where it asks whether they are there, or loads them by their path."""

    def is_there(original: Test) -> Test:
        def asked(path: Any, **options: Any) -> bool:
            return original(path, **options) or _is_handed_in(path, is_student_file)

        return asked

    paths: Any = os.path
    paths.isfile, paths.exists = is_there(paths.isfile), is_there(paths.exists)
    whole: Any = Path
    whole.is_file, whole.exists = is_there(whole.is_file), is_there(whole.exists)
    _load_by_path(is_student_file)


def _is_handed_in(path: Any, is_student_file: Callable[[object], bool]) -> bool:
    """Whether a path is that of a file that was handed in; the reference has all files, under the task's name."""
    if not isinstance(path, str | PurePath) or not str(path).endswith(".py") or not is_student_file(path):
        return False
    name = PurePath(path).name
    for link in proxies.LINK:
        link.asked.add("source")  # though nothing is sent for it: a process that has looked is not forked
        if link.libraries.recording or any(PurePath(source).name == name for source in link.sources):
            return True
    return False


_ORIGINAL_LOADER: Any = importlib.machinery.SourceFileLoader


class LoaderType(type):
    """Counts Python's own loaders as such, which pytest looks for before it rewrites asserts."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _ORIGINAL_LOADER)


def _load_by_path(is_student_file: Callable[[object], bool]) -> None:
    """Let what loads a file of the student's give the proxy of their module."""
    original: Any = _ORIGINAL_LOADER

    def proxy_of(path: str) -> ModuleType:
        return importlib.import_module(PurePath(path).stem)

    class SourceFileLoader(original, metaclass=LoaderType):  # type: ignore[misc]
        """Loads a file of the test's own, or gives the proxy of the student's module."""

        def load_module(self, fullname: str | None = None) -> ModuleType:
            if is_student_file(self.path):
                return proxy_of(self.path)
            loaded: ModuleType = super().load_module(fullname)
            return loaded

        def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
            if is_student_file(self.path):
                return proxy_of(self.path)
            created: ModuleType | None = super().create_module(spec)
            return created

        def exec_module(self, module: ModuleType) -> None:
            if not is_student_file(self.path):
                super().exec_module(module)

    machinery: Any = importlib.machinery
    machinery.SourceFileLoader = SourceFileLoader

    def exchange(imp: Any) -> None:
        load_source = imp.load_source

        def loaded(name: str, path: str, file: Any = None) -> ModuleType:
            return proxy_of(path) if is_student_file(path) else load_source(name, path, file)

        imp.load_source = loaded

    act_after_import({"imp": exchange})

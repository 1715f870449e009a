"""The reference's modules, imported by file into the judge: trusted code, never a student's."""

from __future__ import annotations

import importlib.util
import inspect
import sys
from importlib.machinery import SourceFileLoader
from typing import TYPE_CHECKING, Any

from grader.checks.variables import constant_function
from grader.errors import Mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path
    from types import CodeType, ModuleType

Functions = dict[str, "Callable[..., Any]"]
MODULE_PREFIX = "_reference_"
"""The beginning of the names of all modules of all courses."""


def functions_of(path: Path, name: str, variables: Collection[str] = ()) -> tuple[Functions, list[Mistake]]:
    """Return the functions and classes that a module of the reference offers; mistakes call the file `name`.

    The values of `variables` are there as functions without arguments.
    """
    if not path.is_file():
        return {}, [Mistake(name, 0, "", "is missing: every task has a reference of its own name")]
    try:
        module = _import(path)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - an author's module may fail in any way
        return {}, [Mistake(name, _line(error, path), "", f"cannot be imported: {_reason(error)}")]
    functions = {key: value for key, value in vars(module).items() if callable(value) and not key.startswith("_")}
    # Of classes only the module's own: those that it imports are tools of its author.
    own_callables = {
        key: value for key, value in functions.items()
        if not inspect.isclass(value) or value.__module__ == module.__name__
    }  # fmt: skip
    return own_callables | {key: constant_function(vars(module)[key]) for key in variables if key in vars(module)}, []


def _reason(error: BaseException) -> str:
    said = f"{type(error).__name__}: {error}"
    if not isinstance(error, ModuleNotFoundError):
        return said
    # The interpreter of the command, which need not be the one in which the author has tried it.
    return f"{said}. If it is a library, install it for {sys.executable}"


class ReferenceLoader(SourceFileLoader):
    """Compiles the text that is there.

    Byte code beside it would count as its own where both have the same length and were written within one second,
    and grades would come from a reference that nobody can read any more.
    """

    def get_code(self, fullname: str) -> CodeType:
        """Return the code of the module's text."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def _import(path: Path) -> ModuleType:
    """Import one file as a module of its own, without its folder on the path."""
    name = module_name(path)
    spec = importlib.util.spec_from_file_location(name, path, loader=ReferenceLoader(name, str(path)))
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} is not a Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their own module up while it is executed
    spec.loader.exec_module(module)
    return module


def module_name(path: Path) -> str:
    """Return the name under which a file is imported; no student's code can mean it."""
    return f"{MODULE_PREFIX}{path.parent.name}_{path.stem}"


def _line(error: BaseException, path: Path) -> int:
    if isinstance(error, SyntaxError):
        return error.lineno or 0
    lines = (
        [frame.lineno for frame in inspect.getinnerframes(error.__traceback__) if frame.filename == str(path)]
        if error.__traceback__
        else []
    )
    return lines[-1] if lines else 0

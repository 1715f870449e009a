"""Start of a test run: modules are compiled once, and all processes of a run collect the same tests.

A plugin of pytest (`-p tests.bytecode`), so that it comes before anything that is worth compiling.
"""

from __future__ import annotations

import gc
import importlib.abc
import os
import sys
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

KEPT = Path(__file__).parents[1] / ".pytest_cache" / "bytecode"


class PlainFinder(importlib.abc.MetaPathFinder):
    """Finds the product's modules before pytest does, which rewrites the assertions of any plugin's whole package."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the specification of a module of the product as Python itself would."""
        return PathFinder.find_spec(fullname, path, target) if fullname.partition(".")[0] == "grader" else None


def keep_bytecode() -> None:
    """Keep byte code in one folder where it may not lie beside the sources, also for what this process starts."""
    if not sys.dont_write_bytecode or sys.pycache_prefix is not None:
        return
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(KEPT)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(KEPT)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Look for no garbage while tests are collected, and afterwards not among them: hardly any of it goes away."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Refuse names with an address in them: processes of one run would collect different tests, and none would run."""
    for item in items:
        if " at 0x" in item.nodeid:
            raise pytest.UsageError(f"{item.nodeid}: name the cases with `ids`; this name differs from run to run.")


keep_bytecode()
sys.meta_path.insert(0, PlainFinder())

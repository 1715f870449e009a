"""Start of a test run: modules are compiled once, and all processes of a run collect the same tests.

A plugin of pytest (`-p tests.bytecode`), so that it comes before anything that is worth compiling.
"""

from __future__ import annotations

import gc
import importlib.abc
import os
import sys
from importlib.machinery import PathFinder, SourceFileLoader
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.assertion import rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

ROOT = Path(__file__).parents[1]


class PlainFinder(importlib.abc.MetaPathFinder):
    """Finds the product's modules before pytest does, which rewrites the assertions of any plugin's whole package."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the specification of a module of the product as Python itself would."""
        return PathFinder.find_spec(fullname, path, target) if fullname.partition(".")[0] == "grader" else None


def keep_bytecode() -> None:
    """Keep byte code beside the sources, where that of the libraries lies, also in what this process starts."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def share_of(files: Sequence[Path], place: Mapping[str, Any] | None) -> Sequence[Path]:
    """Return the files that this process of a run compiles; `place` is what it knows of itself among the others."""
    return files[int(place["workerid"][2:]) :: place["workercount"]] if place else ()


def compile_ahead(files: Sequence[Path], config: pytest.Config) -> None:
    """Compile what was never compiled, as Python or as pytest will look for it, and run nothing of it."""
    for file in files:
        folder = Path(cache_from_source(str(file))).parent
        if not file.name.startswith(("test_", "conftest.")):
            if not Path(cache_from_source(str(file))).exists():
                SourceFileLoader(file.stem, str(file)).get_code(file.stem)
        elif not (kept := folder / (file.stem + rewrite.PYC_TAIL)).exists() and rewrite.try_makedirs(folder):
            digest, code = rewrite._rewrite_test(file, config)
            rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, digest, kept)


def sources() -> Sequence[Path]:
    """Return the modules of the product and of the tests, without the code of students that lies there."""
    packages = (file.parent for folder in ("grader", "tests") for file in (ROOT / folder).rglob("__init__.py"))
    return [file for package in sorted(packages) for file in sorted(package.glob("*.py"))]


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Look for no garbage while tests are collected, and afterwards not among them: hardly any of it goes away."""
    gc.disable()
    try:
        compile_ahead(share_of(sources(), getattr(session.config, "workerinput", None)), session.config)
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

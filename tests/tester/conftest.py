"""Tests of the tester run in this process; what it does to libraries there ends with their file."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from grader.tester.patches import WatchedModule
from grader.tester.pickle_guard import free_pickles

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", autouse=True)
def _libraries_as_they_were() -> Iterator[None]:
    """Take away otter as notebooks get it, and let modules be modules again whose attributes were watched."""
    before = set(sys.modules)
    yield
    free_pickles()  # or no process of a pool that is forked from this one could read its jobs
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "otter" and name not in before:
            del sys.modules[name]
        elif type(module) is WatchedModule:
            module.__class__ = ModuleType  # type: ignore[assignment]

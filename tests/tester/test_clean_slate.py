"""What one test leaves behind is gone before the tests are collected again."""

from __future__ import annotations

import importlib
import os
import random
import sys
import types
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.tester import patches
from grader.tester.clean_slate import CleanSlate
from grader.tester.patches import Surroundings
from grader.tester.proxies import ProxyModule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def surroundings() -> Iterator[Surroundings]:
    """Give surroundings that note what happens to `colorsys`, and send it nowhere."""
    module: Any = importlib.import_module("colorsys")
    patches.watch({"colorsys"})
    before = dict(vars(module))
    yield Surroundings(lambda *_: None)
    patches._LISTENERS.clear()
    module.__class__ = types.ModuleType
    vars(module).clear()
    vars(module).update(before)


def _seed() -> None:
    random.seed(9)
    np.random.seed(9)  # noqa: NPY002, TID251 - as tests do


def _state() -> object:
    return random.getstate(), np.random.get_state()[1].tolist()  # type: ignore[index]  # noqa: NPY002


CHANGES: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
    "environment": (lambda: os.environ.update(A_TEST="1"), lambda: dict(os.environ)),
    "variable gone": (lambda: os.environ.pop("PATH"), lambda: dict(os.environ)),
    "folder": (lambda: os.chdir("/"), os.getcwd),
    "path": (lambda: sys.path.insert(0, "/nowhere"), lambda: list(sys.path)),
    "finders": (lambda: sys.meta_path.append(object()), lambda: list(sys.meta_path)),  # type: ignore[arg-type]
    "recursion": (lambda: sys.setrecursionlimit(4321), sys.getrecursionlimit),
    "random state": (_seed, _state),
    "module made by a test": (
        lambda: sys.modules.update(made_by_a_test=types.ModuleType("made_by_a_test")),
        lambda: "made_by_a_test" in sys.modules,
    ),
    "the student's module": (
        lambda: sys.modules.update(students_module=ProxyModule("students_module")),
        lambda: "students_module" in sys.modules,
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_undone(name: str, surroundings: Surroundings, tmp_path: Path) -> None:
    """And it was one."""
    change, look = CHANGES[name]
    slate, before = CleanSlate(tmp_path), look()
    try:
        change()
        assert look() != before
    finally:
        slate.wipe(surroundings)
    assert look() == before


def _names() -> set[str]:
    import colorsys

    return {f"{name}={value!r}" for name, value in vars(colorsys).items() if name[:2] != "__"}


@pytest.mark.parametrize("change", ["replaced", "deleted", "added", "twice"])
def test_a_librarys_attribute_is_put_back(change: str, surroundings: Surroundings, tmp_path: Path) -> None:
    """Its first value, however often it was replaced."""
    module: Any = importlib.import_module("colorsys")
    slate, before = CleanSlate(tmp_path), _names()
    if change == "deleted":
        del module.hsv_to_rgb
    elif change == "added":
        module.of_a_test = 1
    else:
        module.hsv_to_rgb = None
        module.hsv_to_rgb = 1 if change == "twice" else None
    assert _names() != before
    slate.wipe(surroundings)
    assert _names() == before


@pytest.mark.parametrize("linked", [False, True], ids=["folder", "link-to-it"])
def test_helpers_of_the_tests_are_imported_again_and_libraries_stay(
    linked: bool, surroundings: Surroundings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library that is imported twice is two libraries."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests_of_a_library").mkdir()
    (tmp_path / "tests/helper_of_tests.py").write_text("seen = []\n")
    (tmp_path / "tests_of_a_library/a_library.py").write_text("seen = []\n")
    folder = tmp_path / "tests"
    if linked:
        folder = tmp_path / "link"
        folder.symlink_to(tmp_path / "tests")
    monkeypatch.setattr(sys, "path", [str(folder), str(tmp_path / "tests_of_a_library"), *sys.path])
    slate = CleanSlate(folder)
    helper, library = importlib.import_module("helper_of_tests"), importlib.import_module("a_library")
    slate.wipe(surroundings)
    assert importlib.import_module("helper_of_tests") is not helper
    assert importlib.import_module("a_library") is library
    del sys.modules["helper_of_tests"], sys.modules["a_library"]

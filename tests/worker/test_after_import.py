"""What is done once a module has been imported: at once where it has been, and with nothing left to see of it."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

import pytest

from grader.worker.after_import import AfterImport, act_after_import

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

NAME = "module_that_is_watched"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder on the path with a module and a package."""
    (tmp_path / f"{NAME}.py").write_text("value = 1\n")
    (tmp_path / f"{NAME}_package").mkdir()
    (tmp_path / f"{NAME}_package" / "__init__.py").write_text("")
    (tmp_path / f"{NAME}_package" / "inner.py").write_text("value = 2\n")
    (tmp_path / f"{NAME}_broken.py").write_text("raise ValueError('broken')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    finders = list(sys.meta_path)
    yield tmp_path
    sys.meta_path[:] = finders
    for name in [name for name in sys.modules if name.startswith(NAME)]:
        del sys.modules[name]


def change(module: ModuleType) -> None:
    """Add to the value of a module."""
    module.value += 10  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "value"), [(NAME, 11), (f"{NAME}_package.inner", 12)], ids=["module", "in-a-package"])
@pytest.mark.parametrize("early", [True, False], ids=["imported-before", "imported-after"])
@pytest.mark.usefixtures("folder")
def test_the_action_sees_the_loaded_module(name: str, value: int, *, early: bool) -> None:
    """Once, whichever comes first."""
    if early:
        importlib.import_module(name)
    act_after_import({name: change})
    module = importlib.import_module(name)
    assert module.value == value
    assert module.__spec__ is not None
    assert type(module.__spec__.loader).__name__ == type(module.__loader__).__name__ == "SourceFileLoader"


@pytest.mark.usefixtures("folder")
def test_other_modules_are_found_as_ever() -> None:
    """The finder knows its own names alone."""
    act_after_import({NAME: change})
    assert importlib.import_module(f"{NAME}_package.inner").value == 2
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(f"{NAME}_nowhere")


@pytest.mark.usefixtures("folder")
def test_a_module_that_is_not_there_or_fails_does_so_as_ever() -> None:
    """Nothing is done then."""
    act_after_import({f"{NAME}_nowhere": change, f"{NAME}_broken": change})
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(f"{NAME}_nowhere")
    with pytest.raises(ValueError, match="broken"):
        importlib.import_module(f"{NAME}_broken")


@pytest.mark.usefixtures("folder")
def test_the_same_actions_are_noted_once() -> None:
    """However often they are asked for."""
    act_after_import({NAME: change})
    act_after_import({NAME: change})
    assert sum(isinstance(finder, AfterImport) and NAME in finder.actions for finder in sys.meta_path) == 1

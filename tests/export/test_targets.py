"""The table of formats: every one has its module, and promises no more than the module does."""

from __future__ import annotations

from importlib import import_module

import pytest

from grader.export.targets import TARGETS, Target


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_a_target_has_what_it_promises(target: Target) -> None:
    """`render`, and `announce` where it says so."""
    module = import_module(f"grader.export.{target.module}")
    assert callable(module.render)
    assert hasattr(module, "announce") == target.announces


def test_a_format_that_is_a_grade_counts_every_task() -> None:
    """`json` alone shows what was asked for and no more."""
    assert [name for name, target in TARGETS.items() if not target.is_whole] == ["json"]


def test_a_module_is_imported_when_it_is_used() -> None:
    """A name without a module fails then, and not in every `--help`."""
    target = Target("no_such_format")
    with pytest.raises(ModuleNotFoundError, match="no_such_format"):
        target.render(None)  # type: ignore[arg-type]

"""A course of one task, and a cache folder of a test's own, for the tests of what is kept of courses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.running import RIGHT, SCAN

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def use_own_cache(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let caches lie in a folder of a test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))


def scan_course(folder: Path) -> Path:
    """Write the course into a folder in `folder`, and return that."""
    for name, text in (("tasks/scan.yaml", SCAN), ("reference/scan.py", RIGHT)):
        path = folder / "course" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return folder / "course"

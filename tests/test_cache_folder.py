"""Where the grader keeps what it would otherwise work out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.cache_folder import VARIABLE, courses_folder, is_off


def test_it_lies_where_the_user_wants_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The variable that all programs read."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert courses_folder() == tmp_path / "grader" / "courses"


def test_it_lies_at_home_otherwise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty variable is none."""
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert courses_folder() == tmp_path / ".cache" / "grader" / "courses"


@pytest.mark.parametrize(("value", "off"), [("off", True), ("on", False), ("", False)])
def test_it_can_be_switched_off(value: str, off: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """By one word."""
    monkeypatch.setenv(VARIABLE, value)
    assert is_off() is off

"""Where the grader keeps what it would otherwise work out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.cache_folder import VARIABLE, courses_folder, is_off, users_folder


def test_it_lies_where_the_user_wants_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The variable that all programs read."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert courses_folder() == tmp_path / "grader" / "courses"


@pytest.mark.parametrize("value", ["", ".", "here/cache"], ids=["empty", "dot", "relative"])
def test_it_lies_at_home_otherwise(value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A variable that is empty or relative is none: nothing is kept in the folder that somebody stands in."""
    monkeypatch.setenv("XDG_CACHE_HOME", value)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert courses_folder() == tmp_path / ".cache" / "grader" / "courses"
    assert users_folder("verify") == tmp_path / ".cache" / "grader" / "verify"


@pytest.mark.parametrize(("value", "off"), [("off", True), ("on", False), ("", False)])
def test_it_can_be_switched_off(value: str, off: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """By one word."""
    monkeypatch.setenv(VARIABLE, value)
    assert is_off() is off

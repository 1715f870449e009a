"""Files that both sides have, and when they have changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from grader.tester.known_files import KnownFile, status_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("age", "is_same"), [(0, False), (10, True)])
def test_a_new_file_is_compared_and_an_old_one_is_not_read(tmp_path: Path, age: int, *, is_same: bool) -> None:
    """The clock of a file system is slow; a file that was old when it was noted has another time if it is written."""
    path = tmp_path / "a.txt"
    path.write_text("one")
    when = path.stat().st_mtime_ns - age * 10**9
    os.utime(path, ns=(when, when))
    known = KnownFile.here(path, b"one")
    path.write_text("two")
    os.utime(path, ns=(when, when))
    status = status_of(path)
    assert known is not None
    assert status is not None
    assert known.is_as_here(path, status) is is_same


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """A pipe would never end."""
    pipe = tmp_path / "pipe"
    assert KnownFile.here(pipe, False) is None
    os.mkfifo(pipe)
    known, status = KnownFile.here(pipe, False), status_of(pipe)
    assert known is not None
    assert status is not None
    assert known.is_as_here(pipe, status)

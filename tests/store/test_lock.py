"""A folder is held by one at a time, and goes again if nothing was put into it."""

from __future__ import annotations

import subprocess  # noqa: TID251 - another process
import sys
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.store import Folder, FolderLock, Writer

if TYPE_CHECKING:
    from pathlib import Path

ANOTHER = "import sys; from pathlib import Path; from grader.store import FolderLock; FolderLock(Path(sys.argv[1]))"


def test_another_process_is_told(tmp_path: Path) -> None:
    """As long as it is held, and no longer."""
    with FolderLock(tmp_path):
        refused = subprocess.run([sys.executable, "-c", ANOTHER, tmp_path], capture_output=True, text=True, check=False)
        assert "another grader is writing here" in refused.stderr
    taken = subprocess.run([sys.executable, "-c", ANOTHER, tmp_path], capture_output=True, text=True, check=False)
    assert (taken.returncode, taken.stderr) == (0, "")


@pytest.mark.parametrize("there", [False, True], ids=["made for it", "there before"])
def test_a_folder_that_was_made_for_nothing_goes_again(tmp_path: Path, there: bool) -> None:
    """One that was there stays."""
    folder = tmp_path / "deep/out"
    if there:
        folder.mkdir(parents=True)
    with FolderLock(folder):
        assert folder.is_dir()
    assert folder.is_dir() is there


def test_a_folder_with_something_in_it_stays(tmp_path: Path) -> None:
    """What was unpacked is not lost."""
    with FolderLock(tmp_path / "out"):
        (tmp_path / "out/work").write_text("x")
    assert (tmp_path / "out/work").read_text() == "x"


def test_a_writer_takes_the_hold_over(tmp_path: Path) -> None:
    """There is no moment in between; closed twice it lets go once."""
    with FolderLock(tmp_path / "out") as hold:
        with Writer(Folder(tmp_path / "out"), hold), pytest.raises(UsageError, match="another grader"):
            FolderLock(tmp_path / "out")
        with FolderLock(tmp_path / "out"):
            hold.close()
            with pytest.raises(UsageError, match="another grader"):
                FolderLock(tmp_path / "out")


def test_a_place_that_cannot_be_a_folder_is_named(tmp_path: Path) -> None:
    """In a sentence with what to do."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match=r"file: cannot be written \(.*\)\. Name another place"):
        FolderLock(tmp_path / "file")

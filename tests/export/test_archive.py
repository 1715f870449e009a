"""An archive has its files, their rights, and the same bytes each time."""

from __future__ import annotations

import shutil
import stat
import subprocess  # noqa: TID251 - another reader than Python's
import time
from typing import TYPE_CHECKING

import pytest

from grader.export.archive import ArchiveEntry, pack_archive
from tests.samples.archives_read import opened, rights

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = (
    ArchiveEntry("run", b"#!/bin/sh\nexit 0\n", 0o755),
    ArchiveEntry("closed/", mode=0o700),
    ArchiveEntry("closed/числа.txt", "один\n".encode(), 0o600),
)


def test_files_keep_their_content_and_rights() -> None:
    """Also a name with other letters, and a folder."""
    data = pack_archive(ENTRIES)
    assert opened(data) == {entry.name: entry.data for entry in ENTRIES}
    assert rights(data) == {"run": "-rwxr-xr-x", "closed/": "drwx------", "closed/числа.txt": "-rw-------"}


def test_the_same_files_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """At another time, and on a system that has no such rights."""
    data = pack_archive(ENTRIES)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("sys.platform", "win32")
    assert pack_archive(list(ENTRIES)) == data


def test_unzip_reads_it(tmp_path: Path) -> None:
    """The program that platforms have: contents, run bits, a folder that is closed."""
    if shutil.which("unzip") is None:
        pytest.skip("unzip is not installed")
    (tmp_path / "a.zip").write_bytes(pack_archive(ENTRIES))
    command = ["unzip", "-q", str(tmp_path / "a.zip"), "-d", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert stat.S_IMODE((tmp_path / "out/run").stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "out/closed").stat().st_mode) == 0o700
    assert next((tmp_path / "out/closed").iterdir()).read_text(encoding="utf-8") == "один\n"

"""The processor time of a program counts processes that nobody waits for."""

from __future__ import annotations

import subprocess  # noqa: TID251 - what a failed program raises
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks.processor_time import measured
from tests.samples.families import wide

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process inherit orphans")

BURN = """
import os, sys, time
if os.fork():
    os._exit(0)
os.setsid()
if {orphan} and os.fork():
    os._exit(0)
while time.process_time() < 0.5:
    pass
"""


@pytest.mark.parametrize("orphan", [wide(False), True])
def test_the_time_of_processes_that_nobody_waits_for_counts(tmp_path: Path, orphan: bool) -> None:
    """Whether the program has ended before, or the one that started them."""
    assert measured([sys.executable, "-c", BURN.format(orphan=orphan)], tmp_path).processor >= 0.5


def test_a_program_that_fails_gives_no_time(tmp_path: Path) -> None:
    """It is no measure of anything."""
    with pytest.raises(subprocess.CalledProcessError):
        measured([sys.executable, "-c", "raise SystemExit(3)"], tmp_path)

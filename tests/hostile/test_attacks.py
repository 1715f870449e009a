"""What looks for what attacks leave behind: it finds what is there."""

from __future__ import annotations

from tests.present import present

import os
import signal
import subprocess  # noqa: TID251 - a judge that can be killed
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile.attacks import ROOT, _new, _state, _stray

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls are those of Linux")
JUDGE = """
import os, signal, sys, time
sys.path.insert(0, sys.argv[1])
from grader.sandbox.process import Worker
from grader.sandbox.zygote import Zygote
zygote = Zygote()
worker = Worker(starter=zygote)
worker.ready()
os.kill(zygote.pid, signal.SIGSTOP)
print(zygote.pid, flush=True)
time.sleep(60)
"""


def test_a_zygote_that_nobody_looks_after_is_found(tmp_path: Path) -> None:
    """One that is stopped cannot notice that its judge is gone; going on, it ends."""
    judge = subprocess.Popen([sys.executable, "-c", JUDGE, str(ROOT)], stdout=subprocess.PIPE, text=True)
    with judge:
        number = int(present(judge.stdout).readline())
        entry = Path("/proc", str(number))
        assert not _stray(entry, tmp_path)
        judge.kill()
    try:
        assert _until(lambda: _stray(entry, tmp_path))
    finally:
        os.kill(number, signal.SIGCONT)
    assert _until(lambda: not _stray(entry, tmp_path))


def test_a_process_in_a_folder_of_the_class_is_found(tmp_path: Path) -> None:
    """Whatever it is."""
    (tmp_path / "class").mkdir()
    with subprocess.Popen(["sleep", "60"], cwd=tmp_path / "class") as left:
        assert _stray(Path("/proc", str(left.pid)), tmp_path)
        left.kill()


def test_a_changed_file_is_found(tmp_path: Path) -> None:
    """One that is new, and one whose rights or time are not what they were."""
    for folder in ("class", "course", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "class" / "a").touch()
    before = _state(tmp_path)
    assert _new(before, _state(tmp_path)) == []
    (tmp_path / "class" / "a").chmod(0o600)
    (tmp_path / "tmp" / "b").touch()
    assert _new(before, _state(tmp_path)) == [str(tmp_path / "class" / "a"), str(tmp_path / "tmp" / "b")]


def _until(condition: Callable[..., Any]) -> bool:
    for _ in range(500):
        if condition():
            return True
        time.sleep(0.02)
    return False

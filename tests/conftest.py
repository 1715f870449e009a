"""What holds for all tests: none depends on how fast the machine is, and workers cost no interpreter of their own."""

from __future__ import annotations

import itertools
import os
import re
import signal
import sqlite3
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from grader.checks import explaining_limits
from grader.diagnosis import confirmation, shrink
from grader.sandbox import spawn
from tests.samples.links import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.sandbox.link import Starter
    from grader.sandbox.zygote import Zygote

settings.register_profile("house", deadline=None, max_examples=25)
settings.register_profile("whole", deadline=None, max_examples=200)  # .ci/run: -m hypothesis --hypothesis-profile whole
settings.load_profile("house")

FRESH = ("hostile", "portable", "sandbox", "worker")
"""Folders whose tests are about how a worker is started or what may outlive it; all others ask for its answers."""
FORKED = ("test_factory.py",)
"""Modules there that are about something else."""
FreshStarter = spawn.FreshStarter
connect = sqlite3.connect
folder_numbers = itertools.count()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Run one process more than there are cores: many tests wait, for a limit of time or for another process."""
    del config
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session", autouse=True)
def shared_zygote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zygote]:
    """Prepare this process, and give the zygote of all its tests, which starts with the first worker.

    One fixture, since each that every test has costs every test a look-up.
    """
    _heed_interrupts()
    with pytest.MonkeyPatch.context() as patch, SHARED:
        # The cache of the user who runs the tests is left alone.
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setattr(sqlite3, "connect", _connect_without_flushes)
        patch.setattr(os, "fsync", lambda _: None)
        # Searches for a small case and for what explains it come to their end, however slow the machine is.
        patch.setattr("grader.judge.examination.SEARCH_SECONDS", 60.0)
        patch.setattr(shrink, "TRIAL_SECONDS", 5.0)
        patch.setattr(confirmation, "SECONDS", 20.0)
        patch.setattr(explaining_limits, "STEP_SECONDS", 10 * explaining_limits.STEP_SECONDS)
        yield SHARED


def _heed_interrupts() -> None:
    """Heed Ctrl-C, also in what the tests start: a shell lets what it starts in the background ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _connect_without_flushes(*arguments: Any, **options: Any) -> sqlite3.Connection:
    """Leave out waiting for the disk: tests kill processes, and never the machine."""
    connection: sqlite3.Connection = connect(*arguments, **options)
    connection.execute("PRAGMA synchronous = OFF")
    return connection


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the next number; pytest's own fixture lists the thousands that are there to find one."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    return tmp_path_factory.mktemp(f"{name}-{next(folder_numbers)}", numbered=False)


@pytest.fixture(scope="module", autouse=True)
def _forked_workers(request: pytest.FixtureRequest, shared_zygote: Zygote) -> Iterator[None]:
    """Fork the workers of most tests from one process: numpy is imported once, as for a class."""

    def starter(interpreter: str | None = None) -> Starter:
        fresh = FreshStarter(interpreter)
        return shared_zygote if fresh._interpreter == sys.executable else fresh

    folder = request.path.relative_to(request.config.rootpath / "tests").parts[0]
    forked = folder not in FRESH or request.path.name in FORKED
    with pytest.MonkeyPatch.context() as patch:
        if forked:
            patch.setattr(spawn, "FreshStarter", starter)
        yield

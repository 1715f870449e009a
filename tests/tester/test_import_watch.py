"""Test files that do more while they are imported than to define and to look up, and those that do not."""

from __future__ import annotations

import gc
import os
import threading
from typing import TYPE_CHECKING

import pytest

from grader.tester.import_watch import ImportWatch, _has_effect, _varies, _writes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUIET = {
    "a function that reads a clock": "import time\ndef test_it(): time.time()\n",
    "a method that does": "class Test:\n    def test_it(self): time.time()\n",
    "a function that is called": "def cases(): return [1, 2]\nCASES = cases()\n",
    "constants": "LIMIT = 3\nNAMES = ['a', 'b']\n",
    "an import of it": "from work import *\nimport time\n",
}
VARYING = {
    "a clock": "import time\nBEGAN = time.perf_counter()\n",
    "a clock by its name": "from time import monotonic\nBEGAN = monotonic()\n",
    "a date in a class": "class Test:\n    day = datetime.now()\n",
    "a default": "def test_it(began=time.time()): pass\n",
    "a keyword's default": "def test_it(*, began=time.time()): pass\n",
    "a decorator": "@mark(time.time())\ndef test_it(): pass\n",
    "a number of a process": "import os\nPID = os.getpid()\n",
    "a signature": "import inspect\nSHAPE = inspect.signature(f)\n",
    "a function that is called": "def now(): return time.time()\nBEGAN = now()\n",
    "a function behind one": "def now(): return time.time()\ndef two(): return now(), now()\nTWO = two()\n",
    "no Python": "def\n",
}


@pytest.mark.parametrize(
    ("source", "varies"),
    [*((text, False) for text in QUIET.values()), *((text, True) for text in VARYING.values())],
    ids=[*QUIET, *VARYING],
)
def test_files_that_differ_each_time(source: str, varies: bool, tmp_path: Path) -> None:
    """Are those that read a clock, or their like, outside of functions."""
    file = tmp_path / "work.py"
    file.write_text(source)
    assert _varies(file) is varies


@pytest.mark.parametrize(
    ("path", "mode", "flags", "writes"),
    [
        ("data.csv", "r", os.O_RDONLY, False),
        ("data.csv", "rb", os.O_RDONLY, False),
        ("data.csv", None, os.O_RDONLY, False),
        (3, "r", 0, False),
        ("out.csv", "w", 0, True),
        ("out.csv", "r+", 0, True),
        ("out.csv", "xb", 0, True),
        (b"out.csv", "a", 0, True),
        ("out.csv", None, os.O_WRONLY | os.O_CREAT, True),
        (os.devnull, "w", 0, False),
        ("tests/__pycache__/work.pyc", "wb", 0, False),
    ],
)
def test_files_that_are_opened(path: object, mode: object, flags: object, writes: bool) -> None:
    """Are left as they were where they are read, and where they are byte code."""
    assert _writes(path, mode, flags) is writes


@pytest.mark.parametrize(
    ("event", "arguments", "effect"),
    [
        ("os.mkdir", ("place", 0o777, -1), True),
        ("os.mkdir", ("tests/__pycache__", 0o777, -1), False),
        ("tempfile.mkdtemp", ("/tmp/x",), True),
        ("subprocess.Popen", ("ls", [], None, None), True),
        ("import", ("numpy", None), False),
        ("os.listdir", (".",), False),
    ],
)
def test_events(event: str, arguments: tuple[object, ...], effect: bool) -> None:
    """Count where they leave something behind."""
    assert _has_effect(event, arguments) is effect


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave out what earlier tests have left: threads that still end, and descriptors that are collected late."""
    gc.collect()
    gc.disable()
    others = set(threading.enumerate())
    monkeypatch.setattr(threading, "active_count", lambda: 1 + len(set(threading.enumerate()) - others))
    yield
    gc.enable()


@pytest.mark.usefixtures("alone")
def test_what_is_done_while_it_watches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is noticed: a file, a variable of the environment; and nothing after the end."""
    assert ImportWatch(tmp_path).is_quiet()
    watch = ImportWatch(tmp_path)
    (tmp_path / "made").write_text("here")
    assert not watch.is_quiet()
    watch = ImportWatch(tmp_path)
    monkeypatch.setenv("PLACE", "here")
    assert not watch.is_quiet()
    watch = ImportWatch(tmp_path)
    assert watch.is_quiet()
    (tmp_path / "made").write_text("here")
    assert watch.is_quiet()


@pytest.mark.usefixtures("alone")
def test_a_descriptor_that_stays_open(tmp_path: Path) -> None:
    """Is noticed, though the file was only read: all forks would share the place in it."""
    (tmp_path / "data").write_text("here")
    watch = ImportWatch(tmp_path)
    with (tmp_path / "data").open():
        assert not watch.is_quiet()


@pytest.mark.usefixtures("alone")
def test_a_thread_that_goes_on(tmp_path: Path) -> None:
    """Is noticed as long as it does: a fork would lack it."""
    watch, ends = ImportWatch(tmp_path), threading.Event()
    thread = threading.Thread(target=ends.wait)
    thread.start()
    noticed = not watch.is_quiet()
    ends.set()
    thread.join()
    assert noticed
    assert ImportWatch(tmp_path).is_quiet()

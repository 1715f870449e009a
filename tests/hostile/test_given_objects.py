"""A student's code that asks the process of the tests for more than a test has given it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.results import Outcome
from tests.samples.links import LINKS, workers_over
from tests.samples.tested_course import course_with_tests, results_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.sandbox.factory import WorkerFactory

REFERENCE = """
def root(x): return x ** 0.5
def save(folder):
    (folder / "out").mkdir()
    with (folder / "out" / "a.txt").open("w") as file:
        file.write("saved")
    (folder / "out" / "a.txt").rename(folder / "out" / "b.txt")
    return sorted(path.name for path in (folder / "out").iterdir())
"""

TESTS = """
import math
import numpy as np
import pathlib
import subprocess
import work

def test_root():
    found = work.root(4.0)
    assert math.isclose(found, 2.0)
    np.testing.assert_allclose(found, 2.0)

def test_save(tmp_path):
    assert work.save(tmp_path) == ["b.txt"]
    assert (tmp_path / "out" / "b.txt").read_text() == "saved"
"""

ASK = """
import math, pathlib, subprocess, sys
import numpy as np
def ask(*question):
    frame = sys._getframe()
    while not hasattr(frame.f_locals.get("self"), "ask_back"):
        frame = frame.f_back
    return frame.f_locals["self"].ask_back(*question)
"""
"""Finds the worker's own way to ask, by the frames of a call."""
AT_ALL = "import contextlib\ndef trying(thing, *args):\n    with contextlib.suppress(Exception): return thing(*args)\n"

CHEATS = {
    "program": "def root(x):\n    ask('get', subprocess, 'Popen')(['touch', MARK]).wait()\n    return -1.0",
    "program-by-type": "def root(x):\n    ask('call', subprocess.Popen, (['touch', MARK],), ())\n    return -1.0",
    "patches": "def root(x):\n    ask('set', math, 'isclose', lambda *a, **k: True)\n"
    "    ask('set', np.testing, 'assert_allclose', lambda *a, **k: None)\n    return -1.0",
    "path-by-type": "def root(x):\n    ask('call', pathlib.Path, (MARK,), ()).write_text('x')\n    return -1.0",
    "path-beside": "def save(folder):\n    trying(folder.joinpath(MARK).write_text, 'x')\n    return ['b.txt']",
    "path-above": "def save(folder):\n    trying((folder / '..' / '..' / 'mark').write_text, 'x')\n    return ['b.txt']",
    "class-of-path": "def save(folder):\n    kind = trying(lambda: type(folder)(MARK))\n    trying(lambda: kind.write_text('x'))\n"
    "    trying(lambda: ask('get', type(folder), 'write_text')(folder / MARK, 'x'))\n    return ['b.txt']",
    "link": "def save(folder):\n    trying(lambda: (folder / 'way').symlink_to(MARK))\n"
    "    trying(lambda: (folder / 'way').write_text('x'))\n    return ['b.txt']",
    "move": "def save(folder):\n    trying(lambda: (folder / 'a').touch())\n    trying(lambda: (folder / 'a').rename(MARK))\n"
    "    trying(lambda: (folder / 'a').replace(MARK))\n    return ['b.txt']",
    "opener": "def save(folder):\n    trying(lambda: (folder / 'a').open('w', opener=lambda *a: 1).write('x'))\n    return ['b.txt']",
}  # fmt: skip
SHOWN = ["program", "path-beside"]


@pytest.fixture(scope="module", params=LINKS)
def workers(request: pytest.FixtureRequest) -> Iterator[WorkerFactory]:
    """Give workers over each link, with all walls that it has."""
    with workers_over(request.param) as factory:
        yield factory


@pytest.mark.parametrize("cheat", [
    pytest.param(name, marks=[] if name in SHOWN else pytest.mark.slow) for name in CHEATS
])  # fmt: skip
def test_what_a_test_has_not_given_is_not_reached(cheat: str, tmp_path: Path, workers: WorkerFactory) -> None:
    """Nothing is started, patched or written outside, and no test passes by it; the next submission is unharmed."""
    mark = tmp_path / "mark"
    grading = course_with_tests(tmp_path / "course", REFERENCE, TESTS)
    source = f"{REFERENCE}\n{ASK}\n{AT_ALL}\nMARK = {str(mark)!r}\n{CHEATS[cheat]}\n"
    results = results_of(grading, source, workers)
    assert not mark.exists()
    outcome = results["save" if "def save" in CHEATS[cheat] else "root"].outcome
    assert outcome in (Outcome.FAILED, Outcome.ERROR)
    after = results_of(grading, REFERENCE, workers)
    assert {result.outcome for result in after.values()} == {Outcome.PASSED}, after

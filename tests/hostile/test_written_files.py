"""Cheats by files: a student's code writes what the tester would obey, or what a test compares with.

Each cheat is one function of the submission; the test that calls it asks what has come of it.
"""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from grader.results import Outcome
from grader.sandbox.zygote import Zygote
from tests.samples.links import LINKS, workers_over
from tests.samples.tested_course import course_with_tests, results_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.sandbox.factory import WorkerFactory

REFERENCE = """
def act(path=""):
    with open(path or "answer.txt", "w") as file:
        file.write("42")
    return 42
def swap(path):
    with open(path) as file:
        text = file.read()
    with open(path, "w") as file:
        file.write(text[::-1])
"""
TESTS = """
import importlib, os, subprocess, sys
from pathlib import Path
import pytest
import work

def test_first():
    work.act()
    assert Path("answer.txt").read_text() == "42"

def test_allowed_names(tmp_path):
    work.act(str(tmp_path / "answer.txt"))
    paths = [path for folder in (Path.cwd(), tmp_path) for path in folder.rglob("*")]
    assert all(path.suffix == (".txt" if path.is_file() else "") and path.name.isprintable() for path in paths), paths
    assert len(paths) < 2000 and sum(path.stat().st_size for path in paths) < 20_000_000

def test_no_code():
    work.act()
    with pytest.raises(ImportError):
        importlib.import_module("helper")
    import json
    assert json.loads("[1]") == [1] and "here" not in json.__file__
    import matplotlib
    assert "here" not in matplotlib.matplotlib_fname()
    assert subprocess.run([sys.executable, "-c", "import json; print(json.loads('[1]'))"], capture_output=True,
                          text=True).stdout == "[1]\\n"

def test_expected():
    work.act()
    assert Path("answer.txt").read_text() == Path("expected.txt").read_text()

def test_expected_of_test(tmp_path):
    (tmp_path / "expected.txt").write_text("42")
    (tmp_path / "data.txt").write_text("abc")
    work.swap(str(tmp_path / "data.txt"))
    assert (tmp_path / "data.txt").read_text() == "cba"
    work.act(str(tmp_path / "answer.txt"))
    assert (tmp_path / "answer.txt").read_text() == (tmp_path / "expected.txt").read_text()

def test_folder(tmp_path):
    (tmp_path / "given").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    work.act(tmp_path / "given" / "answer.txt")
    assert (tmp_path / "secret.txt").read_text() == "secret" and os.listdir(tmp_path / "given") == ["answer.txt"]
    assert (tmp_path / "given" / "answer.txt").read_text() == "42"

def test_later():
    assert Path("expected.txt").read_text() == "42"
    if not Path("hint.txt").exists():
        assert work.act() == 42
"""
CHEATS = {
    "code": """
        import os
        NAMES = ("conftest.py", "helper.py", "json.py", "JSON.PY", "work.pth", "sitecustomize.py", "matplotlibrc",
                 "pytest.ini", "tox.ini", "setup.cfg", "pyproject.toml", "expected.pkl", "x.so", "x.pyc", "x.pickle",
                 ".coveragerc", "Makefile", "a.py.", "helper.py ", "CON.txt", "x\\ny.txt", "a\\\\b.txt", "C:x.txt",
                 "x.zip", "x.exe", "x.sh")
        def act(path=""):
            folders = ("", "numpy/", "evil.dist-info/", "evil-1.egg-info/", "__pycache__/", os.path.dirname(path) + "/")
            for folder in folders:
                for name in NAMES + ("entry_points.txt",):
                    if folder.startswith(("evil", "__")) or name != "entry_points.txt":
                        try:
                            os.makedirs(folder or ".", exist_ok=True)
                            with open(folder + name, "w") as file:
                                file.write("raise SystemExit('pwned')")
                        except OSError:
                            pass
        def swap(path): pass
    """,
    "pickle": """
        import numpy as np, pickle
        def act(path=""):
            np.save("answer.npy", np.array([print], dtype=object), allow_pickle=True)
            with open("answer.npy", "rb") as file:
                assert b"O" in file.read()
        def swap(path): pass
    """,
    "expected": """
        import os
        def act(path=""):
            for folder in (".", os.path.dirname(path) or ".", os.path.dirname(os.path.dirname(path)) or "."):
                for name in ("answer.txt", "expected.txt", "secret.txt"):
                    with open(os.path.join(folder, name), "w") as file:
                        file.write("wrong")
            with open(path or "answer.txt", "w") as file:
                file.write("wrong")
            return 42
        def swap(path):
            with open(path, "w") as file: file.write("cba")
    """,
    "expected_removed": """
        import os
        def act(path=""):
            for name in ("expected.txt", os.path.join(os.path.dirname(path), "expected.txt")):
                for act in (os.remove, os.unlink, lambda name: os.rename(name, "answer.txt")):
                    try: act(name)
                    except OSError: pass
        def swap(path): pass
    """,
    "reading": """
        import glob, os
        def act(path=""):
            names = ["expected.txt", os.path.join(os.path.dirname(path), "expected.txt")]
            names += [os.path.join(os.path.dirname(path), "..", "secret.txt")]
            names += glob.glob("**", recursive=True) if WALLS else glob.glob("*.txt")
            for name in names:
                try:
                    with open(name) as file: text = file.read()
                    with open(path or "answer.txt", "w") as file: file.write(text)
                except OSError: pass
        def swap(path): pass
    """,
    "preparing": """
        def act(path=""):
            for name in ("hint.txt", path or "answer.txt"):
                with open(name, "w") as file: file.write("42")
        def swap(path): pass
    """,
    "preparing_while_loaded": """
        with open("hint.txt", "w") as file: file.write("42")
        def act(path=""): pass
        def swap(path): pass
    """,
    "outside": """
        import os
        def act(path=""):
            base = str(path) or "x"
            names = [base + "/../../x.txt", "/tmp/grader-tests-x/x.txt", os.path.dirname(os.path.dirname(base)) + "/x.txt"]
            if WALLS:
                names += ["../x.txt", "../../x.txt", "/tmp/x.txt", base + "/../../../x.txt"]
            for name in names:
                try:
                    with open(name, "w") as file: file.write("x")
                except OSError: pass
            for make in (lambda: os.symlink("/etc/passwd", "link.txt"), lambda: os.mkfifo("fifo.txt"),
                         lambda: os.link("/etc/passwd", "hard.txt")):
                try: make() if WALLS else None
                except OSError: pass
        def swap(path): pass
    """,
    "flood": """
        import os
        def act(path=""):
            for number in range(1_000_000):
                try:
                    with open(f"{number}.txt", "w") as file: file.write("x" * 100)
                except OSError: break
            for number in range(1_000_000):
                try: os.mkdir(f"folder{number}")
                except OSError: break
            try:
                with open("huge.txt", "w") as file:
                    while True: file.write("x" * 1_000_000)
            except OSError: pass
        def swap(path): pass
    """,
    "forged": """
        import worker.memory_files as memory
        def act(path=""):
            names = ["../x.txt", "/etc/x.txt", "a/../../x.txt", "helper.py", "x\\ny.txt", "", ".", "..", "/", 7, None]
            changes = [(name, what) for name in names for what in (b"x", True, False)]
            changes += [(f"{n}.txt", b"x" * 1000) for n in range(3000)]
            memory.MemoryFolder.take_changes = lambda self: tuple(changes)
            memory.MemoryFolder.changes = property(lambda self: {"x": 1}, lambda self, value: None)
            import gc
            for folder in gc.get_objects():
                if type(folder) is memory.MemoryFolder: folder.__dict__.pop("changes", None)
        def swap(path): pass
    """,
    "forged_kinds": """
        import worker.memory_files as memory
        def act(path=""):
            memory.MemoryFolder.take_changes = lambda self: {"a": 1}
            memory.MemoryFolder.changes = property(lambda self: {"x": 1}, lambda self, value: None)
            import gc
            for folder in gc.get_objects():
                if type(folder) is memory.MemoryFolder: folder.__dict__.pop("changes", None)
        def swap(path): pass
    """,
}
HARMLESS = {"allowed_names", "no_code"}
"""The tests that a cheat passes which has done nothing: they ask for nothing else."""
PASSED: dict[str, set[str]] = {
    "expected": HARMLESS | {"later"},  # it answers right there
    "preparing": HARMLESS | {"first", "expected", "folder"},  # it writes what the tests want
    "forged_kinds": set(),
}


@pytest.fixture(scope="module", params=LINKS)
def workers(request: pytest.FixtureRequest) -> Iterator[WorkerFactory]:
    """Give workers over each link."""
    with workers_over(request.param) as factory:
        yield factory


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheat_by_files_earns_nothing(
    tmp_path: Path, workers: WorkerFactory, cheat: str, *, shared: bool
) -> None:
    """No test passes but those that ask for nothing, and an honest submission passes all of them afterwards."""
    beside = tmp_path / "reference/tests/expected.txt"
    beside.parent.mkdir(parents=True)
    beside.write_text("42")
    grading = course_with_tests(tmp_path, REFERENCE, TESTS, f"shared: {str(shared).lower()}\n")
    walls = isinstance(workers.starter, Zygote)
    names = set(results_of(grading, REFERENCE, workers))
    # Without walls a student's code may write where this user may.
    results = results_of(grading, f"WALLS = {walls}\n" + dedent(CHEATS[cheat]), workers)
    passed = {name for name, check in results.items() if check.outcome is Outcome.PASSED}
    assert passed == PASSED.get(cheat, HARMLESS), results
    honest = results_of(grading, REFERENCE, workers)
    assert {name for name, check in honest.items() if check.outcome is Outcome.PASSED} == names
    assert beside.read_text() == "42"

"""Cheats by names that a test has not given: lists that the code fills, pickles, files of one name elsewhere."""

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
import os, pickle
def fill(names, path=""):
    names.append("42")
def upper(path):
    with open(path) as file: text = file.read()
    with open(path, "w") as file: file.write(text.upper())
def convert(folder):
    upper(os.path.join(folder, "text.txt"))
def store(path):
    with open(path, "wb") as file: pickle.dump({"a": {1, 2}}, file)
def store_through(path):
    with path.open("wb") as file: file.write(pickle.dumps([1]))
def one(path):
    with open(path) as file: return file.read()
def dumped(counts):
    return pickle.dumps(dict(counts))
"""
TESTS = """
import os, pickle
from collections import Counter
from pathlib import Path
import numpy as np
import work

def test_filled(tmp_path):
    (tmp_path / "expected.txt").write_text("42")
    (tmp_path / "text.txt").write_text("abc")
    work.upper(str(tmp_path / "text.txt"))
    names = []
    work.fill(names, str(tmp_path / "text.txt"))
    assert names[-1] == (tmp_path / "expected.txt").read_text()

def test_golden(tmp_path):
    for folder, text in (("in", "abc"), ("expected", "ABC")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "text.txt").write_text(text)
    work.convert(str(tmp_path / "in"))
    assert (tmp_path / "in/text.txt").read_text() == (tmp_path / "expected/text.txt").read_text()

def test_golden_of_course():
    Path("in").mkdir()
    Path("in/text.txt").write_text("abc")
    work.convert("in")
    assert Path("in/text.txt").read_text() == Path("golden/text.txt").read_text()

def test_pickle():
    work.store("data.dat")
    with open("data.dat", "rb") as file:
        assert pickle.load(file) == {"a": {1, 2}}

def test_pickle_of_text(tmp_path):
    work.store(str(tmp_path / "model"))
    assert pickle.loads((tmp_path / "model").read_bytes()) == {"a": {1, 2}}

def test_pickle_through(tmp_path):
    work.store_through(tmp_path / "data.npy")
    assert np.load(tmp_path / "data.npy", allow_pickle=True) == [1]

def test_bytes():
    counts = pickle.loads(pickle.dumps(Counter("aab")))
    assert pickle.loads(work.dumped(counts)) == {"a": 2, "b": 1}
    assert pickle.loads(pickle.dumps(counts)) == counts

def test_same_size():
    for number in range(300):
        Path("same.txt").write_text(str(number % 10))
        assert work.one("same.txt") == str(number % 10)
"""
CHEATS = {
    "filling": """
        def upper(path):
            with open(path) as file: text = file.read()
            with open(path, "w") as file: file.write(text.upper())
        def fill(names, path):
            other = path.replace("text", "expected")
            names.append(other)
            try:
                with open(other) as file: text = file.read()
                names.append(text)
            except OSError:
                pass
            try:
                with open(other, "w") as file: file.write(names[-1])
            except OSError:
                pass
    """,
    "golden": """
        import os
        def convert(folder):
            for each in (folder, folder[:-2] + "expected", "golden"):
                try:
                    with open(os.path.join(each, "text.txt"), "w") as file: file.write("wrong")
                except OSError:
                    pass
    """,
    "pickle": """
        import pickle
        class Evil:
            def __reduce__(self):
                return eval, ("{'a': {1, 2}}",)
        def store(path):
            for protocol in (0, 2, 4):
                with open(path, "wb") as file: pickle.dump(Evil(), file, protocol)
        def store_through(path):
            with path.open("wb") as file: file.write(b"cbuiltins\\neval\\n(S'[1]'\\ntR.")
        def dumped(counts):
            return pickle.dumps(Evil2(), 0)
        class Evil2:
            def __reduce__(self):
                return eval, ("{'a': 2, 'b': 1}",)
    """,
}


@pytest.fixture(scope="module", params=LINKS)
def workers(request: pytest.FixtureRequest) -> Iterator[WorkerFactory]:
    """Give workers over each link."""
    with workers_over(request.param) as factory:
        yield factory


@pytest.mark.parametrize("cheat", ["", *CHEATS])
def test_a_cheat_by_names_earns_nothing(tmp_path: Path, workers: WorkerFactory, cheat: str) -> None:
    """No test passes; with the reference all do."""
    if cheat == "filling" and not isinstance(workers.starter, Zygote):
        pytest.skip("without walls a student's code reads what this user can")
    golden = tmp_path / "reference/tests/golden/text.txt"
    golden.parent.mkdir(parents=True)
    golden.write_text("ABC")
    grading = course_with_tests(tmp_path, REFERENCE, TESTS)
    results = results_of(grading, dedent(CHEATS[cheat]) if cheat else REFERENCE, workers)
    passed = {name for name, check in results.items() if check.outcome is Outcome.PASSED}
    assert passed == (set() if cheat else set(results)), results

"""The files that a test in Python opens by a relative path: the course's own, in a folder of each submission's."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any

import pytest

from grader.judge import Grading, Preparation
from grader.results import Outcome
from grader.sandbox.tester_process import close_shared, start_tester
from grader.tester.workplace import PREFIX
from tests.samples.course_files import course_of_files
from tests.samples.links import LINK_OF_RUN, workers_over
from tests.samples.tested_course import results_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from grader.sandbox.factory import WorkerFactory


@pytest.fixture(scope="module", autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the folder for temporary files, which is this module's alone: other tests that run now make such folders."""
    folder = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder))
        patch.setattr(tempfile, "tempdir", str(folder))
        close_shared()
        yield folder
        close_shared()


@pytest.fixture(scope="module", params=LINK_OF_RUN)
def workers(request: pytest.FixtureRequest) -> Iterator[WorkerFactory]:
    """Give workers over each link."""
    with workers_over(request.param) as factory:
        yield factory


WORK = "def total(name): return sum(map(float, open(name)))\n"
KEYS = "support: [data.csv, more/notes.txt]\n"
TESTS = """
import os
from pathlib import Path
import numpy as np
from work import total

def test_open():
    assert total("data.csv") == sum(map(float, open("data.csv"))) == 6

def test_numpy():
    assert np.loadtxt("data.csv").sum() == total("data.csv")

def test_path():
    assert Path("more/notes.txt").read_text() == "words"

def test_beside():
    assert open("beside.txt").read() == "beside" and open("sub/deep.txt").read() == "deep"

def test_no_more():
    assert sorted(os.listdir()) == ["beside.txt", "data.csv", "more", "sub"]

def test_written():
    with open("data.csv", "a") as file:
        file.write("4\\n")
    Path("beside.txt").write_text("gone")
    Path("new.txt").write_text("new")
    assert np.loadtxt("data.csv").sum() == 10 and total("data.csv") == 6
"""
CELLS = """
# %% mean points=2
assert total("data.csv") == np.loadtxt("data.csv").sum()
assert open("data.csv").readline() == "1\\n"
"""


def files_of(tests: str, name: str = "work.py") -> dict[str, str]:
    """Return the texts of a course whose tests open files."""
    return {
        "tasks/work.yaml": f"id: work\ntitle: Work\nstatement: Write it.\ntests: all\n{KEYS}",
        "reference/work.py": WORK,
        f"reference/tests/{name}": tests,
        "reference/tests/beside.txt": "beside",
        "reference/tests/sub/deep.txt": "deep",
        "reference/tests/other/test_other.py": "def test_other(): pass\n",
        "support/data.csv": "1\n2\n3\n",
        "support/more/notes.txt": "words",
        "support/unnamed.txt": "of another task",
    }


def grading_of(folder: Path, texts: dict[str, str]) -> Grading:
    """Return the grading of a course of these texts."""
    return Grading(course_of_files(folder, texts).tasks, Preparation(1))


def test_a_test_finds_the_files_of_its_course(tmp_path: Path, workers: WorkerFactory) -> None:
    """Public files and those beside the tests; what a test writes stays with one submission."""
    texts = files_of(TESTS)
    grading = grading_of(tmp_path, texts)
    names = ("open", "numpy", "path", "beside", "no_more", "written")
    for _ in range(2):
        results = results_of(grading, WORK, workers)
        assert {name: check.outcome for name, check in results.items()} == dict.fromkeys(names, Outcome.PASSED)
    assert {name: (tmp_path / name).read_text() for name in texts} == texts
    assert not list(tmp_path.rglob("new.txt"))


def test_a_cell_of_a_notebook_finds_them(tmp_path: Path, workers: WorkerFactory) -> None:
    """As it does beside the notebook."""
    texts = files_of(CELLS, "work.cells.py") | {"reference/work.py": "import numpy as np\n" + WORK}
    results = results_of(grading_of(tmp_path, texts), "import numpy as np\n" + WORK, workers)
    assert results["mean"].outcome is Outcome.PASSED, results["mean"]


def test_a_folder_of_tests_of_one_task(tmp_path: Path, workers: WorkerFactory) -> None:
    """What lies beside the tests goes before a public file of its name; a missing file is a mistake of the test's."""
    tests = 'import work\ndef test_it(): assert open("data.csv").read() == "own" and open("beside.csv").read() == "b"\n'
    texts = files_of(tests, "work/test_it.py") | {
        "reference/tests/work/data.csv": "own",
        "reference/tests/work/beside.csv": "b",
        "reference/tests/work/test_none.py": 'def test_none(): open("beside.txt")\n',
    }
    results = results_of(grading_of(tmp_path, texts), WORK, workers)
    assert (results["it"].outcome, results["none"].outcome) == (Outcome.PASSED, Outcome.JUDGE_ERROR)


@pytest.mark.parametrize("end", ["os._exit(1)", "os.kill(os.getpid(), 9)", "time.sleep(60)"])
def test_no_folder_is_left(tmp_path: Path, temporary: Path, workers: WorkerFactory, end: str) -> None:
    """Whichever way a test ends."""
    tests = f'import os, time, work\ndef test_it():\n    open("new.txt", "w").close()\n    {end}\n'
    texts = files_of(tests)
    texts["tasks/work.yaml"] = texts["tasks/work.yaml"].replace(
        "tests: all", "checks: [{id: it, title: It, points: 1, test: test_it, limits: {wall: 1}}]"
    )
    del texts["reference/work.py"]
    before = set(temporary.glob(f"{PREFIX}*/*"))  # of those that have collected the tests of other courses
    results = results_of(grading_of(tmp_path, texts), WORK, workers)
    assert results["it"].outcome is not Outcome.PASSED
    assert not set(temporary.glob(f"{PREFIX}*/*")) - before


def test_files_that_cannot_be_copied_are_no_fault_of_a_students(tmp_path: Path, workers: WorkerFactory) -> None:
    """A grader error, with the file."""
    texts = files_of("import work\ndef test_it(): pass\n", "work/test_it.py")
    grading = grading_of(tmp_path, texts)
    assert results_of(grading, WORK, workers)["it"].outcome is Outcome.PASSED
    (tmp_path / "reference/tests/work/no").mkdir()
    (tmp_path / "reference/tests/work/no/link").symlink_to(tmp_path / "nowhere")
    result = results_of(grading, WORK, workers)["it"]
    assert result.outcome is Outcome.JUDGE_ERROR
    assert "cannot be copied" in str(result)


def test_a_tester_that_ends_before_it_is_asked_is_replaced(
    tmp_path: Path, workers: WorkerFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It costs the submission nothing."""
    started: list[Any] = []

    def start_dying(files: Sequence[str] = ()) -> Any:
        started.append(start_tester(files))
        if len(started) == 1:
            started[0].close()
        return started[-1]

    monkeypatch.setattr("grader.judge.testing.start_tester", start_dying)
    grading = grading_of(tmp_path, files_of("import work\ndef test_it(): pass\n", "work/test_it.py"))
    assert results_of(grading, WORK, workers)["it"].outcome is Outcome.PASSED
    assert len(started) >= 2


@pytest.mark.parametrize("link", LINK_OF_RUN)
def test_the_folders_end_with_their_process(link: str, tmp_path: Path, temporary: Path) -> None:
    """Also the one that holds them."""
    with workers_over(link) as factory:
        assert results_of(grading_of(tmp_path, files_of(TESTS)), WORK, factory)
        assert link == "pipes" or list(temporary.glob(f"{PREFIX}*")), "they are made here"
        close_shared()
    assert list(temporary.glob(f"{PREFIX}*")) == []

"""Files that a student's code writes: a test finds them, over each link, and nothing else that the code would like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.judge import Grading, Preparation
from grader.results import Outcome
from tests.samples.course_files import course_of_files
from tests.samples.links import LINK_OF_RUN, workers_over
from tests.samples.tested_course import course_with_tests, results_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.sandbox.factory import WorkerFactory


@pytest.fixture(scope="module", params=LINK_OF_RUN)
def workers(request: pytest.FixtureRequest) -> Iterator[WorkerFactory]:
    """Give workers over each link."""
    with workers_over(request.param) as factory:
        yield factory


WRITER = """
import csv, glob, json, os, shutil, sys
from pathlib import Path
import numpy as np

def write_csv(rows, path):
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows(rows)
def dump(value, path):
    with open(path, "w") as file:
        json.dump(value, file)
def report(path, text):
    Path(path).write_text(text)
def append(path, line):
    with open(path, "a") as file:
        print(line, file=file)
def read_back(path, text):
    report(path, text)
    return open(path).read(), os.path.exists(path), os.path.getsize(path)
def read(path):
    return open(path).read()
def tree(folder):
    os.makedirs(os.path.join(folder, "a", "b"), exist_ok=True)
    report(os.path.join(folder, "a", "b", "deep.txt"), "deep")
    report(os.path.join(folder, "top.txt"), "top")
    return sorted(os.listdir(folder)), [names for _, _, names in os.walk(folder)], glob.glob(f"{folder}/*.txt")
def delete(path):
    os.remove(path)
def clear(folder):
    shutil.rmtree(folder)
def move(path, target):
    shutil.copy(path, target + ".bak.txt")
    os.rename(path, target)
def numbers(path):
    np.savetxt(path, np.arange(3))
    np.save(Path(path).with_suffix(".npy"), np.arange(3))
def touch(path):
    Path(path).touch()
def exclusive(path):
    with open(path, "x") as file:
        file.write("x")
def upper(path):
    text = read(path)
    report(path, text.upper())
    report(os.path.splitext(path)[0] + ".out", text.lower())
class Report:
    def __init__(self, folder):
        self.folder = folder
    def save(self):
        report(os.path.join(self.folder, "report.txt"), "saved")
def callback(path, look):
    report(path, "before")
    return look()
if __name__ == "__main__":
    count, out = len(sys.argv), sys.argv[-1]
    os.makedirs(out, exist_ok=True)
    for name in sys.argv[1:-1]:
        report(os.path.join(out, os.path.basename(name)), read(name).upper())
    print(f"wrote {count - 2} files")
"""
HONEST = """
import csv, json, os, shutil, subprocess, tempfile
from pathlib import Path
import numpy as np
import pytest
import work

def test_csv():
    work.write_csv([["a", "b"], [1, "x,y"]], "out.csv")
    assert list(csv.reader(open("out.csv"))) == [["a", "b"], ["1", "x,y"]]

def test_tmp_path(tmp_path):
    work.dump({"a": [1, None]}, tmp_path / "a.json")
    work.dump([2], str(tmp_path / "b.json"))
    assert json.loads((tmp_path / "a.json").read_text()) == {"a": [1, None]}
    assert json.load(open(tmp_path / "b.json")) == [2]
    assert sorted(os.listdir(tmp_path)) == ["a.json", "b.json"]

def test_temporary():
    with tempfile.TemporaryDirectory() as folder:
        work.report(os.path.join(folder, "r.txt"), "text")
        assert open(os.path.join(folder, "r.txt")).read() == "text"
    with tempfile.NamedTemporaryFile("r+", suffix=".txt") as file:
        work.report(file.name, "named")
        assert file.read() == "named"

def test_append(tmp_path):
    path = tmp_path / "log.txt"
    work.append(path, "one")
    work.append(str(path), "two")
    assert path.read_text() == "one\\ntwo\\n"
    path.write_text("new\\n")
    work.append(str(path), "three")
    assert path.read_text() == "new\\nthree\\n"
    path.unlink()
    work.append(str(path), "four")
    assert path.read_text() == "four\\n"

def test_read_back():
    assert work.read_back("x.txt", "abc") == ("abc", True, 3)
    assert os.path.getsize("x.txt") == 3

def test_input(tmp_path, monkeypatch):
    (tmp_path / "in.txt").write_text("words")
    assert work.read(str(tmp_path / "in.txt")) == work.read(tmp_path / "in.txt") == "words"
    work.upper(str(tmp_path / "in.txt"))
    assert (tmp_path / "in.txt").read_text() == "WORDS" and (tmp_path / "in.out").read_text() == "words"
    (tmp_path / "in.txt").unlink()
    with pytest.raises(FileNotFoundError):
        work.read(str(tmp_path / "in.txt"))
    monkeypatch.chdir(tmp_path)
    Path("here.txt").write_text("here")
    assert work.read("here.txt") == "here"
    work.report("there.txt", "there")
    assert (tmp_path / "there.txt").read_text() == "there"

def test_folders(tmp_path):
    expected = ["a", "top.txt"], [["top.txt"], [], ["deep.txt"]]
    for folder in ("out", str(tmp_path / "out")):
        names, walked, texts = work.tree(folder)
        assert (names, walked) == expected and texts == [f"{folder}/top.txt"]
        assert Path(folder, "a", "b", "deep.txt").read_text() == "deep"
        work.delete(f"{folder}/top.txt")
        assert os.listdir(folder) == ["a"]
        work.clear(folder)
        assert not os.path.exists(folder)

def test_removed_here(tmp_path):
    work.tree("out")
    shutil.rmtree("out")
    assert work.tree("out")[0] == ["a", "top.txt"] == sorted(os.listdir("out"))

def test_move(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    work.move(str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert sorted(os.listdir(tmp_path)) == ["b.txt", "b.txt.bak.txt"]

def test_numbers():
    work.numbers("numbers.txt")
    assert np.loadtxt("numbers.txt").tolist() == np.load("numbers.npy").tolist() == [0, 1, 2]

def test_exclusive():
    work.touch("empty.txt")
    assert Path("empty.txt").read_bytes() == b""
    work.exclusive("once.txt")
    with pytest.raises(FileExistsError):
        work.exclusive("once.txt")

def test_object(tmp_path):
    work.Report(str(tmp_path)).save()
    assert (tmp_path / "report.txt").read_text() == "saved"

def test_callback(tmp_path):
    assert work.callback(tmp_path / "c.txt", lambda: (tmp_path / "c.txt").read_text()) == "before"

def test_import():
    work.report("before.txt", "1")
    import matplotlib.pyplot as plt  # which the other process imports while it reads the next message
    work.report("after.txt", "2")
    assert work.read("before.txt") + work.read("after.txt") == "12"
    assert sorted(os.listdir()) == ["after.txt", "before.txt", "data.csv"]

def test_program(tmp_path):
    Path("one.txt").write_text("one")
    (tmp_path / "two.txt").write_text("two")
    out = subprocess.check_output(["python3", "work.py", "one.txt", tmp_path / "two.txt", "out"], text=True)
    assert out == "wrote 2 files\\n" and sorted(os.listdir("out")) == ["one.txt", "two.txt"]
    assert Path("out/one.txt").read_text() == "ONE" and Path("out/two.txt").read_text() == "TWO"
    subprocess.run(["python3", "work.py", "two.txt", "out"], cwd=tmp_path, check=True)
    assert (tmp_path / "out" / "two.txt").read_text() == "TWO"
    assert os.system("python3 work.py one.txt again") == 0 and os.listdir("again") == ["one.txt"]
    assert subprocess.getoutput("./work.py one.txt more") == "wrote 1 files" and os.listdir("more") == ["one.txt"]
    os.remove("one.txt")

def test_nothing_is_left():
    assert os.listdir() == ["data.csv"]
"""
FILES = {"reference/tests/data.csv": "1\n2\n"}


def grading_of(folder: Path, reference: str, tests: str, keys: str = "", **files: str) -> Grading:
    """Return the grading of a course with one task and files beside its tests."""
    for name, text in (FILES | files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return course_with_tests(folder, reference, tests, keys)


def test_what_code_writes_is_found(tmp_path: Path, workers: WorkerFactory) -> None:
    """By functions and by programs, where the test stands and where it says; the next test meets nothing of it."""
    grading = grading_of(tmp_path, WRITER, HONEST)
    for _ in range(3):  # the third meets tests that were collected for all
        results = results_of(grading, WRITER, workers)
        assert {name: check.message for name, check in results.items() if check.outcome is not Outcome.PASSED} == {}
    assert {path.name for path in (tmp_path / "reference/tests").iterdir() if path.is_file()} == {"work.py", "data.csv"}


SHARED = """
import os
import work

def test_one():
    work.report("kept.txt", "one")
    work.append("data.csv", "3")
    assert open("data.csv").read() == "1\\n2\\n3\\n"

def test_two():
    assert open("kept.txt").read() == "one" == work.read("kept.txt")
    assert open("data.csv").read() == "1\\n2\\n3\\n"

def test_three():
    work.delete("kept.txt")
    assert not os.path.exists("kept.txt")
"""
WITHOUT_FILES = """
def report(path, text): pass
def append(path, line): pass
def read(path): return "one"
def delete(path): pass
"""


def test_files_run_on_where_state_is_shared(tmp_path: Path, workers: WorkerFactory) -> None:
    """As the reference leaves them; a submission that writes nothing finds nothing."""
    grading = grading_of(
        tmp_path, WRITER, SHARED, "shared: true\nsupport: [data.csv]\n", **{"support/data.csv": "1\n2\n"}
    )
    (tmp_path / "reference/tests/data.csv").unlink()
    results = results_of(grading, WRITER, workers)
    assert {name: check.outcome for name, check in results.items()} == dict.fromkeys(
        ("one", "two", "three"), Outcome.PASSED
    )
    results = results_of(grading, WITHOUT_FILES, workers)
    assert [check.outcome for check in results.values()] == [Outcome.FAILED, Outcome.FAILED, Outcome.PASSED]
    assert (tmp_path / "support/data.csv").read_text() == "1\n2\n"


NOTEBOOK = """
def save(name, value):
    with open(name, "w") as file:
        file.write(str(value))
save("cell.txt", 7)
with open("table.csv", "w") as file:
    print("a,b", file=file)
"""
CELLS = """
# %% saved points=2
assert open("cell.txt").read() == "7"
save("more.txt", [1])
assert open("more.txt").read() == "[1]"
# %% table
assert open("table.csv").readlines() == ["a,b\\n"]
"""
OTTER = (
    "test = {'name': 'q1', 'points': 1, 'suites': [{'cases': [{'code': '>>> open(\"cell.txt\").read()\\n\\'7\\''}]}]}\n"
)


@pytest.mark.parametrize(("name", "tests", "count"), [("work.cells.py", CELLS, 2), ("work/q1.py", OTTER, 1)])
def test_notebooks_write_files(tmp_path: Path, workers: WorkerFactory, name: str, tests: str, count: int) -> None:
    """Their cells and their functions, for cells of tests and files of otter."""
    texts = {
        "tasks/work.yaml": "id: work\ntitle: Work\nstatement: Write it.\ntests: all\n",
        "reference/work.py": NOTEBOOK,
        f"reference/tests/{name}": tests,
    }
    grading = Grading(course_of_files(tmp_path, texts).tasks, Preparation(1))
    results = results_of(grading, NOTEBOOK, workers)
    assert [check.outcome for check in results.values()] == [Outcome.PASSED] * count, results
    results = results_of(grading, "def save(name, value): pass\n", workers)
    assert not any(check.outcome is Outcome.PASSED for check in results.values())

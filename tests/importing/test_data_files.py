"""Data files of an import: which come along, where they go in the course, and what the table says of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.importing import data_files as module
from grader.importing.data_files import data_files, files_named, files_written
from grader.importing.model import Import
from grader.importing.sources import read_bytes
from tests.importing.peer_files import code, left_out, markdown, notebook, read, write

if TYPE_CHECKING:
    from pathlib import Path

CASE = "{{'hidden': False, 'code': '''{code}'''}}"
OK = f"test = {{{{'name': 'q1', 'points': 1, 'suites': [{{{{'type': 'doctest', 'cases': [{CASE}]}}}}]}}}}\n"


def public(files: dict[str, bytes]) -> set[str]:
    """Return the names of the public files of a task."""
    return {name.removeprefix("support/") for name in files if name.startswith("support/")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('open("data.csv")', {"data.csv"}, id="quotes"),
        pytest.param("np.loadtxt('data.csv')", {"data.csv"}, id="single quotes"),
        pytest.param("'code': '>>> open(\\'data.csv\\')'", {"data.csv"}, id="a doctest in a text"),
        pytest.param('"source": ["x = open(\\"data.csv\\")\\n"]', {"data.csv"}, id="a notebook's text"),
        pytest.param("Reads `data.csv`.", {"data.csv"}, id="words"),
        pytest.param("open('more/a.txt')", {"more/a.txt"}, id="a folder"),
        pytest.param("open(f'more/{name}.txt')", {"more/a.txt", "more/b.txt"}, id="a computed name"),
        pytest.param("os.path.join('more/', name)", {"more/a.txt", "more/b.txt"}, id="a folder and a name"),
        pytest.param("more = 1; data = 'more'", set(), id="a word that is a folder's name"),
        pytest.param("open('none.csv')", set(), id="not there"),
        pytest.param("open('../outside.csv')", set(), id="above"),
        pytest.param("open('link.csv')", set(), id="a link out of the folder"),
        pytest.param("open('tests/expected.csv')", set(), id="of the tests"),
        pytest.param("open('solution/answers.csv')", set(), id="of the solution"),
        pytest.param("open('work.py'); open('a.ipynb')", set(), id="code"),
        pytest.param("more\0.csv `a\ud800b`", set(), id="no names of files"),
        pytest.param("open('tests/{}'); '.'; './'; '/'; '{x}'", set(), id="no folder of data"),
    ],
)
def test_what_a_text_names(tmp_path: Path, text: str, expected: set[str]) -> None:
    """Files by their names, and folders where something in them is meant."""
    home = tmp_path / "home"
    names = ["data.csv", "more/a.txt", "more/b.txt", "tests/expected.csv", "solution/answers.csv", "work.py", "a.ipynb"]
    write(home, **{name.replace("/", "__"): "1" for name in names})
    (tmp_path / "outside.csv").write_text("1")
    (home / "link.csv").symlink_to(tmp_path / "outside.csv")
    assert {path.relative_to(home).as_posix() for path in files_named(home, [text])} == expected


@pytest.mark.parametrize(
    ("name", "size", "reason"),
    [
        pytest.param("my data.csv", 1, "rename it", id="a blank"),
        pytest.param("ünï.csv", 1, "", id="letters of all kinds"),
        pytest.param("-x.csv", 1, "rename it", id="a sign first"),
        pytest.param("large.csv", 11, "is larger than", id="large"),
        pytest.param("right.csv", 10, "", id="not too large"),
        pytest.param("x" * 101, 1, "rename it", id="a long name"),
    ],
)
def test_what_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, size: int, reason: str) -> None:
    """With a line of the table each."""
    monkeypatch.setattr(module, "LARGEST_DATA", 10)
    (tmp_path / name).write_bytes(b"1" * size)
    result = Import()
    contents = data_files(tmp_path, [tmp_path / name], "ps1.ipynb", result)
    assert set(contents) == (set() if reason else {name})
    assert [reason in row.reason and row.source == "ps1.ipynb" for row in result.rows] == ([True] if reason else [])


@pytest.mark.parametrize(
    ("bound", "reason"), [("LARGEST_TOGETHER", "together"), ("MOST", "more than")], ids=["bytes", "number"]
)
def test_all_of_them_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, reason: str) -> None:
    """The small ones come along."""
    monkeypatch.setattr(module, bound, 3 if bound == "MOST" else 6)
    for size in (4, 3, 2, 1):
        (tmp_path / f"{size}.csv").write_bytes(b"1" * size)
    result = Import()
    contents = data_files(tmp_path, tmp_path.iterdir(), "ps1.ipynb", result)
    assert list(contents) == ["1.csv", "2.csv", "3.csv"]
    assert [(row.item, reason in row.reason) for row in result.rows] == [("4.csv", True)]


def test_a_private_file_may_have_any_name(tmp_path: Path) -> None:
    """It is only copied."""
    (tmp_path / "my data.csv").write_text("1")
    assert data_files(tmp_path, tmp_path.iterdir(), "", Import(), public=False) == {"my data.csv": b"1"}


def nbgrader_cells() -> list[dict[str, Any]]:
    """Return the cells of a notebook that opens a file."""
    keys: dict[str, Any] = {"schema_version": 3, "grade_id": "t", "grade": True, "locked": True, "points": 1}
    return [code("import numpy as np"), code("assert np.loadtxt('data.csv').sum() == 6", **keys)]


def test_nbgrader_hands_out_all_that_lies_beside(tmp_path: Path) -> None:
    """Pictures and archives too; what cannot come along is a line of the table."""
    notebook(tmp_path / "ps1" / "ps1.ipynb", *nbgrader_cells())
    write(tmp_path / "ps1", **{"data.csv": "1", "images__a.png": "2", "x.mat": "3", "my data.csv": "4", ".env": "5"})
    result = read("nbgrader", tmp_path)
    assert public(result.tasks[0].files) == {"data.csv", "images/a.png", "x.mat"}
    assert result.tasks[0].keys["support"] == ["data.csv", "images/a.png", "x.mat"]
    assert set(left_out(result)) == {"my data.csv"}


def test_of_a_crowded_folder_nbgrader_takes_what_is_named(tmp_path: Path) -> None:
    """It may be no assignment's folder at all."""
    notebook(tmp_path / "ps1.ipynb", *nbgrader_cells())
    write(tmp_path, **{f"{number}.txt": "1" for number in range(101)}, **{"data.csv": "1"})
    result = read("nbgrader", tmp_path)
    assert public(result.tasks[0].files) == {"data.csv"}
    assert not left_out(result)


def test_what_only_hidden_cases_of_otter_name_is_not_public(tmp_path: Path) -> None:
    """It stays beside the tests, where they find it and no student does."""
    veiled = OK.format(code='>>> open("answers.csv").read() + open("data.csv").read()\\n"1"')
    write(tmp_path, tests__q1=veiled.replace("False", "True"))
    notebook(tmp_path / "hw.ipynb", code("rows = open('data.csv').read()"))
    write(tmp_path, **{"data.csv": "1", "answers.csv": "2"})
    (task,) = read("otter", tmp_path).tasks
    assert public(task.files) == {"data.csv"}
    assert [name for name in task.files if name.endswith("answers.csv")] == [f"reference/tests/{task.id}/answers.csv"]


def test_otter_takes_what_tests_and_solution_name(tmp_path: Path) -> None:
    """A roster beside them is nobody's."""
    write(tmp_path, tests__q1=OK.format(code='>>> open("data.csv").read()\\n"1"'))
    notebook(tmp_path / "hw.ipynb", code("rows = open('rows.txt').read()"), markdown("Words."))
    write(tmp_path, **{"data.csv": "1", "rows.txt": "2", "roster.csv": "3"})
    (task,) = read("otter", tmp_path).tasks
    assert public(task.files) == {"data.csv", "rows.txt"}
    assert task.keys["support"] == ["data.csv", "rows.txt"]


@pytest.mark.parametrize(
    ("files", "beside", "public_files"),
    [
        pytest.param(
            {"tests__test_hw": "open('words.txt')", "tests__words.txt": "1"}, {"words.txt"}, set(), id="own"
        ),
        pytest.param(
            {"tests__test_hw": "ps1.load_words('words.txt')", "tests__words.txt": "1"},
            set(), {"words.txt"}, id="the student opens it",
        ),
        pytest.param(
            {"tests__test_hw": "open('tests/words.txt')", "tests__words.txt": "1"},
            {"words.txt", "tests/words.txt"}, set(), id="from the folder above",
        ),
        pytest.param(
            {"tests__test_hw": "pass", "tests__words.txt": "1", "ps1": "x = open('words.txt')"},
            set(), {"words.txt"}, id="the solution opens it",
        ),
        pytest.param(
            {"tests__test_hw": "open('data/a.csv')", "data__a.csv": "1", "data__b.csv": "2"},
            {"data/a.csv"}, set(), id="beside the work",
        ),
        pytest.param(
            {"test_hw": "open('data.csv')", "data.csv": "1", "other.csv": "2"}, {"data.csv"}, set(), id="one folder"
        ),
        pytest.param(
            {"test_hw": "np.loadtxt('data.csv')", "data.csv": "1", "ps1": "x = open('data.csv')"},
            set(), {"data.csv"}, id="one folder, and the solution",
        ),
        pytest.param({"test_hw": "pass", "other.csv": "2"}, set(), set(), id="not named"),
        pytest.param(
            {"tests__test_hw": "ps1.f('tests/in/1.fa'); open('tests/in/1.fa' + '.out')",
             "tests__in__1.fa": "1", "tests__in__1.fa.out": "2"},
            {"in/1.fa.out", "tests/in/1.fa.out"}, {"tests/in/1.fa"}, id="a computed name, from above",
        ),
        pytest.param(
            {"test_hw": "name = 'in/1.txt'; ps1.f(name); open(name + '.out')", "in__1.txt": "1", "in__1.txt.out": "2",
             "in__2.txt": "3"},
            {"in/1.txt.out"}, {"in/1.txt"}, id="a computed name",
        ),
        pytest.param(
            {"test_hw": "import os; ps1.f(3); open(os.path.join('outs', name))", "outs__1.txt": "1", "outs__x.py": ""},
            {"outs/1.txt"}, set(), id="a folder and a computed name",
        ),
    ],
)  # fmt: skip
def test_pytest(tmp_path: Path, files: dict[str, str], beside: set[str], public_files: set[str]) -> None:
    """Data in a folder of tests stay beside them, also without helpers; public is what the student's code opens."""
    for name, text in files.items():
        is_test = name.endswith("test_hw")
        write(tmp_path, **{name: f"import ps1\ndef test_a():\n    {text}\n" if is_test else text})
    (task,) = read("pytest", tmp_path).tasks
    home = "reference/tests/hw/"
    assert {name.removeprefix(home) for name in task.files if name.startswith(home)} - {"test_hw.py"} == beside
    assert public(task.files) == public_files
    assert task.keys.get("support", []) == sorted(public_files)


def test_a_large_file_beside_tests_is_a_line_of_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no end of the import."""
    monkeypatch.setattr(module, "LARGEST_DATA", 10)
    write(tmp_path, tests__test_hw="import ps1\ndef test_a(): pass\n", **{"tests__words.txt": "1" * 11})
    result = read("pytest", tmp_path)
    assert "is larger than" in left_out(result)["words.txt"]
    assert set(result.tasks[0].files) == {"reference/tests/hw.py"}


def test_the_table_says_what_a_hidden_test_makes_public(tmp_path: Path) -> None:
    """The student's code can open nothing else; what the test opens itself stays with it."""
    hidden = "@pytest.mark.visibility('hidden')\ndef test_b(): ps1.f('veiled.txt', open('own.txt'))\n"
    tests = f"import pytest, ps1\ndef test_a(): ps1.f('words.txt')\n{hidden}"
    write(tmp_path, test_hw=tests, **{"words.txt": "1", "veiled.txt": "2", "own.txt": "3"})
    result = read("pytest", tmp_path)
    assert public(result.tasks[0].files) == {"words.txt", "veiled.txt"}
    notes = {row.item: row.reason for row in result.rows}
    assert "public" not in notes["a"]
    assert notes["b"].startswith("`veiled.txt` is public, since the student's code opens it")


def test_a_file_that_both_sides_open_is_one_line_of_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Left out once, for one reason."""
    monkeypatch.setattr(module, "LARGEST_DATA", 10)
    write(tmp_path, test_hw="import ps1\ndef test_a(): ps1.f('words.txt')\n", **{"words.txt": "1" * 11})
    assert [row.item for row in read("pytest", tmp_path).rows if not row.imported] == ["words.txt"]


def test_a_file_that_otter_lists_and_no_course_can_name(tmp_path: Path) -> None:
    """It is a line of the table, not a course that cannot be read."""
    write(tmp_path, **{"my data.csv": "1", "good.csv": "2"})
    config = {"cell_type": "raw", "source": "# ASSIGNMENT CONFIG\nfiles: [my data.csv, good.csv]", "metadata": {}}
    question: list[dict[str, Any]] = [
        {"cell_type": "raw", "source": text, "metadata": {}}
        for text in ("# BEGIN QUESTION\nname: q1", "# END QUESTION", "# BEGIN TESTS", "# END TESTS")
    ]
    begin, end, tests, over = question
    notebook(tmp_path / "hw.ipynb", config, begin, code("x = 1"), tests, code("x == 1", "True"), over, end)
    result = read("otter", tmp_path)
    assert "rename it" in left_out(result)["my data.csv"]
    assert public(result.tasks[0].files) == {"good.csv"}


def test_a_file_of_prairielearn_that_no_course_can_name(tmp_path: Path) -> None:
    """It stays beside the tests."""
    text = "from pl_unit_test import PLTestCase\nclass Test(PLTestCase):\n    def test_0(self): pass\n"
    names = {"q__tests__my data.csv": "1", "q__tests__good.csv": "2", "q__tests__ans": "x = 1\n"}
    write(tmp_path, q__tests__test=text, **{"q__info.json": "{}"}, **names)
    result = read("prairielearn", tmp_path)
    assert "rename it" in left_out(result)["my data.csv"]
    assert public(result.tasks[0].files) == {"good.csv"}
    assert "reference/tests/q/my data.csv" in result.tasks[0].files


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("np.save('data/x.npy', x)", {"data/x.npy"}),
        ("table.to_csv('./t.csv')\nplt.savefig('f.png')", {"t.csv", "f.png"}),
        ("open('a.txt', 'w'); open('b.txt', mode='a'); open('c.txt'); open('d.txt', 'rb')", {"a.txt", "b.txt"}),
        ("np.load('x.npy'); pd.read_csv('t.csv'); open(name, 'w')", set()),
        ("np.save('x.npy'", set()),
    ],
)
def test_files_that_code_writes(source: str, names: set[str]) -> None:
    """By the names in calls that write; what only is read is none of them."""
    assert files_written([source]) == names


BOTH = {"more/a.txt", "more/b.txt"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"""Tests for the "more" of students."""', set(), id="a docstring"),
        pytest.param("# the 'more' of students", set(), id="a comment"),
        pytest.param('"""Files of `more/`, as `more/{name}`."""  # "more/"', set(), id="a folder in a docstring"),
        pytest.param("run(f'more/{name}')", BOTH, id="a folder in a text"),
        pytest.param("NAMES = 'more/{}.txt'", BOTH, id="a text to be filled in"),
        pytest.param("key = 'more'; d[key] = ['more']; print('no ' + 'more?', f'{key} more')", set(), id="words"),
        pytest.param("', '.join(['more', 'less'])", set(), id="texts are joined"),
        pytest.param("for this 'more' is no Python", set(), id="no Python"),
        pytest.param("open('more/a.txt')", {"more/a.txt"}, id="a file"),
        pytest.param("os.path.join('more', name)", BOTH, id="join"),
        pytest.param("listdir('more')", BOTH, id="listdir"),
        pytest.param("Path(__file__).parent / 'more' / name", BOTH, id="a path"),
        pytest.param("open(HERE + '/more/' + name)", BOTH, id="plus"),
        pytest.param("open(f'{HERE}/more/{name}.txt')", BOTH, id="within a text"),
        pytest.param("open(f'{HERE}/more/a.txt')", {"more/a.txt"}, id="at the end of a text"),
        pytest.param("open('more/%s.txt' % name)", BOTH, id="percent"),
        pytest.param("DATA = 'more'\nopen(join(DATA, name))", BOTH, id="a variable"),
        pytest.param(
            "class T:\n    data = 'more'\n    def t(self): open(self.data + '/' + name)", BOTH, id="of a class"
        ),
        pytest.param("for at in ['more']: glob(at)", BOTH, id="a loop"),
        pytest.param("def read(at): return open(at)\ndef test(): read('more')", BOTH, id="a helper"),
        pytest.param("@mark.parametrize('n, at', [(1, 'more')])\ndef test(n, at): open(at)", BOTH, id="a parameter"),
        pytest.param("join('submissions', name); open(f'submissions/{name}')", set(), id="students' work"),
        pytest.param("join('node_modules', n); join('venv', n); join('.git', n)", set(), id="programs"),
        pytest.param("open('.git/x.txt')", {".git/x.txt"}, id="a file in a folder with a dot"),
        pytest.param("case = 'case.fa'; open(case + '.out')", {"case.fa", "case.fa.in"}, id="links"),
    ],
)
def test_what_code_makes_paths_of(tmp_path: Path, text: str, expected: set[str]) -> None:
    """A folder comes along where the code makes a path of its name, and nothing outside of the folder."""
    home = tmp_path / "home"
    names = [
        "more/a.txt",
        "more/b.txt",
        "submissions/x.txt",
        "node_modules/x.txt",
        "venv/x.txt",
        ".git/x.txt",
        "case.fa",
    ]
    write(home, **{name.replace("/", "__"): "1" for name in [*names, "case.fa.in"]})
    (tmp_path / "outside.csv").write_text("1")
    (home / "case.fa.out").symlink_to(tmp_path / "outside.csv")
    (home / "case.fa.link").symlink_to(home / "more" / "a.txt")
    assert {path.relative_to(home).as_posix() for path in files_named(home, [text], computed=True)} == expected


def test_of_many_files_the_table_has_one_line_for_each_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no more of them are read than come along."""
    seen: list[Path] = []

    def noted(path: Path, largest: int) -> bytes:
        seen.append(path)
        return read_bytes(path, largest)

    monkeypatch.setattr(module, "MOST", 3)
    monkeypatch.setattr(module, "read_bytes", noted)
    names = [f"{folder}{number}.csv" for folder in ("a/", "b/", "") for number in range(5)]
    names += ["a/x y.csv", "a/y z.csv", "x y.csv", "y z.csv"]
    write(tmp_path, **{name.replace("/", "__"): "1" for name in names})
    result = Import()
    assert len(data_files(tmp_path, [tmp_path / name for name in names], "", result)) == len(seen) == 3
    rows = {(row.item, row.reason.partition(": ")[0]) for row in result.rows}
    name_fault = "a public file's name has letters, digits, `_`, `-` and `.` alone"
    assert rows == {
        ("3.csv and 1 more", "2 files, such as `3.csv`"),
        ("a/", "5 files, such as `a/0.csv`"),
        ("b/", "5 files, such as `b/0.csv`"),
        ("a/", "2 files, such as `a/x y.csv`"),
        ("x y.csv", name_fault),
        ("y z.csv", name_fault),
    }


def test_the_work_of_students_beside_tests_stays_where_it_is(tmp_path: Path) -> None:
    """Neither a docstring that names its folder nor code that opens it brings it along."""
    lines = [
        "import ps1",
        "def test_a():",
        "    'Tests the \"submissions\" of all.'",
        "    open(join('submissions', x))",
    ]
    write(tmp_path, test_hw="\n".join(lines), **{f"submissions__{number}.txt": "1" for number in range(200)})
    result = read("pytest", tmp_path)
    assert set(result.tasks[0].files) == {"reference/tests/hw.py"}
    assert not left_out(result)

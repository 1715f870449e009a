"""Support files: read, imported without leaving anything behind, and refused with their names."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from grader.course import load_course, support
from grader.course.support import importable, read_support
from grader.errors import SpecError

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, **files: str) -> Path:
    """Write files of Python and return their folder."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return folder


def test_files_and_their_functions_are_read(tmp_path: Path) -> None:
    """What a file imports is not its own."""
    folder = written(tmp_path, layers="from math import sqrt\nimport helper\ndef relu(x): return helper.top(x)\n",
                     helper="def top(x): return max(x, 0)\n")  # fmt: skip
    (folder / "data.csv").write_bytes(b"\xff1,2")
    read = read_support(folder, ["layers.py", "helper.py", "data.csv"])
    assert read.mistakes == ()
    assert set(read.files) == {"layers.py", "helper.py", "data.csv"}
    assert read.files["data.csv"] == b"\xff1,2"
    assert set(read.functions) == {"relu", "top"}
    assert read.functions["relu"](-3) == 0


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("gone.py", "is missing, and `support` names it"), ("link.py", "is missing"), ("sub", "is missing")],
    ids=["missing", "a-link-out-of-the-folder", "a-folder"],
)
def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path, name: str, sentence: str) -> None:
    """A link could hand any file of this machine to every student's code."""
    folder = tmp_path / "support"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "secret.py").write_text("x = 1")
    (folder / "link.py").symlink_to(tmp_path / "secret.py")
    (mistake,) = read_support(folder, [name]).mistakes
    assert (mistake.file, sentence in mistake.text) == (f"support/{name}", True)


def test_a_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every worker is sent it."""
    monkeypatch.setattr(support, "LARGEST", 10)
    (mistake,) = read_support(written(tmp_path, a="x = 1  # long enough"), ["a.py"]).mistakes
    assert "is larger than" in mistake.text


def test_two_files_do_not_define_one_function(tmp_path: Path) -> None:
    """An expression could mean either."""
    read = read_support(written(tmp_path, a="def f(): pass\n", b="def f(): pass\n"), ["a.py", "b.py"])
    assert [(str(mistake.file), mistake.text) for mistake in read.mistakes] == [
        ("support/b.py", "defines `f`, as another support file does; rename one of them")
    ]


def test_a_file_that_breaks_is_a_mistake(tmp_path: Path) -> None:
    """The others are read all the same."""
    read = read_support(written(tmp_path, a="1 / 0\n", b="def g(): pass\n"), ["a.py", "b.py"])
    assert [mistake.file for mistake in read.mistakes] == ["support/a.py"]
    assert set(read.functions) == {"g"}


EXPECTS = """
functions: {f: {args: [x]}}
inputs: {x: {integer: [0, 9]}}
checks: [{id: a, title: A, points: 1, expect: f(x) == ref.f(x)}]
"""


@pytest.mark.parametrize(
    ("keys", "imported"),
    [
        ("tests: all", False),
        ("checks: [{id: a, title: A, points: 1, test: test_a}]", False),
        (EXPECTS, True),
    ],
)
def test_only_what_an_expression_may_call_is_imported(tmp_path: Path, keys: str, imported: bool) -> None:
    """A script that lies beside imported tests is handed out, and runs nowhere but where students' code imports it."""
    texts = {
        "tasks/work.yaml": f"id: work\ntitle: Work\nstatement: Do it.\nsupport: [make.py]\n{keys}\n",
        "reference/work.py": "def f(x): return x\n",
        "reference/tests/work.py": "from work import f\ndef test_a(): assert f(1) == 1\n",
        "support/make.py": "import a_library_that_nobody_has\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    if imported:
        with pytest.raises(SpecError, match="cannot be imported"):
            load_course(tmp_path)
        return
    (task,) = load_course(tmp_path).tasks
    assert task.support == {"make.py": texts["support/make.py"].encode()}


def test_no_module_stays_behind(tmp_path: Path) -> None:
    """Two courses may have files of one name; a module that was there before is there again."""
    folder = written(tmp_path, colorsys="here = True\n")
    import colorsys

    before, path = sys.modules["colorsys"], list(sys.path)
    with importable(folder, ["colorsys.py"]):
        import colorsys as inside

        assert inside.here  # type: ignore[attr-defined]
    assert sys.modules["colorsys"] is before is colorsys
    assert sys.path == path

"""Files and folders that systems and tools leave: left out with a reason, before anything is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.archives.clutter import environments, reason_of_file, reason_of_folder, sort_out


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        (".git", "version control"), ("hw1/.git", "version control"), ("a/.svn", "version control"),
        ("__pycache__", "made by itself"), ("__MACOSX", "made by itself"), (".ipynb_checkpoints", "made by itself"),
        ("node_modules", "installed packages"), ("x/site-packages", "installed packages"),
        ("grader.egg-info", "installed packages"), ("venv", "virtual environment"), (".venv", "virtual environment"),
        (".secret", "is hidden"),
    ],
)  # fmt: skip
def test_a_folder_of_a_tool_is_not_entered(folder: str, reason: str) -> None:
    """Wherever it lies."""
    assert reason in reason_of_folder(folder)


@pytest.mark.parametrize("folder", ["src", "hw1", "git", "lib", "env", "a/bin", "pycache", "venv2", "..", "."])
def test_a_folder_of_somebodys_work_is_entered(folder: str) -> None:
    """Also one with a name that environments have, where there is none."""
    assert reason_of_folder(folder) == ""


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".DS_Store", "operating system"), ("a/Thumbs.db", "operating system"), ("._a.py", "operating system"),
        ("~$answers.docx", "operating system"), ("a.pyc", "made by itself"), ("a.py~", "made by itself"),
        (".a.py.swp", "made by itself"), ("#a.py#", "made by itself"), ("env/pyvenv.cfg", "virtual environment"),
        (".bashrc", "is hidden"),
    ],
)  # fmt: skip
def test_a_file_of_a_tool_is_left_out(name: str, reason: str) -> None:
    """With the reason."""
    assert reason in reason_of_file(name)


@pytest.mark.parametrize("name", ["a.py", "a/b.ipynb", "answers.md", "swp.py", "desktop.py", "a.pyx"])
def test_a_file_of_somebodys_work_stays(name: str) -> None:
    """Whatever it is called."""
    assert reason_of_file(name) == ""


@pytest.mark.parametrize(
    ("names", "roots"),
    [
        (["env/lib/python3.11/site-packages/x.py"], {"env/"}), (["a/e/Lib/site-packages/x.py"], {"a/e/"}),
        (["e/pyvenv.cfg"], {"e/"}), (["e/conda-meta/"], {"e/"}),
        (["pyvenv.cfg"], {""}), (["lib/x.py"], set()), (["site-packages.py"], set()),
    ],
)  # fmt: skip
def test_an_environment_is_known_by_what_lies_in_it(names: list[str], roots: set[str]) -> None:
    """Whatever its folder is called."""
    assert environments(names) == roots


def test_an_environment_costs_nothing_of_the_work_beside_it() -> None:
    """Its parts go, each with the number of its files; what a student has put into its folder stays."""
    packages = [f"env/lib/python3.11/site-packages/p/{number}.py" for number in range(2100)]
    names = ["src/softmax.py", *packages, "env/pyvenv.cfg", "env/bin/activate", "env/mine.py"]
    remaining, left = sort_out(names)
    assert remaining == ["src/softmax.py", "env/mine.py"]
    assert {path: count for path, (_, count) in left.items()} == {"env/lib/": 2100, "env/pyvenv.cfg": 1, "env/bin/": 1}


@given(st.lists(st.lists(st.sampled_from(["a", ".git", "venv", "lib", "b.py", "x.pyc"]), min_size=1).map("/".join)))
def test_every_name_is_on_one_side(names: list[str]) -> None:
    """Kept, or below exactly one path that is left out."""
    remaining, left = sort_out(names)
    assert len(remaining) + sum(count for _, count in left.values()) == len(names)
    for name in set(names) - set(remaining):
        assert sum(name == path or (path.endswith("/") and name.startswith(path)) for path in left) == 1


def test_the_texts_beside_a_kit_are_the_kits() -> None:
    """As its own folder is; another folder of that name is somebody's work."""
    kit = ["hw/grader-kit/kit.json", "hw/statements/softmax.md", "hw/softmax.py", "other/statements/a.py"]
    remaining, left = sort_out(kit)
    assert remaining == ["hw/softmax.py", "other/statements/a.py"]
    reason = "belongs to the students' kit"
    assert left == {"hw/grader-kit/": (reason, 1), "hw/statements/": (reason, 1)}
    assert sort_out(["grader-kit/kit.json", "statements/a.md", "a.py"])[0] == ["a.py"]

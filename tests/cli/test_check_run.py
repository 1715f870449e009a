"""What one run of `grader check` is asked for: the command that repeats it, and where the files lie."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.cli.check_run import CheckRun


def asked(*paths: Any, course: Any = None, tasks: tuple[Any, ...] = (), seed: int = 1) -> CheckRun:
    """Return a run for these paths."""
    return CheckRun(tuple(map(Path, paths)), course, tasks, seed, None, None)


@pytest.fixture
def tree(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Stand in a repository with files in two folders."""
    for name in ("repo/a.py", "repo/work/b.py", "repo/work/deep/c.py", "elsewhere/d.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path / "repo")
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "folder"),
    [
        pytest.param(["."], ".", id="here"),
        pytest.param(["a.py"], ".", id="file-here"),
        pytest.param(["work"], "work", id="folder"),
        pytest.param(["work/b.py"], "work", id="file-in-a-folder"),
        pytest.param(["work/b.py", "work/deep/c.py"], "work", id="innermost-of-two"),
        pytest.param(["a.py", "work"], ".", id="file-and-folder"),
        pytest.param(["../elsewhere"], "", id="outside"),
    ],
)
def test_where_files_lie_in_the_repository(tree: Path, paths: list[str], folder: str) -> None:
    """Names in a result are relative to the innermost folder; annotations need them from the top."""
    assert asked(*paths).repository_folder == folder


def test_the_top_is_the_runners_own(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step may work in a folder of the repository."""
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tree / "repo"))
    monkeypatch.chdir(tree / "repo" / "work")
    assert asked("deep").repository_folder == "work/deep"


@pytest.mark.parametrize(
    ("run", "command"),
    [
        pytest.param(asked("a.py"), "grader check a.py", id="plain"),
        pytest.param(asked("a b.py", seed=7), "grader check 'a b.py' --seed 7", id="seed"),
        pytest.param(
            asked("a.py", course=Path("c"), tasks=("scan", "softmax")),
            "grader check a.py --course c --task scan --task softmax",
            id="course-and-tasks",
        ),
    ],
)
def test_the_command_that_repeats_it(run: CheckRun, command: str) -> None:
    """A student copies it."""
    assert run.command == command

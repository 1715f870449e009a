"""`grader verify`: its exit code, its tables and its data; the trying itself is taken for granted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader import verify
from grader.verify import VerifiedItem, VerifiedTask, VerifyOptions
from tests.cli.running import say, write_course

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Any]:
    """Return a function that runs a command beside a course."""
    write_course(tmp_path / "course")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return lambda *argv: say(monkeypatch, capsys, *argv)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Replace the trying: `double` is refused; give the list of how it was asked."""
    seen = []

    def verify_course(folder: Any, task_ids: Any, looked: Any, *, cache: Any, on_progress: Any, **_: Any) -> Any:
        seen.append((task_ids, looked, cache))
        on_progress(verify.CourseProgress(4, 2))
        return [
            VerifiedTask(
                task,
                (VerifiedItem("zeros", task != "double", "earns"),),
                f"the table of {task}",
                {"task": task},
                cached=bool(cache),
            )
            for task in task_ids or ("double", "scan")
        ]

    monkeypatch.setattr(verify, "verify_course", verify_course)
    return seen


@pytest.mark.parametrize(
    ("argv", "tasks", "looked", "code"),
    [
        ([], (), VerifyOptions(200), 1),
        (["scan"], ("scan",), VerifyOptions(200), 0),
        (["double", "--seeds", "7"], ("double",), VerifyOptions(7), 1),
        (["scan", "double", "--no-mutants"], ("scan", "double"), VerifyOptions(200, mutants=False), 1),
        (["scan", "--every-seed"], ("scan",), VerifyOptions(200, every=True), 0),
    ],
    ids=["all", "sound", "unsound", "both", "every-seed"],
)
def test_the_code_says_whether_all_is_as_it_must_be(
    grader: Callable[..., Any],
    asked: list[Any],
    argv: list[Any],
    tasks: tuple[Any, ...],
    looked: VerifyOptions,
    code: int,
) -> None:
    """One thing that is refused is enough, and every task is told."""
    said = grader("verify", *argv, "--course", "course")
    assert (said.code, asked[0][:2]) == (code, (tasks, looked))
    for task in tasks or ("double", "scan"):
        assert f"the table of {task}" in said.out


def test_what_is_kept_is_told_and_can_be_left_alone(
    grader: Callable[..., Any], asked: list[Any], tmp_path: Path
) -> None:
    """In the user's folder, in another one, or in none."""
    said = grader("verify", "scan", "--course", "course")
    assert "scan: unchanged, so the findings come from the cache" in said.out
    grader("verify", "scan", "--course", "course", "--cache", "here")
    said = grader("verify", "scan", "--course", "course", "--no-cache")
    assert "unchanged" not in said.out
    assert [str(kept) for _, _, kept in asked] == [str(tmp_path / "cache" / "grader" / "verify"), "here", "None"]


def test_the_data_is_written_for_a_program(grader: Callable[..., Any], asked: list[Any], tmp_path: Path) -> None:
    """A list, one entry a task, each with a word on where it is from."""
    grader("verify", "scan", "--course", "course", "--json", "found.json", "--no-cache")
    assert json.loads((tmp_path / "found.json").read_text()) == [{"task": "scan", "cached": False}]


@pytest.mark.slow
def test_a_small_course_is_looked_at_from_end_to_end(grader: Callable[..., Any], tmp_path: Path) -> None:
    """On processes of its own; the second time from the cache, with the same words."""
    first = grader("verify", "double", "--course", "course", "--seeds", "3", "--json", "first.json")
    assert first.code == 0, first.out
    assert "double: all is as it must be" in first.out
    second = grader("verify", "double", "--course", "course", "--seeds", "3", "--json", "second.json")
    assert second.out == (
        "double: unchanged, so the findings come from the cache (--no-cache tests it again)\n\n" + first.out
    )
    one, two = (json.loads((tmp_path / f"{name}.json").read_text())[0] for name in ("first", "second"))
    assert (one.pop("cached"), two.pop("cached")) == (False, True)
    assert one == two
    assert {"items", "findings", "checks", "mutants", "good"} <= set(one)
    third = grader("verify", "double", "--course", "course", "--seeds", "4")
    assert "unchanged" not in third.out


@pytest.mark.parametrize(
    "argv", [pytest.param((), id="all"), pytest.param(("scan", "double"), id="by-name", marks=pytest.mark.slow)]
)
def test_a_broken_task_is_exit_code_2_and_stops_no_other(
    grader: Callable[..., Any], tmp_path: Path, argv: tuple[str, ...]
) -> None:
    """The others are verified, and the mistakes are the last thing that is printed."""
    (tmp_path / "course" / "reference" / "double.py").write_text("def double(:\n")
    said = grader("verify", *argv, "--course", "course", "--seeds", "2", "--no-mutants")
    assert said.code == 2
    assert said.out.startswith("scan")
    assert "double: left out because of 1 mistake in the task" in said.err
    assert "reference/double.py" in said.err


def test_a_broken_task_alone_is_a_mistake_of_the_course(grader: Callable[..., Any], tmp_path: Path) -> None:
    """There is nothing to verify."""
    (tmp_path / "course" / "tasks" / "double.yaml").write_text("(\n")
    said = grader("verify", "double", "--course", "course")
    assert (said.code, said.out, "tasks/double.yaml" in said.err) == (2, "", True)

"""What the workers of a check of one's own may not read: the course, and of a students' kit its answers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from grader.cache_folder import users_folder
from grader.sandbox.prestart import PrestartedWorker, hidden_folders

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a folder in which a course and a kit lie."""
    for name in ("reference", "tasks", "grader-kit", "work"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_what_is_hidden_of_a_course_that_is_named(course: Path) -> None:
    """Its own folders, as far as they are there."""
    cache = users_folder("")
    assert hidden_folders(course) == (*(course / name for name in ("reference", "tasks", "grader-kit")), cache)
    (course / "tasks").rmdir()
    assert hidden_folders(course) == (course / "reference", course / "grader-kit", cache)


def test_what_is_hidden_of_a_course_that_is_still_to_be_found(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the current folder and of all above it."""
    monkeypatch.chdir(course / "work")
    assert {course / "reference", course / "grader-kit"} <= set(hidden_folders(None))


def test_only_a_kit_lies_beside_what_is_the_students(course: Path) -> None:
    """What lies beside a course may be a class, or the course's history; it stays hidden as a whole."""
    with PrestartedWorker(None, hidden_folders(course), walls=False) as start:
        assert start._factory.hidden == (course / "reference", course / "tasks")
        assert start._factory.apart == (course / "grader-kit", users_folder(""))


def test_the_cache_is_hidden_from_work_in_the_folder_above_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Expected answers lie in it, and a student's work may lie at home."""
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in (".cache/grader/prepared", "Desktop"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "work.py").write_text("X = 1\n")
    with PrestartedWorker(None, hidden_folders(None), walls=False) as start:
        readable = start._factory._readable(tmp_path.resolve())
    assert sorted(readable) == [str(tmp_path.resolve() / name) for name in ("Desktop", "work.py")]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems fork no workers")
def test_many_workers_are_forks_of_one_process() -> None:
    """The first ones are fresh interpreters; then one process forks them, and ends with all of them."""
    with PrestartedWorker(None, (), walls=False) as start:
        workers = [start() for _ in range(5)]
        try:
            assert all(worker.ready() is not None for worker in workers)
            zygote = start._zygote
            assert zygote is not None
            assert zygote.pid
        finally:
            for worker in workers:
                worker.close()
    assert not zygote.pid

"""What a process keeps between jobs: a zygote with what the course asks for, a course as it was meant."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.batch import job
from grader.batch.job import Job
from grader.batch.machines import Processes
from grader.batch.process_state import (
    WorkerState,
    end_shared_zygote,
    keep_loaded,
    shared_descriptors,
    shared_zygote,
)
from grader.batch.process_state import worker_state as shared
from grader.course import load_course
from grader.errors import UsageError
from grader.intake import HandIn
from grader.results import SubmissionResult
from grader.store.result_key import course_digest
from tests.batch.class_of import RIGHT, TASK, grade_on, table, write_class

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOKS = RIGHT + "\n\nimport sys\n\nprint('statistics' in sys.modules)\n"


@pytest.fixture
def worker_state() -> Iterator[Any]:
    """Give a worker_state of this test's own."""
    made = WorkerState()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _cleared() -> Iterator[None]:
    yield
    shared().close()


def test_a_zygote_with_the_same_modules_is_kept(worker_state: Any) -> None:
    """Another list is another process, and the one before has ended."""
    worker_state.preload(())
    first, pid = worker_state.zygote, worker_state.zygote.warm_up()
    worker_state.preload(())
    assert worker_state.zygote is first
    worker_state.preload(("statistics",))
    assert worker_state.zygote is not first
    assert first.pid == 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert worker_state.zygote.preload == ("statistics",)


@pytest.mark.parametrize(
    ("key", "due"), [("", "False"), ("preload: [statistics, no_such_module]\n", "True")], ids=["without", "with"]
)
def test_a_submission_finds_what_its_course_preloads(tmp_path: Path, key: str, due: str) -> None:
    """Imported before it began; a module that is missing is no harm."""
    root = write_class(tmp_path, anna=LOOKS)
    (root / "course/tasks/double.yaml").write_text(TASK + key)
    digest = course_digest(root / "course")
    handin = HandIn("anna", root / "class/anna")
    done = job.run(Job(handin, "anna", root / "course", digest, root / "out", 1, walls=False))
    assert done.failure == ""
    result = SubmissionResult.model_validate_json(done.result)
    assert due in result.loading_output + result.output


def test_a_course_that_was_read_is_not_read_again(worker_state: Any, tmp_path: Path) -> None:
    """But one that looks like another now is."""
    root = write_class(tmp_path, anna=RIGHT)
    digest, course = course_digest(root / "course"), load_course(root / "course")
    keep_loaded(root / "course", digest, course)
    assert worker_state.prepared(root / "course", digest, 1)[0] is course
    (root / "course/tasks/double.yaml").write_text(TASK + "\n# changed\n")
    changed = course_digest(root / "course")
    assert worker_state.prepared(root / "course", changed, 1)[0] is not course


def test_a_course_that_has_changed_is_not_prepared(worker_state: Any, tmp_path: Path) -> None:
    """Nor one of another machine."""
    root = write_class(tmp_path, anna=RIGHT)
    digest = course_digest(root / "course")
    assert worker_state.prepared(root / "course", digest, 1) is worker_state.prepared(root / "course", digest, 1)
    (root / "course/tasks/double.yaml").write_text(TASK + "\n# changed\n")
    with pytest.raises(UsageError, match="has changed since the command began"):
        WorkerState().prepared(root / "course", digest, 1)


def test_a_process_that_grades_branches_off_from_the_zygote_that_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """It lives on when that ends; other modules, or another interpreter, are another zygote."""
    assert shared_descriptors() == ()
    made = shared_zygote(())
    try:
        origin = made.warm_up()
        assert shared_zygote(()) is made
        assert len(shared_descriptors()) == 1
        state = WorkerState()
        assert state.zygote is not made
        pid = state.zygote.warm_up()
        assert Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1] == str(origin)
        assert shared_zygote(("statistics",)) is not made
        assert (made.pid, state.zygote.pid) == (0, pid)
        state.close()
        other = shared_zygote(())
        monkeypatch.setenv("GRADER_PYTHON", "/bin/sh")
        assert shared_zygote(()) is not other
    finally:
        end_shared_zygote()
    assert shared_descriptors() == ()


def test_a_zygote_of_another_interpreter_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the shared one, nor one that this process has had, once the variable names another."""
    link = tmp_path / "python"
    link.symlink_to(sys.executable)
    made = shared_zygote(())
    try:
        made.warm_up()
        before = WorkerState()
        first = before.zygote
        monkeypatch.setenv("GRADER_PYTHON", str(link))
        after = WorkerState()
        assert (first.interpreter, after.zygote.interpreter) == (made.interpreter, str(link))
        pid = after.zygote.warm_up()
        assert Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0] == str(link).encode()
        before.preload(())
        assert before.zygote.interpreter == str(link)
        assert first.pid == 0
        before.close()
        after.close()
    finally:
        end_shared_zygote()


def test_a_class_is_graded_by_a_python_without_descriptors_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As some builds for Linux are: everybody has a result."""
    monkeypatch.delattr(os, "pidfd_open")
    monkeypatch.delattr(signal, "pidfd_send_signal")
    shared.cache_clear()  # the process that grades is a fork of this one, and makes its own
    root = write_class(tmp_path, anna=RIGHT, ben=RIGHT)
    try:
        shared_zygote(()).warm_up()
        progress = grade_on(root, Processes(1))
    finally:
        end_shared_zygote()
    assert (progress.graded, progress.failures) == (2, {})
    assert {row: facts["points"] for row, facts in table(root).items()} == {"anna": "3", "ben": "3"}

"""What a class takes from earlier starts, and keeps for later ones: nothing where students' code has no walls."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from grader.batch import Batch, run
from grader.batch.process_state import WorkerState, worker_state
from grader.cli.batch_setup import ready_course
from grader.course import spec_cache
from grader.report.course_statements import prepare_statements
from grader.store.result_key import course_digest
from tests.batch.class_of import RIGHT, Threads, write_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor
    from pathlib import Path

STATEMENT = "<p>Twice as much.</p>"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a class of two, with nothing kept from before."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield write_class(tmp_path, anna=RIGHT, ben=RIGHT)
    worker_state().close()
    prepare_statements([], None)


class PreparedThreads(Threads):
    """A thread of this process, which is prepared as one is that others are forks of."""

    def __init__(self) -> None:
        super().__init__()

        def executor(prepare: Callable[[], object]) -> Executor:
            prepare()
            return ThreadPoolExecutor(1)

        self.executor = executor


def page(root: Path, out: str, *, walls: bool) -> str:
    """Grade the class, and return the page of one."""
    worker_state().prepared.cache_clear()
    progress = run(Batch(root / "class", root / "course", root / out, PreparedThreads(), 1, walls), lambda _: None)
    assert (progress.graded, progress.failures) == (2, {})
    return (root / out / "reports/anna.html").read_text()


def test_a_class_without_walls_keeps_nothing(root: Path) -> None:
    """Neither statements nor task files; one with walls keeps both."""
    assert STATEMENT in page(root, "open", walls=False)
    assert not (root / "cache").exists()
    assert STATEMENT in page(root, "closed", walls=True)
    assert {path.name for path in (root / "cache/grader").iterdir()} == {"courses", "statements"}


def test_a_class_without_walls_reads_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code of one student could have written it into the pages of others."""
    page(root, "first", walls=True)
    (entry,) = (root / "cache/grader/statements").iterdir()
    written = json.loads(entry.read_text())
    entry.write_text(json.dumps(written | {"markups": dict.fromkeys(written["markups"], "<b>forged</b>")}))
    assert "<b>forged</b>" in page(root, "closed", walls=True)
    monkeypatch.setattr(spec_cache, "find", lambda *_: pytest.fail("looks into the cache"))
    assert STATEMENT in page(root, "open", walls=False)


def test_the_command_reads_nothing_for_one_either(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads the course before the class begins."""
    monkeypatch.setattr(spec_cache, "find", lambda *_: pytest.fail("looks into the cache"))
    _, reading = ready_course(root / "course", "process", (root / "class", root / "out"))
    assert [task.id for task in reading.course.tasks] == ["double"]
    assert not (root / "cache").exists()


def test_a_process_that_reads_the_course_itself_reads_nothing_for_one(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As those of a cluster do, perhaps when a student's code has run before."""
    digest = course_digest(root / "course")
    WorkerState().prepared(root / "course", digest, 1, False)
    assert not (root / "cache").exists()
    WorkerState().prepared(root / "course", digest, 1, True)
    monkeypatch.setattr(spec_cache, "find", lambda *_: pytest.fail("looks into the cache"))
    course, _ = WorkerState().prepared(root / "course", digest, 1, False)
    assert [task.id for task in course.tasks] == ["double"]

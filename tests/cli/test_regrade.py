"""`grader show` and `grader regrade`: what they print, and how they end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from grader.batch import Batch, run
from grader.batch.cluster import Cluster
from grader.batch.machines import Processes
from grader.batch.process_state import worker_state
from grader.cli import batch_setup
from tests.cli.running import WRONG, say, write_course

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class _Here:
    """Jobs in this process, one after the other."""

    def executor(self, prepare: Any) -> Any:
        """One thread."""
        return ThreadPoolExecutor(1)

    def width(self) -> int:
        """One at a time."""
        return 1

    def close(self, executor: Any) -> None:
        """Let what runs end."""
        executor.shutdown()

    def give_up(self, executor: Any) -> None:
        """Wait for nothing."""
        executor.shutdown(wait=False, cancel_futures=True)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the folder of a graded class of one, with its course beside it."""
    root = write_course(tmp_path_factory.mktemp("show"))
    (root / "class/amara").mkdir(parents=True)
    (root / "class/amara/scan.py").write_text(WRONG)
    run(Batch(root / "class", root, root / "out", _Here(), seed=1), lambda _: None)
    yield root
    worker_state().close()


@pytest.fixture
def grader(graded: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Return a function that runs a command in the folder of the class, its jobs in this process."""
    monkeypatch.chdir(graded)
    monkeypatch.setattr(import_module("grader.cli.regrade"), "machines", lambda jobs, dask: _Here())
    return lambda *argv: say(monkeypatch, capsys, *argv)


def test_a_result_is_shown_as_its_teacher_sees_it(grader: Callable[..., Any]) -> None:
    """With hidden checks, in the words of the report."""
    said = grader("show", "out", "amara")
    assert (said.code, said.err) == (0, "")
    assert "Report for amara" in said.out
    assert "longer vectors" in said.out
    assert "seed 1" in said.out


def test_a_students_copy_is_what_the_student_reads(grader: Callable[..., Any]) -> None:
    """Without hidden checks and the seed."""
    said = grader("show", "out", "amara", "--audience", "student")
    assert "the gradient is right" in said.out
    assert "longer vectors" not in said.out
    assert "seed" not in said.out


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        pytest.param(("out", "amata"), "there is no result of `amata`; did you mean `amara`?", id="typo"),
        pytest.param(("class", "amara"), "class/results.sqlite: does not exist", id="no-store"),
    ],
)
def test_what_cannot_be_shown_is_a_sentence(grader: Callable[..., Any], argv: tuple[str, ...], says: str) -> None:
    """With the nearest name, or the command that makes results; and a wrong folder stays as it is."""
    said = grader("show", *argv)
    assert (said.code, said.out) == (2, "")
    assert says in said.err


def test_a_regrade_is_said_before_it_is_done(grader: Callable[..., Any], graded: Path) -> None:
    """Who, from what to what, through which check and why; then the record shows both."""
    same = grader("regrade", "--out", "out")
    assert (same.code, same.out) == (0, "0 of 1 would change.\n")
    task = graded / "tasks/scan.yaml"
    task.write_text(task.read_text().replace("points: 2", "points: 3"))
    dry = grader("regrade", "--out", "out")
    assert "amara: 3 -> 4 points (+1)\n    scan.forward: passed 2 -> passed 3\n" in dry.out
    assert "    scan.backward: failed 0 -> failed 0  " in dry.out
    assert dry.out.endswith(
        "1 of 1 would change.\nNothing is changed yet. To do it: grader regrade --out out --apply\n"
    )
    assert "3 of 6 points" in grader("show", "out", "amara").out
    assert "1 of 1 changed." in grader("regrade", "--out", "out", "--apply").out
    shown = grader("show", "out", "amara").out
    assert "4 of 8 points" in shown
    assert "3 of 6 points, graded" in shown
    assert "replaced: the course has changed" in shown


def test_a_regrade_of_nothing_is_a_sentence(grader: Callable[..., Any]) -> None:
    """As for any command that needs results."""
    said = grader("regrade", "--out", "class")
    assert said.code == 2
    assert "does not exist" in said.err


@pytest.mark.parametrize(
    ("jobs", "dask", "kind"), [(None, None, Processes), (3, None, Processes), (None, "tcp://a:1", Cluster)]
)
def test_where_jobs_run(jobs: int | None, dask: str | None, kind: type[Any]) -> None:
    """Processes here unless a scheduler is named."""
    where = batch_setup.machines(jobs, dask)
    assert isinstance(where, kind)
    assert jobs is None or where.width() == jobs

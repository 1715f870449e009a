"""A class on a real dask scheduler with two worker processes, and what happens when they die."""

from __future__ import annotations

import random
import subprocess  # noqa: TID251 - a scheduler and its workers are processes
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from grader.batch.cluster import Cluster
from grader.batch.machines import Processes
from grader.errors import UsageError
from tests.batch.class_of import RIGHT, ROOT, SLOW, WRONG, grade_on, results, table, write_class
from tests.batch.family import done, finish, kill, start, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.cluster
STUDENTS = {f"s{number:02}": (SLOW, WRONG, RIGHT)[number % 3] for number in range(18)}
SEED = 5
KILLS = 6


class Scheduler:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder: Any) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self.workers: list[Any] = []
        self._scheduler = self._run("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", self._file)
        wait_for(self._file.exists)
        for _ in range(2):
            self.hire()
        with self.client() as client:
            client.wait_for_workers(2, timeout=60)
            self.address = client.scheduler.address

    def _run(self, *words: Any) -> Any:
        command = [sys.executable, "-W", "ignore", "-m", "dask", *map(str, words)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=ROOT, **quiet)  # type: ignore[call-overload]

    def client(self) -> Any:
        """Return a client of dask's own."""
        from distributed import Client

        untyped: Any = Client
        return untyped(scheduler_file=str(self._file), set_as_default=False)

    def hire(self) -> None:
        """Start a worker."""
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", self._folder)
        self.workers.append(self._run("worker", "--scheduler-file", self._file, *options))

    def replace(self, worker: Any) -> None:
        """Kill a worker and start another, as a cluster does."""
        self.workers.remove(worker)
        kill(worker.pid)
        worker.wait()
        self.hire()

    def close(self) -> None:
        """End all of it."""
        for process in (*self.workers, self._scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a scheduler with two workers."""
    made = Scheduler(tmp_path_factory.mktemp("dask"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the table and the decisions of a run on this machine."""
    root = write_class(tmp_path_factory.mktemp("undisturbed"), **STUDENTS)
    grade_on(root, Processes(2), SEED)
    return table(root), results(root)


def test_a_cluster_decides_as_one_machine_does(tmp_path: Path, scheduler: Any, undisturbed: Any) -> None:
    """By the command line; run again, nothing is graded, although dask would remember equal jobs."""
    root = write_class(tmp_path, **STUDENTS)
    options = ("--dask", scheduler.address, "--seed", str(SEED))
    assert "18 graded" in finish(start(root, *options), 0)
    assert (table(root), results(root)) == undisturbed
    assert "0 graded, 18 had a result" in finish(start(root, *options), 0)
    (root / "out/results.sqlite").unlink()
    assert "18 graded" in finish(start(root, *options), 0)


def test_a_worker_killed_in_the_middle_costs_nobody_anything(tmp_path: Path, scheduler: Any, undisturbed: Any) -> None:
    """Six times, at random moments: the others take over what it had in hand."""
    moments, kills = random.Random(6), 0
    for attempt in range(KILLS):
        root = write_class(tmp_path / str(attempt), **STUDENTS)
        code = None
        while code != 0:
            code, died = disturbed(root, scheduler, moments, KILLS - kills)
            kills += died
        assert (table(root), results(root)) == undisturbed
        if kills == KILLS:
            return
    raise AssertionError(f"only {kills} were killed in the middle of something")


def disturbed(root: Any, scheduler: Any, moments: Any, most: Any) -> Any:
    """Run the batch, killing a worker whenever a few more are done; return its exit code and how many died."""
    process, died = start(root, "--dask", scheduler.address, "--seed", str(SEED)), 0
    due = done(root) + moments.randrange(1, 5)
    while process.poll() is None:
        time.sleep(0.01)
        if died < most and done(root) >= due:
            time.sleep(moments.uniform(0, 0.3))
            scheduler.replace(moments.choice(scheduler.workers))
            died, due = died + 1, done(root) + moments.randrange(2, 6)
    process.communicate(timeout=60)
    return process.returncode, died


def test_nobody_at_the_address_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no result is touched."""
    monkeypatch.setattr("grader.batch.cluster.CONNECT_SECONDS", 0.5)
    with pytest.raises(UsageError, match=r"--dask tcp://127\.0\.0\.1:9: no scheduler answers there"):
        Cluster("tcp://127.0.0.1:9").executor(print)

"""Jobs handed out: those for which the machine had no process have a second turn, at the end and alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from grader.batch import job as jobs
from grader.batch.dispatch import dispatch
from grader.batch.job import JobResult


@dataclass
class Pool:
    """Threads in place of processes."""

    threads: int = 1

    def executor(self, prepare: Any) -> Any:
        """Return an executor."""
        return ThreadPoolExecutor(self.threads)

    def width(self) -> Any:
        """Return how many jobs run at once."""
        return self.threads

    def close(self, executor: Any) -> None:
        """Wait for what runs."""
        executor.shutdown()

    give_up = close


@dataclass(frozen=True)
class Named:
    """What a job is known by."""

    id: str


@dataclass
class Machine:
    """Has no process for some submissions, so many times each."""

    lacks: dict[Any, Any]
    started: list[Any] = field(default_factory=list)

    def run(self, job: Any) -> Any:
        """Grade, or say that nothing could be started."""
        self.started.append(job.id)
        if self.lacks.get(job.id, 0) > 0:
            self.lacks[job.id] -= 1
            return JobResult(job.id, failure="no process", unstarted=True)
        return JobResult(job.id, key="k", judged="{}")


@pytest.mark.parametrize(
    ("lacks", "order", "failed"),
    [
        pytest.param({}, "abcd", "", id="all-start"),
        pytest.param({"b": 1}, "abcdb", "", id="one-does-not"),
        pytest.param({"a": 1, "d": 1}, "abcdad", "", id="the-first-and-the-last"),
        pytest.param({"b": 2}, "abcdb", "b", id="never"),
        pytest.param({"a": 9, "b": 1, "c": 9, "d": 1}, "abcdabcd", "ac", id="all"),
    ],
)
@pytest.mark.parametrize("threads", [1, 3])
def test_what_could_not_be_started_is_tried_again_at_the_end(
    lacks: dict[Any, Any], order: str, failed: str, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, after all others; each submission has one result, and the reason stands where none came of it."""
    machine = Machine(dict(lacks))
    monkeypatch.setattr(jobs, "run", machine.run)
    found = list(dispatch([Named(id_) for id_ in "abcd"], Pool(threads)))  # type: ignore[misc]
    assert sorted(done.id for done in found) == list("abcd")
    assert sorted(machine.started[4:]) == sorted(order[4:])
    assert sorted(machine.started[:4]) == list("abcd")
    assert "".join(sorted(done.id for done in found if done.failure)) == failed

"""One submission in a process: graded, returned as data, whatever happens to what it leans on."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from grader.batch import job
from grader.batch.job import Job, JobResult
from grader.batch.process_state import worker_state
from grader.intake import HandIn
from grader.judge import Preparation
from grader.results import SubmissionResult
from grader.store.result_key import course_digest
from tests.batch.class_of import RIGHT, write_class
from tests.sandbox.hostile import gone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KILLS = RIGHT + "\n\nimport os\n\nos.kill(os.getppid(), 9)\n"


@pytest.fixture(scope="module", autouse=True)
def zygote() -> Iterator[None]:
    """End the zygote of this process."""
    yield
    worker_state().close()


@pytest.fixture(autouse=True)
def _cleared() -> None:
    worker_state().prepared.cache_clear()


@pytest.fixture
def one(tmp_path: Path) -> Job:
    """Return a job over a right submission."""
    root = write_class(tmp_path, anna=RIGHT)
    digest = course_digest(root / "course")
    return Job(HandIn("anna", root / "class/anna"), "anna", root / "course", digest, root / "out", 1, walls=False)


def outcomes(done: JobResult) -> list[str]:
    """Return how the checks ended."""
    return [str(outcome) for outcome in SubmissionResult.model_validate_json(done.result).outcomes]


def test_it_comes_back_as_data(one: Job) -> None:
    """Two texts of JSON, which are one where nothing is set by hand, and the student's page."""
    done = job.run(one)
    assert (done.failure, done.judged, done.judge_errors) == ("", done.result, 0)
    assert SubmissionResult.model_validate_json(done.result).key == done.key
    assert "twice as much" in done.page
    assert not one.out.exists()


def test_what_all_need_is_prepared_once(one: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """Grading then asks what is there, and calls the reference no more."""
    job.prepare(replace(one, known=frozenset({"some"})))
    assert worker_state().prepared.cache_info().currsize == 0, "most of the class may be on record"
    job.prepare(one)
    monkeypatch.setattr(Preparation, "_prepare", lambda *_: pytest.fail("it is prepared again"))
    assert outcomes(job.run(one)) == ["passed", "passed"]


def test_a_known_key_is_not_graded(one: Job) -> None:
    """It is all that comes back."""
    done = job.run(one)
    again = job.run(replace(one, known=frozenset({done.key, "other"})))
    assert (again.known, again.key, again.page) == (True, done.key, "")
    assert not job.run(replace(one, known=frozenset({"other"}))).known


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"course_digest": "other"}, "course: has changed since the command began", id="course"),
        pytest.param({"grader": "0.0.0"}, "and was asked by 0.0.0. Install the same one", id="version"),
    ],
)
def test_a_machine_that_would_grade_otherwise_does_not(one: Job, change: dict[str, Any], says: str) -> None:
    """A worker of a cluster may have another course or another grader."""
    assert says in job.run(replace(one, **change)).failure


def test_a_job_never_raises(one: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be sent back would break the pool; the end of the traceback is said."""
    monkeypatch.setattr(job, "grade", lambda *_: 1 / 0)
    assert "ZeroDivisionError: division by zero" in job.run(one).failure


def test_a_zygote_that_is_killed_meanwhile_costs_nobody_anything(one: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker went down with it: what it did not answer is no answer, and the submission is graded again."""
    graded, grade = [], job.grade  # type: ignore[attr-defined, var-annotated]

    def grade_and_kill(submission: Any, grading: Any, start: Any) -> Any:
        def start_and_kill() -> Any:
            worker = start()
            worker.ready()
            if not graded:
                os.kill(worker_state().zygote.pid, signal.SIGKILL)
                assert gone(worker.pid), "it might answer before it ends"
            return worker

        graded.append(grade(submission, grading, start_and_kill))
        return graded[-1]

    monkeypatch.setattr(job, "grade", grade_and_kill)
    assert outcomes(job.run(one)) == ["passed", "passed"]
    assert len(graded) == 2
    assert "error" in map(str, graded[0].outcomes)


@pytest.mark.slow
def test_a_zygote_that_is_killed_each_time_is_no_students_doing_behind_walls(
    one: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no result then, and the same command tries again."""
    grade = job.grade  # type: ignore[attr-defined]

    def grade_and_kill(submission: Any, grading: Any, start: Any) -> Any:
        def start_and_kill() -> Any:
            worker = start()
            worker.ready()
            os.kill(worker_state().zygote.pid, signal.SIGKILL)
            return worker

        return grade(submission, grading, start_and_kill)

    monkeypatch.setattr(job, "grade", grade_and_kill)
    done = job.run(replace(one, walls=True))
    assert "was killed 3 times" in done.failure
    assert done.result == ""


@pytest.mark.slow
def test_code_that_kills_its_zygote_each_time_is_graded_as_what_it_is(one: Job) -> None:
    """Without walls it can; it gets a result after a few attempts, and who comes next has a zygote."""
    (one.hand_in.path / "double.py").write_text(KILLS)  # type: ignore[operator]
    done = job.run(one)
    assert (done.failure, done.judge_errors, len(outcomes(done))) == ("", 0, 2)
    (one.hand_in.path / "double.py").write_text(RIGHT)  # type: ignore[operator]
    assert outcomes(job.run(one)) == ["passed", "passed"]

"""A batch before it begins: what is read, what is refused, and what is noted, before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.batch.plan import NOBODYS, Batch, BatchPlan, CourseReading, _timed, planned
from grader.course.late import LatePolicy
from grader.errors import UsageError
from grader.intake import HandIn
from grader.store.result_key import course_digest
from tests.batch.class_of import RIGHT, write_class

if TYPE_CHECKING:
    from grader.results.hand_in_facts import Lateness

POLICY = LatePolicy(due="2026-10-05T12:00:00Z", per_day=10)


def batch(root: Path, **changes: Any) -> Batch:
    """Return a batch over the class below a folder."""
    return Batch(root / "class", root / "course", root / "out", **changes)


def late(hand_in: HandIn, policy: LatePolicy | None = POLICY) -> Lateness | None:
    """Return what a policy makes of a hand-in."""
    return _timed(hand_in, policy).lateness


def test_what_is_graded_is_known_before_anything_is_written(tmp_path: Path) -> None:
    """Nothing of the folder of results exists yet."""
    write_class(tmp_path, ann=RIGHT, bo=None)
    plan = BatchPlan.of(batch(tmp_path))
    assert sorted(plan.by_id) == ["ann", "bo"]
    assert [task.id for task in plan.course.tasks] == ["double"]
    assert plan.notes[0].startswith("Read as: folders, 2 students")
    assert not plan.has_written
    assert not (tmp_path / "out").exists()


def test_a_course_is_read_once(tmp_path: Path) -> None:
    """What a command has read is what is graded; of files that change meanwhile the digest is the one before."""
    write_class(tmp_path, ann=RIGHT)
    reading = CourseReading.of(tmp_path / "course", skip_broken=True, remember=False)
    (tmp_path / "course" / "tasks" / "double.yaml").write_text("id: [")
    plan = BatchPlan.of(batch(tmp_path, reading=reading))
    assert plan.course is reading.course
    assert plan.digest == reading.digest != course_digest(tmp_path / "course")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            '[[comments]]\nsubmission = "anne"\ntext = "x"\nby = "A"\n', "no submission `anne`.*`ann`", id="name"
        ),
        pytest.param(
            '[[points]]\nsubmission = "ann"\ncheck = "double.twise"\npoints = 1\nby = "A"\nreason = "r"\n',
            "twise",
            id="check",
        ),
        pytest.param("[[points]\n", "overrides.toml", id="not-toml"),
    ],
)  # fmt: skip
def test_a_mistake_in_what_was_set_by_hand_stops_everything(tmp_path: Path, text: str, words: str) -> None:
    """With the nearest known name, before a submission is graded."""
    write_class(tmp_path, ann=RIGHT)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "overrides.toml").write_text(text)
    with pytest.raises(UsageError, match=words):
        BatchPlan.of(batch(tmp_path))


def test_results_of_an_older_grader_are_not_written_over(tmp_path: Path) -> None:
    """The sentence says how to keep the inputs."""
    write_class(tmp_path, ann=RIGHT)
    (tmp_path / "out" / "results").mkdir(parents=True)
    with pytest.raises(UsageError, match="results of an older grader"):
        BatchPlan.of(batch(tmp_path))


@pytest.mark.parametrize(
    ("hand_in", "percent"),
    [
        pytest.param(HandIn("a", None, submitted="2026-10-09T12:00:00"), None, id="nothing-handed-in-is-not-late"),
        pytest.param(HandIn("a", ..., submitted="2026-10-05T11:59:59"), 0, id="in-time"),  # type: ignore[arg-type]
        pytest.param(HandIn("a", ..., submitted="2026-10-05T12:00:01"), 10, id="a-second-late"),  # type: ignore[arg-type]
        pytest.param(HandIn("a", ..., submitted="2026-10-07T12:00:01"), 30, id="third-day"),  # type: ignore[arg-type]
        pytest.param(HandIn("a", ..., submitted="2026-10-07T12:00:01", extension="3 days"), 0, id="extension"),  # type: ignore[arg-type]
        pytest.param(HandIn("a", ...), 0, id="not-known"),  # type: ignore[arg-type]
        pytest.param(HandIn("a", ..., platform="Canvas"), 0, id="canvas-without-its-mark"),  # type: ignore[arg-type]
    ],
)
def test_the_late_policy_is_applied_to_what_is_known(hand_in: HandIn, percent: float | None) -> None:
    """Where something is not known nothing is taken off."""
    lateness = late(hand_in)
    assert (lateness.percent if lateness else None) == percent
    assert late(hand_in, None) is None


def test_where_the_time_is_not_known_somebody_looks() -> None:
    """But not where Canvas would have said that it is late."""
    unknown, canvas = late(HandIn("a", ...)), late(HandIn("a", ..., platform="Canvas"))  # type: ignore[arg-type]
    assert unknown is not None
    assert "not known" in unknown.look
    assert canvas is not None
    assert canvas.look == ""


def test_a_seed_is_drawn_once(tmp_path: Path) -> None:
    """A second run asks the same inputs; `--seed` says otherwise."""
    write_class(tmp_path, ann=RIGHT)
    with planned(batch(tmp_path)) as (plan, store):
        first = plan.seed(store)
        plan.note(store, first)
        assert 0 <= first < 2**53
    with planned(batch(tmp_path)) as (plan, store):
        assert plan.seed(store) == first
        assert store.fact(NOBODYS) is not None
        assert store.fact("source") == str((tmp_path / "class").absolute())
    with planned(batch(tmp_path, seed=7)) as (plan, store):
        assert plan.seed(store) == 7


def test_every_submission_is_a_job_with_absolute_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine of a cluster has another current folder."""
    write_class(tmp_path, ann=RIGHT, bo=None)
    monkeypatch.chdir(tmp_path)
    with planned(Batch(Path("class"), Path("course"), Path("out"))) as (plan, store):
        jobs = list(plan.jobs(store, 1))
    assert [job.id for job in jobs] == ["ann", "bo"]
    assert all(job.hand_in.path is None or job.hand_in.path.is_absolute() for job in jobs)


def test_two_batches_do_not_write_into_one_folder(tmp_path: Path) -> None:
    """The second one is told so."""
    write_class(tmp_path, ann=RIGHT)
    with planned(batch(tmp_path)), pytest.raises(UsageError, match=r"another|already|held|in use"):
        planned(batch(tmp_path)).__enter__()

"""A class: every submission a result, once, and again only when something has changed."""

from __future__ import annotations

import itertools
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any

import pytest

from grader.archives.names import shown
from grader.batch import Batch, job, run
from grader.batch.job import Job, JobResult
from grader.batch.process_state import worker_state
from grader.errors import UsageError
from grader.results import Outcome
from grader.store import Folder, Writer
from tests.batch.class_of import RIGHT, TASK, WRONG, Threads, grade, hand_in, kept, results, store, table, write_class
from tests.present import present
from tests.samples.families import some_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="module", autouse=True)
def zygote() -> Iterator[None]:
    """End the zygote of this process, which stands for one of a pool here and outlives it."""
    yield
    worker_state().close()


@pytest.fixture
def klass(tmp_path: Path) -> Path:
    """Return a class of three."""
    return write_class(tmp_path, anna=RIGHT, ben=WRONG, **{"carl.py": RIGHT})


def test_every_submission_has_a_result_a_page_and_a_row(klass: Path) -> None:
    """Whatever its grade; a student's page knows no seed and no hidden check."""
    progress = grade(klass)
    assert (progress.total, progress.graded, progress.cached, progress.failures) == (3, 3, 0, {})
    assert {name: row["points"] for name, row in table(klass).items()} == {"anna": "3", "ben": "0", "carl": "3"}
    with store(klass) as found:
        seed = found.fact("seed")
    for name in table(klass):
        page = (klass / f"out/reports/{name}.html").read_text()
        assert "twice as much" in page
        assert seed not in page  # type: ignore[operator]
        assert "the other one" not in page
        assert kept(klass, name).result.seed == int(present(seed))
    assert "anna" in (klass / "out/index.html").read_text()


def seed(root: Path) -> int:
    """Return the seed that is kept."""
    with store(root) as found:
        return int(present(found.fact("seed")))


def test_the_seed_is_kept_and_nobody_elses(klass: Path) -> None:
    """It and the results, which hold it, are readable by their owner only; no half-written file stays."""
    os.umask(0o022)
    grade(klass)
    first = seed(klass)
    grade(klass)
    assert seed(klass) == first
    assert (klass / "out/results.sqlite").stat().st_mode & 0o777 == 0o600
    assert not list((klass / "out").rglob(".*"))


def test_two_batches_have_two_seeds(klass: Path, tmp_path: Path) -> None:
    """A seed that nobody names is not guessed; one that is named is used."""
    grade(klass)
    other = write_class(tmp_path / "other", anna=RIGHT)
    grade(other)
    assert seed(klass) != seed(other)
    grade(other, seed=5)
    assert seed(other) == 5


def without(root: Path, name: str) -> None:
    """Take a result out of the store."""
    with Writer(Folder(root / "out")) as found:
        found._connection.execute("DELETE FROM results WHERE submission = ?", (name,))


@pytest.mark.parametrize(
    ("change", "graded"),
    [
        pytest.param(lambda root: None, 0, id="nothing"),
        pytest.param(lambda root: hand_in(root, "ben", RIGHT), 1, id="a-file"),
        pytest.param(lambda root: hand_in(root, "dora", RIGHT), 1, id="a-new-student", marks=pytest.mark.wide),
        pytest.param(
            lambda root: (root / "class/ben/double.py").rename(root / "class/ben/b.py"),
            1,
            id="a-name",
            marks=pytest.mark.wide,
        ),
        pytest.param(lambda root: without(root, "ben"), 1, id="result-deleted"),
        pytest.param(lambda root: (root / "out/grades.csv").unlink(), 0, id="table-deleted", marks=pytest.mark.wide),
        pytest.param(
            lambda root: (root / "out/reports/ben.html").unlink(), 0, id="page-deleted", marks=pytest.mark.wide
        ),
        pytest.param(lambda root: (root / "course/tasks/double.yaml").write_text("# more\n" + TASK), 3, id="course"),
    ],
)
def test_run_again_grades_only_what_has_changed(klass: Path, change: Callable[..., Any], graded: int) -> None:
    """What is there and decided by the same files, course and seed stays."""
    grade(klass)
    change(klass)
    progress = grade(klass)
    assert progress.graded == graded
    assert progress.cached == progress.total - graded
    assert len(table(klass)) == progress.total
    assert len(list((klass / "out/reports").iterdir())) == progress.total


def test_a_judge_error_is_listed_and_not_kept(klass: Path) -> None:
    """The grader's fault is nobody's grade: the next run tries again."""
    reference = klass / "course/reference/double.py"
    reference.write_text("def double(a):\n    return [][0]\n")
    progress = grade(klass)
    assert progress.judge_errors == dict.fromkeys(("anna", "ben", "carl"), 2)
    assert {row["points"] for row in table(klass).values()} == {""}
    assert "the grader failed in 2 checks" in table(klass)["anna"]["notes"]
    assert grade(klass).cached == 0
    reference.write_text(RIGHT)
    assert grade(klass).judge_errors == {}
    assert table(klass)["anna"]["points"] == "3"
    with store(klass) as found:
        assert found.superseded("anna") == []


def test_a_judge_error_does_not_lose_the_answer_that_it_replaces(klass: Path) -> None:
    """Once the course is as it was, the old result is there again without grading."""
    grade(klass)
    reference = klass / "course/reference/double.py"
    reference.write_text("def double(a):\n    return [][0]\n")
    grade(klass)
    reference.write_text(RIGHT)
    assert grade(klass).cached == 3
    assert {name: row["points"] for name, row in table(klass).items()} == {"anna": "3", "ben": "0", "carl": "3"}


def test_a_new_task_has_a_column_although_old_results_lack_it(klass: Path) -> None:
    """After a run that was stopped half-way, no number stands under another task."""
    grade(klass)
    for kind in ("tasks/double.yaml", "reference/double.py"):
        place = klass / "course" / kind
        place.rename(place.with_stem("again"))
        text = place.with_stem("again").read_text()
        place.with_stem("again").write_text(text.replace("id: double", "id: again"))
    one_and_stop = iter([None])

    def stop(progress: Any) -> None:
        if progress.graded and next(one_and_stop, "stop"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(Batch(klass / "class", klass / "course", klass / "out", Threads()), stop)
    rows = table(klass).values()
    assert {(row["again"], row["double"]) for row in rows} >= {("3", ""), ("", "3")}


NAMES = {
    "formula": "=cmd|' C calc'!A0", "plus": "+1", "minus": "-1", "at": "@sum", "newline": "\n=1", "space": "a b",
    "tag": "<b>", "quote": "'", "comma": 'a,b"c', "accent": "é", "wide": "名前" * 30, "wider": "𝒳" * 60,
    "long": "x" * 250,
}  # fmt: skip


@pytest.mark.parametrize("name", some_of(NAMES))
def test_any_name_of_a_folder_has_a_result(tmp_path: Path, name: str) -> None:
    """No name leads out of the folder of results, is too long for it, or is run by a spreadsheet."""
    root = write_class(tmp_path, other=RIGHT, **{name: RIGHT})
    progress = grade(root)
    assert (progress.graded, progress.failures) == (2, {})
    (cell,) = [id_ for id_ in table(root) if id_ != "other"]
    assert cell.removeprefix("'") == shown(name).removeprefix("'")
    assert cell[0] not in "=+-@\n"
    assert len(list((root / "out/reports").iterdir())) == len(results(root)) == 2


def test_a_folder_and_a_file_of_one_stem_are_two_students(tmp_path: Path) -> None:
    """So are files with suffixes in small and large letters, one of them under an id that every disk keeps apart."""
    root = write_class(tmp_path, dora=RIGHT, **{"dora.py": WRONG, "dora.PY.py": RIGHT})
    grade(root)
    points = {id_.partition("-")[0]: row["points"] for id_, row in table(root).items()}
    assert points == {"dora": "3", "dora.py": "0", "dora.PY": "3"}
    assert len({id_.casefold() for id_ in table(root)}) == 3


def test_an_empty_folder_is_a_student_who_handed_in_nothing(tmp_path: Path) -> None:
    """They have a result with 0 points and a page that says so, and stop nobody."""
    root = write_class(tmp_path, anna=RIGHT, ben=None)
    assert grade(root).failures == {}
    assert (table(root)["ben"]["points"], table(root)["ben"]["max_points"]) == ("0", "3")
    assert "Nothing was handed in" in (root / "out/reports/ben.html").read_text()


@pytest.mark.parametrize(
    ("source", "out", "says"),
    [
        pytest.param("nosuch", "out", "no such file or folder", id="missing"),
        pytest.param("class/carl.py", "out", "is one file", id="file"),
        pytest.param("course/reference/none", "out", "no submissions", id="empty"),
        pytest.param("class", "class", "Name another folder for the results", id="into-the-class"),
        pytest.param("class", "class/carl.py/out", "cannot be written", id="below-a-file"),
        pytest.param("class", "/proc/out", "cannot be written", id="read-only"),
    ],
)
def test_wrong_use_is_said_before_anything_is_written(klass: Path, source: str, out: str, says: str) -> None:
    """And nothing is left behind where nothing was graded."""
    (klass / "course/reference/none").mkdir()
    before = sorted(klass.rglob("*"))
    with pytest.raises(UsageError, match=says):
        run(Batch(klass / source, klass / "course", klass / out, Threads()), lambda _: None)
    assert sorted(klass.rglob("*")) == before


def test_results_of_an_older_grader_are_not_passed_over_in_silence(klass: Path) -> None:
    """Their folder is named, and what to do."""
    (klass / "out/results").mkdir(parents=True)
    with pytest.raises(UsageError, match="out/results: holds results of an older grader"):
        grade(klass)


def test_results_inside_the_class_are_no_submission(klass: Path) -> None:
    """`grader batch . --out graded` grades the students, not its own results."""
    for _ in range(2):
        batch = Batch(klass / "class", klass / "course", klass / "class/graded", Threads())
        assert run(batch, lambda _: None).total == 3


class _Breaking(ThreadPoolExecutor):
    """A pool that breaks like one of processes whenever it is given a submission named in `poison`."""

    poison: tuple[str, ...] = ()
    made = 0

    def __init__(self) -> None:
        super().__init__(1)
        type(self).made += 1
        self.broken = False

    def submit(self, function: Callable[..., Any], job: Job) -> Any:  # type: ignore[override]
        self.broken = self.broken or job.id in self.poison

        def work() -> Any:
            if self.broken:
                raise BrokenProcessPool("a process ended")
            return function(job)

        return super().submit(work)


def test_one_that_ends_its_process_takes_nobody_along(klass: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its neighbours are tried again alone; it is listed without a result, and its old grade is not shown."""
    hand_in(klass, "dora", RIGHT)
    grade(klass)
    for name in ("anna", "ben", "carl.py", "dora"):
        hand_in(klass, name, RIGHT + "# again\n")
    monkeypatch.setattr(_Breaking, "poison", ("ben",))
    progress = grade(klass, make=_Breaking)
    assert [(id_, "ended twice" in failure) for id_, failure in progress.failures.items()] == [("ben", True)]
    assert {name: row["points"] for name, row in table(klass).items()} == {
        "anna": "3",
        "ben": "",
        "carl": "3",
        "dora": "3",
    }
    assert "ended twice" in table(klass)["ben"]["notes"]
    assert results(klass).keys() == {"anna", "carl", "dora"}
    assert progress.finished == progress.total == 4


def test_a_sound_pool_is_made_once(klass: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many results that come at the same moment are no sign of a broken pool."""
    monkeypatch.setattr(_Breaking, "poison", ())
    monkeypatch.setattr(_Breaking, "made", 0)
    for number in range(40):
        hand_in(klass, f"s{number}", RIGHT)
    monkeypatch.setattr("grader.batch.job.run", lambda job: JobResult(job.id, failure="not today"))
    assert len(grade(klass, make=_Breaking).failures) == 43
    assert _Breaking.made == 1


def test_a_job_that_raises_is_one_failure(klass: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a job does, the class goes on."""
    run_job, numbers = job.run, itertools.count()
    monkeypatch.setattr("grader.batch.job.run", lambda job: (next(numbers) and run_job(job)) or 1 / 0)  # type: ignore[truthy-bool]
    progress = grade(klass)
    assert (progress.graded, list(progress.failures.values())) == (2, ["ZeroDivisionError: division by zero"])


def test_who_is_not_in_this_download_keeps_the_row(klass: Path) -> None:
    """A second download of late work takes nothing away, and says what it has not touched."""
    grade(klass)
    (klass / "class/ben").rename(klass / "ben")
    progress = grade(klass)
    assert table(klass).keys() == results(klass).keys() == {"anna", "ben", "carl"}
    assert (klass / "out/reports/ben.html").exists()
    assert any(
        "1 earlier submission is not in this download and kept as graded (ben)" in note for note in progress.notes
    )


def test_who_is_no_longer_among_the_submissions_is_taken_out_when_asked_to(klass: Path) -> None:
    """Their result stays on record, and comes back without grading when they do."""
    grade(klass)
    (klass / "class/ben").rename(klass / "ben")
    run(Batch(klass / "class", klass / "course", klass / "out", Threads(), prune=True), lambda _: None)
    assert table(klass).keys() == results(klass).keys() == {"anna", "carl"}
    assert not (klass / "out/reports/ben.html").exists()
    with store(klass) as found:
        assert [old.why for old in found.superseded("ben")] == ["no longer among the submissions"]
    (klass / "ben").rename(klass / "class/ben")
    assert grade(klass).cached == 3
    assert table(klass)["ben"]["points"] == "0"
    assert (klass / "out/reports/ben.html").exists()


def test_a_renamed_folder_is_recognised_by_its_content(klass: Path) -> None:
    """One row moves; where two could be meant, nobody guesses."""
    grade(klass)
    (klass / "class/ben").rename(klass / "class/benjamin")
    progress = grade(klass)
    assert table(klass).keys() == {"anna", "benjamin", "carl"}
    assert any("benjamin has the files that were handed in as ben before" in note for note in progress.notes)


def test_equal_files_in_another_download_are_another_student(klass: Path) -> None:
    """Whoever hands in late what ben has handed in takes no row away."""
    grade(klass)
    shutil.copytree(klass / "class/ben", klass / "late/dora")
    run(Batch(klass / "late", klass / "course", klass / "out", Threads(lambda: ThreadPoolExecutor(1))), lambda _: None)
    assert table(klass).keys() == {"anna", "ben", "carl", "dora"}


def test_an_override_of_somebody_in_an_earlier_download_is_no_mistake(klass: Path) -> None:
    """The second run knows them from the store."""
    grade(klass)
    (klass / "out/overrides.toml").write_text(
        '[[comments]]\nsubmission = "ben"\ntext = "well done"\nby = "Ada"\n', encoding="utf-8"
    )
    (klass / "class/ben").rename(klass / "ben")
    assert grade(klass).failures == {}
    assert table(klass).keys() == {"anna", "ben", "carl"}


def test_an_older_result_stays_with_when_and_why(klass: Path) -> None:
    """Somebody who hands in again has both."""
    grade(klass)
    hand_in(klass, "ben", RIGHT)
    grade(klass)
    with store(klass) as found:
        (old,) = found.superseded("ben")
        assert (old.result.points, old.why, present(found.newest("ben")).result.points) == (0, "other files", 3)
        assert old.graded_at <= old.replaced_at


POINTS = """
[[points]]
submission = "ben"
check = "double.twice"
points = 1
by = "Ada"
reason = "half of it"

[[comments]]
submission = "ben"
text = "See me on Monday."
by = "Ada"
"""


def test_what_is_set_by_hand_is_marked_everywhere_without_grading_again(klass: Path) -> None:
    """In the table, the page, and the data; taken out of the file, it is gone, and stays on record."""
    grade(klass)
    (klass / "out/overrides.toml").write_text(POINTS)
    assert grade(klass).cached == 3
    row, page = table(klass)["ben"], (klass / "out/reports/ben.html").read_text()
    assert (row["points"], row["notes"]) == ("1", "1 check set by hand; 1 comment")
    assert "1 points set by Ada (0 before): half of it" in page
    assert "Ada: See me on Monday." in page
    assert json.loads(kept(klass, "ben").text)["tasks"][0]["checks"][0]["by_hand"]["by"] == "Ada"
    assert "set by hand" in (klass / "out/index.html").read_text()
    (klass / "out/overrides.toml").unlink()
    assert grade(klass).cached == 3
    assert table(klass)["ben"]["points"] == "0"
    with store(klass) as found:
        assert [(old.result.points, old.why) for old in found.superseded("ben")] == [
            (1, "set by hand"),
            (0, "set by hand"),
        ]


def test_what_is_set_by_hand_survives_new_files(klass: Path) -> None:
    """It is put into the next result as well."""
    (klass / "out").mkdir()
    (klass / "out/overrides.toml").write_text(POINTS)
    grade(klass)
    hand_in(klass, "ben", WRONG + "# again\n")
    assert grade(klass).graded == 1
    assert table(klass)["ben"]["points"] == "1"
    assert "See me on Monday" in (klass / "out/reports/ben.html").read_text()


def test_a_name_in_the_overrides_that_nobody_has_is_said(klass: Path) -> None:
    """With the nearest one."""
    (klass / "out").mkdir()
    (klass / "out/overrides.toml").write_text(POINTS.replace('"ben"', '"bem"'))
    with pytest.raises(UsageError, match="no submission `bem`; did you mean `ben`"):
        grade(klass)


def test_all_students_meet_the_same_cases(tmp_path: Path) -> None:
    """Equal wrong answers have equal counterexamples."""
    root = write_class(tmp_path, anna=WRONG, ben=WRONG)
    grade(root)
    found = results(root)
    assert found["anna"] == found["ben"]
    assert found["anna"][0][:2] == ("twice", Outcome.FAILED)
    assert TASK.count("points") == 2


def test_a_list_of_the_class_that_comes_later_is_taken_in_without_grading(klass: Path) -> None:
    """Names and extensions are facts about the student, and decide no check."""
    grade(klass)
    roster = klass / "roster.csv"
    roster.write_text("id,name\nanna,Anna Example\nben,Ben Example\ncarl,Carl Example\n")
    batch = Batch(klass / "class", klass / "course", klass / "out", Threads(), roster=roster)
    progress = run(batch, lambda _: None)
    assert (progress.graded, progress.cached) == (0, 3)
    assert kept(klass, "anna").result.submission.name == "Anna Example"
    assert (table(klass)["anna"]["name"], table(klass)["anna"]["points"]) == ("Anna Example", "3")
    with store(klass) as found:
        assert [old.why for old in found.superseded("anna")] == ["the list of the class or the late policy has changed"]


def test_nobody_else_reads_what_a_class_has_got(tmp_path: Path) -> None:
    """Every file of the results is its owner's alone, whatever the umask says."""
    root = write_class(tmp_path, anna=RIGHT, ben=WRONG)
    grade(root)
    files = [path for path in (root / "out").rglob("*") if path.is_file()]
    assert {"grades.csv", "index.html", "results.sqlite", "anna.html"} <= {path.name for path in files}
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []

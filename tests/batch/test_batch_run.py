"""A class: every submission a result, once, and again only when something has changed."""

import itertools
import json
import os
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest
from class_of import RIGHT, TASK, WRONG, grade, hand_in, results, table, write_class

from grader.batch import job, run
from grader.batch.job import Done, file_name, result_path
from grader.errors import UsageError
from grader.results import Outcome


@pytest.fixture(scope="module", autouse=True)
def zygote():
    """End the zygote of this process, which stands for one of a pool here and outlives it."""
    yield
    job._zygote().close()
    job._zygote.cache_clear()


@pytest.fixture
def klass(tmp_path):
    """Return a class of three."""
    return write_class(tmp_path, anna=RIGHT, ben=WRONG, **{"carl.py": RIGHT})


def test_every_submission_has_a_result_a_page_and_a_row(klass):
    """Whatever its grade; a student's page knows no seed and no hidden check."""
    progress = grade(klass)
    assert (progress.total, progress.graded, progress.cached, progress.failures) == (3, 3, 0, [])
    assert {name: row["points"] for name, row in table(klass).items()} == {"anna": "3", "ben": "0", "carl": "3"}
    seed = (klass / "out/seed").read_text().strip()
    for name in table(klass):
        page = (klass / f"out/reports/{name}.html").read_text()
        assert "twice as much" in page
        assert seed not in page
        assert "the other one" not in page
        assert json.loads((klass / f"out/results/{name}.json").read_text())["seed"] == int(seed)


def test_the_seed_is_kept_and_nobody_elses(klass):
    """It and the results, which hold it, are readable by their owner only; no half-written file stays."""
    os.umask(0o022)
    grade(klass)
    first = (klass / "out/seed").read_text()
    grade(klass)
    assert (klass / "out/seed").read_text() == first
    for path in (klass / "out/seed", *(klass / "out/results").iterdir()):
        assert path.stat().st_mode & 0o777 == 0o600
    assert not list((klass / "out").rglob(".*"))


def test_two_batches_have_two_seeds(klass, tmp_path):
    """A seed that nobody names is not guessed; one that is named is used."""
    grade(klass)
    other = write_class(tmp_path / "other", anna=RIGHT)
    grade(other)
    assert (klass / "out/seed").read_text() != (other / "out/seed").read_text()
    grade(other, seed=5)
    assert (other / "out/seed").read_text() == "5\n"


@pytest.mark.parametrize(
    ("change", "graded"),
    [
        pytest.param(lambda root: None, 0, id="nothing"),
        pytest.param(lambda root: hand_in(root, "ben", RIGHT), 1, id="a-file"),
        pytest.param(lambda root: hand_in(root, "dora", RIGHT), 1, id="a-new-student"),
        pytest.param(lambda root: (root / "class/ben/double.py").rename(root / "class/ben/b.py"), 1, id="a-name"),
        pytest.param(lambda root: (root / "out/results/ben.json").unlink(), 1, id="result-deleted"),
        pytest.param(lambda root: (root / "out/results/ben.json").write_text('{"key"'), 1, id="result-damaged"),
        pytest.param(lambda root: (root / "out/grades.csv").unlink(), 0, id="table-deleted"),
        pytest.param(lambda root: (root / "out/seed").write_text("3\n"), 3, id="seed"),
        pytest.param(lambda root: (root / "course/tasks/double.yaml").write_text("# more\n" + TASK), 3, id="course"),
    ],
)
def test_run_again_grades_only_what_has_changed(klass, change, graded):
    """What is there and decided by the same files, course and seed stays."""
    grade(klass)
    change(klass)
    progress = grade(klass)
    assert progress.graded == graded
    assert progress.cached == progress.total - graded
    assert len(table(klass)) == progress.total


def test_a_judge_error_is_listed_and_not_kept(klass):
    """The grader's fault is nobody's grade: the next run tries again."""
    reference = klass / "course/reference/double.py"
    reference.write_text("def double(a):\n    return [][0]\n")
    progress = grade(klass)
    assert {(done.id, done.judge_errors) for done in progress.judge_errors} == {
        (id_, 2) for id_ in ("anna", "ben", "carl")
    }
    assert grade(klass).cached == 0
    reference.write_text(RIGHT)
    assert grade(klass).judge_errors == []
    assert table(klass)["anna"]["points"] == "3"


def test_a_new_task_has_a_column_although_old_results_lack_it(klass):
    """After a run that was stopped half-way, no number stands under another task."""
    grade(klass)
    anna = klass / "out/results/anna.json"
    text = json.loads(anna.read_text())
    text["tasks"][0]["id"] = "earlier"
    anna.write_text(json.dumps(text))

    def nothing(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(klass, executor=nothing)
    assert table(klass)["anna"] | {"earlier": "3", "double": ""} == table(klass)["anna"]
    assert table(klass)["ben"] | {"earlier": "", "double": "0"} == table(klass)["ben"]


NAMES = {
    "formula": "=cmd|' C calc'!A0", "plus": "+1", "minus": "-1", "at": "@sum", "newline": "\n=1", "space": "a b",
    "tag": "<b>", "quote": "'", "comma": 'a,b"c', "accent": "é", "wide": "名前" * 30, "wider": "𝒳" * 60,
    "long": "x" * 250,
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_any_name_of_a_folder_has_a_result(tmp_path, name):
    """No name leads out of the folder of results, is too long for it, or is run by a spreadsheet."""
    root = write_class(tmp_path, other=RIGHT, **{name: RIGHT})
    progress = grade(root)
    assert (progress.graded, progress.failures) == (2, [])
    (cell,) = [id_ for id_ in table(root) if id_ != "other"]
    assert cell.removeprefix("'") == name.removeprefix("'")
    assert cell[0] not in "=+-@\n"
    assert len(list((root / "out/results").iterdir())) == len(list((root / "out/reports").iterdir())) == 2


IDS = {
    "up": "..", "here": ".", "empty": "", "far-up": "../../etc/passwd", "slash": "a/b", "backslash": "a\\b",
    "nul": "a\0b", "colon": "CON:", "undecodable": "\udcff", "long": "𝒳" * 99,
}  # fmt: skip


@pytest.mark.parametrize("id_", IDS.values(), ids=IDS)
def test_an_id_never_leads_elsewhere(tmp_path, id_):
    """The name of a result is one plain part of a path, and short."""
    path = result_path(tmp_path, id_)
    assert path.parent == tmp_path / "results"
    assert path.name not in {".", ".."}
    assert not set(path.name) & set("/\\\0:")
    assert len(path.name.encode()) <= 255


def test_ids_that_look_alike_have_files_of_their_own():
    """What is replaced in a name does not make two ids one."""
    ids = ["a b", "a_b", "a/b", "a?b", "x" * 100, "x" * 101, ".a", "a"]
    assert len({file_name(id_) for id_ in ids}) == len(ids)


def test_a_folder_and_a_file_of_one_stem_are_two_students(tmp_path):
    """So are files with suffixes in small and large letters."""
    root = write_class(tmp_path, dora=RIGHT, **{"dora.py": WRONG, "dora.PY.py": RIGHT})
    grade(root)
    assert {id_: row["points"] for id_, row in table(root).items()} == {"dora": "3", "dora.py": "0", "dora.PY": "3"}


def test_an_empty_folder_is_a_student_who_handed_in_nothing(tmp_path):
    """They have a result with 0 points and a page that says so, and stop nobody."""
    root = write_class(tmp_path, anna=RIGHT, ben=None)
    assert grade(root).failures == []
    assert (table(root)["ben"]["points"], table(root)["ben"]["max_points"]) == ("0", "3")
    assert "Nothing was handed in" in (root / "out/reports/ben.html").read_text()


@pytest.mark.parametrize(
    ("source", "out", "says"),
    [
        pytest.param("nosuch", "out", "no such file or folder", id="missing"),
        pytest.param("class/carl.py", "out", "not a folder", id="file"),
        pytest.param("course/reference/none", "out", "no submissions", id="empty"),
        pytest.param("class", "class", "Name another folder for the results", id="into-the-class"),
        pytest.param("class", "class/carl.py/out", "cannot be written", id="below-a-file"),
        pytest.param("class", "/proc/out", "cannot be written", id="read-only"),
    ],
)
def test_wrong_use_is_said_before_anything_is_written(klass, source, out, says):
    """And nothing is left behind where nothing was graded."""
    from grader.batch import Batch

    (klass / "course/reference/none").mkdir()
    before = sorted(klass.rglob("*"))
    with pytest.raises(UsageError, match=says):
        run(Batch(klass / source, klass / "course", klass / out, 2), lambda _: None, lambda: ThreadPoolExecutor(1))
    assert sorted(klass.rglob("*")) == before


@pytest.mark.parametrize("text", ["", "abc\n", b"\xff"])
def test_a_seed_that_is_none_is_not_replaced_in_silence(klass, text):
    """Another seed would regrade everybody; the file is named instead."""
    (klass / "out").mkdir()
    (klass / "out/seed").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageError, match="out/seed: holds no seed"):
        grade(klass)


def test_results_inside_the_class_are_no_submission(klass):
    """`grader batch . --out graded` grades the students, not its own results."""
    from grader.batch import Batch

    for _ in range(2):
        batch = Batch(klass / "class", klass / "course", klass / "class/graded", 2)
        assert run(batch, lambda _: None, lambda: ThreadPoolExecutor(1)).total == 3


class _Breaking(ThreadPoolExecutor):
    """A pool that breaks like one of processes whenever it is given a submission named in `poison`."""

    poison: tuple[str, ...] = ()
    made = 0

    def __init__(self):
        super().__init__(1)
        type(self).made += 1
        self.broken = False

    def submit(self, function, job):
        self.broken = self.broken or job.id in self.poison

        def work():
            if self.broken:
                raise BrokenProcessPool("a process ended")
            return function(job)

        return super().submit(work)


def test_one_that_ends_its_process_takes_nobody_along(klass, monkeypatch):
    """Its neighbours are tried again alone; it is listed without a result, and its old grade is not shown."""
    hand_in(klass, "dora", RIGHT)
    grade(klass)
    for name in ("anna", "ben", "carl.py", "dora"):
        hand_in(klass, name, RIGHT + "# again\n")
    monkeypatch.setattr(_Breaking, "poison", ("ben",))
    progress = grade(klass, executor=_Breaking)
    assert [(done.id, "ended twice" in done.failure) for done in progress.failures] == [("ben", True)]
    assert table(klass).keys() == {"anna", "carl", "dora"}
    assert progress.finished == progress.total == 4


def test_a_sound_pool_is_made_once(klass, monkeypatch):
    """Many results that come at the same moment are no sign of a broken pool."""
    monkeypatch.setattr(_Breaking, "poison", ())
    monkeypatch.setattr(_Breaking, "made", 0)
    for number in range(40):
        hand_in(klass, f"s{number}", RIGHT)
    monkeypatch.setattr("grader.batch.job.run", lambda job: Done(job.id, cached=True))
    assert grade(klass, executor=_Breaking).cached == 43
    assert _Breaking.made == 1


def test_a_job_that_raises_is_one_failure(klass, monkeypatch):
    """Whatever a job does, the class goes on."""
    numbers = itertools.count()
    monkeypatch.setattr("grader.batch.job.run", lambda job: Done(job.id, points=1.0 / next(numbers)))
    progress = grade(klass)
    assert (progress.graded, [done.failure for done in progress.failures]) == (
        2, ["ZeroDivisionError: float division by zero"],
    )  # fmt: skip


def test_all_students_meet_the_same_cases(tmp_path):
    """Equal wrong answers have equal counterexamples."""
    root = write_class(tmp_path, anna=WRONG, ben=WRONG)
    grade(root)
    found = results(root)
    assert found["anna"] == found["ben"]
    assert found["anna"][0][:2] == ("twice", Outcome.FAILED)
    assert TASK.count("points") == 2

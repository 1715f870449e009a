"""The kit as a folder: what is in it, that it is tried, and that it is a course for those who have nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader import PUBLIC_SEED
from grader.course import find_course, load_course
from grader.course.kit import answers_file, manifest_of
from grader.errors import JudgeError, UsageError
from grader.judge import Grading, Preparation, grade
from grader.release import release
from grader.release.recordable import Omission
from grader.results import Audience, Outcome, for_audience
from grader.sandbox.process import Worker
from grader.submission import SourceFile, Submission
from tests.release.small_kit import KEPT, RIGHT, TASK, write_course, write_kit

if TYPE_CHECKING:
    from grader.results.model import SubmissionResult

ROOT = Path(__file__).parents[2]


def graded(folder: Path, code: str, *, kits: bool = True) -> SubmissionResult:
    """Return the result of a submission of one module by the course or kit in `folder`."""
    course = load_course(folder, kits=kits)
    submission = Submission("student", (SourceFile("mean.py", code.encode()),))
    return grade(submission, Grading(course.tasks, Preparation(PUBLIC_SEED)), Worker)


def outcomes(result: SubmissionResult) -> dict[str, str]:
    """Return the outcomes of a result by the ids of the checks."""
    return {check.id: check.outcome.value for task in result.tasks for check in task.checks}


def test_the_files_of_a_kit(tmp_path: Path) -> None:
    """Every file is there, and none besides."""
    kit, _ = write_kit(tmp_path)
    found = sorted(str(path.relative_to(kit)) for path in kit.rglob("*") if path.is_file())
    inside = ["grader-kit/kit.json", "grader-kit/mean.answers.json", "grader-kit/mean.yaml"]
    assert found == ["README.md", "assignments.ipynb", *inside, "mean.py", "statements/mean.md"]


def test_what_a_kit_keeps(tmp_path: Path) -> None:
    """Checks about inputs alone are in it; what asks the reference later, or needs such a check, is counted."""
    kit, released = write_kit(tmp_path)
    (task,) = load_course(kit, kits=True).tasks
    assert [check.id for check in task.checks] == KEPT
    left = {
        "centre": Omission.REFERENCE,
        "centre_again": Omission.NEEDS,
        "nested": Omission.REFERENCE,
        "veiled": Omission.HIDDEN,
    }
    assert released.left_out == left
    assert (released.public, released.hidden) == (["centre", "centre_again", "nested"], 1)
    assert task.later == 4


def test_a_right_answer_passes_in_the_kit(tmp_path: Path) -> None:
    """The kit decides as the course does."""
    kit, _ = write_kit(tmp_path)
    result = graded(kit, RIGHT)
    assert outcomes(result) == {**dict.fromkeys(KEPT, "passed"), "words": "pending"}
    copy = for_audience(result, Audience.STUDENT)
    assert (result.hidden_checks, copy.hidden_checks, copy.later_checks) == (4, 4, 4)


WRONG_ANSWERS = {
    "mean": RIGHT.replace("return np.mean(x)", "return np.sum(x)"),
    "slope": RIGHT.replace("np.ones", "np.zeros"),
    "line": RIGHT.replace('"=", np.sum(x) / len(x)', '"=", np.sum(x)'),
    "slow": RIGHT.replace("return np.mean(x)", "return sum(x[:i].sum() for i in range(len(x)))"),
    "raises": RIGHT.replace("return np.mean(x)", "return x[9]"),
}


@pytest.mark.parametrize(
    "name", [name if name == "mean" else pytest.param(name, marks=pytest.mark.slow) for name in WRONG_ANSWERS]
)
def test_a_wrong_answer_fails_as_in_the_course(tmp_path: Path, name: str) -> None:
    """Outcome, sentence, number of failing cases and the small case are those that the course gives.

    Beside a told cause the course may show another case: a kit cannot ask the reference what other causes would give.
    """
    kit, _ = write_kit(tmp_path)
    ours, theirs = graded(kit, WRONG_ANSWERS[name]), graded(tmp_path / "course", WRONG_ANSWERS[name], kits=False)
    expected = {check.id: check for check in theirs.tasks[0].checks}
    assert any(check.outcome is not Outcome.PASSED for check in ours.tasks[0].checks if check.id != "words")
    for check in ours.tasks[0].checks:
        same = expected[check.id]
        assert check.outcome == same.outcome
        if check.kind != "growth":  # how many sizes are asked depends on the time that they take
            assert (check.failed_cases, check.cases) == (same.failed_cases, same.cases)
        has_cause = same.diagnosis.startswith("`mean` returns ")
        if check.kind in {"expect", "gradient"} and not has_cause:
            assert check.counterexample == same.counterexample
            assert check.message == same.message
            assert check.picture == same.picture


def test_the_same_course_gives_the_same_kit(tmp_path: Path) -> None:
    """Nothing in a kit depends on when or where it was written."""
    one, two = (write_kit(tmp_path / name, **texts)[0] for name, texts in (("one", {}), ("two", {"task": TASK})))
    for path in one.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (two / path.relative_to(one)).read_bytes()


def test_a_kit_is_found_from_below(tmp_path: Path) -> None:
    """As a course is, and the nearest of them."""
    kit, _ = write_kit(tmp_path / "course")
    assert find_course(kit / "statements") == kit
    assert find_course(kit.parent / "course" / "tasks") == kit.parent / "course"


def test_a_kit_is_no_course_for_a_class(tmp_path: Path) -> None:
    """Whoever grades needs the reference, and reads what to name instead."""
    kit, _ = write_kit(tmp_path)
    with pytest.raises(UsageError, match=r"is a students' kit.*--course DIR"):
        load_course(kit)


@pytest.mark.parametrize("filled", [True, False], ids=["something", "nothing"])
def test_nothing_is_written_over(tmp_path: Path, filled: bool) -> None:
    """A folder with somebody's work in it stays as it is; an empty one will do."""
    (tmp_path / "kit").mkdir()
    if not filled:
        assert (write_kit(tmp_path, task=TASK)[0] / "README.md").is_file()
        return
    (tmp_path / "kit" / "mean.py").write_text(RIGHT)
    with pytest.raises(UsageError, match="not empty"):
        write_kit(tmp_path, task=TASK)
    assert [path.name for path in (tmp_path / "kit").iterdir()] == ["mean.py"]


def test_a_task_of_which_nothing_can_be_asked(tmp_path: Path) -> None:
    """It is named, and no kit is written."""
    start, end = TASK.index("  - id: definition"), TASK.index("  - id: centre\n")
    only = TASK[:start] + TASK[end : TASK.index("  - id: nested")] + "misconceptions: []\n"
    with pytest.raises(UsageError, match=r"tasks/mean\.yaml: nothing of it can be asked"):
        write_kit(tmp_path, task=only)
    assert not (tmp_path / "kit").exists()


def test_what_cannot_be_recorded_is_left_out(tmp_path: Path) -> None:
    """A reference that answers as it likes, or with no number, costs its own checks, with the reason."""
    reference = open_reference("    return x\n", "    return list(x) if c < 0 else print\n")
    _, released = write_kit(tmp_path, reference=reference)
    assert released.left_out["far"] is Omission.REFERENCE
    assert "ref.moved returns what cannot be recorded" in released.reasons["far"]


def open_reference(old: str, new: str) -> str:
    """Return the reference with one change."""
    from tests.release.small_kit import REFERENCE

    assert old in REFERENCE
    return REFERENCE.replace(old, new, 1)


def test_a_kit_that_cannot_be_asked_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every check is prepared before the kit is put in place."""
    from grader.release import kit as kits

    monkeypatch.setattr(kits.Recorder, "add", lambda recorder, noted: recorder.noted.setdefault("mean", {}))  # type: ignore[attr-defined]
    course = load_course(write_course(tmp_path / "course"))
    with pytest.raises(JudgeError, match=r"mean\.definition: cannot be asked in the kit"):
        release(course, course.tasks, tmp_path / "kit")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course"]


def test_a_kit_of_other_versions_says_so(tmp_path: Path) -> None:
    """Where other inputs are drawn there is no verdict, and the reason stands in the fault."""
    kit, _ = write_kit(tmp_path)
    path = answers_file(kit, "mean")
    answers = json.loads(path.read_text())
    answers["functions"]["mean"]["answers"] = []
    path.write_text(json.dumps(answers))
    result = graded(kit, RIGHT)
    (check,) = (check for check in result.tasks[0].checks if check.id == "definition")
    assert check.outcome is Outcome.JUDGE_ERROR
    assert "another version of grader or numpy" in check.fault


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("kit.json", "{", id="manifest-cut"),
        pytest.param("kit.json", '{"format": 2}', id="manifest-of-later"),
        pytest.param("mean.answers.json", "{}", id="answers-empty"),
        pytest.param("mean.answers.json", None, id="answers-missing"),
    ],
)
def test_a_damaged_kit_is_named(tmp_path: Path, name: str, text: str | None) -> None:
    """The sentence says which file, and to get the kit again."""
    kit, _ = write_kit(tmp_path)
    path = kit / "grader-kit" / name
    path.unlink()
    if text is not None:
        path.write_text(text)
    with pytest.raises(UsageError, match=r"Get the kit again|not a course"):
        load_course(kit, kits=True)


def test_the_manifest(tmp_path: Path) -> None:
    """It holds the seed, both versions and what comes later."""
    import numpy as np

    from grader import __version__

    told = manifest_of(write_kit(tmp_path)[0])
    assert (told.seed, told.grader, told.numpy) == (PUBLIC_SEED, __version__, np.__version__)
    assert told.later == {"mean": 4}


RANDOM = """\
id: mean
title: Dice
statement: Draw.
functions:
  roll: {args: [n], returns: {array: [any]}}
inputs:
  n: {integer: [1, 6]}
cases: 10
checks:
  - {id: length, title: as many as asked for, points: 1, expect: support.count(roll(n)) == n}
  - {id: fair, title: fair coins, points: 1, distribution: roll(n), law: bernoulli(0.5)}
support: [coins.py]
"""


def test_functions_that_answer_at_random_are_in_a_kit(tmp_path: Path) -> None:
    """No answer of the reference is the right one, and two that differ are no contradiction."""
    (tmp_path / "course/support").mkdir(parents=True)
    (tmp_path / "course/support/coins.py").write_text("def count(coins):\n    return len(coins)\n")
    reference = (
        "import numpy as np\nrng = np.random.default_rng(3)\ndef roll(n):\n    return rng.integers(0, 2, n) * 1.0\n"
    )
    kit, _ = write_kit(tmp_path, task=RANDOM, reference=reference)
    assert outcomes(graded(kit, reference)) == {"length": "passed", "fair": "passed"}
    wrong = "import numpy as np\ndef roll(n):\n    return np.ones(n)\n"
    assert outcomes(graded(kit, wrong)) == {"length": "passed", "fair": "failed"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["examples/neural_networks", "examples/python_basics", "examples/two_functions"])
def test_every_example_can_be_released_whole(name: str, tmp_path: Path) -> None:
    """Each of its tasks, with at least one check."""
    course = load_course(ROOT / name)
    for task_kit in release(course, course.tasks, tmp_path / "kit"):
        assert len(task_kit.left_out) < len(task_kit.task.checks), task_kit.task.id

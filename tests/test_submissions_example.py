"""The acceptance test: every example submission, through the command line, gets what stands beside it.

`expected.toml` has the outcome of every check (a list where the machine decides which comes first), in `says` what a
student reads somewhere about a check (`task.check`), a task, or the files, and in `misconceptions` which known wrong
solutions are handed in (`task.wrong`).  A task that is not handed in need not be listed.
"""

from __future__ import annotations

import json
import subprocess  # noqa: TID251 - a command is a process
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from grader.authoring.schema import result_schema
from grader.course.reading import read
from grader.store import Folder, Store
from tests.samples.expected_class import any_of, texts_of

ROOT = Path(__file__).parents[1]
CLASS = ROOT / "submissions_example"
EXPECTED = {path.parent.name: tomllib.loads(path.read_text()) for path in sorted(CLASS.glob("*/expected.toml"))}
TASKS = {path.stem: read(path, path.name).data for path in sorted((ROOT / "tasks").glob("*.yaml"))}
KNOWN = {f"{task}.{m['wrong']}": m for task, spec in TASKS.items() for m in spec.get("misconceptions", ())}
HELD = [(student, wrong) for student, expected in EXPECTED.items() for wrong in expected.get("misconceptions", ())]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Grade the class once and return the results by student."""
    out = tmp_path_factory.mktemp("class") / "graded"
    command = [sys.executable, "-m", "grader", "batch", str(CLASS), "--out", str(out), "--quiet", "--seed", "7"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert (run.returncode, run.stderr) == (0, f"Read as: folders, {len(EXPECTED)} students\n")
    with Store(Folder(out)) as found:
        return {kept.submission: json.loads(kept.text) for kept in found.all()}


def test_every_submission_has_an_expectation_and_a_result(graded: Any) -> None:
    """Nothing in the folder goes by unseen."""
    folders = {path.name for path in CLASS.iterdir()}
    assert folders == EXPECTED.keys() == graded.keys()


def test_every_result_is_valid_by_the_published_schema(graded: Any) -> None:
    """Whoever reads results can rely on `grader schema result`."""
    valid = Draft202012Validator(result_schema())
    wrong = {student: [e.message for e in valid.iter_errors(result)] for student, result in graded.items()}
    assert [student for student, messages in wrong.items() if messages] == []


@pytest.mark.parametrize("student", EXPECTED)
def test_every_check_ends_as_expected(graded: Any, student: Any) -> None:
    """Each outcome of each check of the tasks that the expectation names, and no other."""
    tasks = {task["id"]: {c["id"]: c["outcome"] for c in task["checks"]} for task in graded[student]["tasks"]}
    for task, outcomes in EXPECTED[student]["outcomes"].items():
        assert tasks[task].keys() == outcomes.keys()
        other = {id_: (got, outcomes[id_]) for id_, got in tasks[task].items() if got not in any_of(outcomes[id_])}
        assert other == {}, f"{task}: (got, expected)"


@pytest.mark.parametrize("student", [student for student, expected in EXPECTED.items() if expected.get("says")])
def test_the_student_reads_what_helps(graded: Any, student: Any) -> None:
    """The words that an expectation names stand where a student looks for them."""
    for place, words in EXPECTED[student]["says"].items():
        texts = list(texts_of(graded[student], place))
        assert any(words in text for text in texts), (place, words, texts)


@pytest.mark.parametrize(("student", "wrong"), HELD, ids=lambda value: value)
def test_a_misconception_is_caught_where_its_task_says(graded: Any, student: Any, wrong: Any) -> None:
    """Each check that a known wrong solution fails is failed by the student who hands it in."""
    task = wrong.partition(".")[0]
    outcomes = {c["id"]: c["outcome"] for t in graded[student]["tasks"] if t["id"] == task for c in t["checks"]}
    assert {outcomes[check] for check in KNOWN[wrong]["fails"]} <= {"failed", "error"}


def test_the_class_shows_every_misconception() -> None:
    """Each known wrong solution of each task is somebody's, and nobody holds one that no task knows."""
    assert {wrong for _, wrong in HELD} == KNOWN.keys()


def test_the_class_shows_every_task_and_both_forms() -> None:
    """Somebody hands in each task, there are modules and notebooks, and some of each have full marks."""
    assert {task for expected in EXPECTED.values() for task in expected["outcomes"]} == TASKS.keys()
    full = {student for student, expected in EXPECTED.items() if _is_full(expected["outcomes"])}
    suffixes = [{path.suffix for path in (CLASS / student).iterdir()} - {".toml", ".md"} for student in full]
    assert {".py"} in suffixes
    assert {".ipynb"} in suffixes


def _is_full(outcomes: Any) -> Any:
    """Whether all tasks are handed in and every check is passed, or waits for a person."""
    ends = {outcome for checks in outcomes.values() for each in checks.values() for outcome in any_of(each)}
    return outcomes.keys() == TASKS.keys() and ends <= {"passed", "pending"}

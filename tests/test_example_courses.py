"""The courses in `examples/`: their tasks are sound as far as a look tells, and their classes get what is expected.

The slow tests grade each class through the command line, as the README says, and run `grader verify` on each course.
`expected.toml` beside a submission has the outcome of every check of the tasks that it names, and in `says` words that
the student reads somewhere about a check (`task.check`), a task, or the `files`.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess  # noqa: TID251 - a command is a process
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.course import load_course
from grader.judge import Grading, Preparation, grade
from grader.results import Outcome
from grader.sandbox.process import Worker
from grader.store import Folder, Store
from grader.submission.files import SourceFile, Submission
from tests.samples.expected_class import any_of, texts_of

if TYPE_CHECKING:
    from grader.course.course import Course

EXAMPLES = Path(__file__).parents[1] / "examples"
COURSES = {"neural_networks": 11, "python_basics": 16}
"""The courses, and the number of tasks that each has at least."""
TASKS = [(name, path.stem) for name in COURSES for path in sorted((EXAMPLES / name / "tasks").glob("*.yaml"))]
EXPECTED = {
    (name, path.parent.name): tomllib.loads(path.read_text(encoding="utf-8"))
    for name in COURSES
    for path in sorted((EXAMPLES / name / "submissions").glob("*/expected.toml"))
}
STUDENTS = {name: sorted(student for course, student in EXPECTED if course == name) for name in COURSES}
SAID = [key for key, expected in EXPECTED.items() if expected.get("says")]


@pytest.fixture(scope="module")
def courses() -> dict[str, Course]:
    """Return both courses; a mistake in one of their tasks is raised here."""
    return {name: load_course(EXAMPLES / name) for name in COURSES}


@pytest.mark.parametrize("name", COURSES)
def test_every_task_is_read_without_a_mistake(courses: dict[str, Course], name: str) -> None:
    """Each file in tasks/ is a task, and there are as many as promised."""
    assert [task.id for task in courses[name].tasks] == [task for course, task in TASKS if course == name]
    assert courses[name].broken == ()
    assert len(courses[name].tasks) >= COURSES[name]


@pytest.mark.parametrize(("name", "task_id"), TASKS, ids=lambda value: value)
def test_every_task_has_all_that_teachers_write(courses: dict[str, Course], name: str, task_id: str) -> None:
    """A hint for every check, several right ways, known wrong ones with their sentence, and a starter of its own."""
    (task,) = (task for task in courses[name].tasks if task.id == task_id)
    reference = EXAMPLES / name / "reference"
    assert all(check.spec.hint for check in task.checks)
    assert task.misconceptions
    for folder in ("right", "wrong"):
        tree = ast.parse((reference / folder / f"{task_id}.py").read_text(encoding="utf-8"))
        definitions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        assert definitions
        assert all(ast.get_docstring(node) for node in definitions if not node.name.startswith("_"))
    assert (reference / "starter" / f"{task_id}.py").is_file()


SMALL = {
    "neural_networks": ("activations", "relu_backward_at_zero", "relu_backward"),
    "python_basics": ("caesar", "encode_all_small", "encode"),
}
"""A task of each course, a function of reference/wrong/, and the check that it fails."""


@pytest.mark.parametrize("name", COURSES)
@pytest.mark.parametrize("right", [True, False], ids=["right", "wrong"])
def test_a_right_solution_passes_and_a_wrong_one_reads_its_sentence(
    courses: dict[str, Course], name: str, right: bool
) -> None:
    """One small task of each course, graded in a process as in a batch."""
    task_id, wrong, fails = SMALL[name]
    (task,) = (task for task in courses[name].tasks if task.id == task_id)
    reference = EXAMPLES / name / "reference"
    code = (reference / f"{task_id}.py").read_text(encoding="utf-8")
    if not right:
        code += (reference / "wrong" / f"{task_id}.py").read_text(encoding="utf-8")
        code += f"\n{wrong.removesuffix(_slip(wrong, list(task.functions)))} = {wrong}\n"
    submission = Submission("ana", (SourceFile(f"{task_id}.py", code.encode()),))
    result = grade(submission, Grading([task], Preparation(5)), Worker).tasks[0]
    failed = {check.id: check.diagnosis for check in result.checks if check.outcome is Outcome.FAILED}
    if right:
        assert failed == {}
    else:
        (sentence,) = (known.tells for known in task.misconceptions if known.wrong == wrong)
        assert failed[fails].split() == sentence.split()


def _slip(wrong: str, functions: list[str]) -> str:
    """Return what stands behind the name of the function in the name of a known wrong solution."""
    longest = max((name for name in functions if wrong.startswith(f"{name}_")), key=len)
    return wrong.removeprefix(longest)


@pytest.fixture(scope="module", params=COURSES)
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """Grade each class once with the README's command; return the course and the results by student."""
    out = tmp_path_factory.mktemp(request.param) / "graded"
    source, flags = f"examples/{request.param}/submissions", ["--quiet", "--seed", "7", "--out", str(out)]
    flags += ["--course", f"examples/{request.param}"]
    command = [sys.executable, "-m", "grader", "batch", source, *flags]
    run = subprocess.run(command, cwd=EXAMPLES.parent, capture_output=True, text=True, timeout=900, check=False)
    assert run.returncode == 0, run.stderr
    assert f"Read as: folders, {len(STUDENTS[request.param])} students\n" in run.stderr
    with Store(Folder(out)) as store:
        return request.param, {row.submission: json.loads(row.text) for row in store.all()}


@pytest.mark.slow
def test_every_student_gets_the_expected_outcomes(graded: tuple[str, dict[str, Any]]) -> None:
    """Each outcome of each check of the tasks that an expectation names, and nobody without an expectation."""
    name, results = graded
    assert sorted(results) == STUDENTS[name]
    other: dict[str, object] = {}
    for student, result in results.items():
        outcomes = {task["id"]: {c["id"]: c["outcome"] for c in task["checks"]} for task in result["tasks"]}
        for task, expected in EXPECTED[name, student]["outcomes"].items():
            got = outcomes.get(task, {})
            other |= {
                f"{student}, {task}.{check}": (got.get(check), expected.get(check))
                for check in sorted(got.keys() | expected.keys())
                if got.get(check) not in any_of(expected.get(check))
            }
    assert other == {}, "(got, expected)"


@pytest.mark.slow
def test_the_students_read_what_helps(graded: tuple[str, dict[str, Any]]) -> None:
    """The words that an expectation names stand where a student looks for them."""
    name, results = graded
    unsaid: dict[str, object] = {}
    for course, student in SAID:
        for place, words in EXPECTED[course, student]["says"].items() if course == name else ():
            texts = list(texts_of(results[student], place))
            if not any(words in text for text in texts):
                unsaid[f"{student}, {place}"] = (words, texts)
    assert unsaid == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", COURSES)
def test_the_class_shows_every_task_in_several_layouts(name: str) -> None:
    """Somebody hands in each task and gets full marks for it; there are modules, notebooks, and folders in folders."""
    passed = {
        task
        for (course, _), expected in EXPECTED.items()
        for task, outcomes in expected["outcomes"].items()
        if course == name and all(outcome == "passed" for outcome in outcomes.values())
    }
    assert passed == {task for course, task in TASKS if course == name}
    files = [path.relative_to(EXAMPLES / name / "submissions") for path in (EXAMPLES / name).glob("submissions/**/*")]
    assert {".py", ".ipynb"} <= {path.suffix for path in files}
    assert max(len(path.parts) for path in files) > 2


@pytest.mark.slow
@pytest.mark.parametrize("name", COURSES)
def test_verify_finds_nothing_wrong(name: str, tmp_path: Path) -> None:
    """Right solutions pass, known wrong ones lose what they must, 95 % of each function's mutants are caught."""
    report = tmp_path / "verify.json"
    command = [sys.executable, "-m", "grader", "verify", "--course", f"examples/{name}", "--seeds", "5", "--no-cache"]
    command += ["--json", str(report)]
    # Nothing that other tests have set decides about a course.
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    run = subprocess.run(
        command, cwd=EXAMPLES.parent, env=env, capture_output=True, text=True, timeout=3000, check=False
    )
    refused = [part for part in run.stdout.split("\n\n") if "REFUSED" in part]
    assert (run.returncode, refused) == (0, []), run.stderr[-1000:]

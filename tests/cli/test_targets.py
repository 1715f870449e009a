"""`grader check --format`, from the command line: right, wrong, broken and missing work, and an end in the middle."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess  # noqa: TID251 (the command as a platform starts it)
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import junitparser
import pytest
import yaml

from grader.cli import grader as commands
from grader.sandbox.factory import WorkerFactory
from tests.cli.running import RIGHT, WRONG, say, write_course

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent.parent
BROKEN = "def scan(x:\n    return ]\n"
HANGS = RIGHT.replace("    return np.cumsum(grad_y", "    while True:\n        pass\n    return np.cumsum(grad_y")
LOUD = WRONG + "\nprint('::error::from the outside')\nprint('a ##[error]b')\n"
SECRETS = ("secret", "longer vectors")
HERE = ("--course", "course")


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Any]:
    """Return a function that runs a command in a folder with submissions."""
    write_course(tmp_path / "course")
    work = {"right": RIGHT + "def double(a):\n    return 2 * a\n", "wrong": LOUD, "broken": BROKEN, "hangs": HANGS}
    for name, text in work.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "scan.py").write_text(text)
    (tmp_path / "nothing").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    return lambda *argv: say(monkeypatch, capsys, *argv)


def points_of(form: str, text: str) -> Any:
    """Return the points that a file states, and those that there are."""
    match form:
        case "gradescope":
            tests = json.loads(text)["tests"]
            return sum(test["score"] for test in tests), sum(test["max_score"] for test in tests)
        case "prairielearn":
            tests = json.loads(text)["tests"]
            assert json.loads(text)["score"] == sum(t["points"] for t in tests) / sum(t["max_points"] for t in tests)
            return sum(test["points"] for test in tests), sum(test["max_points"] for test in tests)
        case "junit":
            whole = list(junitparser.JUnitXml.fromstring(text.encode()))[-1]
            told = {prop.name: float(prop.value) for prop in whole.properties()}  # type: ignore[no-untyped-call]
            return told["grader.points"], told["grader.max_points"]
        case "github":
            found = re.search(r"^## \w+: (\d+) of (\d+) points", text)
            return float(found[1]), float(found[2])  # type: ignore[index]


# Students' copies leave the hidden check out.
WORK = {
    "right": ((6, 6), (5, 5), 0),
    "wrong": ((3, 6), (2, 5), 1),
    "broken": ((0, 6), (0, 5), 1),
    "nothing": ((0, 6), (0, 5), 1),
}
TRIED = [
    pytest.param(form, work, id=f"{form}-{work}", marks=[] if (form, work) in quick else [pytest.mark.slow])
    for quick in [{("gradescope", "nothing"), ("prairielearn", "wrong")}]
    for form in ("gradescope", "prairielearn", "junit", "github")
    for work in WORK
]


@pytest.mark.parametrize(("form", "work"), TRIED)
def test_every_work_is_a_result(grader: Callable[..., Any], tmp_path: Path, form: str, work: str) -> None:
    """All tasks count; two platforms read the file only after a 0, the others show the code."""
    said = grader("check", work, *HERE, "--format", form, "--output", "out")
    whole, shown, code = WORK[work]
    text = (tmp_path / "out").read_text()
    ends_well = form in {"gradescope", "prairielearn"}
    assert said.code == (0 if ends_well else code), said
    assert points_of(form, text) == (whole if ends_well else shown)
    if form != "gradescope":
        assert not [secret for secret in SECRETS if secret in text + said.out]
    if work == "nothing":
        assert "Nothing was handed in." in text


def test_a_runner_hears_our_commands_only(grader: Callable[..., Any], tmp_path: Path) -> None:
    """What a student's code prints stands in a report that the runner reads line by line."""
    said = grader("check", "wrong", *HERE, "--format", "github", "--audience", "teacher")
    lines = [line for line in said.out.splitlines() if line.lstrip().startswith("::") or "##[" in line]
    assert [line.split(" ")[0] for line in lines] == ["::error", "::error", "::notice"]
    assert ": :error::from the outside" in said.out
    assert (tmp_path / "summary.md").read_text().startswith("## wrong: 3 of 6 points")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["text", "json"])
def test_text_and_json_hold_no_command_either(grader: Callable[..., Any], form: str) -> None:
    """A workflow prints them as well."""
    out = grader("check", "wrong", *HERE, "--format", form, "--audience", "teacher").out
    assert "from the outside" in out
    assert "##[" not in out
    assert not [line for line in out.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.parametrize(
    ("form", "code"),
    [("gradescope", 0), ("prairielearn", 0), ("junit", 2), ("github", 2)],
    ids=str,
)
def test_a_course_that_is_not_there(grader: Callable[..., Any], tmp_path: Path, form: str, code: int) -> None:
    """It is no student's fault, and a file says so."""
    said = grader("check", "right", "--course", "nosuch", "--format", form, "--output", "out")
    assert said.code == code
    assert "nosuch" in said.err
    assert "not your fault" in (tmp_path / "out").read_text().replace("\n", " ")


@pytest.mark.slow
def test_a_named_task_is_the_whole(grader: Callable[..., Any], tmp_path: Path) -> None:
    """A platform's question about one task."""
    grader("check", "wrong", *HERE, "--format", "gradescope", "--task", "scan", "--output", "out")
    assert points_of("gradescope", (tmp_path / "out").read_text()) == (3, 5)


@pytest.mark.slow
def test_no_time_is_a_result_too(grader: Callable[..., Any], tmp_path: Path) -> None:
    """What is not asked is said, and has no points; what was begun went on to its own end."""
    said = grader("check", "right", *HERE, "--format", "gradescope", "--time-limit", "0", "--output", "out")
    data = json.loads((tmp_path / "out").read_text())
    assert said.code == 0
    assert "The grading ended after 0 of 4 checks." in data["output"]
    assert {test["score"] for test in data["tests"]} == {0}
    assert {test["extra_data"]["outcome"] for test in data["tests"]} == {"skipped"}
    assert grader("check", "right", *HERE, "--time-limit", "0").code == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "code", "why"),
    [
        pytest.param(signal.SIGTERM, 0, "cut off", id="term"),
        pytest.param(signal.SIGINT, 0, "cut off", id="int"),
        pytest.param(signal.SIGKILL, -signal.SIGKILL, "cut off", id="kill"),
    ],
)
def test_ended_in_the_middle(grader: Callable[..., Any], tmp_path: Path, number: Any, code: Any, why: str) -> None:
    """The checks before the one that hangs keep their points; nothing else is a zero."""
    out = tmp_path / "out"
    argv = [sys.executable, "-m", "grader", "check", "hangs", *HERE, "--task", "scan", "--format", "gradescope"]
    with subprocess.Popen([*argv, "--output", str(out)], stderr=subprocess.PIPE) as process:
        while not out.exists() or '"passed"' not in out.read_text():
            assert process.poll() is None
            time.sleep(0.02)
        os.kill(process.pid, number)
        process.communicate(timeout=60)
    data = json.loads(out.read_text())
    assert process.returncode == code
    assert why in data["output"]
    assert [test.get("score") for test in data["tests"]] == [2.0, None, None]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".out")] == []


def blocks(page: str, language: str) -> list[str]:
    """Return the examples of a page of the docs."""
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / "docs" / "targets" / page).read_text(), re.DOTALL)


def commands_of_the_workflow() -> list[list[str]]:
    """Return the arguments of the workflow's calls of the grader."""
    (text,) = blocks("github.md", "yaml")
    steps = yaml.load(text, yaml.CSafeLoader)["jobs"]["check"]["steps"]  # noqa: TID251 (no file of a student)
    return [shlex.split(step["run"])[1:] for step in steps if step.get("run", "").startswith("grader ")]


def test_the_workflow_that_a_teacher_copies_is_one() -> None:
    """It is YAML, and its commands are those of the grader."""
    forms = [
        commands.commands[name].make_context(name, argv).params["form"] for name, *argv in commands_of_the_workflow()
    ]
    assert forms == ["github", "junit"]


@pytest.mark.slow
def test_the_workflow_grades_the_students_files_only(
    grader: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The course lies among them, in a folder whose name begins with a dot."""
    (tmp_path / "course").rename(tmp_path / "wrong" / ".course")
    monkeypatch.chdir(tmp_path / "wrong")
    first, second = (grader(*argv) for argv in commands_of_the_workflow())
    assert (first.code, second.code) == (1, 1)
    assert "scan.py: read whole" in first.out
    assert "reference" not in first.out
    assert points_of("github", (tmp_path / "summary.md").read_text()) == (2, 5)
    assert points_of("junit", Path("grader.xml").read_text()) == (2, 5)


@pytest.mark.slow
@pytest.mark.parametrize(("work", "score"), [("right", 1), ("wrong", 0.5), ("broken", 0), ("nothing", 0)])
def test_the_script_for_prairielearn_in_a_tree_of_its_own(
    grader: Callable[..., Any], tmp_path: Path, work: str, score: float
) -> None:
    """As the page has it, with folders in the places of /grade; the platform reads the file only after a 0."""
    (text,) = blocks("prairielearn.md", "sh")
    grade = tmp_path / "grade"
    for name, place in (("course", "tests"), (work, "student")):
        (grade / place).parent.mkdir(exist_ok=True)
        (tmp_path / name).rename(grade / place)
    script = grade / "tests" / "run.sh"
    # The folders first: the interpreter may itself lie below a folder whose name begins so.
    text = re.sub(r"/grade\b", str(grade), text).replace("/opt/grader/bin/grader", f"{sys.executable} -m grader")
    if WorkerFactory().report().isolation != "sandbox":
        text = text.replace("--isolation sandbox", "--isolation process")
    script.write_text(text)
    script.chmod(0o755)
    done = subprocess.run([script], cwd="/", capture_output=True, text=True, check=False)
    data = json.loads((grade / "results" / "results.json").read_text())
    assert (done.returncode, data["gradable"], data["score"]) == (0, True, score), done.stderr

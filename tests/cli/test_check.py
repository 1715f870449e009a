"""`grader check`: what is typed against what comes out, and the exit code."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.running import RIGHT, WRONG, say, write_course

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Any]:
    """Return a function that runs a command in a folder with a right, a wrong and other files."""
    write_course(tmp_path / "course")
    (tmp_path / "scan.py").write_text(RIGHT)
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "scan.py").write_text(WRONG)
    (tmp_path / "empty").mkdir()
    (tmp_path / "other.py").write_text("def unknown():\n    pass\n")
    (tmp_path / "binary.py").write_bytes(bytes(range(256)))
    monkeypatch.chdir(tmp_path)
    return lambda *argv: say(monkeypatch, capsys, *argv)


HERE = ("--course", "course")


@pytest.mark.parametrize(
    ("argv", "code", "says"),
    [
        pytest.param(["check", "scan.py", *HERE], 0, "the gradient is right", id="right"),
        pytest.param(["check", "wrong", *HERE], 1, "should be", id="wrong"),
        pytest.param(["check", "scan.py", "--task", "double", *HERE], 1, "`double`", id="named-task-absent"),
        pytest.param(["check", "other.py", *HERE], 1, "None of the functions", id="nothing-of-the-course"),
        pytest.param(["check", "binary.py", *HERE], 1, "binary.py", id="binary"),
        pytest.param(["check", "scan.py", "--seed", "7", *HERE], 0, "--seed 7", id="seed"),
        pytest.param(["check", "scan.py", "--task", "scn", *HERE], 2, "did you mean `scan`?", id="task-misspelt"),
        pytest.param(["check", "scam.py", *HERE], 2, "Did you mean scan.py?", id="path-misspelt"),
        pytest.param(["check", "nosuch/deep.py", *HERE], 2, "no such file or folder", id="path-missing"),
        pytest.param(["check", "empty", *HERE], 2, "there is no Python file", id="empty-folder"),
        pytest.param(["check", "scan.py"], 2, "no course here or above", id="no-course"),
        pytest.param(["check", "scan.py", "--course", "empty"], 2, "not a course", id="course-without-tasks"),
        pytest.param(["check", "scan.py", "--seed", "-1", *HERE], 2, "is not a seed", id="seed-negative"),
        pytest.param(["check", "scan.py", "--seed", "abc", *HERE], 2, "'abc' is not a seed", id="seed-word"),
        pytest.param(["check", "scan.py", "--seed", str(2**63), *HERE], 2, "is not a seed", id="seed-large"),
        pytest.param(["check", "scan.py", "--audiance", "student"], 2, "--audience", id="option-misspelt"),
        pytest.param(["check", "scan.py", "--audience", "dean", *HERE], 2, "'dean'", id="audience-unknown"),
        pytest.param(["check", "scan.py", "--format", "xml", *HERE], 2, "'xml'", id="format-unknown"),
        pytest.param(["check", "-", *HERE], 2, "not from standard input", id="standard-input"),
        pytest.param(["check"], 2, "PATH...", id="no-path"),
        pytest.param(["chek"], 2, "chek", id="command-misspelt"),
        pytest.param(
            ["check", "scan.py", "--html", "scan.py/a.html", *HERE], 2, "cannot be written", id="below-a-file"
        ),
        pytest.param(["check", "scan.py", "--json", "/proc/a.json", *HERE], 2, "cannot be written", id="json-in-proc"),
        pytest.param(["check", "scan.py", "--output", "empty", *HERE], 2, "cannot be written", id="a-folder"),
        pytest.param(["tasks", *HERE], 0, "scan_backward(grad_y)", id="tasks"),
        pytest.param(["tasks", "scan", *HERE], 0, "inclusive cumulative sum", id="tasks-statement"),
        pytest.param(["tasks", "nosuch", *HERE], 2, "no such task", id="tasks-unknown"),
        pytest.param(["tasks"], 2, "no course here or above", id="tasks-no-course"),
        pytest.param(["--version"], 0, "grader, version", id="version"),
    ],
)
def test_argv_against_outcome_and_exit_code(grader: Callable[..., Any], argv: list[str], code: int, says: str) -> None:
    """0 all passed, 1 a check did not, 2 wrong use; never a traceback."""
    said = grader(*argv)
    assert (said.code, says in said.out + said.err) == (code, True), said
    assert "Traceback" not in said.err
    assert not said.err or code


@pytest.mark.parametrize("command", ["check", "batch", "tasks", ""])
def test_help_has_an_example(grader: Callable[..., Any], command: str) -> None:
    """Somebody who is lost can copy a line."""
    said = grader(*([command] if command else []), "--help")
    assert said.code == 0
    assert f"  grader {command}".rstrip() in said.out


@pytest.fixture
def wrong_json(grader: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that checks the wrong submission and reads the JSON."""
    return lambda *argv: json.loads(grader("check", "wrong", *HERE, "--format", "json", *argv).out)


def test_the_json_has_every_key(wrong_json: Callable[..., Any]) -> None:
    """The published schema, for those outside that read it."""
    result = wrong_json("--audience", "teacher")
    assert {
        "schema_version", "grader_version", "seed", "isolation", "submission", "points", "max_points",
        "pending_points", "tasks",
    } <= result.keys()  # fmt: skip
    assert {"id", "files"} <= result["submission"].keys()
    (task,) = result["tasks"]
    assert {"id", "points", "max_points", "checks"} <= task.keys()
    for check in task["checks"]:
        assert {
            "id", "title", "kind", "functions", "outcome", "points", "max_points", "visibility", "message", "hint",
            "diagnosis", "counterexample", "failed_cases", "cases", "notes", "seconds", "limits",
        } <= check.keys()  # fmt: skip
        assert check["limits"].keys() == {"wall", "cpu", "memory"}
    failed = next(check for check in task["checks"] if check["outcome"] == "failed")
    assert failed["counterexample"].keys() == {"inputs", "got", "expected", "has_alternatives"}
    assert failed["functions"] == ["scan_backward"]
    assert sum(check["points"] for check in task["checks"]) == task["points"] == result["points"]


def test_hidden_checks_are_the_teachers(
    grader: Callable[..., Any], wrong_json: Callable[..., Any], tmp_path: Path
) -> None:
    """A student reads neither their names nor their points, in no form."""
    teacher, student = wrong_json(), wrong_json("--audience", "student")
    secret = [c for c in teacher["tasks"][0]["checks"] if c["visibility"] == "hidden"]
    assert secret
    assert len(student["tasks"][0]["checks"]) == len(teacher["tasks"][0]["checks"]) - len(secret)
    said = grader("check", "scan.py", *HERE, "--html", "page.html", "--output", "page.txt", "--json", "all.json")
    assert said.out == ""
    for text in (json.dumps(student), (tmp_path / "page.html").read_text(), (tmp_path / "page.txt").read_text()):
        assert not [check for check in secret if check["id"] in text or check["title"] in text]
    assert secret[0]["title"] in (tmp_path / "all.json").read_text()
    assert "hidden from students" in grader("check", "scan.py", *HERE, "--audience", "teacher").out


def test_a_seed_decides_the_cases(grader: Callable[..., Any]) -> None:
    """The public one is the same for everybody; a random one is another, and is told."""
    Path("prints.py").write_text(RIGHT.replace("    return np.cumsum(x)", "    print(x)\n    return np.cumsum(x)"))

    def checked(*argv: Any) -> Any:
        return json.loads(grader("check", "prints.py", *HERE, "--format", "json", *argv).out)

    first, again, other = checked(), checked(), checked("--seed", "random")
    assert first["seed"] == again["seed"] == 1 != other["seed"]
    assert f"--seed {other['seed']}" in other["repeat"]

    def inputs(result: Any) -> Any:
        # Not the cases that fail: made as small as they can be, those of two seeds may be the same.
        return [check["output"] for check in result["tasks"][0]["checks"] if check["kind"] == "expect"]

    assert inputs(first) == inputs(again) != inputs(other)


def test_no_colour_where_nobody_wants_it(grader: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal gets colour, unless NO_COLOR is set."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    import grader.cli.options as options

    assert options.colour_wanted()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not options.colour_wanted()
    assert "\x1b" not in grader("check", "scan.py", *HERE).out


def test_a_fault_of_the_grader_is_exit_code_3(grader: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug shows its traceback, and is not mistaken for a check that failed."""
    monkeypatch.setattr("grader.judge.local.grade", lambda *_: 1 / 0)
    said = grader("check", "scan.py", *HERE)
    assert said.code == 3
    assert "ZeroDivisionError" in said.err


def test_a_reference_that_fails_is_exit_code_3(grader: Callable[..., Any], tmp_path: Path) -> None:
    """A check that cannot be decided is the course's fault: the student reads so, and whoever runs it why."""
    (tmp_path / "course" / "reference" / "scan.py").write_text(RIGHT + "\n\ndef scan(x):\n    return 1 / 0\n")
    said = grader("check", "scan.py", *HERE, "--format", "json", "--audience", "student")
    check, *_ = json.loads(said.out)["tasks"][0]["checks"]
    assert (said.code, check["outcome"], check["fault"]) == (3, "judge_error", "")
    assert "no fault of yours" in check["message"]
    assert "scan.forward cannot be decided" in said.err


@pytest.mark.parametrize("broken", ["tasks/double.yaml", "reference/double.py"])
def test_a_broken_task_stops_no_other(grader: Callable[..., Any], tmp_path: Path, broken: str) -> None:
    """It is reported with its mistakes, and the result says that it is not graded; asking for it is an error."""
    (tmp_path / "course" / broken).write_text("(\n")
    said = grader("check", "scan.py", *HERE)
    assert said.code == 0
    assert "the gradient is right" in said.out
    assert "The task double is not graded here" in said.out
    assert "double: left out because of 1 mistake in the task" in said.err
    assert broken in said.err
    said = grader("check", "scan.py", "--task", "double", *HERE)
    assert (said.code, broken in said.err) == (2, True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are POSIX")
def test_output_goes_through_a_link_or_pipe(grader: Callable[..., Any], tmp_path: Path) -> None:
    """A rename onto /dev/stdout would put a file in its place: what is no file stays what it is."""
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(tmp_path / "target.json")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert grader("check", "other.py", *HERE, "--output", pipe, "--json", link).code == 1
        assert b"None of the functions" in os.read(reader, 100_000)
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    assert link.is_symlink()
    assert json.loads((tmp_path / "target.json").read_text())["tasks"] == []

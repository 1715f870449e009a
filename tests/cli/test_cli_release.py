"""`grader release`, and what students type in the folder that it writes."""

import json

import pytest
from running import RIGHT, WRONG, say, write_course


@pytest.fixture
def grader(monkeypatch, capsys, tmp_path):
    """Return a function that runs a command in a folder with a course and its kit, with the students' code in it."""
    write_course(tmp_path / "course")
    monkeypatch.chdir(tmp_path / "course")
    said = say(monkeypatch, capsys, "release", "--out", tmp_path / "kit")
    assert (said.code, said.err) == (0, "")
    assert "scan: 2 checks in the kit" in said.out
    assert "    hidden: 1\n" in said.out
    assert said.out.endswith("kit is ready to hand out.\n")
    monkeypatch.chdir(tmp_path / "kit")
    (tmp_path / "kit" / "scan.py").write_text(RIGHT)
    (tmp_path / "kit" / "wrong.py").write_text(WRONG)
    return lambda *argv: say(monkeypatch, capsys, *argv)


@pytest.mark.parametrize(
    ("argv", "code", "says"),
    [
        pytest.param(["check", "scan.py"], 0, "All public checks passed; 1 more runs after you hand in.", id="right"),
        pytest.param(["check", "wrong.py"], 1, "1 more check runs after you hand in.", id="wrong"),
        pytest.param(["check", "double.py"], 1, "`double` is not written yet (double.py, line 6).", id="empty"),
        pytest.param(["check", "scan.py", "--audience", "teacher"], 0, "1 more", id="teacher"),
        pytest.param(["check", "scan.py", "--seed", "1"], 0, "holds", id="the-seed"),
        pytest.param(["check", "scan.py", "--seed", "2"], 2, "has the answers for seed 1 only", id="another-seed"),
        pytest.param(["check", "scan.py", "--seed", "random"], 2, "Leave --seed out", id="random"),
        pytest.param(["check", "scan.py", "--task", "scn"], 2, "did you mean `scan`?", id="task-misspelt"),
        pytest.param(["tasks"], 0, "4 points, 2 checks and 1 when your work is graded", id="tasks"),
        pytest.param(["tasks", "scan"], 0, "The inclusive cumulative sum.", id="statement"),
        pytest.param(["verify"], 2, "is a students' kit", id="verify"),
        pytest.param(["batch", ".", "--out", "graded"], 2, "is a students' kit", id="batch"),
        pytest.param(["release", "--out", "again"], 2, "is a students' kit", id="release"),
    ],
)
def test_a_command_in_the_kit(grader, argv, code, says):
    """Students' commands work there, the others say why they do not."""
    said = grader(*argv)
    assert (said.code, says in said.out + said.err) == (code, True), said.out + said.err


def test_the_page_has_the_statement(grader, tmp_path):
    """`--html` in the kit is the page of the course."""
    assert grader("check", "scan.py", "--html", tmp_path / "page.html").code == 0
    assert "The inclusive cumulative sum." in (tmp_path / "page.html").read_text()


def test_the_result_counts_what_is_to_come(grader, tmp_path):
    """For a teacher too: there is nothing else to see in a kit."""
    assert grader("check", "scan.py", "--json", tmp_path / "all.json").code == 0
    assert json.loads((tmp_path / "all.json").read_text())["hidden_checks"] == 1


def test_tasks_can_be_named(grader, tmp_path):
    """A kit of some tasks has no word of the others."""
    said = grader("release", "double", "--course", tmp_path / "course", "--out", tmp_path / "week")
    assert said.code == 0
    assert sorted(path.name for path in (tmp_path / "week" / "grader-kit").iterdir()) == [
        "double.answers.json", "double.yaml", "kit.json",
    ]  # fmt: skip
    assert "scan" not in (tmp_path / "week" / "assignments.ipynb").read_text()


def test_a_folder_that_is_not_empty(grader, tmp_path):
    """Is left alone."""
    said = grader("release", "--course", tmp_path / "course", "--out", tmp_path / "kit")
    assert said.code == 2
    assert "not empty" in said.err
    assert (tmp_path / "kit" / "scan.py").read_text() == RIGHT

"""`grader verify`: its exit code, its table and its data; the trying itself is taken for granted."""

import json

import pytest
from running import say, write_course

from grader import verify
from grader.verify import Finding, Killing, TaskFindings
from grader.verify.killing import Fallen, Kills
from grader.verify.mutants import Mutant


@pytest.fixture
def grader(monkeypatch, capsys, tmp_path):
    """Return a function that runs a command beside a course."""
    write_course(tmp_path / "course")
    monkeypatch.chdir(tmp_path)
    return lambda *argv: say(monkeypatch, capsys, *argv)


@pytest.fixture
def found(monkeypatch):
    """Replace the trying; give the list of what was asked, and let `double` be unsound."""
    asked = []

    def verify_task(folder, task, seeds, tell, processes):
        asked.append((task.id, seeds))
        tell(seeds)
        finding = Finding("zeros", "empty", seeds, int(task.id == "double"), 0.0, 0.5)
        finding.surprises.update(["earns 50% (seed 0)"] * finding.wrong_seeds)
        return TaskFindings(task.id, task.points, {"zeros": finding})

    monkeypatch.setattr(verify, "verify_task", verify_task)
    monkeypatch.setattr(verify, "kill", killing(3))
    return asked


def killing(killed):
    """Return what stands for the trying of mutants, of which one survives where fewer than three are killed."""

    def kill(folder, task, tell, processes):
        tell(3, 3)
        mutant = Mutant(("f",), 7, "a sign dropped", "", "-return -x\n+return x")
        survivors = tuple(Fallen(mutant, "survived", seed=4) for _ in range(3 - killed))
        return Killing((Kills("f", killed, 0, survivors),), {"only": killed}, 3)

    return kill


def test_a_mutant_that_survives_is_shown_and_is_below_the_bar(grader, found, monkeypatch, tmp_path):
    """With its line, its diff and a seed that tells it apart, in the table and as data; not where nobody asks."""
    monkeypatch.setattr(verify, "kill", killing(2))
    said = grader("verify", "scan", "--course", "course", "--json", "found.json")
    assert said.code == 1
    for text in ("67%", "TOO FEW", "line 7: a sign dropped; seed 4 tells it apart", "+return x", "only  2"):
        assert text in said.out
    (task,) = json.loads((tmp_path / "found.json").read_text())
    assert task["mutants"]["functions"]["f"]["survivors"] == [{"line": 7, "diff": "-return -x\n+return x", "seed": 4}]
    said = grader("verify", "scan", "--course", "course", "--no-mutants")
    assert (said.code, "mutants" in said.out) == (0, False)


@pytest.mark.parametrize(
    ("argv", "asked", "code"),
    [
        ([], [("double", 200), ("scan", 200)], 1),
        (["scan"], [("scan", 200)], 0),
        (["double", "--seeds", "7"], [("double", 7)], 1),
        (["scan", "double", "--seeds", "1"], [("double", 1), ("scan", 1)], 1),
    ],
    ids=["all", "sound", "unsound", "both"],
)
def test_the_code_says_whether_all_is_as_it_must_be(grader, found, argv, asked, code):
    """One solution that is not is enough, and every task is tried before the end."""
    said = grader("verify", *argv, "--course", "course")
    assert (sorted(found), said.code) == (asked, code)
    for name, seeds in asked:
        assert f"{name}, " in said.out
        assert f"{name}: {seeds} of {seeds} seeds" in said.err
    assert ("NOT under 1 of them" in said.out) is (code == 1)


def test_the_findings_are_written_as_data(grader, found, tmp_path):
    """The same numbers, for another program."""
    grader("verify", "double", "--course", "course", "--json", "found.json")
    (task,) = json.loads((tmp_path / "found.json").read_text())
    assert (task["task"], task["points"]) == ("double", 1)
    assert task["findings"]["zeros"]["surprises"] == {"earns 50% (seed 0)": 1}
    assert task["findings"]["zeros"]["wrong_seeds"] == 1


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["verify", "scn", "--course", "course"], "did you mean `scan`?"),
        (["verify", "--seeds", "0", "--course", "course"], "--seeds"),
        (["verify"], "no course here or above"),
    ],
    ids=["misspelt", "no seed", "no course"],
)
def test_wrong_use_is_said_before_anything_is_tried(grader, found, argv, says):
    """With the way out, and exit code 2."""
    said = grader(*argv)
    assert said.code == 2
    assert says in said.err
    assert found == []

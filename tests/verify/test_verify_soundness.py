"""A spec that is weak in a known way is found out, and a sound one is not."""

from pathlib import Path

import pytest
from small_verify import REFERENCE, RIGHT, SPEC, WRONG, edited, task_of, write

from grader.course import load_course
from grader.verify import Finding, TaskFindings, table, verify_task
from grader.verify.soundness import try_seeds

COURSE = Path(__file__).parents[2]


def surprises(folder, seeds=2, **texts):
    """Return what is not as it must be, by solution; the seed is cut off."""
    write(folder, **texts)
    found = try_seeds(folder, "twice", range(seeds))
    return {
        name: {text.rpartition(" (seed ")[0] for text in finding.surprises}
        for name, finding in found.items()
        if finding.wrong_seeds
    }


def test_a_sound_spec_has_no_surprises(tmp_path):
    """Right ones get all points, wrong ones lose what they must, empty ones earn next to nothing."""
    write(tmp_path)
    found = try_seeds(tmp_path, "twice", range(3))
    assert {name: finding.wrong_seeds for name, finding in found.items()} == dict.fromkeys(found, 0)
    assert {finding.seeds for finding in found.values()} == {3}
    assert (found["reference"].least, found["reference"].most) == (1.0, 1.0)
    assert (found["twice_squared"].least, found["total_of_sizes"].most) == (0.0, 0.75)
    assert found["zeros"].most == 0.0


ONE = '"close(twice(x), ref.twice(x))"'
JUDGED = '"ref.judged(x, twice(x))"'
WEAK = {
    "accepts whatever has the shape": (
        {"spec": edited(SPEC, (ONE, JUDGED)),
         "reference": f"{REFERENCE}\ndef judged(x, y):\n    return len(x) == len(y)\n"},
        {"twice_squared": "values is passed", "zeros": "earns 75% of the points", "the first argument": "earns 75%"},
    ),
    "has too large a tolerance": (
        {"spec": edited(SPEC, (ONE, '"close(twice(x), ref.twice(x), rtol=1)"'))},
        {"zeros": "earns 75% of the points"},
    ),
    "refuses a right one": (
        {"right": edited(RIGHT, ("return x + x", "return x + x + 1"))},
        {"twice_by_adding, total_in_a_loop": "values is failed"},
    ),
    "blames another check": (
        {"spec": edited(SPEC, ("fails: [sums]", "fails: [values]"))},
        {"total_of_sizes": "sums is failed"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "due"), WEAK.values(), ids=WEAK)
def test_a_weak_spec_is_found_out(tmp_path, texts, due):
    """The solution that shows it is named, with the check."""
    found = surprises(tmp_path, **texts)
    for name, says in due.items():
        assert any(says in text for text in found[name]), found
    assert "reference" not in found


@pytest.mark.parametrize("body", ["raise RuntimeError('ours')", "return False"], ids=["raises", "refuses itself"])
def test_a_fault_of_the_course_is_never_as_it_must_be(tmp_path, body):
    """Not even where a wrong solution, or one that knows nothing, gets no points through it."""
    reference = f"{REFERENCE}\ndef judged(x, y):\n    {body}\n"
    found = surprises(tmp_path, seeds=1, spec=edited(SPEC, (ONE, JUDGED)), reference=reference)
    assert {"reference", "twice_squared", "zeros"} <= set(found)
    assert all(any("values is judge_error" in text for text in texts) for texts in found.values())


def test_written_checks_are_left_out(tmp_path):
    """They are nobody's points here, so that a share is one of what a program decides."""
    write(tmp_path)
    assert try_seeds(tmp_path, "twice", range(1))["reference"].most == 1.0


def test_a_solution_that_does_not_come_back_ends_alone(tmp_path):
    """Its check is lost, and the other solutions are tried all the same."""
    wrong = edited(WRONG, ("return x ** 2", "raise SystemExit"))
    assert surprises(tmp_path, wrong=wrong) == {}


@pytest.mark.slow
def test_all_seeds_are_tried_in_portions(tmp_path, monkeypatch):
    """Every seed once, on all processes, and progress is told to the end."""
    monkeypatch.setattr("grader.verify.soundness.PORTION", 2)
    task, told = task_of(tmp_path), []
    found = verify_task(tmp_path, task, 3, told.append, 2)
    assert found.good
    assert {finding.seeds for finding in found.findings.values()} == {3}
    assert max(told) == 3
    assert (found.task, found.points) == ("twice", 9)


def test_findings_of_other_seeds_are_added():
    """Counts add up, shares span both, and one bad seed is enough."""
    one, two = Finding("a", "wrong", 2, 0, 0.5, 0.5), Finding("a", "wrong", 3, 1, 0.25, 0.75)
    two.surprises["x (seed 4)"] += 1
    found = TaskFindings("t", 4.0)
    found.merge({"a": one})
    assert found.good
    found.merge({"a": two, "b": Finding("b", "empty")})
    merged = found.findings["a"]
    assert (merged.seeds, merged.wrong_seeds, merged.least, merged.most) == (5, 1, 0.25, 0.75)
    assert not found.good
    assert set(found.findings) == {"a", "b"}
    assert "NOT under 1 of them; 25% to 75% of the points" in table(found)


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((COURSE / "tasks").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_course_is_sound_under_two_seeds(path):
    """The tasks of the seminar; `grader verify` tries many more seeds."""
    assert load_course(COURSE, only=[path.stem]).tasks
    found = try_seeds(COURSE, path.stem, range(2))
    assert {name: list(finding.surprises) for name, finding in found.items() if finding.wrong_seeds} == {}

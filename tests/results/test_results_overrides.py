"""Points set by hand."""

from __future__ import annotations

import pytest

from grader.errors import UsageError
from grader.results import CheckResult, Outcome, SubmissionFacts, SubmissionResult, TaskResult
from grader.results.overrides import Override, Overrides, apply, read_overrides

CHECKS = {"mean.definition": 2.0, "mean.proof": 3.0}

ENTRY = """
[[points]]
submission = "amara"
check = "mean.proof"
points = 2.5
by = "Ada"
reason = "one case is missing"
"""


def written(tmp_path, text):
    """Return the path of a file of overrides with this text."""
    path = tmp_path / "overrides.toml"
    path.write_text(text)
    return path


def check(id_, outcome, points, most):
    """Return the result of one check."""
    return CheckResult(
        id=id_, title=id_, kind="expect", functions=(), outcome=outcome, points=points, max_points=most, message="Why."
    )


def result():
    """Return a result with a failed check and a pending one."""
    checks = (check("definition", Outcome.FAILED, 0, 2), check("proof", Outcome.PENDING, 0, 3))
    task = TaskResult(id="mean", title="Mean", points=0, max_points=5, checks=checks)
    return SubmissionResult(
        grader_version="1",
        isolation="process",
        submission=SubmissionFacts(id="amara", files=()),
        points=0,
        max_points=5,
        pending_points=3,
        tasks=(task,),
    )


def by_hand(check_id, points, reason=""):
    """Return one override."""
    return Override(submission="amara", check=check_id, points=points, by="Ada", reason=reason)


def test_an_absent_file_sets_nothing(tmp_path):
    """No file is no mistake."""
    assert read_overrides(tmp_path / "overrides.toml", CHECKS) == Overrides()


def test_an_entry_is_read(tmp_path):
    """An entry names submission, check, points, who and why."""
    found = read_overrides(written(tmp_path, ENTRY), CHECKS)
    assert found.of("amara") == (by_hand("mean.proof", 2.5, "one case is missing"),)
    assert found.of("bjorn") == ()


def test_the_last_entry_of_a_check_counts(tmp_path):
    """Who changes their mind appends."""
    found = read_overrides(written(tmp_path, ENTRY + ENTRY.replace("2.5", "1")), CHECKS)
    assert [override.points for override in found.of("amara")] == [1.0]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param('"mean.proof"', '"mean.prof"', "the course has no check `mean.prof`", id="unknown-check"),
        pytest.param('"mean.proof"', '"proof"', "check", id="without-the-task"),
        pytest.param("2.5", "3.5", "3.5 points, and the check has 3", id="too-many"),
        pytest.param("2.5", "-1", "greater than or equal to 0", id="negative"),
        pytest.param("2.5", "nan", "finite number", id="not-a-number"),
        pytest.param("2.5", '"two"', "number", id="text"),
        pytest.param("by =", "buy =", "buy", id="unknown-key"),
        pytest.param('by = "Ada"', "", "by", id="nobody"),
        pytest.param("[[points]]", "[points", "cannot be read as TOML", id="no-toml"),
    ],
)
def test_a_mistake_is_a_sentence_with_the_file(tmp_path, old, new, says):
    """What cannot be meant is said, with the file's name."""
    path = written(tmp_path, ENTRY.replace(old, new))
    with pytest.raises(UsageError, match=r"overrides\.toml") as refused:
        read_overrides(path, CHECKS)
    assert says in str(refused.value)


def test_all_mistakes_are_told_at_once(tmp_path):
    """Two wrong entries are two lines."""
    wrong = ENTRY.replace("2.5", "9") + ENTRY.replace("proof", "nothing")
    with pytest.raises(UsageError) as refused:
        read_overrides(written(tmp_path, wrong), CHECKS)
    assert "points.0" in str(refused.value)
    assert "points.1" in str(refused.value)


def test_a_pending_check_gets_its_points():
    """What was pending is marked, and no longer counted as pending."""
    marked = apply(result(), [by_hand("mean.proof", 3)])
    proof = marked.tasks[0].checks[1]
    assert (proof.outcome, proof.points, proof.message) == (Outcome.PASSED, 3, "")
    assert (marked.points, marked.pending_points, marked.tasks[0].points) == (3, 0, 3)


def test_fewer_than_all_points_are_no_pass():
    """`passed` means all points."""
    marked = apply(result(), [by_hand("mean.proof", 2)])
    assert marked.tasks[0].checks[1].outcome is Outcome.FAILED
    assert marked.points == 2


def test_who_and_why_and_what_stood_before_are_noted():
    """A mark that was set by hand says so."""
    marked = apply(result(), [by_hand("mean.definition", 2, "a slip of ours"), by_hand("mean.proof", 1)])
    first, second = marked.tasks[0].checks
    assert first.notes == ("2 points set by Ada (0 before): a slip of ours",)
    assert second.notes == ("1 points set by Ada (not marked before)",)
    assert first.message == "Why."


def test_nothing_set_changes_nothing():
    """Without overrides a result is what it was."""
    assert apply(result(), []) == result()

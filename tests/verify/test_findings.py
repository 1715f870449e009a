"""What was found of solutions under several seeds, added up: nothing is lost, and chance is bounded from above."""

from __future__ import annotations

import json

import pytest

from grader.verify.findings import CLEAR_SEEDS, Finding, SeedTally, TaskFindings
from grader.verify.trial import TrialResult


def trial(*, passed: bool, share: float | None = None, **facts: object) -> TrialResult:
    """Return the result of a check of ten cases under one seed."""
    known = {"points": 1.0, "cases": 10, "wrong": 0 if passed else 4, "seconds": 0.5, **facts}
    return TrialResult(passed, share=share, **known)  # type: ignore[arg-type]


def tally(*trials: TrialResult) -> SeedTally:
    """Return the sum of results."""
    result = SeedTally()
    for one in trials:
        result.take(one)
    return result


def test_a_tally_is_the_sum_of_its_seeds() -> None:
    """Counts add up; of tolerances the largest share that passed counts, and the least distance of what did not."""
    total = tally(
        trial(passed=True, share=0.25, certain=True),
        trial(passed=True, share=0.5, certain=True, seconds=2.0),
        trial(passed=False, share=7.0, timeout=True),
        trial(passed=False, share=3.0),
    )
    assert (total.seeds, total.lost, total.cases, total.wrong, total.timeouts) == (4, 2, 40, 8, 1)
    assert (total.slowest, total.spent, total.mean, total.each) == (2.0, 3.5, 0.875, 10)
    assert (total.used, total.beyond, total.certain) == (0.5, 3.0, False)


def test_tallies_of_two_processes_give_what_one_would_have() -> None:
    """In whatever order they come back."""
    trials = [trial(passed=n % 3 > 0, share=float(n), certain=n > 2) for n in range(6)]
    whole = tally(*trials)
    for parts in ((trials[:2], trials[2:]), (trials[4:], trials[:4])):
        joined = tally(*parts[0])
        joined.add(tally(*parts[1]))
        assert joined == whole


def test_a_tally_of_nothing_bounds_nothing() -> None:
    """A wrong solution that was never asked may pass."""
    assert (SeedTally().chance, SeedTally().mean, SeedTally().each, SeedTally().clear) == (1.0, 0.0, 0, False)


@pytest.mark.parametrize(
    ("seeds", "certain", "lost", "is_clear"),
    [
        (CLEAR_SEEDS, True, False, True),
        (CLEAR_SEEDS - 1, True, False, False),
        (CLEAR_SEEDS, False, False, False),
        (CLEAR_SEEDS, True, True, False),
    ],
)
def test_a_right_answer_is_clear_after_some_seeds(seeds: int, certain: bool, lost: bool, is_clear: bool) -> None:
    """Only where chance had no part, under none of them."""
    trials = [trial(passed=True, certain=certain) for _ in range(seeds)]
    if lost:
        trials[-1] = trial(passed=False)
    assert tally(*trials).clear is is_clear


def test_the_chance_of_a_wrong_one_falls_with_each_seed_that_catches_it() -> None:
    """It is never 0, and 1 for what always passes."""
    chances = [tally(*[trial(passed=False)] * count).chance for count in (1, 5, 50)]
    assert 1 > chances[0] > chances[1] > chances[2] > 0
    assert tally(*[trial(passed=True)] * 50).chance == 1.0


def test_a_wrong_solution_is_as_likely_as_its_weakest_check() -> None:
    """Checks that need not catch it say nothing."""
    strong, weak = tally(*[trial(passed=False, wrong=10)] * 200), tally(trial(passed=False))
    finding = Finding(
        "f_wrong", "wrong", fails=frozenset({"a", "b"}), checks={"a": strong, "b": weak, "c": SeedTally()}
    )
    assert finding.chance == weak.chance > strong.chance
    assert finding.unclear == {"b"}
    assert Finding("f_wrong", "wrong", checks={"c": SeedTally()}).chance == 0.0


def test_findings_of_several_batches_are_one() -> None:
    """Of each solution, with surprises and shares of points; as data that JSON takes."""
    findings = TaskFindings("mean", 3.0)
    for seeds, least, surprise in ((2, 0.5, "a"), (3, 0.75, "a"), (1, 1.0, "b")):
        finding = Finding("f_right", "right", seeds=seeds, wrong_seeds=seeds - 1, least=least, most=least)
        finding.surprises[surprise] += 1
        findings.merge([finding], {"a": (seeds, 1)})
    (one,) = findings.of_kind("right")
    assert (one.seeds, one.wrong_seeds, one.least, one.most, dict(one.surprises)) == (6, 3, 0.5, 1.0, {"a": 2, "b": 1})
    assert findings.empty == {"a": (6, 3)}
    assert (findings.right_seeds, findings.right_lost) == (6, 3)
    assert 0.5 < (findings.right_fail or 0) < 1
    assert json.loads(json.dumps(findings.data()))["findings"]["f_right"]["surprises"] == {"a": 2, "b": 1}


def test_without_right_solutions_nothing_is_said_of_them() -> None:
    """Not even that none of them fails."""
    assert TaskFindings("mean", 3.0).right_fail is None

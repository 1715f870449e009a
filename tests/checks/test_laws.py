"""Laws: what numbers of theirs do, what others do, and what the bounds promise."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.checks.laws import (
    BernoulliLaw,
    NormalLaw,
    SampleLaw,
    UniformLaw,
    compared,
    divergence,
    one_sample_distance,
    summary_of,
    two_sample_distance,
)

if TYPE_CHECKING:
    from grader.checks.laws import Law
    from grader.worker.wire.columns import Array

CHANCE = 1e-9
RNG = np.random.default_rng(17)
N = 20_000
SAMPLE = SampleLaw("ref.draw", np.random.default_rng(5).normal(size=N))
LAWS: dict[str, tuple[Law, Array]] = {
    "normal": (NormalLaw(1.0, 2.0), RNG.normal(1.0, 2.0, N)),
    "uniform": (UniformLaw(-1.0, 3.0), RNG.uniform(-1.0, 3.0, N)),
    "bernoulli": (BernoulliLaw(0.3), (RNG.random(N) < 0.3).astype(float)),
    "rare": (BernoulliLaw(0.001), (RNG.random(N) < 0.001).astype(float)),
    "sample": (SAMPLE, RNG.normal(size=N)),
    "few numbers": (NormalLaw(0.0, 1.0), RNG.normal(size=500)),
}


@pytest.mark.parametrize(("law", "numbers"), LAWS.values(), ids=LAWS)
def test_numbers_of_the_law_pass(law: Law, numbers: Array) -> None:
    """Numbers of the law pass."""
    assert not law.is_refuted(numbers, CHANCE)


WRONG: dict[str, tuple[Law, Array, str]] = {
    "another mean": (NormalLaw(0.0, 1.0), RNG.normal(0.15, 1.0, N), "too large on average"),
    "a smaller mean": (NormalLaw(0.0, 1.0), RNG.normal(-0.15, 1.0, N), "too small on average"),
    "another spread": (NormalLaw(0.0, 1.0), RNG.normal(0.0, math.sqrt(2), N), "1.4\\d* times as much"),
    "no spread": (NormalLaw(0.0, 1.0), np.zeros(N), "standard deviation is 0 and should be 1"),
    "uniform of the same spread": (
        NormalLaw(0.0, 1.0), RNG.uniform(-math.sqrt(3), math.sqrt(3), N), "too seldom. Mean and spread are right",
    ),
    "heavy tails": (NormalLaw(0.0, 1.0), RNG.standard_t(2.1, N), "standard deviation|too often|another law"),
    "out of range": (UniformLaw(0.0, 1.0), RNG.uniform(-0.001, 1.0, N), "has none below 0"),
    "half of the range": (UniformLaw(0.0, 1.0), RNG.uniform(0.0, 0.5, N), "mean is 0.2"),
    "a triangle": (UniformLaw(0.0, 1.0), (RNG.random(N) + RNG.random(N)) / 2, "standard deviation"),
    "too many ones": (BernoulliLaw(0.5), (RNG.random(N) < 0.55).astype(float), "mean is 0.5\\d* and should be 0.5"),
    "no ones": (BernoulliLaw(0.01), np.zeros(N), "mean is 0 and should be 0.01"),
    "kept and scaled": (BernoulliLaw(0.5), 2.0 * (RNG.random(N) < 0.5), "numbers such as 2"),
    "another sample": (SAMPLE, RNG.normal(0.0, 1.2, N), "standard deviation"),
    "two bumps": (
        NormalLaw(0.0, 1.0), np.where(RNG.random(N) < 0.5, 1, -1) * 0.8 + 0.6 * RNG.normal(size=N), "another law",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("law", "numbers", "says"), WRONG.values(), ids=WRONG)
def test_other_numbers_do_not_and_the_sentence_says_how(law: Law, numbers: Array, says: str) -> None:
    """Other numbers do not and the sentence says how."""
    assert law.is_refuted(numbers, CHANCE)
    text = compared(summary_of(numbers, law.facts.mean, law.facts.spread), law.facts, law.name, len(numbers))
    assert re.search(says, text), text


@pytest.mark.parametrize("law", [NormalLaw(0.0, 1.0), UniformLaw(0.0, 1.0)], ids=lambda law: law.name)
def test_the_distance_is_that_of_the_distribution_functions(law: NormalLaw | UniformLaw) -> None:
    """The distance is that of the distribution functions."""
    numbers = np.array([0.1, 0.2, 0.9])
    points = np.linspace(-1, 2, 200_001)
    empirical = (numbers[None, :] <= points[:, None]).mean(axis=1)
    assert law.distance(numbers) == pytest.approx(np.abs(empirical - law.below(points)).max(), abs=1e-4)


@pytest.mark.parametrize("chance", [0.5, 0.1, 0.01])
def test_the_bound_holds_for_chances_that_can_be_counted(chance: float) -> None:
    """The bound holds for chances that can be counted."""
    rng, law, tries = np.random.default_rng(3), UniformLaw(0.0, 1.0), 1000
    alarms = sum(law.is_refuted(rng.random(60), chance) for _ in range(tries))
    assert alarms <= chance * tries + 4 * math.sqrt(chance * tries)
    ones = BernoulliLaw(0.2)
    alarms = sum(ones.is_refuted((rng.random(60) < 0.2).astype(float), chance) for _ in range(tries))
    assert alarms <= chance * tries + 4 * math.sqrt(chance * tries)
    alarms = sum(SampleLaw("s", rng.random(460)).is_refuted(rng.random(460), chance) for _ in range(300))
    assert alarms <= chance * 300 + 4 * math.sqrt(chance * 300)


def test_distances_and_divergences_are_the_published_ones() -> None:
    """Distances and divergences are the published ones."""
    n = 1234
    assert 2 * math.exp(-2 * n * one_sample_distance(n, CHANCE) ** 2) == pytest.approx(CHANCE)
    assert 2 * math.exp(-n * two_sample_distance(n, CHANCE) ** 2) == pytest.approx(CHANCE)
    assert 4 * math.exp(-100 * two_sample_distance(100, CHANCE) ** 2 / 2) == pytest.approx(CHANCE)
    assert divergence(0.5, 0.5) == 0
    assert divergence(0.0, 0.5) == pytest.approx(math.log(2))
    assert divergence(0.5, 0.0) == math.inf


@pytest.mark.parametrize("law", [law for law, _ in LAWS.values()], ids=LAWS)
def test_shares_add_up_to_one(law: Law) -> None:
    """Shares add up to one."""
    assert law.shares(np.linspace(-50, 50, 11)).sum() == pytest.approx(1)

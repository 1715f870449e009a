"""Numbers shown beside their law: which facts, on which axis, and what a few far ones do."""

from __future__ import annotations

import math

import numpy as np
import pytest

from grader.checks.law_picture import BINS, histogram, shown_facts
from grader.checks.laws import BernoulliLaw, Law, NormalLaw, SampleLaw, Summary, UniformLaw

RNG = np.random.default_rng(11)
NORMAL = RNG.normal(0.0, 1.0, 5000)
LAWS: dict[str, tuple[Law, float, float]] = {
    "normal": (NormalLaw(0.0, 1.0), -4.0, 4.0),
    "moved": (NormalLaw(10.0, 2.0), 2.0, 18.0),
    "uniform": (UniformLaw(-1.0, 1.0), -4 / math.sqrt(3), 4 / math.sqrt(3)),
    "bernoulli": (BernoulliLaw(0.5), -1.5, 2.5),
}


@pytest.mark.parametrize(("law", "least", "most"), LAWS.values(), ids=LAWS)
def test_the_axis_shows_four_deviations_of_the_law(law: Law, least: float, most: float) -> None:
    """Also where the numbers are all at one point of it."""
    at = histogram(np.full(100, law.facts.mean), law).at
    width = (most - least) / BINS
    assert len(at) == BINS
    assert (at[0], at[-1]) == pytest.approx((least + width / 2, most - width / 2))


def test_the_axis_reaches_as_far_as_the_numbers() -> None:
    """A shift of ten deviations is seen, and no number is left out."""
    picture = histogram(NORMAL + 10, NormalLaw(0.0, 1.0))
    assert picture.at[0] < -3 < 13 < picture.at[-1]
    assert sum(picture.series[0].values) == pytest.approx(1)


@pytest.mark.parametrize("far", [1e6, -1e6], ids=["above", "below"])
def test_one_far_number_does_not_make_the_rest_a_line(far: float) -> None:
    """It is left out of the picture, and of its shares."""
    picture = histogram(np.append(NORMAL, far), NormalLaw(0.0, 1.0))
    assert -4 < picture.at[0] < picture.at[-1] < 4
    assert 0.99 < sum(picture.series[0].values) < 1


@pytest.mark.parametrize(
    "law", [NormalLaw(0.0, 1.0), SampleLaw("ref.draw", RNG.normal(0.0, 1.0, 5000))], ids=["formula", "sampler"]
)
def test_numbers_of_the_law_lie_on_its_line(law: Law) -> None:
    """The two series are shares of the same bins."""
    got, expected = histogram(NORMAL, law).series
    assert got.name == "your numbers"
    assert expected.name == law.name
    assert got.values == pytest.approx(expected.values, abs=0.03)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(0.123456, 0.1235, id="four-digits"),
        pytest.param(1234567.0, 1235000.0, id="large"),
        pytest.param(-0.0, 0.0, id="no-negative-zero"),
        pytest.param(-math.inf, "any", id="no-bound"),
        pytest.param(math.nan, "any", id="not-a-number"),
    ],
)
def test_a_fact_is_rounded_for_the_eye(value: float, shown: float | str) -> None:
    """To four digits; what has no bound is `any`."""
    facts = shown_facts(Summary(mean=1.0, spread=2.0, least=value, most=3.0, beyond=0.0))
    assert facts == {"mean": 1.0, "standard deviation": 2.0, "smallest": shown, "largest": 3.0}
    assert str(facts["smallest"]) == str(shown)

"""What so many trials say about a chance, against scipy's beta distribution and by hand."""

from __future__ import annotations

import pytest

from grader.verify.bounds import LEVEL, lower_bound, passing, upper_bound


@pytest.mark.parametrize(
    ("events", "trials", "lower", "upper"),
    [
        (5, 10, 0.22244110100812942, 0.7775588989918706),
        (37, 1000, 0.02771206682848596, 0.04838992666597339),
        (19000, 20000, 0.94739126875342, 0.9525113728010679),
    ],
)
def test_the_bounds_are_the_numbers_of_scipy(events: int, trials: int, lower: float, upper: float) -> None:
    """Those that `beta.ppf` gave once: to import scipy takes a second."""
    assert lower_bound(events, trials) == pytest.approx(lower, rel=1e-6)
    assert upper_bound(events, trials) == pytest.approx(upper, rel=1e-6)


@pytest.mark.wide
@pytest.mark.parametrize(
    ("events", "trials"), [(1, 10), (5, 10), (9, 10), (1, 1000), (37, 1000), (500, 1000), (999, 1000), (19000, 20000)]
)
def test_the_bounds_are_those_of_clopper_and_pearson(events: int, trials: int) -> None:
    """Quantiles of the beta distribution, each one-sided."""
    from scipy.stats import beta  # a second of imports, which every process that collects this file would pay

    assert lower_bound(events, trials) == pytest.approx(beta.ppf(1 - LEVEL, events, trials - events + 1), rel=1e-6)
    assert upper_bound(events, trials) == pytest.approx(beta.ppf(LEVEL, events + 1, trials - events), rel=1e-6)


@pytest.mark.parametrize("trials", [1, 5, 200, 1000])
def test_without_an_event_it_is_the_rule_of_three(trials: int) -> None:
    """1 - 0.05 ** (1 / n), near 3 / n; and the same from the other end."""
    assert lower_bound(0, trials) == 0.0
    assert upper_bound(trials, trials) == 1.0
    assert upper_bound(0, trials) == pytest.approx(1 - 0.05 ** (1 / trials))
    assert lower_bound(trials, trials) == pytest.approx(0.05 ** (1 / trials))
    if trials > 100:
        assert upper_bound(0, trials) == pytest.approx(3 / trials, rel=0.01)


def test_more_cases_of_a_check_leave_a_wrong_answer_less_of_a_chance() -> None:
    """Half of 2000 cases show it: a check of one case misses it every second time, one of a hundred never."""
    assert passing(1000, 2000, 1) == pytest.approx(0.5, abs=0.03)
    assert passing(1000, 2000, 100) < 1e-25
    assert passing(0, 2000, 100) == 1.0
    assert passing(0, 0, 0) == 1.0

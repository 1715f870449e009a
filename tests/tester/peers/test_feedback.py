"""PrairieLearn's comparisons: what is right, what is wrong, and what is said."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from grader.tester.peers.feedback import Feedback, GradingComplete, TestComplete


@pytest.fixture(autouse=True)
def _test_in_progress() -> None:
    Feedback.set_test(SimpleNamespace(points=0.0))


ARRAY = np.array([1.0, 2.0])


@pytest.mark.parametrize(
    ("check", "ref", "data", "said"),
    [
        pytest.param("check_scalar", 2.0, 2.0, "looks good", id="scalar"),
        pytest.param("check_scalar", 2, np.float64(2 + 1e-7), "looks good", id="near"),
        pytest.param("check_scalar", 2.0, 2.1, "is inaccurate", id="far"),
        pytest.param("check_scalar", 2.0, None, "is None or not defined", id="no scalar"),
        pytest.param("check_scalar", 2.0, "2", "is not a number", id="text"),
        pytest.param("check_scalar", 2.0, float("nan"), "is inaccurate", id="nan"),
        pytest.param("check_numpy_array_allclose", ARRAY, ARRAY + 1e-9, "looks good", id="array"),
        pytest.param("check_numpy_array_allclose", ARRAY, ARRAY + 1, "is inaccurate", id="other array"),
        pytest.param("check_numpy_array_allclose", ARRAY, [1.0, 2.0], "is not a numpy array", id="list for array"),
        pytest.param("check_numpy_array_allclose", ARRAY, np.ones(3), "correct shape", id="shape"),
        pytest.param("check_numpy_array_allclose", ARRAY, np.array([1, 2]), "correct data type", id="kind"),
        pytest.param("check_numpy_array_features", ARRAY, ARRAY + 5, "looks good", id="features"),
        pytest.param("check_list", [1, 2], [3, 4], "looks good", id="list"),
        pytest.param("check_list", [1, 2], (1, 2), "is not a list", id="tuple for list"),
        pytest.param("check_list", [1, 2], [1], "wrong length", id="short list"),
        pytest.param("check_tuple", (1, 2), (1, 2), "looks good", id="tuple"),
        pytest.param("check_tuple", (1, 2), (1, 3), "is inaccurate", id="other tuple"),
        pytest.param("check_tuple", (1, 2), (1, 2.0), "should be of type int", id="type in a tuple"),
        pytest.param("check_tuple", (1, 2), [1, 2], "is not a tuple", id="list for tuple"),
        pytest.param("check_dict", {"a": 1}, {"a": 1}, "looks good", id="dict"),
        pytest.param("check_dict", {"a": 1}, {"a": 2}, "not correct", id="value"),
        pytest.param("check_dict", {"a": 1}, {"a": 1.0}, "not the right type", id="type of a value"),
        pytest.param("check_dict", {"a": 1}, {}, "has missing keys: `a`", id="missing key"),
        pytest.param("check_dict", {"a": 1}, {"a": 1, "b": 2}, "has extra keys: `b`", id="extra key"),
        pytest.param("check_dict", {"a": 1}, [1], "is not a dict", id="list for dict"),
        pytest.param("check_dataframe", pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1]}), "looks good", id="table"),
        pytest.param("check_dataframe", pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2]}), "inaccurate", id="other"),
        pytest.param("check_dataframe", pd.DataFrame({"a": [1]}), [1], "is not a DataFrame", id="no table"),
    ],
)
def test_comparisons(check: str, ref: Any, data: Any, said: str) -> None:
    """Each says in one sentence what it found."""
    assert getattr(Feedback, check)("x", ref, data) is (said == "looks good")
    assert said in Feedback.sentences[-1]


def test_flags() -> None:
    """Silence where it is wanted, and an end where accuracy is critical."""
    assert not Feedback.check_scalar("x", 1, 2, report_failure=False)
    assert Feedback.check_scalar("x", 1, 1, report_success=False)
    assert Feedback.sentences == []
    with pytest.raises(GradingComplete):
        Feedback.check_numpy_array_allclose("x", ARRAY, ARRAY + 1, accuracy_critical=True)


@pytest.mark.parametrize("data", [None, [1.0], np.ones((2, 2)), np.array([1])], ids=["none", "list", "axes", "kind"])
def test_sanity_ends_everything(data: Any) -> None:
    """An array that cannot be used ends all tests."""
    Feedback.check_numpy_array_sanity("x", 1, ARRAY)
    with pytest.raises(GradingComplete):
        Feedback.check_numpy_array_sanity("x", 1, data)


def test_calls_of_the_student() -> None:
    """An exception ends this test or all of them, and is said."""
    assert Feedback.call_user(lambda x, y: x + y, 1, y=2) == 3
    with pytest.raises(GradingComplete):
        Feedback.call_user(lambda: 1 / 0)
    with pytest.raises(TestComplete):
        Feedback.call_user(None, stop_on_exception=False)
    assert "ZeroDivisionError" in Feedback.sentences[0]
    assert Feedback.test.points == 0.0


@pytest.mark.parametrize(("score", "points"), [(0.25, 0.25), (-1, 0.0), (7, 1.0), (True, 1.0)])
def test_scores_stay_between_nothing_and_all(score: float, points: float) -> None:
    """Whatever a test computes."""
    Feedback.set_score(score)
    assert Feedback.test.points == points


class AxesDouble:
    """Stands for matplotlib's axes."""

    def __init__(self, *lines: list[float], scale: str = "linear") -> None:
        self.lines, self.scale = lines, scale

    def get_lines(self) -> list[Any]:
        """Return the lines."""
        return [SimpleNamespace(get_data=lambda line=line: (range(len(line)), line)) for line in self.lines]

    def get_xscale(self) -> str:
        """Return the scale."""
        return self.scale

    get_yscale = get_xscale


@pytest.mark.parametrize(
    ("plot", "said"),
    [
        pytest.param(AxesDouble([3, 4], [1, 2]), "looks good", id="any order"),
        pytest.param(AxesDouble([1, 2]), "1 lines were plotted", id="too few"),
        pytest.param(AxesDouble([1, 2], [3, 5]), "is inaccurate", id="another line"),
        pytest.param(AxesDouble([1, 2], [3, 4], scale="log"), "correct scale", id="scale"),
        pytest.param(None, "is None", id="none"),
        pytest.param(5, "is not an object of matplotlib axes", id="number"),
    ],
)
def test_plots(plot: Any, said: str) -> None:
    """Lines in any order."""
    assert Feedback.check_plot("p", AxesDouble([1, 2], [3, 4]), plot, check_axes_scale="xy") is (said == "looks good")
    assert said in Feedback.sentences[-1]

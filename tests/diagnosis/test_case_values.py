"""Products of the arrays of a case: what decides more often than the numbers themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.diagnosis.case_values import ANSWER, LARGEST, products_of

W, X = np.array([[1.0, 2.0], [3.0, -4.0]]), np.array([10.0, 1.0])
SIGNS = np.array([1.0, -1.0])


def products(**values: Any) -> dict[str, Any]:
    """Return the products by name, as lists."""
    named = {ANSWER if name == "answer" else name: value for name, value in values.items()}
    return {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in products_of(named)}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({"W": W, "x": X}, {"W·x": [12.0, 26.0]}, id="matrix-and-vector"),
        pytest.param({"W": W, "x": X, "i": 1}, {"W·x": [12.0, 26.0], "(W·x)[i]": 26.0}, id="at-an-index"),
        pytest.param({"W": W, "x": X, "i": 2}, {"W·x": [12.0, 26.0]}, id="an-index-beyond"),
        pytest.param({"W": W, "x": X, "i": -1}, {"W·x": [12.0, 26.0]}, id="no-index"),
        pytest.param({"W": W, "x": X, "i": True}, {"W·x": [12.0, 26.0]}, id="a-truth-is-no-index"),
        pytest.param({"W": W, "x": np.ones(3)}, {}, id="does-not-fit"),
        pytest.param({"W": W, "answer": X}, {}, id="not-with-the-answer"),
        pytest.param({"W": W}, {}, id="no-vector"),
        pytest.param({"x": X, "y": X}, {}, id="no-matrix"),
        pytest.param({"W": np.zeros((0, 2)), "x": X}, {}, id="empty"),
        pytest.param({"W": W, "x": ["a", "b"], "n": 3.5}, {}, id="other-kinds"),
        pytest.param({"W": W, "x": np.array([True, False])}, {}, id="truths"),
        pytest.param({"W": np.ones((LARGEST, 2)), "x": X}, {}, id="too-large"),
    ],
)
def test_what_fits_is_multiplied(values: dict[str, Any], expected: dict[str, Any]) -> None:
    """Each product has a name that a student can read."""
    assert products(**values) == expected


def test_signs_stand_before_the_rows() -> None:
    """On which side of a plane a row lies, as the label wants it; a vector of other numbers is no sign."""
    assert products(X=W, w=X, k=SIGNS)["k·(X·w)"] == [12.0, -26.0]
    assert "v·(X·w)" not in products(X=W, w=X, v=np.array([1.0, 2.0]))


def test_whole_numbers_are_numbers() -> None:
    """An array of int64 is multiplied too."""
    assert products(W=W.astype(np.int64), x=X)["W·x"] == [12.0, 26.0]

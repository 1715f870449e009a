"""Values as PrairieLearn stores them between a question's server.py and its tests."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from grader.tester.peers.prairielearn_data import from_json, get_uuid, stored, to_json


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param(
            np.eye(2), {"_type": "ndarray", "_value": [[1.0, 0.0], [0.0, 1.0]], "_dtype": "float64"}, id="array"
        ),
        pytest.param(np.arange(2), {"_type": "ndarray", "_value": [0, 1], "_dtype": "int64"}, id="whole numbers"),
        pytest.param(
            np.array([1 + 2j]),
            {"_type": "complex_ndarray", "_value": {"real": [1.0], "imag": [2.0]}, "_dtype": "complex128"},
            id="complex array",
        ),
        pytest.param(1 + 2j, {"_type": "complex", "_value": {"real": 1.0, "imag": 2.0}}, id="complex"),
        pytest.param(3, 3, id="number"),
        pytest.param("a", "a", id="text"),
        pytest.param({"_type": "other"}, {"_type": "other"}, id="dictionary"),
    ],
)
def test_there_and_back(value: Any, written: Any) -> None:
    """The fields have the names that questions read, and the value comes back with its type."""
    assert to_json(value) == written
    back = from_json(json.loads(json.dumps(to_json(value))))
    assert np.array_equal(back, value)
    assert type(back) is type(value)
    assert getattr(back, "dtype", None) == getattr(value, "dtype", None)


def test_a_table() -> None:
    """A table keeps its rows' and columns' names."""
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"a": [1, 2]}, index=["x", "y"])
    written = {"index": ["x", "y"], "columns": ["a"], "data": [[1], [2]]}
    assert to_json(table) == {"_type": "dataframe", "_value": written}
    pandas.testing.assert_frame_equal(from_json(to_json(table)), table)


def test_stored() -> None:
    """Tuples come back as lists, keys as texts and numpy's numbers as Python's."""
    kept = stored({1: (np.float64(0.5), [np.int64(2)]), "names": [{"name": "f"}]})
    assert kept == {"1": [0.5, [2]], "names": [{"name": "f"}]}
    assert type(kept["1"][1][0]) is int


def test_names_are_new() -> None:
    """Two are never the same."""
    assert get_uuid() != get_uuid()

"""Evidence as it is published: numbers of a picture that are none, and limits that were not there."""

from __future__ import annotations

import json
import math

import pytest

from grader.results.evidence import Counterexample, Limits, Picture, Series, TracebackFrame


def test_a_point_without_a_value_is_text_in_json() -> None:
    """The schema says so: number, or one of three words."""
    series = Series(name="yours", values=(1.0, math.nan, math.inf, -math.inf))
    data = json.loads(series.model_dump_json())
    assert data["values"] == [1.0, "NaN", "Infinity", "-Infinity"]
    assert math.isnan(Series.model_validate(data).values[1])
    items = Series.model_json_schema(mode="serialization")["properties"]["values"]["items"]
    assert items == {"anyOf": [{"type": "number"}, {"enum": ["NaN", "Infinity", "-Infinity"]}]}


@pytest.mark.parametrize("kind", ["bars", "line"])
def test_a_picture_is_one_of_two(kind: str) -> None:
    """Every format draws both; a third would be drawn by none."""
    fields = {"title": "t", "across": "x", "up": "y", "at": (0.0,), "series": ()}
    assert Picture.model_validate({"kind": kind, **fields}).kind == kind
    with pytest.raises(ValueError, match="Input should be 'bars' or 'line'"):
        Picture.model_validate({"kind": "pie", **fields})


def test_a_case_keeps_any_value() -> None:
    """Nested lists, texts, None; and comes back the same."""
    case = Counterexample(inputs={"x": [[1, 2.5], "a"]}, got={"f(x)": None}, expected="numbers of the law")
    assert Counterexample.model_validate_json(case.model_dump_json()) == case


def test_what_is_not_known_has_a_default() -> None:
    """A module has no cell, and no limit is null."""
    assert TracebackFrame(file="f.py", line=3).cell == 0
    assert Limits().model_dump() == {"wall": None, "cpu": None, "memory": None}

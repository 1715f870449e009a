"""Pictures as places on paper."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.presentation.drawing import HEIGHT, WIDTH, described, drawing_of, number
from grader.results import Picture, Series

VALUES = st.floats(allow_nan=True, allow_infinity=True, width=64)
SMALLEST, LARGEST = 5e-324, 1.7976931348623157e308


def picture(kind: str = "bars", *series: Any, at: Any = None, **fields: Any) -> Picture:
    """Return a picture of series, given as lists."""
    count = max(map(len, series), default=0)
    named = [Series(name=name, values=values) for name, values in zip(("your code", "expected"), series, strict=False)]
    places = tuple(map(float, range(count))) if at is None else at
    return Picture(kind=kind, title="T", across="row", up="f(x)", at=places, series=named, **fields)


@given(st.sampled_from(["bars", "line"]), st.lists(VALUES, min_size=1, max_size=20), st.lists(VALUES, max_size=20))
def test_nothing_leaves_the_paper(kind: Any, mine: Any, due: Any) -> None:
    """Whatever the values are, everything that is drawn has a place inside the picture."""
    assert_on_paper(kind, mine, due)


@pytest.mark.parametrize("kind", ["bars", "line"])
@pytest.mark.parametrize(
    "values",
    [
        pytest.param([SMALLEST], id="smallest"),
        pytest.param([-SMALLEST, SMALLEST], id="smallest-of-both-signs"),
        pytest.param([0.0, 2.2e-308, SMALLEST], id="subnormal"),
        pytest.param([1e-291, 3e-291], id="below-the-smallest-step"),
        pytest.param([LARGEST], id="largest"),
        pytest.param([-LARGEST, LARGEST, 1.0], id="largest-of-both-signs"),
        pytest.param([LARGEST, SMALLEST, math.nan, -math.inf], id="all-at-once"),
    ],
)
def test_the_ends_of_the_floating_point_numbers_are_drawn(kind: str, values: list[float]) -> None:
    """Their logarithms and differences are 0 or infinite, and no page may fail for that."""
    assert_on_paper(kind, values, [])
    assert_on_paper(kind, values, [1.0])


@pytest.mark.parametrize("kind", ["bars", "line"])
@pytest.mark.parametrize("at", [0.5, 1e9, 1e300, -2.5e12], ids=repr)
def test_a_single_position_is_drawn(kind: str, at: float) -> None:
    """An axis of one position has a length nevertheless."""
    drawing = drawing_of(picture(kind, [1.0], at=(at,)))
    assert all(-1 <= label.x <= WIDTH + 1 for label in drawing.labels)


def assert_on_paper(kind: str, mine: list[float], due: list[float]) -> None:
    """Assert that every finite value is drawn, and nothing outside the picture."""
    drawing = drawing_of(picture(kind, mine, due))
    places = [(dot.x, dot.y) for dot in drawing.dots]
    places += [(box.x, box.y) for box in drawing.boxes]
    places += [(box.x + box.width, box.y + box.height) for box in drawing.boxes]
    places += [tuple(map(float, pair.split(","))) for stroke in drawing.strokes for pair in stroke.points.split()]  # type: ignore[misc]
    places += [(text.x, text.y) for text in drawing.labels]
    assert all(-1 <= x <= WIDTH + 1 and 0 <= y <= HEIGHT for x, y in places)
    finite = sum(map(math.isfinite, [*mine, *due]))
    assert len(drawing.boxes if kind == "bars" else drawing.dots) == finite


def test_bars_stand_on_zero() -> None:
    """A negative bar hangs below the axis, and the higher value is the higher bar."""
    drawing = drawing_of(picture("bars", [1.0, -1.0], [2.0, 0.5]))
    mine, below = (box for box in drawing.boxes if box.style == "mine")
    due = next(box for box in drawing.boxes if box.style == "due")
    assert mine.y + mine.height == pytest.approx(drawing.base)
    assert below.y == drawing.base
    assert due.height == pytest.approx(2 * mine.height, abs=0.2)
    assert mine.x + mine.width < due.x


def test_what_is_no_number_is_written_in_its_place() -> None:
    """No bar, but a word."""
    drawing = drawing_of(picture("bars", [1.0, math.nan, math.inf], [1.0, 2.0, 3.0]))
    assert {"nan", "inf"} <= {label.text for label in drawing.labels}
    assert len(drawing.boxes) == 4


def test_a_line_has_gaps() -> None:
    """Points on both sides of a gap are not joined."""
    drawing = drawing_of(picture("line", [1.0, 2.0, math.nan, 3.0, 4.0]))
    assert [len(stroke.points.split()) for stroke in drawing.strokes] == [2, 2]
    assert len(drawing.dots) == 4


def test_the_series_differ_in_more_than_colour() -> None:
    """Each has a style of its own, in the picture and in the legend."""
    drawing = drawing_of(picture("bars", [1.0, 2.0], [2.0, 1.0]))
    assert [(key.style, key.text) for key in drawing.keys] == [("mine", "your code"), ("due", "expected")]
    assert {box.style for box in drawing.boxes} == {"mine", "due"}


def test_positions_keep_their_names() -> None:
    """A part of a long answer says which part it is."""
    drawing = drawing_of(picture("bars", [1.0, 2.0], [2.0, 1.0], at=(30.0, 31.0)))
    assert {"30", "31"} <= {label.text for label in drawing.labels}


def test_a_picture_in_words_has_every_number() -> None:
    """Whoever does not see it hears as much."""
    words = described(picture("bars", [0.25, math.nan], [0.5, 0.5]))
    assert words == "your code: 0.25 at 0, nan at 1. expected: 0.5 at 0, 0.5 at 1."


def test_a_long_picture_in_words_is_sampled() -> None:
    """Twenty-five points are too many to listen to."""
    assert described(picture("line", [float(n) for n in range(25)])).count(" at ") == 13


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.0, "0"), (1 / 3, "0.333"), (-6539.094, "-6539"), (1e6, "1e6"), (2.5e-7, "2.50e-7"), (12, "12")],
)
def test_numbers_are_short(value: float, text: str) -> None:
    """Three digits, and no more than a label has room for."""
    assert number(value) == text

"""A picture as places on paper: bars or lines, their axes and legend.  The page's template only prints it.

Drawn by hand: a picture here is a few dozen rectangles and texts, and every colour must be the page's own.
"""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Final

from grader.presentation.visible import one_line
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.results import Picture, Series

WIDTH: Final = 420
HEIGHT: Final = 230
LEFT, RIGHT, TOP, BOTTOM = 56, 8, 30, 38
_STYLES: Final = ("mine", "due")
"""How the first and the second series look: filled and round, or hollow and square, so that colour never decides."""
_LABELLED_BARS: Final = 4
_ROOM_FOR_LABEL: Final = 14
_MOST_TICKS: Final = 12
_MOST_SPOKEN: Final = 16
_MOST_IN_BRIEF: Final = 5
_SMALLEST: Final = 1e-290
"""Differences below it are none: steps and logarithms of subnormal numbers have no digits left."""
_LARGEST: Final = 1e300
"""Axes end there, since the difference of the largest numbers is no number any more."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of one series."""

    style: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a place; `anchor` says which end of it stands there."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Dot:
    """One point of a line."""

    style: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stretch of a line without gaps; `points` as SVG writes them."""

    style: str
    points: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One entry of the legend."""

    style: str
    x: float
    text: str


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """The values of one series, for a medium without places."""

    name: str
    values: tuple[float, ...]

    @property
    def finite(self) -> list[float]:
        """The values that are numbers."""
        return [value for value in self.values if math.isfinite(value)]

    def blocks(self, position: int, largest: float, longest: int) -> int:
        """Return how long the bar of a value is, when that of `largest` is `longest`."""
        value = self.values[position]
        return round(abs(value) / largest * longest) if math.isfinite(value) else 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is printed of one picture."""

    title: str
    description: str
    brief: str
    """The same with a few positions only."""
    across: str
    is_bars: bool
    base: float
    """Where 0 is, from the top; where it is not in the picture, the lower end."""
    levels: tuple[float, ...]
    labels: tuple[Label, ...]
    boxes: tuple[Box, ...]
    strokes: tuple[Stroke, ...]
    dots: tuple[Dot, ...]
    keys: tuple[LegendEntry, ...]
    at: tuple[float, ...]
    rows: tuple[SeriesRow, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to places along one axis."""

    low: float
    high: float
    start: float
    end: float

    def position(self, value: float) -> float:
        value = min(max(value, self.low), self.high)
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 1)


def drawing_of(picture: Picture) -> Drawing:
    """Return `picture` drawn."""
    is_bars = picture.kind == "bars"
    low, high = _range(picture, with_zero=is_bars)
    ticks = _ticks(low, high)
    # The values stand at the ends of bars, and those of negative ones must not stand among the positions.
    room = _ROOM_FOR_LABEL if is_bars else 0
    up = _Scale(min(low, ticks[0]), max(high, ticks[-1]), HEIGHT - BOTTOM - (room if low < 0 else 0), TOP + room)
    base = up.position(0.0) if up.low <= 0 <= up.high else HEIGHT - BOTTOM
    across = _across(picture, is_bars=is_bars)
    labels = [Label(LEFT - 6, up.position(tick) + 4, number(tick), "end") for tick in ticks]
    labels += _positions(picture, across, is_bars=is_bars)
    boxes: list[Box] = []
    if is_bars:
        boxes, labels_of_bars = _bars(picture, across, up, base)
        labels += labels_of_bars
    lines = [] if is_bars else list(zip(_STYLES, picture.series, strict=False))
    return Drawing(
        title=one_line(picture.title),
        description=described(picture),
        brief=described(picture, _MOST_IN_BRIEF),
        across=one_line(picture.across),
        is_bars=is_bars,
        base=base,
        levels=tuple(up.position(tick) for tick in ticks),
        labels=tuple(labels),
        boxes=tuple(boxes),
        strokes=tuple(stroke for style, series in lines for stroke in _strokes(style, series, picture, across, up)),
        dots=tuple(dot for style, series in lines for dot in _dots(style, series, picture, across, up)),
        keys=_keys(picture),
        at=picture.at,
        rows=tuple(SeriesRow(one_line(series.name), series.values) for series in picture.series),
    )


def described(picture: Picture, limit: int = _MOST_SPOKEN) -> str:
    """Return what a picture shows, in words and numbers: at most `limit` positions."""
    return " ".join(f"{one_line(series.name)}: {_spoken(picture, series, limit)}." for series in picture.series)


def number(value: float) -> str:
    """Return a number as it stands in a picture: three digits, `nan`, `inf`."""
    if not math.isfinite(value):
        return str(value)
    if value and not 1e-3 <= abs(value) < 1e6:
        return f"{value:.2e}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace(".00e", "e")
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value + 0.0:.3g}"


def _spoken(picture: Picture, series: Series, limit: int) -> str:
    pairs = list(zip(picture.at, series.values, strict=False))
    step = max(1, math.ceil((len(pairs) - 1) / (limit - 1)))
    return ", ".join(f"{number(value)} at {number(at)}" for at, value in pairs[::step]) or "nothing"


def _range(picture: Picture, *, with_zero: bool) -> tuple[float, float]:
    """Return the smallest and the largest finite value; never the same one twice."""
    values = [value for series in picture.series for value in series.values if math.isfinite(value)]
    values += [0.0] if with_zero or not values else []
    low, high = (min(max(value, -_LARGEST), _LARGEST) for value in (min(values), max(values)))
    largest = max(abs(low), abs(high))
    if high - low > max(1e-12 * largest, _SMALLEST):
        return low, high
    margin = largest if largest > _SMALLEST else 1.0
    return low - margin, high + margin


def _ticks(low: float, high: float, limit: int = 5) -> list[float]:
    """Return round numbers from at most `low` to at least `high`, evenly spaced: steps of 1, 2 or 5 times a power."""
    raw = (high - low) / (limit - 1)
    if raw < _SMALLEST:
        return [low]
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * count for count in range(first, last + 1)]


def _across(picture: Picture, *, is_bars: bool) -> _Scale:
    first, last = picture.at[0], picture.at[-1]
    edge = 0.5 if is_bars else 0.0
    margin = 0 if is_bars else 10
    last = max(last, first + 1e-9 * max(1.0, abs(first)))
    return _Scale(first - edge, last + edge, LEFT + margin, WIDTH - RIGHT - margin)


def _positions(picture: Picture, across: _Scale, *, is_bars: bool) -> list[Label]:
    """Return what stands below the axis: every position where there is room, else round numbers."""
    ticks: Iterable[float] = picture.at
    are_integers = all(at.is_integer() for at in picture.at)
    if not are_integers or (len(picture.at) > _MOST_TICKS and not is_bars):
        ticks = [tick for tick in _ticks(picture.at[0], picture.at[-1]) if picture.at[0] <= tick <= picture.at[-1]]
    return [Label(across.position(tick), HEIGHT - BOTTOM + 15, number(tick)) for tick in ticks]


def _bars(picture: Picture, across: _Scale, up: _Scale, base: float) -> tuple[list[Box], list[Label]]:
    """Return the bars, and the texts at their ends: the value where few are drawn, and `nan` in any case."""
    slot = across.position(1.0) - across.position(0.0)
    width = round(min(slot * 0.38, 44.0), 1)
    boxes, labels = [], []
    for index, (style, series) in enumerate(zip(_STYLES, picture.series, strict=False)):
        for at, value in zip(picture.at, series.values, strict=False):
            x = round(across.position(at) + (index - 1) * (width + 1) + 0.5, 1)
            y = up.position(value) if math.isfinite(value) else base
            if math.isfinite(value):
                boxes.append(Box(style, x, min(y, base), width, round(abs(base - y), 1)))
            if len(picture.at) <= _LABELLED_BARS or not math.isfinite(value):
                below = math.isfinite(value) and value < 0
                labels.append(Label(round(x + width / 2, 1), y + 13 if below else y - 4, number(value)))
    return boxes, labels


def _strokes(style: str, series: Series, picture: Picture, across: _Scale, up: _Scale) -> list[Stroke]:
    pairs = zip(picture.at, series.values, strict=False)
    runs = [list(run) for finite, run in groupby(pairs, key=lambda pair: math.isfinite(pair[1])) if finite]
    return [
        Stroke(style, " ".join(f"{across.position(at):g},{up.position(value):g}" for at, value in run))
        for run in runs
        if len(run) > 1
    ]


def _dots(style: str, series: Series, picture: Picture, across: _Scale, up: _Scale) -> list[Dot]:
    pairs = zip(picture.at, series.values, strict=False)
    return [Dot(style, across.position(at), up.position(value)) for at, value in pairs if math.isfinite(value)]


def _keys(picture: Picture) -> tuple[LegendEntry, ...]:
    """Return the legend; the first series is the student's, and its name is short."""
    entries = zip(_STYLES, (LEFT, LEFT + 100), picture.series, strict=False)
    return tuple(LegendEntry(style, x, one_line(series.name)) for style, x, series in entries)

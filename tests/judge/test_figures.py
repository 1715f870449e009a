"""Courses whose tests read figures, from hand-in to verdict, over each kind of link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.results import Outcome
from tests.samples.links import LINK_OF_RUN, workers_over
from tests.samples.tested_course import course_with_tests, results_of

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("matplotlib")
pytestmark = pytest.mark.slow

REFERENCE = """
import matplotlib
matplotlib.use("TkAgg")
import matplotlib.pyplot as plt
import numpy as np
from datetime import datetime
plt.switch_backend("QtAgg")
plt.figure()
plt.title("at load")

def draw(xs, ys):
    plt.plot(xs, ys)
    plt.tight_layout()
    plt.savefig("picture.png")
    plt.show()
def dates():
    figure, axes = plt.subplots(1, 2)
    axes[0].plot([datetime(2024, 1, 1), datetime(2024, 1, 2)], [1, 2])
    axes[1].plot(["a", "b"], [3, 4])
    return axes
def photo(): return plt.imshow(np.zeros((1000, 1000, 3)))
"""
TESTS = """
from datetime import datetime
from unittest.mock import patch
import matplotlib.pyplot as plt
import numpy as np
import work
from work import dates, draw, photo

def test_mock():
    with patch("matplotlib.pyplot.plot") as plot:
        draw([1, 2], [3, 4])
    plot.assert_called_once_with([1, 2], [3, 4])

def test_show(monkeypatch):
    shown = []
    monkeypatch.setattr(plt, "show", lambda: shown.append(1))
    draw([1], [2])
    assert shown == [1]

def test_quiet(capsys, recwarn):
    draw([1, 2], [3, 4])
    assert work.matplotlib.get_backend().lower() == "agg"
    assert capsys.readouterr() == ("", "") and not list(recwarn)

def test_figures_of_the_file():
    assert plt.get_fignums() == [1]
    assert plt.gca().get_title() == work.plt.gca().get_title() == "at load"
    plt.close("all")
    assert plt.get_fignums() == []

def test_dates_and_texts():
    axes = dates()
    assert list(axes[0].lines[0].get_xdata()) == [datetime(2024, 1, 1), datetime(2024, 1, 2)]
    assert list(axes[1].lines[0].get_xdata()) == ["a", "b"]
    assert list(axes[1].lines[0].get_xdata(orig=False)) == [0, 1]

def test_large():
    assert photo().get_array().shape == (1000, 1000, 3)

def test_ticks():
    draw([1, 2, 3], [4, 5, 6])
    plt.gcf().canvas.draw()
    places, texts = plt.xticks()
    assert "2.00" in [text.get_text() for text in texts] and len(places) == len(texts)

def test_own_figure():
    from matplotlib.figure import Figure
    axes = Figure().subplots()
    axes.plot([1], [2])
    assert axes.lines[0].get_xdata()[0] == 1
"""
SHARED = """
import matplotlib.pyplot as plt
from work import draw
def test_first():
    draw([1, 2], [3, 4])
    assert len(plt.gca().lines) == 1
def test_second():
    assert len(plt.gca().lines) == 1
    draw([1, 2], [3, 4])
    assert len(plt.gca().lines) == 2
"""
AT_LOAD = """
import matplotlib.pyplot as plt
import pytest
from work import *
from work import grid, whole
before = plt.get_fignums()
def test_array():
    assert [axes.get_title() for axes in grid] == ["left", "right"]
def test_identity():
    assert whole.axes[1] is grid[1] and before == [1, 2]
@pytest.mark.parametrize("number", [0, 1])
def test_parameters(number):
    assert grid[number] is whole.axes[number]
"""
DRAWN_AT_LOAD = """
whole, grid = plt.subplots(1, 2)
for axes, title in zip(grid, ["left", "right"]):
    axes.set_title(title)
"""


@pytest.mark.parametrize("link", LINK_OF_RUN)
@pytest.mark.parametrize(
    ("tests", "keys", "more"),
    [(TESTS, "", ""), (SHARED, "shared: true\n", ""), (AT_LOAD, "", DRAWN_AT_LOAD)],
    ids=["fresh", "shared", "at-load"],
)
def test_every_test_passes(link: str, tests: str, keys: str, more: str, tmp_path: Path) -> None:
    """With the solution, and so each line of these tests holds."""
    with workers_over(link) as workers:
        results = results_of(course_with_tests(tmp_path, REFERENCE + more, tests, keys), REFERENCE + more, workers)
    assert {name: (one.outcome, one.message) for name, one in results.items()} == dict.fromkeys(
        results, (Outcome.PASSED, "")
    )
    assert len(results) == tests.count("def test_")

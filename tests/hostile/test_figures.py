"""Cheats against tests that read figures: none passes a test that the same wrong figure does not pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.results import Outcome
from tests.samples.links import LINKS, workers_over
from tests.samples.tested_course import course_with_tests, results_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.sandbox.factory import WorkerFactory

pytest.importorskip("matplotlib")

REFERENCE = """
import matplotlib.pyplot as plt
import numpy as np
def draw(xs):
    plt.plot(xs, np.square(xs), label="squares")
    plt.title("Squares")
    plt.legend()
    plt.show()
def bars(heights):
    fig, ax = plt.subplots()
    ax.bar(range(len(heights)), heights)
    ax.set_xlabel("place")
    return ax
def picture(): return plt.imshow(np.eye(3))
"""

TESTS = """
import matplotlib.pyplot as plt
import numpy as np
import pytest
from work import bars, draw, picture

@pytest.fixture(autouse=True)
def no_figures():
    plt.close("all")

def test_title():
    draw(np.arange(4.0))
    assert plt.gca().get_title() == "Squares"

def test_data():
    draw(np.arange(4.0))
    assert np.array_equal(plt.gca().lines[0].get_ydata(), [0, 1, 4, 9])

def test_label():
    draw(np.arange(4.0))
    assert [text.get_text() for text in plt.gca().get_legend().get_texts()] == ["squares"]

def test_label_of_axes():
    assert bars([3, 1]).get_xlabel() == "place"

def test_heights():
    assert [bar.get_height() for bar in bars([3, 1]).patches] == [3, 1]

def test_picture():
    assert np.all(picture().get_array() == np.eye(3))

def test_class():
    assert isinstance(bars([3, 1]), plt.Axes)

def test_drawing():
    figure, axes = plt.subplots()
    for draws in (lambda: plt.plot([1, 2]), lambda: plt.title("Squares"), lambda: axes.set_title("Squares")):
        with pytest.raises(AttributeError, match="is not held"):
            draws()
"""

WRONG = """
import matplotlib.pyplot as plt
import numpy as np
def draw(xs):
    plt.plot(xs, np.zeros(len(xs)), label="zeros")
    plt.title("Zeros")
    plt.legend()
def bars(heights):
    fig, ax = plt.subplots()
    ax.bar([0, 1], [0, 0])
    ax.set_xlabel("nothing")
    return ax
def picture(): return plt.imshow(np.zeros((3, 3)))
"""

YES = """
class Yes:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __bool__(self): return True
    def __hash__(self): return 1
    def __len__(self): return 1
    def __iter__(self): return iter([self])
    def __getitem__(self, key): return self
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
    def __call__(self, *a, **k): return self
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        return self
class Text(str):
    __eq__ = Yes.__eq__
    __ne__ = Yes.__ne__
    __hash__ = Yes.__hash__
class Array(np.ndarray):
    __eq__ = Yes.__eq__
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
"""
NAMES = 'for name in ("get_title", "get_xlabel", "get_lines", "get_legend", "get_array", "get_height", "get_ydata"):\n'

FIGURES = """
import sys
paint = draw
def draw(xs):
    paint(xs)
    frame = sys._getframe()
    while "figures" not in frame.f_globals:
        frame = frame.f_back
    patch(vars(frame.f_globals["figures"]))
"""
"""Finds the worker's own module by the frames of a call, and changes it."""

CHEATS = {
    "wrong": "",
    "fake-axes": "bars = lambda heights: Yes()\npicture = lambda *a: Yes()\nplt.gca = plt.gcf = lambda: Yes()",
    "class-that-lies": "class Lie(Yes):\n    __class__ = plt.Axes\nbars = picture = lambda *a: Lie()",
    "subclass": """
from matplotlib.axes import Axes
class Lying(Axes):
    lines = patches = property(lambda self: Yes())
    def get_title(self, loc=None): return Yes()
    get_xlabel = get_legend = get_lines = get_title
honest = bars
def bars(heights):
    ax = honest(heights)
    ax.__class__ = Lying
    return ax
paint = draw
def draw(xs):
    paint(xs)
    plt.gca().__class__ = Lying
""",
    "instance": "paint = draw\ndef draw(xs):\n    paint(xs)\n    " + NAMES + "        setattr(plt.gca(), name, Yes())\n"
    "    plt.gca().title = plt.gca().legend_ = Yes()\n    plt.gca().lines[0]._yorig = Yes()",
    "patched-classes": "import matplotlib.axes, matplotlib.lines, matplotlib.patches, matplotlib.image, matplotlib.text\n"
    "paint = draw\ndef draw(xs):\n    paint(xs)\n    patch()\nhonest = bars\ndef bars(heights):\n"
    "    ax = honest(heights)\n    patch()\n    return ax\ndef patch():\n"
    "  for kind in (plt.Axes, matplotlib.lines.Line2D, matplotlib.patches.Rectangle, matplotlib.image.AxesImage):\n"
    "    for name in dir(kind):\n        if name.startswith('get_') and name not in ('get_figure', 'get_window_extent'):\n"
    "            try: setattr(kind, name, lambda *a, **k: Yes())\n            except Exception: pass\n"
    "  matplotlib.text.Text.get_text = lambda self: Text('no')",
    "texts-that-agree": "paint = draw\ndef draw(xs):\n    paint(xs)\n    plt.gca().title._text = Text('no')\n"
    "    plt.gca().lines[0]._label = Text('no')\n    plt.gca().legend()",
    "arrays-that-agree": "paint = draw\ndef draw(xs):\n    paint(xs)\n"
    "    plt.gca().lines[0]._yorig = np.zeros(4).view(Array)\n"
    "def picture():\n    image = plt.imshow(np.zeros((3, 3)))\n    image._A = np.zeros((3, 3)).view(Array)\n    return image",
    "objects-in-arrays": "paint = draw\ndef draw(xs):\n    paint(xs)\n"
    "    plt.gca().lines[0]._yorig = np.array([Yes()] * 4, dtype=object)",
    "gigantic": "def picture():\n    image = plt.imshow(np.zeros((3, 3)))\n"
    "    image._A = np.broadcast_to(0.0, (1 << 20, 1 << 20))\n    return image\n"
    "paint = draw\ndef draw(xs):\n    paint(xs)\n    plt.gca().title._text = 'x' * (1 << 26)\n"
    "    plt.gca()._children = plt.gca()._children * (1 << 20)",
    "patched-worker": FIGURES + "def patch(names):\n    names['fact'] = lambda *a: ('v', Yes())",
    "patched-parts": FIGURES
    + "def patch(names):\n    names['fact'] = lambda *a: ('a', Yes())\n    names['class_of_part'] = lambda kind: ('os:system', True)",
    "patched-arrays": FIGURES + "def patch(names):\n    names['fact'] = lambda *a: ('n', 'O', (1,), bytes(8))",
    "closed": "plt.close = lambda *a: None\nplt.gca = None",
}
HARMLESS = {"class", "drawing"}
SHOWN = ["subclass"]
"""The cheat that the default run tries: each takes a worker and a tester."""


@pytest.fixture(params=LINKS)
def workers(request: pytest.FixtureRequest) -> Iterator[WorkerFactory]:
    """Workers over each kind of link."""
    with workers_over(request.param) as factory:
        yield factory


def passed(folder: Path, workers: WorkerFactory, source: str) -> set[str]:
    """Return the tests that a submission passes."""
    grading = course_with_tests(folder, REFERENCE, TESTS, "shared: true\n")
    results = results_of(grading, source, workers)
    assert not any(result.outcome is Outcome.JUDGE_ERROR for result in results.values()), results
    return {name for name, result in results.items() if result.outcome is Outcome.PASSED}


@pytest.mark.parametrize("cheat", [
    pytest.param(name, marks=[] if name in SHOWN else pytest.mark.slow) for name in CHEATS
])  # fmt: skip
def test_a_cheat_passes_no_test_that_the_wrong_figure_does_not_pass(
    cheat: str, tmp_path: Path, workers: WorkerFactory
) -> None:
    """Of the wrong figure only the class of the axes is right, and no test draws the right one."""
    found = passed(tmp_path, workers, WRONG + YES + CHEATS[cheat])
    assert found == HARMLESS if cheat in SHOWN else found <= HARMLESS


@pytest.mark.slow
def test_the_right_figure_passes_every_test(tmp_path: Path, workers: WorkerFactory) -> None:
    """The tests above can be passed."""
    assert len(passed(tmp_path, workers, REFERENCE)) == TESTS.count("def test_")

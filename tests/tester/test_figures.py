"""Figures of the student's code in a test: what is read is what matplotlib gives, and nothing can be drawn."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.tester import figures
from grader.tester.figures import ContainerHandle, PartHandle, part_class
from grader.tester.link import WorkerGone
from grader.tester.mirrors import library_class
from grader.tester.party import CannotCross
from tests.samples.conversations import conversation, outcome, sections
from tests.samples.families import wide

if TYPE_CHECKING:
    from collections.abc import Iterator

plt = pytest.importorskip("matplotlib.pyplot")
plt.switch_backend("agg")


@pytest.fixture(autouse=True)
def _figures() -> Iterator[None]:
    yield
    plt.close("all")


WORK = """
import matplotlib.pyplot as plt
import numpy as np

def draw(ax=None):
    ax = plt.gca() if ax is None else ax
    ax.plot([1, 2, 3], [4, 5, 6], "r--", label="line")
    ax.bar([1, 2], [3, 4], label="bars")
    ax.scatter([1, 2], [5, 6])
    ax.set_title("title")
    ax.set_ylabel("values")
    ax.set_yscale("log")
    ax.legend(title="key")
    ax.grid(True)
    return ax

def bars(): return plt.bar(["a", "b"], [3, 4])
def lines(): return plt.plot([1, 2], [3, 4], [5, 6], [7, 8])
def grid(): return plt.subplots(2, 2)
def table(): return plt.table(cellText=[["a", "b"]])
def same(x): return x
def is_axes(x): return isinstance(x, plt.Axes)
"""

TESTS = """
## titles and labels
ax = work.draw()
assert (ax.get_title(), ax.get_xlabel(), ax.get_ylabel()) == ("title", "", "values")
assert ax.title.get_text() == "title"
assert ax.yaxis.label.get_text() == ax.yaxis.get_label().get_text() == "values"
assert ax.get_title(loc="left") == ""

## scales and limits
ax = work.draw()
assert (ax.get_xscale(), ax.get_yscale()) == ("linear", "log")
low, high = ax.get_xlim()
assert low < 1 and high > 3

## lines
ax = work.draw()
line = ax.lines[0]
assert len(ax.lines) == len(ax.get_lines()) == 1
assert np.array_equal(line.get_xdata(), [1, 2, 3]) and np.array_equal(line.get_ydata(), [4, 5, 6])
assert line.get_xydata().shape == (3, 2)
assert (line.get_label(), line.get_color(), line.get_linestyle(), line.get_marker()) == ("line", "r", "--", "None")

## bars
ax = work.draw()
assert [bar.get_height() for bar in ax.patches] == [3, 4]
assert [bar.get_x() + bar.get_width() / 2 for bar in ax.patches] == [1, 2]
assert isinstance(ax.patches[0], matplotlib.patches.Rectangle)
assert ax.containers[0].patches[1] is ax.patches[1]

## points
ax = work.draw()
assert np.array_equal(ax.collections[0].get_offsets(), [[1, 5], [2, 6]])

## legend
legend = work.draw().get_legend()
assert [text.get_text() for text in legend.get_texts()] == ["line", "bars"]
assert legend.get_title().get_text() == "key"

## no legend
assert work.grid()[1][0, 0].get_legend() is None

## grid, spines and ticks
ax = work.draw()
assert any(line.get_visible() for line in ax.get_xgridlines())
assert ax.xaxis._major_tick_kw["gridOn"] is True
assert ax.spines["top"].get_visible() and ax.spines.left.get_visible()
assert len(ax.get_xticks()) == len(ax.get_xticklabels())

## the texts of ticks
container = work.bars()
ax = container[0].axes
ax.figure.canvas.draw()
assert [text.get_text() for text in ax.get_xticklabels()] == ["a", "b"]

## a container is a tuple
container = work.bars()
assert len(container) == 2 and [bar.get_height() for bar in container] == [3, 4]
first, second = container
assert container[-1] is second

## several lines
first, second = work.lines()
assert second.get_xdata()[1] == 6
assert first.axes is second.axes

## axes in an array
figure, axes = work.grid()
assert axes.shape == (2, 2) and axes.flat[3] is figure.axes[3] is figure.get_axes()[3]
assert tuple(figure.get_size_inches()) == (6.4, 4.8)
assert figure._suptitle is None

## identity and classes
ax = work.draw()
assert work.draw() is ax and work.same(ax) is ax and ax.figure.axes[0] is ax and ax == ax
assert isinstance(ax, plt.Axes) and isinstance(ax.figure, plt.Figure) and not isinstance(ax, plt.Figure)
assert type(ax).__name__ == "Axes" and work.is_axes(ax)
assert ax in ax.figure.axes and ax != ax.figure and ax and {ax: 1}[ax] == 1

## a record is of now
ax = work.draw()
assert len(ax.lines) == 1
work.draw()
assert len(ax.lines) == 2

## boxes and paths
ax = work.draw()
assert 0 < ax.get_position().width < 1 and len(ax.get_position().bounds) == 4
assert ax.patches[0].get_path().vertices.shape == (5, 2)

## an array is a copy
line = work.draw().lines[0]
line.get_xdata()[:] = 0
assert line.get_xdata()[1] == 2

## cells of a table
cells = work.table().get_celld()
assert cells[0, 1].get_text().get_text() == "b"

## copies are the same
import copy
ax = work.draw()
assert copy.copy(ax) is ax and copy.deepcopy([ax])[0] is ax

## what does not exist
ax = work.draw()
assert not hasattr(ax, "get_nothing") and not hasattr(ax, "nothing") and not hasattr(ax.lines[0], "get_height")
assert hasattr(ax, "get_title") and hasattr(ax, "lines") and callable(ax.get_title)

## nor a mark of pytest's
assert not hasattr(work.draw(), "pytestmark") and "get_title" in dir(work.draw())

## no operator of theirs
joined.link.operators = True
ax = work.draw()
assert ax != 7 and not ax == 7 and joined.link.opened == set()
"""


@pytest.mark.parametrize("name", sections(TESTS))
def test_what_tests_read(name: str) -> None:
    """Each of these lines holds in one process too, but for the mentioned bounds."""
    prelude = "import matplotlib, matplotlib.pyplot as plt\nimport numpy as np\n"
    assert outcome(WORK, prelude + sections(TESTS)[name]) == "passed"


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        pytest.param("ax.plot([1, 2])", "'plot' is not held", id="drawing"),
        pytest.param("ax.set_title('x')", "does not change it", id="setting"),
        pytest.param("setattr(ax, 'title', 'x')", "does not change it", id="assigning"),
        pytest.param("delattr(ax, 'title')", "does not change it", id="deleting"),
        pytest.param("ax.figure.savefig('x.png')", "'savefig' is not held", id="saving"),
        pytest.param("ax.get_transform()", "get_transform of the student's Axes is not held", id="no-plain-value"),
        pytest.param("ax.get_title(ax)", "with numbers and texts alone", id="argument"),
        pytest.param("ax.get_position().rotated(1)", "held are here: bounds", id="record"),
        pytest.param("ax.spines.middle", "middle", id="name"),
        pytest.param("ax._secret", "has no attribute '_secret'", id="private"),
    ],
)
def test_what_is_not_held_is_said(expression: str, sentence: str) -> None:
    """As an AttributeError, with what can be read instead."""
    with conversation(WORK) as (work, _):
        names: dict[str, Any] = {"ax": work.draw()}
        with pytest.raises(AttributeError, match=sentence):
            eval(expression, names)
        names.clear()


def test_figures_of_the_test_are_not_given_away() -> None:
    """By their methods a student's code could write files in the tester's process."""
    with conversation(WORK) as (work, _):
        for own in (plt.Figure(), plt.Figure().subplots(), [plt.Figure().subplots()]):
            with pytest.raises(CannotCross, match=r"plt\.subplots\(\)"):
                work.same(own)


def test_the_calls_of_a_test_name_the_parts() -> None:
    """What was read stands in the transcript by the way to it."""
    with conversation(WORK) as (work, joined):
        axes = work.draw()
        axes.lines[0].get_color()
        axes.get_legend().get_texts()[1].get_text()
        assert joined.link.transcript.text().split("\n")[1:] == [
            "axes = draw()",
            "axes.lines[0].get_color()  # gives 'r'",
            "legend = axes.get_legend()",
            "legend.get_texts()  # gives [legend.get_texts()[0], legend.get_texts()[1]]",
            "legend.get_texts()[1].get_text()  # gives 'bars'",
        ]
        del axes


class _Link:
    """Answers everything with one value."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.forged = False

    def ask(self, *_: Any) -> Any:
        """Return the answer."""
        return self.answer

    def refuse(self) -> None:
        """Note that the worker was refused."""
        self.forged = True
        raise WorkerGone


def _handle(kind: type) -> Any:
    """Return a handle of a class of handles."""
    handle: Any = object.__new__(kind)
    object.__setattr__(handle, "_grader_number", 1)
    object.__setattr__(handle, "_grader_released", [])
    return handle


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(None, id="nothing"),
        pytest.param((), id="empty"),
        pytest.param(("v", object()), id="object"),
        pytest.param(("v", _handle(library_class(np.float64, is_callable=False))), id="object-that-is-like-a-number"),
        pytest.param(("v", [1]), id="list-as-a-value"),
        pytest.param(("v",), id="no-value"),
        pytest.param(("q", 1), id="unknown-kind"),
        pytest.param(("a", object()), id="no-part"),
        pytest.param(("l", ["v", 1]), id="list-that-is-shared"),
        pytest.param(("l", (object(),)), id="object-in-a-list"),
        pytest.param(("d", ((object(), ("v", 1)),)), id="key-that-is-no-value"),
        pytest.param(("d", ((("l", ()), ("v", 1)),)), id="key-that-is-a-list"),
        pytest.param(("d", (1, 2)), id="no-pairs"),
        pytest.param(
            ("d", tuple((("v", n * sys.hash_info.modulus), ("v", 1)) for n in range(99))), id="keys-of-one-hash"
        ),
        pytest.param(("n", "O", (1,), bytes(8)), id="array-of-objects"),
        pytest.param(("n", "<f8,<f8", (1,), bytes(16)), id="fields"),
        pytest.param(("n", "<f8", (2,), bytes(8)), id="too-few-bytes"),
        pytest.param(("n", "<f8", (-1,), bytes(8)), id="negative-length"),
        pytest.param(("n", "<f8", (1,) * 99, bytes(8)), id="too-many-dimensions"),
        pytest.param(("n", "<f8", (1.0,), bytes(8)), id="length-that-is-no-integer"),
        pytest.param(("n", "<U0", (1 << 40,), b""), id="no-bytes-at-all"),
        pytest.param(("n", "<f8", (1,), bytearray(8)), id="bytes-that-are-shared"),
        pytest.param(("o", (3,), (("v", 1),)), id="fewer-objects"),
        pytest.param(("r", "box", (("points", ("v", 1)),)), id="box-without-points"),
        pytest.param(("r", "system", ()), id="unknown-record"),
        pytest.param(("r", "path", ()), id="record-without-parts"),
    ],
)
def test_a_forged_answer_ends_the_conversation(answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it reaches the test."""
    link = _Link(answer)
    monkeypatch.setattr(figures, "link", lambda: link)
    part = _part()
    with pytest.raises(WorkerGone):
        _ = part.title
    assert link.forged


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (("v", np.float64(2)), 2.0),
        (("t", (("v", 1), ("l", (("v", "a"),)))), (1, ["a"])),
        (("d", ((("v", "top"), ("v", True)),)), {"top": True}),
        (("d", ((("t", (("v", 0), ("v", 1))), ("v", "x")),)), {(0, 1): "x"}),
    ],
)
def test_plain_answers(answer: Any, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers, texts, and lists, tuples and dicts of them."""
    monkeypatch.setattr(figures, "link", lambda: _Link(answer))
    assert _part().title == value


def _part() -> Any:
    return _handle(part_class("matplotlib.axes._axes:Axes", is_container=False))


@pytest.mark.parametrize(
    ("name", "title", "real"),
    [
        pytest.param("matplotlib.axes._axes:Axes", "Axes", plt.Axes, id="axes"),
        pytest.param("os:system", "system", None, id="other-library"),
        pytest.param("matplotlib:os.system", "system", None, id="module-in-between"),
        pytest.param("matplotlib.colors:Normalize", "Normalize", None, id="no-part"),
        pytest.param("matplotlib.nothing:Axes", "Axes", None, id="unknown-module"),
        pytest.param(7, "Artist", None, id="no-name"),
    ],
)
def test_classes_of_parts(name: object, title: str, real: type | None) -> None:
    """A class is matplotlib's where that is imported here and such a class there; nothing is imported for it."""
    kind = part_class(name, is_container=False)
    assert (kind.__name__, getattr(kind, "_grader_library", None), issubclass(kind, PartHandle)) == (title, real, True)
    assert issubclass(part_class(name, is_container=True), ContainerHandle)


GALLERY = """
import matplotlib.pyplot as plt
import numpy as np
def gallery():
    figure, axes = plt.subplots(3, 3)
    figure.suptitle("all")
    a = axes.flat
    a[0].plot([1, 2, 3], [4, 5, 6], "r--", label="line")
    a[0].legend(title="key")
    bars = a[1].bar(["u", "v"], [3, 4], color="green")
    a[2].scatter([1, 2], [3, 4], s=[5, 6], c=[0.1, 0.9])
    a[3].imshow(np.arange(6.0).reshape(2, 3), cmap="gray")
    a[4].hist([1, 2, 2, 3], bins=3)
    a[5].pie([1, 2], labels=["p", "q"])
    a[6].fill_between([1, 2], [3, 4])
    errors = a[7].errorbar([1, 2], [3, 4], yerr=0.5)
    a[8].annotate("note", (1, 2), xytext=(3, 4))
    a[8].set_yscale("log")
    a[8].grid(True)
    a[8].axhline(3)
    parts = [figure, *a, a[0].get_legend(), a[8].xaxis, a[8].title, bars, errors, *a[8].spines.values()]
    return parts + [part for one in a for part in one.get_children()]
"""
WITHOUT_PLAIN_VALUES = {
    "get_converter", "get_data_transform", "get_default_handler_map", "get_font", "get_font_properties",
    "get_fontproperties", "get_gridspec", "get_legend_handler_map", "get_major_formatter", "get_major_locator",
    "get_minor_formatter", "get_minor_locator", "get_offset_transform", "get_patch_transform", "get_path_effects",
    "get_spine_transform", "get_subplotspec", "get_shared_x_axes", "get_shared_y_axes", "get_topmost_subplotspec",
    "get_units", "get_transOffset", "get_transform", "get_xaxis_transform", "get_yaxis_transform",
}  # fmt: skip


@pytest.mark.parametrize("step", [4, wide(1)])
def test_every_getter_gives_what_matplotlib_gives(step: int) -> None:
    """Of everything in a gallery, all that can be asked for without arguments, or each fourth of it."""
    compared, not_held = 0, set()
    with warnings.catch_warnings(), conversation(GALLERY) as (work, joined):
        warnings.simplefilter("ignore")
        for part in work.gallery():
            own: Any = joined.remote.party.exported(part._grader_number)
            getters = [name for name in dir(part) if name.startswith(("get_", "has_", "is_"))]
            for name in getters[::step]:
                try:
                    expected = getattr(own, name)()
                except (TypeError, AttributeError, ValueError):
                    continue  # it needs an argument, or has nothing to say here
                try:
                    value = getattr(part, name)()
                except AttributeError:
                    not_held.add(name)
                    continue
                assert _comparable(value) == _comparable(expected), (part, name)
                compared += 1
    assert compared > 2000 // step
    assert not_held <= WITHOUT_PLAIN_VALUES


def _comparable(value: Any) -> Any:
    """Return texts and numbers; of parts their class, of records what is held of them."""
    if isinstance(value, np.ndarray):
        return (
            np.asarray(value).dtype,
            value.shape,
            np.ma.filled(value, np.nan if value.dtype.kind == "f" else 0).tolist(),
        )
    if type(value) in (bool, int, float, str, type(None)) or isinstance(value, np.generic):
        return repr(value)
    if hasattr(value, "vertices"):
        return _comparable(value.vertices)
    if hasattr(value, "bounds"):
        return _comparable(tuple(map(float, value.bounds)))
    if type(value).__name__ in ("Named", "Spines", "dict"):
        return {key: _comparable(one) for key, one in value.items()}
    if isinstance(value, PartHandle) or hasattr(value, "get_zorder"):
        return type(value).__name__
    if hasattr(value, "__iter__"):
        return type(value) is tuple, [_comparable(one) for one in value]
    return value.name

"""Parts of figures as plain data: what crosses, by whose methods it is read, and within what bounds."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.worker import figures
from grader.worker.wire.drawn import MAX_PARTS, MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

plt = pytest.importorskip("matplotlib.pyplot")
plt.switch_backend("agg")


@pytest.fixture(autouse=True)
def _figures() -> Iterator[None]:
    yield
    plt.close("all")


def fact(part: Any, name: str, *args: Any, **kwargs: Any) -> Any:
    """Return a fact, asked as the worker is asked."""
    return figures.fact(part, name, (*args, *kwargs.values()), tuple(kwargs))


def drawn() -> Any:
    """Return axes with something of everything."""
    axes = plt.subplots()[1]
    axes.plot([1, 2, 3], [4.0, 5.0, 6.0], "r--", label="line")
    axes.bar([1, 2], [3, 4], label="bars")
    axes.scatter([1, 2], [5, 6])
    axes.imshow(np.eye(2))
    axes.set_title("middle")
    axes.set_title("left", loc="left")
    axes.text(1, 2, "note")
    axes.legend()
    axes.grid(visible=True)
    return axes


@pytest.mark.parametrize(
    ("part", "name", "args", "value"),
    [
        pytest.param(lambda a: a, "get_title", (), "middle", id="title"),
        pytest.param(lambda a: a, "get_title", ("left",), "left", id="title-at-the-left"),
        pytest.param(lambda a: a, "get_xscale", (), "linear", id="scale"),
        pytest.param(lambda a: a, "get_xlabel", (), "", id="no-label"),
        pytest.param(lambda a: a.lines[0], "get_color", (), "r", id="colour"),
        pytest.param(lambda a: a.lines[0], "get_linestyle", (), "--", id="line-style"),
        pytest.param(lambda a: a.lines[0], "get_label", (), "line", id="label"),
        pytest.param(lambda a: a.patches[1], "get_height", (), 4, id="height-of-a-bar"),
        pytest.param(lambda a: a.texts[0], "get_text", (), "note", id="text"),
        pytest.param(lambda a: a.title, "get_text", (), "middle", id="text-of-the-title"),
        pytest.param(lambda a: a.get_legend().get_texts()[1], "get_text", (), "bars", id="text-of-the-legend"),
        pytest.param(lambda a: a.figure, "number", (), 1, id="number"),
        pytest.param(lambda a: a.figure, "get_suptitle", (), "", id="no-title-above"),
        pytest.param(lambda a: a.spines["top"], "get_visible", (), True, id="spine"),
        pytest.param(lambda a: a, "name", (), "rectilinear", id="attribute-of-the-class"),
    ],
)
def test_plain_facts(part: Callable[[Any], Any], name: str, args: tuple[Any, ...], value: object) -> None:
    """Texts and numbers cross as they are."""
    assert fact(part(drawn()), name, *args) == ("v", value)


@pytest.mark.parametrize(
    ("part", "name", "options", "array"),
    [
        pytest.param(lambda a: a.lines[0], "get_ydata", {}, np.array([4.0, 5.0, 6.0]), id="data"),
        pytest.param(lambda a: a.lines[0], "get_xdata", {"orig": False}, np.array([1.0, 2.0, 3.0]), id="option"),
        pytest.param(lambda a: a.lines[0], "get_xydata", {}, np.array([[1.0, 4], [2, 5], [3, 6]]), id="pairs"),
        pytest.param(lambda a: a.images[0], "get_array", {}, np.eye(2), id="picture"),
        pytest.param(lambda a: a.collections[0], "get_offsets", {}, np.array([[1.0, 5], [2, 6]]), id="points"),
        pytest.param(lambda a: a.figure, "get_size_inches", {}, np.array([6.4, 4.8]), id="size"),
    ],
)
def test_arrays(part: Callable[[Any], Any], name: str, options: dict[str, Any], array: Any) -> None:
    """An array crosses as bytes, with its type and shape."""
    assert fact(part(drawn()), name, **options) == ("n", array.dtype.str, array.shape, array.tobytes())


@pytest.mark.parametrize(
    ("part", "name", "tag"),
    [
        pytest.param(lambda a: a, "lines", "l", id="lines"),
        pytest.param(lambda a: a, "get_lines", "l", id="getter-of-lines"),
        pytest.param(lambda a: a, "get_xticklabels", "l", id="texts-of-ticks"),
        pytest.param(lambda a: a, "get_legend_handles_labels", "t", id="legend"),
        pytest.param(lambda a: a, "figure", "a", id="figure"),
        pytest.param(lambda a: a, "xaxis", "a", id="axis"),
        pytest.param(lambda a: a, "get_legend", "a", id="legend-itself"),
        pytest.param(lambda a: a, "spines", "d", id="spines"),
        pytest.param(lambda a: a.xaxis, "_major_tick_kw", "d", id="grid"),
        pytest.param(lambda a: a, "get_position", "r", id="box"),
        pytest.param(lambda a: a.lines[0], "get_path", "r", id="path"),
        pytest.param(lambda a: a.images[0], "cmap", "r", id="colormap"),
        pytest.param(lambda a: a.containers[0], "items", "t", id="bars"),
    ],
)
def test_parts_and_records(part: Callable[[Any], Any], name: str, tag: str) -> None:
    """Parts within parts cross in lists, and boxes, paths and colormaps as records."""
    assert fact(part(drawn()), name)[0] == tag


@pytest.mark.parametrize("name", ["plot", "set_title", "__class__", "_children", "nothing", "text", "get_nothing"])
def test_what_is_neither_getter_nor_attribute_is_not_given(name: str) -> None:
    """Methods that draw cannot be asked for, whatever the test sends."""
    with pytest.raises(AttributeError, match=name):
        fact(drawn(), name)


def test_matplotlibs_own_getters_are_asked() -> None:
    """Not those of a student's class, nor those that were put on an object."""
    members = {"lines": property(lambda _: ["lie"]), "get_title": lambda *_: "lie"}
    lying = type("Lying", (plt.Axes,), members)
    axes = drawn()
    axes.get_title = lambda: "another lie"
    axes.__class__ = lying
    assert fact(axes, "get_title") == ("v", "middle")
    assert fact(axes, "lines")[0] == "l"
    assert figures.class_of_part(lying) == ("matplotlib.axes._axes:Axes", False)


class _Agreeing(str):
    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return True


def test_a_text_of_a_class_of_its_own_becomes_a_text() -> None:
    """The operators of the student's class stay behind."""
    axes = drawn()
    axes.title._text = _Agreeing("x")
    tag, value = fact(axes, "get_title")
    assert (tag, type(value), value) == ("v", str, "x")


@pytest.mark.parametrize(
    ("spoil", "name", "reason"),
    [
        pytest.param(lambda a: setattr(a.title, "_text", "x" * (MAX_TEXT + 1)), "get_title", "characters", id="text"),
        pytest.param(
            lambda a: setattr(a, "_children", a._children * MAX_PARTS), "get_children", "more than", id="many-parts"
        ),
        pytest.param(
            lambda a: setattr(a.title, "_text", object()), "get_title", "no part of a figure", id="strange-object"
        ),
        pytest.param(lambda _: None, "get_transform", "Transform", id="no-plain-data"),
    ],
)
def test_what_is_not_held_has_a_reason(spoil: Callable[[Any], None], name: str, reason: str) -> None:
    """Large values and strange objects do not cross."""
    axes = drawn()
    spoil(axes)
    tag, text = fact(axes, name)
    assert tag == "x"
    assert reason in text


def test_a_gigantic_array_is_not_copied() -> None:
    """Its size is known before a byte of it is."""
    image = drawn().images[0]
    image._A = np.broadcast_to(0.0, (1 << 20, 1 << 20))
    assert fact(image, "get_array") == ("x", "with an array of shape (1048576, 1048576) it is of more than 64 MiB")


def test_many_arrays_count_together() -> None:
    """One answer has a bound, and not only each array in it."""
    collection = plt.scatter([1], [2])
    collection.get_paths()[0]._vertices = np.zeros((1 << 20, 2))
    assert fact(collection, "get_paths")[0] == "t"
    collection.set_paths(collection.get_paths() * 5)
    assert fact(collection, "get_paths") == ("x", "with an array of shape (1048576, 2) it is of more than 64 MiB")


def test_masked_values_and_dates() -> None:
    """What is masked is nan; dates are values in an array of objects."""
    axes = drawn()
    days = [dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 2)]
    line = plt.subplots()[1].plot(days, np.ma.masked_greater([1.0, 5.0], 2))[0]
    assert fact(line, "get_xdata") == ("o", (2,), (("v", days[0]), ("v", days[1])))
    assert np.isnan(np.frombuffer(fact(line, "get_ydata")[3])[1])
    axes.images[0]._A = np.array([object()])
    assert fact(axes.images[0], "get_array")[0] == "x"


@pytest.mark.parametrize("kind", [int, list, type, object])
def test_classes_that_are_no_parts(kind: type) -> None:
    """They are handles as ever."""
    assert figures.class_of_part(kind) is None


def test_pyplot_speaks_of_current_figures() -> None:
    """Its functions about figures can be called, with keywords too, and no others."""
    figure = figures.pyplot("figure", (7, (5, 3)), ("figsize",))
    assert figures.pyplot("get_fignums", (), ()) == [7]
    assert figures.pyplot("gcf", (), ()) is figure
    figures.pyplot("close", ("all",), ())
    assert figures.pyplot("get_fignums", (), ()) == []
    with pytest.raises(AttributeError, match="savefig"):
        figures.pyplot("savefig", ("x.png",), ())


def test_nothing_is_imported_for_a_student_who_does_not_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """There are no figures then, and none has to be closed."""
    monkeypatch.delitem(sys.modules, "matplotlib.pyplot")
    assert figures.pyplot("get_fignums", (), ()) == []
    assert figures.pyplot("fignum_exists", (1,), ()) is False
    assert "matplotlib.pyplot" not in sys.modules
    monkeypatch.delitem(sys.modules, "matplotlib.artist")
    assert figures.class_of_part(plt.Axes) is None

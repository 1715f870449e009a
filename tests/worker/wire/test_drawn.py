"""The names of what is asked of a figure."""

from __future__ import annotations

import pytest

from grader.worker.wire.drawn import ATTRIBUTES, DRAW, ITEMS, PREFIXES, PYPLOT, is_getter


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("get_title", True), ("has_data", True), ("is_first_col", True), ("set_title", False), ("plot", False),
        ("getter", False), ("_get_title", False), ("__getattribute__", False), ("savefig", False),
    ],
)  # fmt: skip
def test_getters(name: str, expected: bool) -> None:
    """By their first letters: matplotlib's names are regular."""
    assert is_getter(name) is expected


def test_no_name_means_two_things() -> None:
    """Attributes, getters and the two questions have names of their own."""
    assert not {name for name in ATTRIBUTES if name.startswith(PREFIXES)}
    assert not ATTRIBUTES & {ITEMS, DRAW}


def test_attributes_exist_in_matplotlib() -> None:
    """Each is an attribute of something that is drawn."""
    plt = pytest.importorskip("matplotlib.pyplot")
    plt.switch_backend("agg")
    figure, axes = plt.subplots()
    parts = [
        figure, axes, *plt.plot([1, 2]), *plt.bar([1], [2]), axes.containers[0], plt.scatter([1], [2]),
        plt.imshow([[1.0]]), axes.title, axes.xaxis, axes.xaxis.get_major_ticks()[0],
        plt.pie([1])[0][0], plt.stem([1]), plt.errorbar([1], [1], [1]),
        plt.legend(["a"]), plt.annotate("a", (1, 2)), plt.figure().add_subplot(projection="3d"),
        plt.Circle((1, 2), 3), axes.quiver([1], [2], [3], [4]), axes.contourf([[1, 2], [3, 4]]),
    ]  # fmt: skip
    assert not sorted(name for name in ATTRIBUTES if not any(hasattr(part, name) for part in parts))
    assert not sorted(name for name in PYPLOT if not callable(getattr(plt, name, None)))
    plt.close("all")

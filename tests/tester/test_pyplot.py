"""`plt` in a test speaks of the student's figures; where the course draws for itself it is matplotlib's own."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any

import pytest

from grader.tester import proxies, pyplot
from grader.tester.pyplot import PyplotCall, close_here, drawing_here, exchange
from grader.worker.wire.drawn import PYPLOT
from tests.samples.conversations import conversation

if TYPE_CHECKING:
    from collections.abc import Iterator

plt = pytest.importorskip("matplotlib.pyplot")
plt.switch_backend("agg")

WORK = """
import matplotlib.pyplot as plt
def draw():
    plt.plot([1, 2, 3])
    plt.title("mine")
def draw_on(ax):
    ax.set_xlabel("x")
def number(): return len(plt.get_fignums())
"""


@pytest.fixture(autouse=True)
def _figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture
def module() -> types.ModuleType:
    """Give a module like pyplot with exchanged functions: test and student share the real one here."""
    copy = types.ModuleType("matplotlib.pyplot")
    vars(copy).update({name: value for name, value in vars(plt).items() if not name.startswith("__")})
    exchange(copy)
    return copy


def test_current_axes_are_those_of_the_student(module: Any) -> None:
    """After a call they hold what the call has drawn."""
    with conversation(WORK) as (work, _):
        work.draw()
        assert module.gca().get_title() == "mine"
        assert module.gcf().axes[0] is module.gca()
        assert module.get_fignums() == [1]
        assert module.fignum_exists(1)
        places, texts = module.xticks()
        assert len(places) == len(texts) == len(module.gca().get_xticks())


def test_what_a_test_makes_can_be_given_to_the_student(module: Any) -> None:
    """It is made in the student's process."""
    with conversation(WORK) as (work, _):
        figure, axes = module.subplots(figsize=(5, 3))
        work.draw_on(axes)
        assert axes.get_xlabel() == "x"
        assert tuple(figure.get_size_inches()) == (5, 3)
        module.figure(9)
        assert work.number() == 2
        module.close("all")
        assert work.number() == 0


def test_showing_opens_no_window(module: Any) -> None:
    """And asks nobody."""
    with conversation(WORK) as (_, joined):
        assert module.show() is None
        assert module.pause(1) is None
        assert joined.link.transcript.calls == []


def test_calls_of_pyplot_stand_in_the_transcript() -> None:
    """With the import that they need, so that the lines repeat the test."""
    with conversation(WORK) as (work, joined):
        work.draw()
        PyplotCall("gca")().get_title()
        assert joined.link.transcript.text().split("\n") == [
            "from work import draw",
            "import matplotlib.pyplot as plt",
            "draw()",
            "axes = plt.gca()",
            "axes.get_title()  # gives 'mine'",
        ]


@pytest.mark.parametrize("name", ["gca", "gcf", "figure", "axes", "subplot"])
def test_what_is_no_part_of_a_figure_is_refused(name: str) -> None:
    """A student's code may have put something else in the function's place."""
    source = f"""{WORK}
class Fake: pass
before = plt.{name}
def fake(): plt.{name} = lambda *a, **k: Fake()
def back(): plt.{name} = before
"""
    with conversation(source) as (work, _):
        work.fake()
        try:
            with pytest.raises(TypeError, match="gives Fake, no part of a figure"):
                PyplotCall(name)()
        finally:
            work.back()


def test_drawing_here_is_matplotlibs_own(module: Any) -> None:
    """For references that run in the tester."""
    with conversation(WORK) as (work, _):
        work.draw()
        with drawing_here():
            axes = module.gca()
            assert isinstance(axes, plt.Axes)
            assert not isinstance(axes, proxies.StudentHandle)
            axes.plot([1, 2])
        close_here()


def test_without_a_conversation_nothing_is_exchanged(module: Any) -> None:
    """As before the worker is there."""
    assert not proxies.LINK
    assert not issubclass(type(module.gca()), proxies.StudentHandle)


def test_functions_are_exchanged_once(module: Any) -> None:
    """They look like the originals, and an exchange leaves an exchanged one alone."""
    before = {name: vars(module)[name] for name in PYPLOT}
    exchange(module)
    assert {name: vars(module)[name] for name in PYPLOT} == before
    assert module.gca.__name__ == "gca"
    assert module.gca._grader_original is plt.gca
    assert plt.__name__ == pyplot.NAME

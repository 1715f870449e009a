"""matplotlib in a worker: no windows, and a picture that cannot be saved stops nothing."""

from __future__ import annotations

import io
import sys
import types
from typing import TYPE_CHECKING, Any

import pytest

from grader.worker import headless

if TYPE_CHECKING:
    from pathlib import Path

matplotlib = pytest.importorskip("matplotlib")


class _Recorder:
    """Notes how it was called."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """Note a call."""
        self.calls.append((*args, *kwargs.values()))
        return "done"


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Modules with the names of matplotlib's, whose functions are recorded."""
    made: dict[str, Any] = {}
    for name, functions in {
        "matplotlib": ["use"], "matplotlib.pyplot": ["switch_backend", "show"], "matplotlib.figure": [],
    }.items():  # fmt: skip
        made[name] = types.ModuleType(name)
        for function in functions:
            setattr(made[name], function, _Recorder())
        monkeypatch.setitem(sys.modules, name, made[name])

    class Figure:
        """Saves where it is told to."""

        def savefig(self, target: Any, **_: Any) -> str:
            """Write to a file that may be refused."""
            if target == "missing/a.png":
                raise FileNotFoundError(target)
            if target == "a.png":
                raise PermissionError(target)
            return "saved"

    made["matplotlib.figure"].Figure = Figure
    headless.install()
    return made


@pytest.mark.parametrize(
    ("backend", "chosen"),
    [("TkAgg", False), ("QtAgg", False), ("module://ipympl.backend_nbagg", False), ("notebook", False), ("agg", True),
     ("Agg", True), ("pdf", True), ("svg", True)],
)  # fmt: skip
@pytest.mark.parametrize(("module", "name"), [("matplotlib", "use"), ("matplotlib.pyplot", "switch_backend")])
def test_ways_of_drawing(backend: str, chosen: bool, module: str, name: str, modules: dict[str, Any]) -> None:
    """One that needs a window is not chosen, and no error says so."""
    function = getattr(modules[module], name)
    assert (function(backend), function._grader_original.calls) == (("done", [(backend,)]) if chosen else (None, []))


def test_a_backend_by_keyword(modules: dict[str, Any]) -> None:
    """As `matplotlib.use(backend="TkAgg", force=True)` has it."""
    assert modules["matplotlib"].use(backend="TkAgg", force=True) is None
    assert modules["matplotlib"].use(backend="agg", force=True) == "done"


def test_showing_does_nothing(modules: dict[str, Any]) -> None:
    """With and without arguments."""
    show = modules["matplotlib.pyplot"].show
    assert show() is show(block=True) is None
    assert show._grader_original.calls == []


def test_a_picture_that_cannot_be_saved(modules: dict[str, Any]) -> None:
    """Is not saved where files are refused; other mistakes are the student's."""
    figure = modules["matplotlib.figure"].Figure()
    assert figure.savefig("a.png", dpi=100) is None
    assert figure.savefig(io.BytesIO()) == "saved"
    with pytest.raises(FileNotFoundError):
        figure.savefig("missing/a.png")


def test_functions_are_exchanged_once(modules: dict[str, Any]) -> None:
    """A second load in the same process changes nothing."""
    before = modules["matplotlib"].use
    headless.install()
    assert modules["matplotlib"].use is before


def test_the_real_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its functions are where they are looked for."""
    plt = pytest.importorskip("matplotlib.pyplot")
    for owner, name in ((matplotlib, "use"), (plt, "switch_backend"), (plt, "show"), (plt.Figure, "savefig")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    plt.switch_backend("agg")
    headless.install()
    matplotlib.use("TkAgg")
    assert matplotlib.get_backend().lower() == "agg"
    figure = plt.figure()
    plt.show()
    figure.savefig(tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size
    plt.close("all")

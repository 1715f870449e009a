"""matplotlib without windows: it draws in memory, whatever a student's code asks for.

MPLBACKEND says `agg`; `matplotlib.use("TkAgg")` would undo that, and fail at the first figure where there is no screen.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from .after_import import act_after_import

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

WITHOUT_WINDOWS = frozenset({"agg", "cairo", "pdf", "pgf", "ps", "svg", "template"})


def install() -> None:
    """Let pyplot open no window, now or once it is imported."""
    act_after_import({"matplotlib": _keep_backend, "matplotlib.pyplot": _open_nothing})


def _keep_backend(module: ModuleType) -> None:
    names = vars(module)
    names["use"] = _without_windows(names["use"])


def _open_nothing(module: ModuleType) -> None:
    names = vars(module)
    names["switch_backend"] = _without_windows(names["switch_backend"])
    original = names["show"]

    @functools.wraps(original)
    def show(*args: Any, **kwargs: Any) -> None:
        """Do nothing: a figure stays as it is until it is closed."""

    names["show"] = show


def _without_windows(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that chooses a way of drawing, and leaves it as it is where windows are asked for."""
    if hasattr(original, "__wrapped__"):
        return original

    @functools.wraps(original)
    def choose(*args: Any, **kwargs: Any) -> Any:
        wish = str(args[0] if args else kwargs.get("backend", kwargs.get("newbackend", "")))
        return original(*args, **kwargs) if wish.lower() in WITHOUT_WINDOWS else None

    return choose

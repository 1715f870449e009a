"""matplotlib without a screen and without files: it draws in memory, whatever a student's code asks for.

MPLBACKEND says `agg`; `matplotlib.use("TkAgg")` would undo that, and fail at the first figure where there is no screen.
A picture that is saved where no file can be written is not saved, and the lines after it run.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from .after_import import act_after_import, exchange_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

WITHOUT_WINDOWS = frozenset({"agg", "cairo", "pdf", "pgf", "ps", "svg", "template"})


def install() -> None:
    """Let matplotlib open no window and miss no file, now or once it is imported."""
    act_after_import(_ACTIONS)


def _open_nothing(module: ModuleType) -> None:
    exchange_once(module, "switch_backend", _without_windows)
    exchange_once(module, "show", _do_nothing)


def _without_windows(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that chooses a way of drawing, and leaves it as it is where windows are asked for."""

    def choose(*args: Any, **kwargs: Any) -> Any:
        wish = str(args[0] if args else kwargs.get("backend", kwargs.get("newbackend", "")))
        return original(*args, **kwargs) if wish.lower() in WITHOUT_WINDOWS else None

    return choose


def _where_possible(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that saves nothing where no file can be written."""

    def save(*args: Any, **kwargs: Any) -> Any:
        with contextlib.suppress(PermissionError):
            return original(*args, **kwargs)
        return None

    return save


def _do_nothing(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that leaves a figure as it is."""
    del original
    return lambda *_, **__: None


_ACTIONS: dict[str, Callable[[ModuleType], None]] = {
    "matplotlib": lambda module: exchange_once(module, "use", _without_windows),
    "matplotlib.figure": lambda module: exchange_once(module.Figure, "savefig", _where_possible),
    "matplotlib.pyplot": _open_nothing,
}

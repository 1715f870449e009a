"""What the processes of a test run tell the one that prints: how each test ended, and everything that went wrong.

A plugin of pytest (`-p tests.short_reports`). Of the six messages for a test that passes four change nothing that is
printed, and of thousands of short tests they took a third of the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def is_needed(name: str, contents: dict[str, Any]) -> bool:
    """Return whether anything that is printed depends on a message."""
    if name == "testreport":
        report = contents["data"]
        return bool(report["when"] == "call" or report["outcome"] != "passed")
    return name not in {"logstart", "logfinish"}


def filtered(send: Callable[..., None]) -> Callable[..., None]:
    """Return what sends the messages that are needed."""

    def send_needed(name: str, **contents: Any) -> None:
        if is_needed(name, contents):
            send(name, **contents)

    return send_needed


def pytest_sessionstart(session: pytest.Session) -> None:
    """Send less, where this process reports to another and nobody asked for each step's duration."""
    if session.config.getoption("durations") is not None or session.config.getoption("xmlpath"):
        return
    for plugin in session.config.pluginmanager.get_plugins():
        if hasattr(plugin, "sendevent"):
            plugin.sendevent = filtered(plugin.sendevent)

"""Circles among checks that need one another."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def needs_cycle(needs: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the checks of one cycle of needs, in order and with the first one again at the end; [] for none."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        return cycle[::-1]  # it lists what is needed before what needs it
    return []

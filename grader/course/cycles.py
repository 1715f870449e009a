"""Circles among checks that need one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def needs_cycle(needs: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the checks of one cycle of needs, in order and with the first one again at the end; [] for none."""
    done: set[str] = set()

    def visit(check: str, path: list[str]) -> list[str]:
        if check in path:
            return [*path[path.index(check) :], check]
        if check in done:
            return []
        for other in needs.get(check, ()):
            cycle = visit(other, [*path, check])
            if cycle:
                return cycle
        done.add(check)
        return []

    return next((circle for check in needs if (circle := visit(check, []))), [])

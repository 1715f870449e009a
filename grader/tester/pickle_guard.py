"""Pickles in a test: they import nothing that a student's code may have chosen.

A pickle imports and calls what it names, whatever the file that it comes from is called.  Python says so beforehand to
a hook, which nobody can take away.
"""

from __future__ import annotations

import pickle  # noqa: TID251 - its exception; nothing is unpickled
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ASKED: list[Callable[[str], bool]] = []
"""The one function that is asked in this process; empty while nothing is guarded."""
_HOOKED: list[bool] = []
"""Whether the hook is there, which stays for ever."""


def guard_pickles(may_import: Callable[[str], bool]) -> None:
    """Ask from now on whether a pickle may import something, by its module and name."""
    if not _HOOKED:
        _HOOKED.append(True)
        sys.addaudithook(_check)
    _ASKED[:] = [may_import]


def free_pickles() -> None:
    """Let pickles import anything again, in a process that goes on with something else than tests of a student's."""
    _ASKED.clear()


def _check(event: str, arguments: tuple[object, ...]) -> None:
    if event == "pickle.find_class" and _ASKED and not _ASKED[0](".".join(map(str, arguments))):
        raise pickle.UnpicklingError(
            f"a pickle imports {'.'.join(map(str, arguments))}, which the reference does not in this test"
        )

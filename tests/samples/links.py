"""Workers over each kind of link that the system has, for tests that must hold over all of them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from grader.sandbox.factory import WorkerFactory
from grader.sandbox.link import VARIABLE, is_portable
from grader.sandbox.zygote import Zygote

if TYPE_CHECKING:
    from collections.abc import Iterator

LINKS = ["pipes"] if is_portable() else ["socket", pytest.param("pipes", marks=pytest.mark.slow)]
"""The kinds of link; the portable one starts an interpreter for each worker, and so is for the slow run."""
LINK_OF_RUN = ["pipes"] if is_portable() else ["socket"]
"""The link of this run, for the suites that `python -m tests.portable` runs over the portable one."""

SHARED = Zygote()
"""What forks all workers of a test run, but for those of tests about starting them; it starts with the first one."""


def branch_of_shared() -> Zygote:
    """Return a zygote of a test's own, which costs a fork instead of an interpreter with numpy."""
    SHARED.warm_up()
    return SHARED.branch()


@contextmanager
def workers_over(link: str, preload: tuple[str, ...] = ()) -> Iterator[WorkerFactory]:
    """Give workers that are linked in one way: forks of one process over sockets, or interpreters over pipes.

    A process that forks has the modules `preload` imported.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "portable" if link == "pipes" else "")
        if link == "pipes":
            yield WorkerFactory()
            return
        with Zygote(preload) if preload else branch_of_shared() as zygote:
            yield WorkerFactory(starter=zygote)

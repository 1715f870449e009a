"""The registry of peers' formats: one module and one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.importing.nbgrader import read_nbgrader
from grader.importing.otter import read_otter
from grader.importing.prairielearn import read_prairielearn
from grader.importing.pytest_files import read_pytest, read_unittest
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from grader.importing.model import Import


@dataclass(frozen=True, slots=True)
class PeerFormat:
    """A format that tests are imported from."""

    name: str
    reads: str
    """The files that it takes, in words."""
    read: Callable[[Sequence[Path]], Import]


FORMATS = {
    peer.name: peer
    for peer in (
        PeerFormat("otter", "test files, or notebooks for `otter assign`", read_otter),
        PeerFormat("nbgrader", "source notebooks, or a course with source/", read_nbgrader),
        PeerFormat("pytest", "files with test functions", read_pytest),
        PeerFormat("unittest", "files with test classes, with Gradescope's decorators", read_unittest),
        PeerFormat("prairielearn", "questions with tests/test.py", read_prairielearn),
    )
}

"""The workers of solutions: all are forks of the one process of the test run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.sandbox.factory import WorkerFactory

if TYPE_CHECKING:
    from grader.sandbox.zygote import Zygote


@pytest.fixture(scope="session")
def cell(shared_zygote: Zygote) -> WorkerFactory:
    """Return the cell of all solutions and mutants."""
    return WorkerFactory(starter=shared_zygote)

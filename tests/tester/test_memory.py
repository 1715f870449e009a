"""The memory of a tester has a bound, which costs its test alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from grader.results import Outcome
from grader.tester.memory import limit_memory
from tests.samples.links import LINKS, workers_over
from tests.samples.tested_course import course_with_tests, results_of

if TYPE_CHECKING:
    from pathlib import Path

TESTS = """
import numpy as np
import work

def test_large():
    assert np.zeros(work.size(), np.uint8).nbytes  # untouched, it takes no memory of the machine

def test_small():
    assert work.size()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the bound is Linux's")
@pytest.mark.parametrize("link", LINKS)
def test_a_test_takes_no_more_memory_than_its_bound(tmp_path: Path, link: str) -> None:
    """It has failed, and the next one runs; a size within the bound passes."""
    with workers_over(link) as workers:
        grading = course_with_tests(tmp_path, "def size(): return 1 << 30", TESTS)
        right = results_of(grading, "def size(): return 1 << 30", workers)
        assert [result.outcome for result in right.values()] == [Outcome.PASSED, Outcome.PASSED]
        large = results_of(grading, "def size(): return 6 << 30", workers)
        assert [result.outcome for result in large.values()] == [Outcome.FAILED, Outcome.PASSED]


def test_a_python_without_resource_has_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """And its tests run."""
    monkeypatch.setitem(sys.modules, "resource", None)
    limit_memory()

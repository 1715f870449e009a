"""Every variant of the corpus ends in a result that says nothing untrue, and costs the judge little.

A few of each kind by default; all of them are slow (`benchmarks/hostile.py` prints what each costs).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sys

import pytest

from grader.batch.process_state import worker_state
from tests.hostile.corpus import CORPUS, kinds
from tests.hostile.corpus_runs import measure, write_course

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls are those of Linux")

QUICK = {
    "threads": ("raw-clone-loaded", "-forks-called"),
    "judge": ("warnings", "frames", "judge-lines"),
    "answers": ("blanks-in-a-heading", "matching-headings", "directions", "stars",
        "answers-tables-of-short-rows",
    ),
    "cells": ("underlines", "control"),
    "facts": (
        "PART-facts.0.type-surrogate", "functions.scan.line-huge", "changed-object", "LOADED-files-none",
        "DONE-warned.0.text-control", "PART-count-infinite", "lost.0.type-surrogate",
    ),
    "lines": ("text-surrogate", "line-huge"),
    "time": ("sleeps-0.05-dies", "works-0.05-raises-then-hangs"),
}  # fmt: skip
"""Endings of the names of the variants that are tried by default, by kind."""


def _some(kind: str) -> Any:
    return [name for name in kinds()[kind] if name.endswith(QUICK[kind])]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a course whose questions are prepared once, and leave no zygote behind."""
    folder = tmp_path_factory.mktemp("of") / "course"
    write_course(folder, 1.0)
    yield folder
    worker_state().close()


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        *(pytest.param(kind, _some(kind), id=f"{kind}-quick") for kind in QUICK),
        *(pytest.param(kind, names, id=f"{kind}-all", marks=pytest.mark.slow) for kind, names in kinds().items()),
    ],
)
def test_a_variant_ends_like_any_submission(kind: Any, names: Any, tmp_path: Path, course: Path) -> None:
    """With a result, points for its honest part at most, no check that the judge cannot decide, and nobody notices."""
    found = list(measure(tmp_path, course, names))
    assert {one.name: one.faults for one in found if one.faults} == {}
    assert [one.name for one in found] == names != []


def test_the_corpus_is_large() -> None:
    """Forty variants of each kind at least, and hundreds in all."""
    assert all(len(names) >= 40 for names in kinds().values())
    assert len(CORPUS) >= 1000

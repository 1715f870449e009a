"""Odd values and forged facts in answers of every kind end in a result that can be stored, shown and read.

A few by default; all of them are slow.
"""

from __future__ import annotations

import re
import sys
import time
from typing import TYPE_CHECKING

import pytest

from grader.batch.process_state import worker_state
from grader.results import SubmissionResult
from grader.store.result_key import course_digest
from tests.hostile.corpus_of_values import CORPUS, COURSE, HONEST
from tests.hostile.corpus_runs import MOST_SECONDS, Grader
from tests.samples.course_files import course_of_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.batch.job import JobResult

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls are those of Linux")

RIGHT = 7.0
"""Points of the right submission."""
ACTING = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SOME = [
    "returned-table", "returned-signs-that-act", "raised-signs-that-act", "forged-text-half-a-character", "forged-type-signs-that-act",
]  # fmt: skip


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    """Grade as a batch does, with everything prepared."""
    root = tmp_path_factory.mktemp("values")
    course_of_files(root / "course", COURSE)
    grader = Grader(root, root / "course", course_digest(root / "course"))
    for name, text in HONEST.items():
        _write(root, "honest", name, text)
    assert _points(grader("honest")) == RIGHT
    _write(root, "plain", "all.py", "def revenue(*args): return 0\nby_item = sentence = area = revenue\n")
    grader("plain")  # imports what explains a mistake
    yield grader
    worker_state().close()


def _write(root: Path, name: str, file: str, text: str) -> None:
    (root / "class" / name).mkdir(parents=True, exist_ok=True)
    (root / "class" / name / file).write_text(text, encoding="utf-8")


def _points(done: JobResult) -> float:
    return SubmissionResult.model_validate_json(done.result).points if done.result else -1.0


def _messages(done: JobResult) -> set[str]:
    tasks = SubmissionResult.model_validate_json(done.result).tasks if done.result else ()
    return {check.message for task in tasks for check in task.checks}


@pytest.mark.parametrize(
    "names", [pytest.param(SOME, id="some"), pytest.param(list(CORPUS), id="all", marks=pytest.mark.slow)]
)
def test_a_value_ends_like_any_answer(names: list[str], grader: Grader) -> None:
    """With a result, no points, no check that the judge cannot decide, little time, and nothing that acts on a page."""
    wrong = {}
    for name in names:
        _write(grader.root, name, "all.py", CORPUS[name])
        began = time.process_time()
        done = grader(name)
        seconds = time.process_time() - began
        said = _messages(done)
        is_right = _points(done) == 0.0 and not done.judge_errors and seconds < MOST_SECONDS
        if not is_right or ACTING.search(done.page) or any(map(ACTING.search, said)):
            wrong[name] = (done.failure, done.judge_errors, seconds, said)
    assert wrong == {}
    assert _points(grader("honest")) == RIGHT

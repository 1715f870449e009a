"""A store with results that have a written check, and marks for them."""

from __future__ import annotations

from typing import Any

from grader.results import CheckResult, Outcome, Rubric, RubricItem, SubmissionFacts, SubmissionResult, TaskResult
from grader.results.hand_marks import HandMark, answer_digest
from grader.results.overrides import Overrides
from grader.store import Folder, ResultKey, StoredResult, Writer
from grader.store.marking import FIRST, MarkingStore, StoredMark

ITEM = "mean.proof"
HALF = RubricItem(id="half", points=1, says="half of it")
RUBRICS = {ITEM: Rubric(items=(HALF, RubricItem(id="slip", points=-0.5, says="a slip", note="for us")))}


def judged(submission: Any, answer: str = "because", points: float = 1.0) -> Any:
    """Return a result with a check that the grader decided, and one that it did not."""
    checks = (
        CheckResult(
            id="value", title="the value", kind="expect", functions=("f",), outcome=Outcome.PASSED, points=points,
            max_points=1,
        ),
        CheckResult(
            id="proof", title="the proof", kind="written", functions=(), outcome=Outcome.PENDING, points=0,
            max_points=2, answer=answer, message="A person reads and marks this.",
        ),
    )  # fmt: skip
    task = TaskResult(id="mean", title="Mean", points=points, max_points=3, checks=checks)
    return SubmissionResult(
        grader_version="1", isolation="process", submission=SubmissionFacts(id=submission, files=("f.py",)),
        points=points, max_points=3, pending_points=2, tasks=(task,),
    )  # fmt: skip


def kept(submission: Any, answer: str = "because", files: str = "f", **fields: Any) -> Any:
    """Return the same as it is kept."""
    text = judged(submission, answer, **fields).model_dump_json()
    decisive = ResultKey(files=files, course="c", seed=1, isolation="process")
    return StoredResult(submission, text, text, "", decisive.key, decisive.json, "2026-01-01T00:00:00+00:00")


def filled(path: Any, **answers: Any) -> Any:
    """Make a store with these answers and return its folder."""
    folder = Folder(path)
    with Writer(folder) as writer:
        for submission, answer in answers.items():
            writer.save(kept(submission, answer))
    return folder


def opened(folder: Any, overrides: Any = None, rubrics: Any = None) -> Any:
    """Open a store for marking."""
    return MarkingStore(folder, RUBRICS if rubrics is None else rubrics, lambda: overrides or Overrides())


def mark(
    submission: Any,
    *items: Any,
    version: int = 1,
    item: Any = ITEM,
    answer: Any = "because",
    role: Any = FIRST,
    act: str = "",
    **fields: Any,
) -> Any:
    """Return a version of a mark; `answer` is None for what has no answer in words."""
    digest = "" if answer is None else answer_digest(answer)
    decided = {"by": "Ada", "at": "2026-01-01T00:00:00+00:00", "answer": digest, **fields}
    return StoredMark(submission, item, role, version, HandMark(items=items, **decided), act)

"""A check of one's own work, before the deadline: the same whether a terminal or a notebook asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.course import load_course
from grader.errors import UsageError
from grader.judge.grading import Grading, Watch, grade
from grader.judge.preparation import Preparation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from grader.results import SubmissionResult
    from grader.sandbox.prestart import PrestartedWorker
    from grader.submission import Submission


def check_local(
    submission: Submission,
    course: Path,
    only: Sequence[str],
    seed: int,
    start: PrestartedWorker,
    repeat: str,
    *,
    every: bool = False,
    watch: Watch | None = None,
    on_broken: Callable[[str], None] = lambda _: None,
) -> SubmissionResult:
    """Grade `submission` in the tasks of `only`, or in those of which it has something; with `every`, in all.

    `watch` sees the result grow (`grading.grade`).  `on_broken` gets the mistakes of each task that is left out for
    them; a task of `only` is not.

    Raises SpecError for a course with mistakes, UsageError for a task or a seed that it does not have.
    """
    # Whoever asks for a task by name is not served by another one.
    loaded = load_course(course, only, kits=True, skip_broken=not only)
    for task in loaded.broken:
        on_broken(task.text)
    if loaded.seed not in {None, seed}:
        raise UsageError(
            f"--seed {seed}: this is a students' kit, which has the answers for seed {loaded.seed} only. "
            "Leave --seed out; other inputs follow when your work is graded."
        )
    tasks = loaded.tasks
    start.set_memory(
        max(task.memory for task in tasks), tuple(dict.fromkeys(m for task in tasks for m in task.preload))
    )
    grading = Grading(
        tasks, Preparation(seed), not only and not every, [task.id for task in loaded.broken], loaded.seconds
    )
    return grade(submission, grading, start, repeat, watch)

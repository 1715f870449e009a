"""A check of one's own work, before the deadline: the same whether a terminal or a notebook asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader import PUBLIC_SEED
from grader.course import load_course
from grader.course.prepared_cache import prepared_cache
from grader.errors import UsageError
from grader.judge.grading import Grading, Watch, grade
from grader.judge.preparation import Preparation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from grader.course.prepared_cache import PreparedCache
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
    remember: bool = False,
) -> SubmissionResult:
    """Grade `submission` in the tasks of `only`, or in those of which it has something; with `every`, in all.

    `watch` sees the result grow (`grading.grade`).  `on_broken` gets the mistakes of each task that is left out for
    them; a task of `only` is not.  With `remember`, task files, cases and expected answers of the public seed are
    taken from earlier starts and kept for later ones.

    Raises SpecError for a course with mistakes, UsageError for a task or a seed that it does not have.
    """
    # Whoever asks for a task by name is not served by another one.
    loaded = load_course(course, only, kits=True, skip_broken=not only, remember=remember)
    for task in loaded.broken:
        on_broken(task.text)
    if loaded.seed not in {None, seed}:
        raise UsageError(
            f"--seed {seed}: this is a students' kit, which has the answers for seed {loaded.seed} only. "
            "Leave --seed out; other inputs follow when your work is graded."
        )
    tasks = loaded.tasks
    start.set_memory(max(task.memory for task in tasks), loaded.preload)
    broken = [task.id for task in loaded.broken]
    cache = cache_for(course, seed) if remember else None
    grading = Grading(tasks, Preparation(seed, cache), not only and not every, broken, loaded.seconds)
    result = grade(submission, grading, start, repeat, watch)
    if cache is not None:
        cache.keep()
    return result


def cache_for(course: Path, seed: int) -> PreparedCache | None:
    """Return what is known of the checks of a course for a seed: nothing is kept of one that students must not know."""
    return prepared_cache(course) if seed == PUBLIC_SEED else None

"""Shared by `batch` and `regrade`: the course, the machines, the report of failures."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.batch import Progress
    from grader.batch.machines import Machines
    from grader.batch.plan import CourseReading


def ready_course(
    course: Path | None, isolation: str | None, private: Sequence[Path], *, skip_broken: bool = False
) -> tuple[Path, CourseReading]:
    """Return the folder of a course without mistakes, and the course; check the sandbox where it is wanted.

    It is not where `isolation` is `process`.  `private` are the class and the results, which no student's code may
    read.  With `skip_broken` tasks with mistakes are reported and left out.  Raises GraderError.
    """
    from grader.batch.plan import CourseReading
    from grader.batch.process_state import shared_zygote
    from grader.course import is_course, refuse_other_course
    from grader.presentation.visible import inert
    from grader.sandbox.factory import WorkerFactory, require_sandbox
    from grader.sandbox.link import is_portable

    folder = course_folder(course, private[:1])
    if course is None and private:
        refuse_other_course(folder, private[0])
    # Every mistake of the course is reported before anything starts.
    absolute, walls = folder.resolve() if is_course(folder) else folder, isolation != "process"
    # Without walls a student's code could change what is kept of task files, so it decides nothing.
    reading = CourseReading.of(absolute, skip_broken=skip_broken, remember=walls)
    for task in reading.course.broken:
        click.echo(inert(task.text), err=True)
    if walls:
        factory = WorkerFactory() if is_portable() else WorkerFactory(starter=shared_zygote(reading.course.preload))
        require_sandbox(factory, [folder], private)
    return folder.resolve(), reading


def machines(jobs: int | None, dask: str | None) -> Machines:
    """Return the processes or the cluster that run the jobs."""
    from grader.batch.cluster import Cluster
    from grader.batch.machines import Processes

    return Cluster(dask) if dask is not None else Processes(jobs or os.cpu_count() or 1)


def report_failures(progress: Progress) -> int:
    """Print the submissions that the grader could not decide; return the exit code."""
    for id_, failure in progress.failures.items():
        click.echo(f"{id_}: no result. {failure.strip()}", err=True)
    for id_, count in progress.judge_errors.items():
        click.echo(f"{id_}: {count} checks the grader could not decide (`grader show` shows why)", err=True)
    return 3 if progress.failures or progress.judge_errors else 0

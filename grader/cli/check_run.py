"""The options of one run of `grader check`, and the grading that it starts."""

from __future__ import annotations

import gc
import os
import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import PUBLIC_SEED
from grader.cli.options import course_folder
from grader.errors import UsageError
from grader.records import dataclass, field
from grader.sandbox.prestart import PrestartedWorker, hidden_folders
from grader.sandbox.spawn import interpreter_wished

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.results import SubmissionResult
    from grader.submission import Submission


@dataclass(frozen=True)
class CheckRun:
    """The options of one run of the command."""

    paths: tuple[Path, ...]
    course: Path | None
    task_ids: tuple[str, ...]
    seed: int
    isolation: str | None
    time_limit: float | None
    python: str | None = None
    began: float = field(default_factory=time.monotonic)

    def grade(
        self, on_partial: Callable[[SubmissionResult], None] | None = None, *, every_task: bool = False
    ) -> SubmissionResult:
        """Grade.  `on_partial` gets a partial result before each check; with `every_task`, all tasks count."""
        # The worker takes as long to start as the judge takes to import its libraries, so it starts first.
        hidden, walls = hidden_folders(self.course), self.isolation != "process"
        wished = interpreter_wished(self.python)
        with wished, PrestartedWorker(_folder_of(self.paths), hidden, walls=walls) as start:
            from grader.judge.local import check_local
            from grader.presentation.visible import inert

            # A search through all that was imported for garbage takes longer than an explanation may take to be tried.
            gc.freeze()

            def watch(so_far: Callable[[], SubmissionResult]) -> bool:
                if on_partial is not None:
                    on_partial(self._require_isolation(so_far()))
                return self.time_limit is None or time.monotonic() - self.began < self.time_limit

            result = check_local(
                self._submission(may_be_empty=every_task),
                course_folder(self.course, self.paths),
                self.task_ids,
                self.seed,
                start,
                self.command,
                every=every_task,
                watch=watch,
                # No grade on a platform rests on a file that a student's code without walls could have written.
                remember=on_partial is None and walls,
                on_broken=lambda text: click.echo(inert(text), err=True),
            )
            return self._require_isolation(result)

    def _submission(self, *, may_be_empty: bool) -> Submission:
        from grader.submission import Submission, gather

        try:
            return gather(self.paths)
        except UsageError:
            if not may_be_empty or not all(path.exists() for path in self.paths):
                raise
            return Submission(self.paths[0].resolve().name, ())

    def _require_isolation(self, result: SubmissionResult) -> SubmissionResult:
        if self.isolation == "sandbox" and result.isolation != "sandbox":
            raise UsageError("this machine does not enforce the whole sandbox; `grader sandbox` shows what is missing.")
        return result

    @property
    def command(self) -> str:
        """The command that repeats this run."""
        words = ["grader", "check", *map(str, self.paths)]
        if self.course is not None:
            words += ["--course", str(self.course)]
        for task in self.task_ids:
            words += ["--task", task]
        return shlex.join(words if self.seed == PUBLIC_SEED else [*words, "--seed", str(self.seed)])

    @property
    def repository_folder(self) -> str:
        """The folder of the submission relative to the repository; empty if it lies elsewhere."""
        top = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
        parents = {(path if path.is_dir() else path.parent).resolve() for path in self.paths}
        folder = Path(os.path.commonpath(parents))
        return folder.relative_to(top).as_posix() if folder.is_relative_to(top) else ""


def _folder_of(paths: tuple[Path, ...]) -> Path | None:
    """Return the folder in which the code runs, so that it finds its data files."""
    folder = paths[0] if paths[0].is_dir() else paths[0].parent
    return folder if folder.is_dir() else None

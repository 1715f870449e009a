"""Progress of a class: one line that changes in a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from rich.progress import Progress as Display

    from grader.batch import Progress

LINE_SECONDS = 5.0
DRAW_SECONDS = 0.2


class ProgressReporter:
    """Reports progress on stderr: as a bar in a terminal, as lines elsewhere, or not at all."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr.isatty() and not quiet
        self._began = time.monotonic()
        self._last_line_at = self._began
        self._drawn_at = float("-inf")
        self._display: Display | None = None
        self._finished = "0 submissions"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._display is not None:
            self._display.stop()

    def update(self, progress: Progress) -> None:
        """Report progress, but not more often than every few seconds."""
        self._finished = f"{progress.finished} of {progress.total} submissions"
        if self._quiet:
            return
        if self._terminal:
            self._draw(progress)
            return
        now, last = time.monotonic(), progress.finished == progress.total
        if last or now - self._last_line_at >= LINE_SECONDS:
            self._last_line_at = now
            click.echo(f"{self._finished}{self.details(progress)}", err=True)

    def stopped(self) -> None:
        """Report what is finished when the user presses Ctrl-C."""
        self.__exit__()
        click.echo(
            f"\nStopped after {self._finished}. Finished results are saved; run the same command to continue.", err=True
        )

    def details(self, progress: Progress) -> str:
        """Return the rate, the time left and the number of grader errors."""
        seconds = time.monotonic() - self._began
        rate = progress.graded / seconds if seconds > 0 else 0.0
        left = progress.total - progress.finished
        parts = [f"{rate:.1f} per second, about {duration(left / rate)} left"] if progress.graded and left else []
        bad = len(progress.failures) + len(progress.judge_errors)
        return "".join(
            f", {text}"
            for text in [*parts, *(["1 grader error" if bad == 1 else f"{bad} grader errors"] if bad else [])]
        )

    def _draw(self, progress: Progress) -> None:
        if self._display is None:
            self._display = _display()
            self._display.start()
            self._display.add_task("", total=progress.total, rest="")
        now, task = time.monotonic(), self._display.tasks[0]
        due = now - self._drawn_at >= DRAW_SECONDS or progress.finished == progress.total
        self._drawn_at = now if due else self._drawn_at
        rest = self.details(progress).removeprefix(", ")
        self._display.update(task.id, completed=progress.finished, rest=rest, refresh=due)


def _display() -> Display:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rest]}", markup=False))
    # No thread draws it: processes that grade are forked from this one, which a thread would forbid.
    return Progress(*columns, console=Console(stderr=True), auto_refresh=False)


def duration(seconds: float) -> str:
    """Return `40 s`, `12 min` or `3.5 h`."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 100 * 60 else f"{seconds / 3600:.1f} h"

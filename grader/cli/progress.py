"""How far a class is: one line that changes in a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from rich.progress import Progress as Display

    from grader.batch import Progress

LINE_SECONDS = 5.0


class Teller:
    """Says it on stderr: the terminal's way, line by line, or not at all."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr.isatty() and not quiet
        self._began = time.monotonic()
        self._said = self._began
        self._display: Display | None = None
        self._finished = "0 submissions"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._display is not None:
            self._display.stop()

    def tell(self, progress: Progress) -> None:
        """Say it, unless something was said a moment ago."""
        self._finished = f"{progress.finished} of {progress.total} submissions"
        if self._quiet:
            return
        if self._terminal:
            self._draw(progress)
            return
        now, last = time.monotonic(), progress.finished == progress.total
        if last or now - self._said >= LINE_SECONDS:
            self._said = now
            click.echo(f"{self._finished}{self.rest(progress)}", err=True)

    def stopped(self) -> None:
        """Say what Ctrl-C leaves."""
        self.__exit__()
        click.echo(f"\nStopped after {self._finished}. What is graded is kept; the same command goes on.", err=True)

    def rest(self, progress: Progress) -> str:
        """Return rate, time left and failures."""
        seconds = time.monotonic() - self._began
        rate = progress.graded / seconds if seconds > 0 else 0.0
        left = progress.total - progress.finished
        said = [f"{rate:.1f} a second, about {duration(left / rate)} left"] if progress.graded and left else []
        bad = len(progress.failures) + len(progress.judge_errors)
        return "".join(f", {text}" for text in [*said, *([f"{bad} the grader failed on"] if bad else [])])

    def _draw(self, progress: Progress) -> None:
        if self._display is None:
            self._display = _display()
            self._display.start()
            self._display.add_task("", total=progress.total, rest="")
        task = self._display.tasks[0]
        self._display.update(task.id, completed=progress.finished, rest=self.rest(progress).removeprefix(", "))


def _display() -> Display:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rest]}", markup=False))
    return Progress(*columns, console=Console(stderr=True), refresh_per_second=5)


def duration(seconds: float) -> str:
    """Return `40 s`, `12 min` or `3.5 h`."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 100 * 60 else f"{seconds / 3600:.1f} h"

"""Progress of `grader verify` on stderr: a bar in a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

import click

from grader.cli.progress import duration

if TYPE_CHECKING:
    from rich.progress import Progress as Display

    from grader.verify import CourseProgress

LINE_SECONDS = 10.0


class VerifyProgress:
    """Reports progress while it is used as a context manager."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._last_line_at = time.monotonic()
        self._display: Display | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._display is not None:
            self._display.stop()

    def update(self, advance: CourseProgress) -> None:
        """Report progress, but not more often than every few seconds."""
        left = f", about {duration(advance.seconds_left)} left" if 0 < advance.done < advance.total else ""
        if self._terminal:
            self._draw(advance, left.removeprefix(", "))
        elif advance.total and time.monotonic() - self._last_line_at >= LINE_SECONDS:
            self._last_line_at = time.monotonic()
            click.echo(f"{advance.done / advance.total:.0%} done{left}", err=True)

    def _draw(self, advance: CourseProgress, left: str) -> None:
        if self._display is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

            columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[left]}", markup=False))
            self._display = Progress(*columns, console=Console(stderr=True), refresh_per_second=5)
            self._display.start()
            self._display.add_task("", total=advance.total, left="")
        self._display.update(self._display.tasks[0].id, completed=advance.done, total=advance.total, left=left)

"""A result for a platform, whatever happens: "not finished" first, then what is graded so far, at last the whole.

Each is written by rename, so a platform that ends us at any moment finds a file that it can read.
"""

from __future__ import annotations

import signal
import traceback
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

import click

from grader.errors import BUG, GraderError, UsageError
from grader.export.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from grader.export.standing import Standing
    from grader.export.targets import Target
    from grader.results import Audience, SubmissionResult

    Grade = Callable[[Callable[[SubmissionResult], None]], SubmissionResult]
    """Grades, and is given what to do with the result so far."""

CUT_OFF = "The grading is not finished: it was cut off. What was graded so far is here."
FAULT = (
    "The grading is not finished: the grader itself failed. This is no fault of yours; tell whoever runs the course."
)
STOPPED = 130
PAUSE: Final = 0.5
"""Seconds between two files of what is graded so far."""


@dataclass
class Delivery:
    """One result on its way to `output`, or to standard output where there is none."""

    form: str
    output: Path | None
    audience: Audience | None = None
    folder: str = ""
    """Where the files of the submission lie, as a repository sees it."""

    def run(self, id_: str, grade: Grade, code_of: Callable[[SubmissionResult], int]) -> int:
        """Grade and write; return the exit code: 0 for a platform that reads nothing else, else that of the result."""
        from grader.export.standing import Standing, nothing_yet

        begin = Standing(nothing_yet(id_), CUT_OFF, audience=self.audience, folder=self.folder)
        self._write(begin)
        standing, code = self._graded(begin, grade, code_of)
        if code == UsageError.exit_code and not self._target.ends_well and self.output is None:
            return code  # whoever typed it has read what to do
        self._write(standing)
        if self._target.announces:
            click.echo(self._target.announce(standing), nl=False)
        elif self.output is None:
            click.echo(self._target.render(standing), nl=False)
        return 0 if self._target.ends_well else code

    @property
    def _target(self) -> Target:
        return TARGETS[self.form]

    def _graded(
        self, begin: Standing, grade: Grade, code_of: Callable[[SubmissionResult], int]
    ) -> tuple[Standing, int]:
        """Grade; return how far it came and the exit code."""
        with closing(_Background(begin, self._write)) as kept:
            try:
                with _ended_by_signals():
                    result = grade(kept.put)
                    return replace(begin, result=result, why=""), code_of(result)
            except (_Ended, KeyboardInterrupt):
                click.echo("Stopped.", err=True)
                return kept.newest, STOPPED
            except GraderError as error:
                click.echo(f"Error: {_inert(str(error))}", err=True)
                return replace(kept.newest, why=FAULT, fault=str(error)), error.exit_code
            except Exception:  # noqa: BLE001 - whatever it is, what was graded is written
                text = traceback.format_exc(limit=-6)
                click.echo(f"{_inert(text)}Error: {BUG}", err=True)
                return replace(kept.newest, why=FAULT, fault=text), GraderError.exit_code

    def _write(self, standing: Standing) -> None:
        from grader.results.files import write

        if self.output is not None:
            write(self.output, self._target.render(standing))


def _inert(text: str) -> str:
    """Return what is told to whoever runs the command; names of files and values of students stand in it."""
    from grader.presentation.visible import inert, visible

    return inert(visible(text))


class _Background:
    """Writes what is graded so far beside the grading, which else would take half as long again."""

    def __init__(self, begin: Standing, write: Callable[[Standing], None]) -> None:
        self.newest = begin
        self._begin, self._write = begin, write
        self._changed, self._over = Event(), Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def put(self, result: SubmissionResult) -> None:
        """Have this result written, at once or when the pause is over."""
        self.newest = replace(self._begin, result=result)
        self._changed.set()

    def _run(self) -> None:
        while self._changed.wait() and not self._over.is_set():
            self._changed.clear()
            with suppress(GraderError):  # what cannot be written is told at the end, when it is tried again
                self._write(self.newest)
            self._over.wait(PAUSE)

    def close(self) -> None:
        """End; the last file is whole."""
        self._over.set()
        self._changed.set()
        self._thread.join(10.0)  # a signal may come at the one moment that leaves it waiting for ever


class _Ended(BaseException):
    """A signal has come.

    No KeyboardInterrupt: where one passes through `eval`, Python ends with 130 though it was caught (3.11).
    """


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let SIGTERM, by which platforms and containers end what takes too long, do what Ctrl-C does."""

    def end(_signal: int, _frame: object) -> None:
        raise _Ended

    heard = [number for number in (signal.SIGTERM, signal.SIGINT) if signal.getsignal(number) is not signal.SIG_IGN]
    before = [(number, signal.signal(number, end)) for number in heard]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)

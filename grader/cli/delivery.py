"""Writes a result for a platform, whatever happens: first "not finished", then partial results, then the whole.

Each is written by rename, so a platform that kills the command at any moment finds a complete file.
"""

from __future__ import annotations

import signal
import traceback
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

import click

from grader.cli.encoding import print_data
from grader.errors import BUG, GraderError, UsageError
from grader.export.targets import TARGETS
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from grader.export.snapshot import GradingSnapshot
    from grader.export.targets import Target
    from grader.results import Audience, SubmissionResult

    RunGrading = Callable[[Callable[[SubmissionResult], None]], SubmissionResult]
    """Grades a submission; its argument is called with each partial result."""

CUT_OFF = "The grading is not finished: it was cut off. What was graded so far is here."
FAULT = "The grading is not finished: the grader itself failed. This is not your fault; please tell your instructors."
STOPPED = 130
PAUSE: Final = 0.5
"""Seconds between two files with partial results."""


@dataclass
class Delivery:
    """Delivers one result to `output`, or to standard output without one."""

    form: str
    output: Path | None
    audience: Audience | None = None
    folder: str = ""
    """The folder of the submission's files, relative to the repository."""

    def run(self, id_: str, grade: RunGrading, code_of: Callable[[SubmissionResult], int]) -> int:
        """Grade and write; return the exit code: that of the result, or 0 for a platform that requires it."""
        from grader.export.snapshot import GradingSnapshot, empty_result

        begin = GradingSnapshot(empty_result(id_), CUT_OFF, audience=self.audience, folder=self.folder)
        self._write(begin)
        snapshot, code = self._graded(begin, grade, code_of)
        if code == UsageError.exit_code and not self._target.ends_well and self.output is None:
            return code  # the user has read the error message
        self._write(snapshot)
        if self._target.announces:
            click.echo(self._target.announce(snapshot), nl=False)
        elif self.output is None:
            print_data(self._target.render(snapshot))
        return 0 if self._target.ends_well else code

    @property
    def _target(self) -> Target:
        return TARGETS[self.form]

    def _graded(
        self, begin: GradingSnapshot, grade: RunGrading, code_of: Callable[[SubmissionResult], int]
    ) -> tuple[GradingSnapshot, int]:
        """Grade; return the last snapshot and the exit code."""
        with closing(_BackgroundWriter(begin, self._write)) as writer:
            try:
                with _signals_raise():
                    result = grade(writer.put)
                    return replace(begin, result=result, unfinished_reason=""), code_of(result)
            except (_Terminated, KeyboardInterrupt):
                click.echo("Stopped.", err=True)
                return writer.newest, STOPPED
            except GraderError as error:
                click.echo(f"Error: {_inert(str(error))}", err=True)
                return replace(writer.newest, unfinished_reason=FAULT, grader_error=str(error)), error.exit_code
            except Exception:  # noqa: BLE001 - any error: the partial result is written
                text = traceback.format_exc(limit=-6)
                click.echo(f"{_inert(text)}Error: {BUG}", err=True)
                return replace(writer.newest, unfinished_reason=FAULT, grader_error=text), GraderError.exit_code

    def _write(self, snapshot: GradingSnapshot) -> None:
        from grader.results.files import write

        if self.output is not None:
            write(self.output, self._target.render(snapshot))


def _inert(text: str) -> str:
    """Return a message that is safe to print: it contains students' file names and values."""
    from grader.presentation.visible import inert, visible

    return inert(visible(text))


class _BackgroundWriter:
    """Writes partial results in a thread: otherwise grading would take half as long again."""

    def __init__(self, begin: GradingSnapshot, write: Callable[[GradingSnapshot], None]) -> None:
        self.newest = begin
        self._begin, self._write = begin, write
        self._changed, self._over = Event(), Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def put(self, result: SubmissionResult) -> None:
        """Write this result, at once or after the pause."""
        self.newest = replace(self._begin, result=result)
        self._changed.set()

    def _run(self) -> None:
        while self._changed.wait() and not self._over.is_set():
            self._changed.clear()
            with suppress(GraderError):  # reported at the end, when it is tried again
                self._write(self.newest)
            self._over.wait(PAUSE)

    def close(self) -> None:
        """Stop the thread; the last file is complete."""
        self._over.set()
        self._changed.set()
        self._thread.join(10.0)  # limited: a signal at the wrong moment would leave it waiting forever


class _Terminated(BaseException):
    """A signal arrived.

    Not KeyboardInterrupt: after one has passed through `eval`, Python 3.11 exits with 130 although it was caught.
    """


@contextmanager
def _signals_raise() -> Iterator[None]:
    """Make SIGTERM, with which platforms and containers stop a slow command, act like Ctrl-C."""

    def end(_signal: int, _frame: object) -> None:
        raise _Terminated

    handled = [number for number in (signal.SIGTERM, signal.SIGINT) if signal.getsignal(number) is not signal.SIG_IGN]
    before = [(number, signal.signal(number, end)) for number in handled]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)

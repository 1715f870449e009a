"""A result for a platform, whatever happens: "not finished" first, then what is graded so far, at last the whole.

Each is written by rename, so a platform that ends us at any moment finds a file that it can read.
"""

from __future__ import annotations

import signal
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from grader.errors import GraderError, UsageError
from grader.export.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from grader.export.standing import Standing
    from grader.results import Audience, SubmissionResult

    Grade = Callable[[Callable[[SubmissionResult], None]], SubmissionResult]
    """Grades, and is given what to do with the result so far."""

CUT_OFF = "The grading is not finished: it was cut off. What was graded so far is here."
FAULT = (
    "The grading is not finished: the grader itself failed. This is no fault of yours; tell whoever runs the course."
)
STOPPED = 130


@dataclass
class Delivery:
    """One result on its way to `output`, or to standard output where there is none."""

    form: str
    output: Path | None
    audience: Audience | None = None
    folder: str = ""
    """Where the files of the submission lie, as a repository sees it."""
    result: SubmissionResult | None = None
    """The last one that is known."""

    def run(self, id_: str, grade: Grade, code_of: Callable[[SubmissionResult], int]) -> int:
        """Grade and write; return the exit code: 0 for a platform that reads nothing else, else that of the result."""
        from grader.export.standing import Standing, nothing_yet

        target = TARGETS[self.form]
        begin = Standing(nothing_yet(id_), CUT_OFF, audience=self.audience, folder=self.folder)
        self._write(begin)
        standing, code = begin, STOPPED
        try:
            with _ended_by_signals():
                result = grade(lambda so_far: self._keep(begin, so_far))
                standing, code = replace(begin, result=result, why=""), code_of(result)
        except (_Ended, KeyboardInterrupt):
            click.echo("Stopped.", err=True)
            standing = replace(begin, result=self.result or begin.result)
        except GraderError as error:
            click.echo(f"Error: {error}", err=True)
            standing, code = self._failed(begin, str(error)), error.exit_code
            if isinstance(error, UsageError) and not target.ends_well and self.output is None:
                return code  # whoever typed it has read what to do
        except Exception:  # noqa: BLE001 - whatever it is, what was graded is written
            text = traceback.format_exc(limit=-6)
            click.echo(f"{text}Error: this is a bug of grader. Please report it with the lines above.", err=True)
            standing, code = self._failed(begin, text), GraderError.exit_code
        self._end(standing)
        return 0 if target.ends_well else code

    def _keep(self, begin: Standing, result: SubmissionResult) -> None:
        self.result = result
        self._write(replace(begin, result=result))

    def _failed(self, begin: Standing, fault: str) -> Standing:
        return replace(begin, result=self.result or begin.result, why=FAULT, fault=fault)

    def _write(self, standing: Standing) -> None:
        from grader.results.files import write

        if self.output is not None:
            write(self.output, TARGETS[self.form].render(standing))

    def _end(self, standing: Standing) -> None:
        self._write(standing)
        if TARGETS[self.form].announces:
            click.echo(TARGETS[self.form].announce(standing), nl=False)
        elif self.output is None:
            click.echo(TARGETS[self.form].render(standing), nl=False)


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

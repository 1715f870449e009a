"""Shared by `grader pull` and `grader push`: the connection, and progress on stderr."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

import click

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.lms.records import LmsClient, LmsModule

LINE_SECONDS = 5.0


@contextmanager
def connected(lms: str, address: str) -> Iterator[tuple[LmsClient, LmsModule]]:
    """Yield the client for an assignment, and the module of its LMS.  Raises UsageError."""
    from grader.lms.clients import load_lms
    from grader.lms.outcomes import LmsRefusalError
    from grader.lms.tokens import find_token

    module = load_lms(lms)
    client = module.connect(address, find_token(lms, module.read_address(address).base), None)
    try:
        yield client, module
    except LmsRefusalError as error:
        # A request about the whole assignment was refused; refusals of single students do not get here.
        raise UsageError(f"{address}: {error}. Check the address and the rights of the token.") from error
    finally:
        client.close()


class StepProgress:
    """Reports on stderr how many steps are done, every few seconds."""

    def __init__(self, unit: str, *, quiet: bool) -> None:
        self._unit, self._quiet = unit, quiet
        self._began = self._last_line_at = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if sys.stderr.isatty() and not self._quiet:
            click.echo("\r\x1b[K", err=True, nl=False)

    def update(self, done: int, total: int) -> None:
        """Report progress, but not more often than every few seconds; in a terminal on one line."""
        now = time.monotonic()
        terminal = sys.stderr.isatty()
        if self._quiet or not total or now - self._last_line_at < (0.1 if terminal else LINE_SECONDS):
            return
        self._last_line_at = now
        rest = (now - self._began) / done * (total - done) if done else 0.0
        text = f"{done} of {total} {self._unit}" + (f", about {rest:.0f} s left" if done else "")
        click.echo(f"\r\x1b[K{text}" if terminal else text, err=True, nl=not terminal)

"""The kind `written`: an answer in words that a person marks; until then it is pending and no failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.checks.verdict import Verdict
from grader.results.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Generator

    from grader.checks.question import Question, Response


@dataclass(frozen=True)
class Written:
    """Nothing is asked of the worker."""

    def examine(self) -> Generator[Question, Response, Verdict]:
        """Leave it to a person."""
        yield from ()
        return Verdict(Outcome.PENDING, "A person reads and marks this.")

"""Entries of a long answer at drawn places, which the worker is told only once it has the answer.

Where the places were known before, a function could compute those entries alone, and others whose means are right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.checks.question import CallGroup, Question, room_for
from grader.domains.streams import stream
from grader.expressions.vocabulary import WORDS
from grader.records import dataclass
from grader.worker.wire.columns import Column
from grader.worker.wire.sampling import sample_entries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.checks.question import Response

SAMPLE = 4096
"""Entries of a long answer that are compared with the reference's, and means of those between them."""
ENTRIES = 512
"""Entries that are drawn: where one of a hundred is wrong, all of them are right once in two hundred times."""


@dataclass(frozen=True, eq=False)
class DrawnEntries:
    """The question for some entries of the answer before, and what they are."""

    question: Question
    expected: Column

    @staticmethod
    def of(function: str, answer: Any, names: tuple[int, str, str, int, int]) -> DrawnEntries | None:
        """Draw places of the reference's answer, from the stream of some names; None where all of it is compared."""
        sampled = sample_entries(answer, SAMPLE)
        if sampled is answer or type(sampled) is not np.ndarray:  # it is not long, or no vector of numbers
            return None
        positions = np.sort(stream(*names, "entries").integers(0, len(answer), ENTRIES))
        expected = Column.of([np.asarray(answer)[positions].astype(np.float64)])
        group = CallGroup(function, (Column.of([positions]),), 1, room_for(expected), entries=True)
        return DrawnEntries(Question.of([group]), expected)

    def hold(self, response: Response, rtol: float) -> bool:
        """Whether the worker's entries are those of the reference."""
        values = response.groups[0].values()
        entries = values[0] if values else None
        if entries is None or entries.shape != (ENTRIES,) or entries.dtype.kind not in "biuf":
            return False
        return bool(WORDS["close"].single(entries, self.expected.row(0), rtol=rtol))


def sample_name(function: str) -> str:
    """Return what a function with few entries of long answers is called among the reference's functions."""
    return f"{function}[{SAMPLE}]"


def sample_of(
    reference: Mapping[str, Callable[..., Any]], function: str, answers: list[Any] | None = None
) -> Callable[..., Any]:
    """Return a function of the reference, its long answers in SAMPLE places; a recorded reference has it whole.

    Its answers are noted in `answers`, where there are any.
    """

    def sample(*args: Any) -> Any:
        answer = reference[function](*args)
        if answers is not None:
            answers.append(answer)
        return sample_entries(answer, SAMPLE)

    return reference.get(sample_name(function), sample)

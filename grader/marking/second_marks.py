"""The content of the page of second marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.marking.views import MarkSummary, summary
from grader.records import dataclass
from grader.store.marking import FIRST, SECOND

if TYPE_CHECKING:
    from grader.marking.service import MarkingService
    from grader.store.marking import MarkingStore


@dataclass(frozen=True, slots=True)
class SecondRow:
    """An answer with two marks."""

    number: int
    item: str
    first: MarkSummary | None
    second: MarkSummary | None
    differs: bool


def second_rows(service: MarkingService, store: MarkingStore) -> list[SecondRow]:
    """Return the answers with a blind second mark, those with different points first."""
    rows = []
    rubrics = store.rubrics()
    for item, question in service.questions.items():
        queue = service.queue(store, item, "")
        first, second = service.marks.of(item, FIRST), service.marks.of(item, SECOND)
        for answer in queue:
            first_mark, other = first.get(answer.submission), second.get(answer.submission)
            if other is None or other.mark.state == "cleared":
                continue
            sides = [summary(m.mark, rubrics[item], question.points) if m else None for m in (first_mark, other)]
            points = {side.points for side in sides if side}
            rows.append(SecondRow(answer.number, item, sides[0], sides[1], len(points) > 1))
    return sorted(rows, key=lambda row: not row.differs)

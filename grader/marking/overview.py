"""Progress of marking: by question and by marker, with the points given and the work left."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from grader.marking.queue import OPEN, AnswerState, counts_of
from grader.marking.second_marks import second_rows
from grader.marking.views import students
from grader.presentation.marks import signed_text
from grader.presentation.messages import number_text
from grader.records import dataclass
from grader.results.hand_marks import MarkState, manual_mark
from grader.store.marking import FIRST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.marking.questions import MarkingQuestion
    from grader.marking.queue import QueuedAnswer
    from grader.marking.service import MarkingService
    from grader.results import Rubric
    from grader.store.marking import MarkingStore


@dataclass(frozen=True, slots=True)
class PointsBar:
    """The number of answers with these points."""

    points: str
    count: int


@dataclass(frozen=True, slots=True)
class ItemUse:
    """How often an item was given."""

    says: str
    points: str
    count: int


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """Progress of one question."""

    question: MarkingQuestion
    counts: Mapping[AnswerState, int]
    open: int
    total: int
    mean: str
    bars: tuple[PointsBar, ...]
    items: tuple[ItemUse, ...]
    adjusted: int
    """Marks with an adjustment by hand: many say that the rubric lacks an item."""
    sample: int


@dataclass(frozen=True, slots=True)
class Flag:
    """An answer that somebody should look at."""

    item: str
    number: int
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole marking."""

    questions: tuple[QuestionRow, ...]
    markers: tuple[tuple[str, dict[str, int], int], ...]
    """Name, marks by question, and their sum."""
    flags: tuple[Flag, ...]
    left: tuple[str, ...]
    """The work left before grades are published, a sentence each."""
    differences: int
    """Answers whose two marks differ."""
    first_student: int | None
    complete: bool
    """Whether every answer has been read: otherwise an answer that has changed may not be known yet."""


def overview_view(service: MarkingService, store: MarkingStore, marker: str) -> Overview:
    """Return how far everything is."""
    rubrics = store.rubrics()
    rows = tuple(_row(service, store, item, rubrics[item], marker) for item in service.questions)
    seconds = second_rows(service, store)
    different = sum(row.differs for row in seconds)
    first = next(iter(students(service, store)), None)
    flags = tuple(_flags(service, store, marker))
    left = tuple(_left(rows, different))
    return Overview(rows, _markers(service), flags, left, different, first, service.answers.is_complete)


def _row(service: MarkingService, store: MarkingStore, item: str, rubric: Rubric, marker: str) -> QuestionRow:
    question = service.questions[item]
    queue = service.queue(store, item, marker)
    counts = counts_of(queue)
    marks = [stored.mark for stored in service.marks.of(item, FIRST).values() if stored.mark.state is MarkState.MARKED]
    points = [manual_mark(mark, rubric, question.points).points for mark in marks]
    point_counts = Counter(points)
    used = service.item_counts(item)
    return QuestionRow(
        question=question,
        counts=counts,
        open=sum(counts[state] for state in OPEN),
        total=len(queue),
        mean=number_text(sum(points) / len(points)) if points else "",
        bars=tuple(PointsBar(number_text(value), point_counts[value]) for value in sorted(point_counts)),
        items=tuple(
            ItemUse(stored.says, signed_text(stored.points), used.get(stored.id, 0)) for stored in rubric.items
        ),
        adjusted=sum(bool(mark.adjustment) for mark in marks),
        sample=len(service.sample(store, item)),
    )


def _markers(service: MarkingService) -> tuple[tuple[str, dict[str, int], int], ...]:
    table: dict[str, dict[str, int]] = {}
    for item in service.questions:
        for stored in service.marks.of(item, FIRST).values():
            if stored.mark.state is not MarkState.CLEARED:
                row = table.setdefault(stored.mark.by, {})
                row[item] = row.get(item, 0) + 1
    return tuple((name, row, sum(row.values())) for name, row in sorted(table.items()))


def _flags(service: MarkingService, store: MarkingStore, marker: str) -> list[Flag]:
    flags = []
    for item in service.questions:
        for answer in service.queue(store, item, marker):
            if answer.state is AnswerState.CHECK:
                mark = service.marks.of(item, FIRST)[answer.submission].mark
                flags.append(Flag(item, answer.number, mark.by, mark.note))
    return flags


def _left(rows: Sequence[QuestionRow], different: int) -> list[str]:
    sentences = []
    for row in rows:
        words = [f"{count} {state}" for state, count in row.counts.items() if count and state is not AnswerState.MARKED]
        if words:
            sentences.append(f"{row.question.task_title}: {', '.join(words)} of {row.total}")
    if different:
        sentences.append(f"Second marks: {different} with other points than the first")
    return sentences


@dataclass(frozen=True, slots=True)
class ListedAnswer:
    """One answer in the list of a question."""

    number: int
    state: AnswerState
    points: str
    by: str
    is_empty: bool
    group: int
    """Answers with the same number here are the same; 0 for one that is like no other."""
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionList:
    """Every answer to a question."""

    question: MarkingQuestion
    answers: tuple[ListedAnswer, ...]
    counts: Mapping[AnswerState, int]
    rubric: Rubric


def question_list(service: MarkingService, store: MarkingStore, item: str, marker: str) -> QuestionList:
    """Return every answer to a question, in its order."""
    question, rubric = service.questions[item], store.rubrics()[item]
    queue = service.queue(store, item, marker)
    groups = _groups(service, store, item, queue)
    empty = set(service.answers.empty(item))
    rows = []
    for answer in queue:
        stored = service.marks.of(item, FIRST).get(answer.submission)
        mark = stored.mark if stored and stored.mark.state is not MarkState.CLEARED else None
        points = number_text(manual_mark(mark, rubric, question.points).points) if mark else ""
        items = tuple(mark_item.id for mark_item in mark.items) if mark else ()
        group = groups.get(answer.submission, 0)
        is_empty = answer.submission in empty
        rows.append(ListedAnswer(answer.number, answer.state, points, mark.by if mark else "", is_empty, group, items))
    return QuestionList(question, tuple(rows), counts_of(queue), rubric)


def _groups(service: MarkingService, store: MarkingStore, item: str, queue: Sequence[QueuedAnswer]) -> dict[str, int]:
    """Return a number for each set of same answers, by submission."""
    by_hand = service.groups(store, item)
    sets: dict[str, list[str]] = {}
    for answer in queue:
        answer_facts = service.answers.of(answer.submission, item)
        name = by_hand.get(answer.submission) or (answer_facts.words if answer_facts else "")
        if name:
            sets.setdefault(name, []).append(answer.submission)
    numbered = [ids for ids in sets.values() if len(ids) > 1]
    return {id_: number for number, ids in enumerate(numbered, 1) for id_ in ids}

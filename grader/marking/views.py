"""The content of an answer's page, as plain data without names, unless a marker has asked for one on record."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

from grader.marking.names import HIDDEN, Names
from grader.marking.queue import AnswerState, QueuedAnswer, counts_of, neighbour, next_open
from grader.marking.saving import DraftContent, comments_by_use, content_of
from grader.marking.service import numbers_of
from grader.presentation.marks import signed_text
from grader.presentation.messages import number_text
from grader.presentation.view import CheckView, check_of
from grader.presentation.visible import visible
from grader.records import dataclass, field
from grader.results import Rubric, SubmissionFacts, TaskResult
from grader.results.hand_marks import manual_mark
from grader.store.marking import FIRST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.marking.questions import MarkingQuestion
    from grader.marking.service import MarkingService
    from grader.results.hand_marks import HandMark
    from grader.store.marking import MarkingStore, StoredMark

REVEALED = "revealed"
"""The label in the record for a name that was shown."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of the rubric in the form."""

    id: str
    key: str
    points: float
    points_text: str
    says: str
    note: str
    one_of: str
    ticked: bool
    count: int
    """The number of marks that have it."""


@dataclass(frozen=True, slots=True)
class MarkSummary:
    """Somebody's mark, for whoever decides between two."""

    by: str
    points: str
    items: tuple[str, ...]
    comment: str
    note: str
    state: str


@dataclass(frozen=True)
class AnswerView:
    """One answer with everything that stands beside it; `submission` and `names` are not for the page."""

    submission: str
    names: Names
    folder: Path | None
    question: MarkingQuestion
    number: int
    role: str
    text: str
    """The Markdown that was graded."""
    digest: str
    state: AnswerState
    version: int
    content: DraftContent
    """The initial content of the form: a draft, the mark, or nothing."""
    is_draft: bool
    mark: MarkSummary | None
    rubric: Rubric
    rubric_version: int
    rows: tuple[ItemRow, ...]
    machine: tuple[CheckView, ...]
    queue: Mapping[AnswerState, int]
    position: int
    count: int
    before: int | None
    after: int | None
    next_open: int | None
    looking: tuple[str, ...]
    same: tuple[int, ...]
    comments: tuple[tuple[str, int], ...]
    difference: tuple[tuple[str, str], ...]
    """Lines that are new (`+`), gone (`-`) or the same (` `) since it was marked."""
    override: str
    """The entry in overrides.toml."""
    pointer: str
    turns: Mapping[str, int]
    revealed: str
    """The name, where this marker has asked for it."""
    frozen: bool
    student: int
    """The number under which the student's other answers are shown."""
    history: tuple[MarkSummary, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _AnswerContext:
    """The context shared by all parts of an answer's page."""

    service: MarkingService
    store: MarkingStore
    question: MarkingQuestion
    marker: str
    role: str
    queue: list[QueuedAnswer]
    here: QueuedAnswer
    mark: StoredMark | None
    rubric: Rubric

    @property
    def drafter(self) -> str:
        """The name under which the draft is kept."""
        return self.marker if self.role == FIRST else f"{self.role}:{self.marker}"

    @property
    def blind(self) -> bool:
        """Whether the mark is made without a look at what others decided."""
        return self.role != FIRST


def answer_view(
    service: MarkingService, store: MarkingStore, item: str, number: int, marker: str, role: str = FIRST
) -> AnswerView | None:
    """Return an answer as a marker sees it; None where there is none of that number."""
    question = service.questions[item]
    queue = service.queue(store, item, marker, role)
    current = next((answer for answer in queue if answer.number == number), None)
    stored = store.newest(current.submission) if current is not None else None
    if current is None or stored is None:
        return None
    mark = service.marks.of(item, role).get(current.submission)
    context = _AnswerContext(service, store, question, marker, role, queue, current, mark, store.rubrics()[item])
    known = service.known(store, current.submission, item)
    task = _task(stored.judged, question.task)
    facts = SubmissionFacts.model_validate(json.loads(stored.judged)["submission"])
    names = Names(facts, service.answers.names)
    text = next((check["answer"] for check in task["checks"] if f"{question.task}.{check['id']}" == item), "")
    return AnswerView(
        submission=current.submission,
        names=names,
        folder=store.hand_in(current.submission),
        question=question,
        number=number,
        role=role,
        text=text,
        digest=known.digest if known else "",
        machine=_machine(task, item, names),
        difference=_difference(store, mark.mark, text) if mark and current.state is AnswerState.LOOK_AGAIN else (),
        override=_override(service, current.submission, item),
        pointer=store.fact(f"pointer:{item}:{current.submission}") or "",
        turns={name: int(value) for name, value in store.facts(f"turn:{current.submission}:").items()},
        revealed=revealed_name(store, marker, facts),
        student=_student(service, store, current.submission),
        **_form(context),
        **_surroundings(context),
    )


def _form(context: _AnswerContext) -> dict[str, Any]:
    """Return what the form shows."""
    mark, rubric, points = context.mark, context.rubric, context.question.points
    item, submission = context.question.item, context.here.submission
    draft = context.store.draft(submission, item, context.drafter)
    content = DraftContent()
    if draft:
        content = DraftContent.model_validate_json(draft)
    elif mark:
        content = content_of(mark.mark)
    return {
        "state": context.here.state,
        "version": mark.version if mark else 0,
        "content": content,
        "is_draft": bool(draft),
        "mark": summary(mark.mark, rubric, points) if mark and mark.mark.state != "cleared" else None,
        "rubric": rubric,
        "rubric_version": _rubric_version(context.store, item),
        "rows": _rows(rubric, content, {} if context.blind else context.service.item_counts(item)),
        "comments": () if context.blind else tuple(comments_by_use(context.service.comments(item))),
        "history": () if context.blind else _history(context.store, submission, item, rubric, points),
        "frozen": not context.blind and context.service.is_frozen(context.store, item, submission),
    }


def _surroundings(context: _AnswerContext) -> dict[str, Any]:
    """Return where the answer stands in its queue, and who else is there."""
    service, queue, current, item = context.service, context.queue, context.here, context.question.item
    same = () if context.blind else service.same_answers(context.store, item, current.submission)
    return {
        "queue": counts_of(queue),
        "position": queue.index(current) + 1,
        "count": len(queue),
        "before": _number(neighbour(queue, current.number, -1)),
        "after": _number(neighbour(queue, current.number, 1)),
        "next_open": _number(
            next_open(queue, current.number, service.claims.positions_of_others(context.marker, item))
        ),
        "looking": tuple(service.claims.others(context.marker, item, current.submission)),
        "same": tuple(numbers_of(queue, same)),
    }


def _task(judged: str, task: str) -> dict[str, Any]:
    return next((entry for entry in json.loads(judged)["tasks"] if entry["id"] == task), {"checks": []})


def _number(answer: QueuedAnswer | None) -> int | None:
    return answer.number if answer is not None else None


def _rubric_version(store: MarkingStore, item: str) -> int:
    history = store.rubric_history(item)
    return history[-1][0] if history else 0


def _rows(rubric: Rubric, content: DraftContent, counts: Mapping[str, int]) -> tuple[ItemRow, ...]:
    return tuple(
        ItemRow(
            item.id,
            rubric.key_of(item.id),
            item.points,
            signed_text(item.points),
            item.says,
            item.note,
            item.one_of,
            item.id in content.items,
            counts.get(item.id, 0),
        )
        for item in rubric.items
    )


def _machine(task: Mapping[str, Any], item: str, names: Names) -> tuple[CheckView, ...]:
    """Return what the program found in the code of the same task, without names."""
    if "id" not in task:
        return ()
    hidden = without_names(task, names)
    checks = TaskResult.model_validate(hidden).checks
    return tuple(check_of(check, f"check-{check.id}") for check in checks if f"{task['id']}.{check.id}" != item)


def without_names(value: Any, names: Names) -> Any:
    """Return a part of a result without names; what the grader wrote for itself stays as it is."""
    if isinstance(value, str):
        return visible(names.hidden_in(value))
    if isinstance(value, dict):
        return {
            key: inner if key in {"id", "outcome", "kind"} else without_names(inner, names)
            for key, inner in value.items()
        }
    return [without_names(inner, names) for inner in value] if isinstance(value, list) else value


def summary(mark: HandMark, rubric: Rubric, limit: float) -> MarkSummary:
    """Return somebody's mark in words."""
    mark_made = manual_mark(mark, rubric, limit)
    rows = [f"{signed_text(item.points)} {item.says}" for item in mark_made.items]
    if mark_made.adjustment:
        rows.append(f"{signed_text(mark_made.adjustment)} {mark_made.reason}")
    if mark_made.limit:
        rows.append(f"{signed_text(mark_made.limit)} (the bounds of the rubric)")
    return MarkSummary(mark.by, number_text(mark_made.points), tuple(rows), mark.comment, mark.note, str(mark.state))


def _history(store: MarkingStore, submission: str, item: str, rubric: Rubric, limit: float) -> tuple[MarkSummary, ...]:
    """Return the versions of the mark, the latest first."""
    versions = [stored.mark for stored in store.history(submission, item) if stored.role == FIRST]
    return tuple(summary(mark, rubric, limit) for mark in reversed(versions))


def _difference(store: MarkingStore, mark: HandMark, text: str) -> tuple[tuple[str, str], ...]:
    before = store.marked_answer(mark.answer)
    lines = difflib.ndiff(before.splitlines(), text.splitlines())
    return tuple((line[0], visible(line[2:])) for line in lines if line[0] in "+- ")


def _override(service: MarkingService, submission: str, item: str) -> str:
    mine = service.overrides().of(submission)
    override = next((entry for entry in mine.points if entry.check == item), None)
    if override is None:
        return ""
    points = number_text(override.points)
    return f"overrides.toml sets {points} points ({override.by}): that counts, whatever is marked here."


def revealed_name(store: MarkingStore, marker: str, facts: SubmissionFacts) -> str:
    """Return the name of a student where a marker has asked for it before."""
    if not any(by == marker and submission == facts.id for _, by, submission, _ in store.logged(REVEALED)):
        return ""
    members = ", ".join(member.name or member.ids[0] for member in facts.members if member.name or member.ids)
    return members or (f"{facts.name} ({facts.id})" if facts.name else facts.id)


def _student(service: MarkingService, store: MarkingStore, submission: str) -> int:
    return next(number for number, id_ in students(service, store).items() if id_ == submission)


def students(service: MarkingService, store: MarkingStore) -> dict[int, str]:
    """Return the submissions by the number of the student, which is that of no answer."""
    return service.numbers(store, "")


def hidden_title(text: str, names: Names) -> str:
    """Return a text of a file's name without names; what is left of a name alone is no name."""
    hidden = names.hidden_in_path(text)
    return hidden if hidden.strip(HIDDEN + " .") else HIDDEN

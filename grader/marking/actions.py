"""Requests that change something: each takes a body of JSON (`saving`) and answers in JSON."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from grader.marking.answer_actions import AnswerActions
from grader.marking.queue import shuffled
from grader.marking.requests import (
    ActionRefusedError,
    answering,
    fingerprint_of,
    question_of,
    read_message,
    submission_at,
    submission_of,
)
from grader.marking.saving import CheckMessage, EmptyMessage, GroupMessage, RubricMessage, SampleMessage
from grader.marking.views import students
from grader.records import dataclass
from grader.results.hand_marks import WHOLE, HandMark
from grader.store.marking import FIRST, StoredMark
from grader.store.reading import now

if TYPE_CHECKING:
    from starlette.requests import Request

    from grader.marking.publishing import Publisher
    from grader.marking.service import MarkingService
    from grader.store.marking import MarkingStore


@dataclass
class Actions:
    """The actions of a marker: those on the class are here, those on one answer beside."""

    service: MarkingService
    publisher: Publisher

    def routes(self) -> list[Route]:
        """Return the addresses."""
        answer = AnswerActions(self.service)
        handlers = {
            "mark": answer.mark, "draft": answer.draft, "undo": answer.undo, "claim": answer.claim,
            "reveal": answer.reveal, "pointer": answer.pointer, "turn": answer.turn,
            "check": self.check, "rubric": self.rubric, "sample": self.sample, "group": self.group,
            "publish": self.publish,
        }  # fmt: skip
        return [
            Route(f"/api/{name}", answering(handler, self.service), methods=["POST"])
            for name, handler in handlers.items()
        ]

    async def check(self, request: Request) -> dict[str, Any]:
        """Save points or a comment for a check that the grader decided, or an excuse."""
        message = await read_message(request, CheckMessage)
        marker = request.state.marker
        return await self.service.ask(lambda store: self._check(store, message, marker))

    def _check(self, store: MarkingStore, message: CheckMessage, marker: str) -> dict[str, Any]:
        submission = submission_of(students(self.service, store), message.student)
        if message.item not in {WHOLE, *self.service.points} or message.item in self.service.questions:
            raise ActionRefusedError("The course has no such check, or it is marked on the page of its answer.")
        limit = self.service.points.get(message.item, 0.0)
        if message.points is not None and not 0 <= message.points <= limit:
            raise ActionRefusedError(f"Points from 0 to {limit:g} can be given here.")
        if (message.points is not None or message.excused) and not message.reason.strip():
            raise ActionRefusedError("Write the reason: the student reads it, and it stays on record.")
        mark = HandMark(
            state=message.state,
            points=message.points,
            reason=message.reason.strip(),
            comment=message.comment.strip(),
            excused=message.excused and message.item == WHOLE,
            by=marker,
            at=now(),
        )
        everybody = [submission, *(self._alike(store, submission, message.item) if message.group else ())]
        changes = []
        for id_ in everybody:
            newest = store.mark_of(id_, message.item)
            version = message.version if id_ == submission else (newest.version if newest else 0)
            changes.append(StoredMark(id_, message.item, FIRST, version + 1, mark, message.act))
        self.service.save(store, changes, {})
        return {"saved": len(changes)}

    def _alike(self, store: MarkingStore, submission: str, item: str) -> list[str]:
        """Return the others whose code behaves alike in a check."""
        mine = fingerprint_of(store, submission, item)
        others = [id_ for id_ in store.ids() if id_ != submission]
        return [id_ for id_ in others if mine and fingerprint_of(store, id_, item) == mine]

    async def rubric(self, request: Request) -> dict[str, Any]:
        """Save an edited rubric, once the marker has seen how many marks it changes."""
        message = await read_message(request, RubricMessage)
        marker = request.state.marker

        def save(store: MarkingStore) -> dict[str, Any]:
            counts = self._changed(store, message)
            if counts and not message.confirmed:
                return {"confirm": counts}
            changed = store.edit_rubric(message.item, message.version, message.rubric, marker)
            self.service.marks.follow(store)
            return {"saved": True, "marks": len(changed)}

        return await self.service.ask(save)

    def _changed(self, store: MarkingStore, message: RubricMessage) -> dict[str, int]:
        """Return how many marks have each item that is edited or taken out."""
        before = store.rubrics()[question_of(self.service, message.item)]
        counts = self.service.item_counts(message.item)
        return {
            item.id: counts[item.id]
            for item in before.items
            if counts.get(item.id) and message.rubric.item(item.id) != item
        }

    async def sample(self, request: Request) -> dict[str, Any]:
        """Choose which answers of a question get a blind second mark."""
        message = await read_message(request, SampleMessage)

        def choose(store: MarkingStore) -> dict[str, Any]:
            item = question_of(self.service, message.item)
            self.service.marks.follow(store)
            marked = [
                id_ for id_, stored in self.service.marks.of(item, FIRST).items() if stored.mark.state == "marked"
            ]
            seconds = set(self.service.marks.of(item, "second"))
            order = shuffled(self.service.secret, f"second:{item}")(marked)
            second_ids = [id_ for id_ in order if id_ in seconds]
            chosen = [*second_ids, *(id_ for id_ in order if id_ not in seconds)][: max(message.count, len(second_ids))]
            store.set_fact(f"second:{item}", json.dumps(chosen))
            return {"chosen": len(chosen)}

        return await self.service.ask(choose)

    async def group(self, request: Request) -> dict[str, Any]:
        """Join answers that are the same although their words differ; a group of one is taken apart."""
        message = await read_message(request, GroupMessage)

        def join(store: MarkingStore) -> dict[str, Any]:
            item = question_of(self.service, message.item)
            ids = [submission_at(self.service, store, item, number) for number in message.numbers]
            groups = {id_: name for id_, name in self.service.groups(store, item).items() if id_ not in ids}
            if len(ids) > 1:
                groups |= dict.fromkeys(ids, uuid.uuid4().hex[:12])
            store.set_fact(f"group:{item}", json.dumps(groups))
            return {"joined": len(ids)}

        return await self.service.ask(join)

    async def publish(self, request: Request) -> dict[str, Any]:
        """Write every page and table that is older than the marks."""
        await read_message(request, EmptyMessage)
        return {"says": await run_in_threadpool(self.publisher.publish_all)}

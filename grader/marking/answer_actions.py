"""Actions on one answer: mark, draft, undo, claim, name, place and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.marking.queue import OPEN, next_open
from grader.marking.requests import (
    ActionRefusedError,
    answer_of,
    question_of,
    read_message,
    submission_at,
    submission_of,
)
from grader.marking.saving import (
    DraftMessage,
    EmptyMessage,
    MarkMessage,
    PlaceMessage,
    PointerMessage,
    TurnMessage,
    hand_mark,
)
from grader.marking.views import REVEALED
from grader.records import dataclass
from grader.store.marking import FIRST, StoredMark
from grader.store.reading import now

if TYPE_CHECKING:
    from starlette.requests import Request

    from grader.marking.service import MarkingService
    from grader.store.marking import MarkingStore


@dataclass
class AnswerActions:
    """The actions on the page of an answer."""

    service: MarkingService

    async def mark(self, request: Request) -> dict[str, Any]:
        """Save a mark; the page turns only when the answer is here."""
        message = await read_message(request, MarkMessage)
        marker = request.state.marker
        return await self.service.ask(lambda store: self._mark(store, message, marker))

    def _mark(self, store: MarkingStore, message: MarkMessage, marker: str) -> dict[str, Any]:
        service = self.service
        by_number = self._numbers(store, message, marker)
        submission = submission_of(by_number, message.number)
        newest = store.mark_of(submission, message.item, message.role)
        if newest is None or newest.act != message.act:  # one that is sent twice was saved the first time
            if message.role == FIRST and service.is_frozen(store, message.item, submission):
                raise ActionRefusedError(
                    "A blind second mark is waited for, and the first one stays as it is until then."
                )
            changes, answers = self._versions(store, message, marker, by_number)
            service.save(store, changes, answers)
        queue = service.queue(store, message.item, marker, message.role)
        following = next_open(queue, message.number, service.claims.positions_of_others(marker, message.item))
        saved = store.mark_of(submission, message.item, message.role)
        left = sum(answer.state in OPEN for answer in queue)
        return {
            "version": saved.version if saved else 0,
            "next": following.number if following else None,
            "left": left,
            "state": next(str(answer.state) for answer in queue if answer.number == message.number),
        }

    def _numbers(self, store: MarkingStore, message: MarkMessage, marker: str) -> dict[int, str]:
        """Return the submissions by number; for a second mark, those of the sample alone."""
        if message.role == FIRST:
            return self.service.numbers(store, question_of(self.service, message.item))
        queue = self.service.queue(store, question_of(self.service, message.item), marker, message.role)
        return {answer.number: answer.submission for answer in queue}

    def _versions(
        self, store: MarkingStore, message: MarkMessage, marker: str, by_number: dict[int, str]
    ) -> tuple[list[StoredMark], dict[str, str]]:
        """Return the new versions that a message asks for, and the answers that they are about."""
        rubric, at = store.rubrics()[message.item], now()
        changes: list[StoredMark] = []
        answers: dict[str, str] = {}
        for number in dict.fromkeys((message.number, *message.others)):
            submission = submission_of(by_number, number)
            answer = self.service.known(store, submission, message.item)
            digest = answer.digest if answer else ""
            answers[digest] = answer_of(store, submission, message.item)
            mark = hand_mark(
                message.content,
                rubric,
                state=message.state,
                answer=digest,
                by=marker,
                at=at,
                read_under=store.fact(f"pointer:{message.item}:{submission}") or "",
            )
            newest = store.mark_of(submission, message.item, message.role)
            version = message.version if number == message.number else (newest.version if newest else 0)
            changes.append(StoredMark(submission, message.item, message.role, version + 1, mark, message.act))
        return changes, answers

    async def draft(self, request: Request) -> dict[str, Any]:
        """Keep what stands in the form."""
        message = await read_message(request, DraftMessage)
        marker = request.state.marker

        def keep(store: MarkingStore) -> dict[str, Any]:
            submission = submission_at(self.service, store, message.item, message.number)
            text = "" if message.content.is_empty else message.content.model_dump_json(exclude_defaults=True)
            drafter = marker if message.role == FIRST else f"{message.role}:{marker}"
            store.keep_draft(submission, message.item, drafter, text)
            return {"kept": True}

        return await self.service.ask(keep)

    async def undo(self, request: Request) -> dict[str, Any]:
        """Take back what this marker decided last."""
        await read_message(request, EmptyMessage)
        marker = request.state.marker

        def back(store: MarkingStore) -> dict[str, Any]:
            undone = self.service.undo(store, marker)
            if not undone:
                raise ActionRefusedError("There is nothing to undo: you have not marked, or somebody has marked since.")
            first = undone[0]
            numbers = self.service.numbers(store, first.item)
            number = next((number for number, id_ in numbers.items() if id_ == first.submission), None)
            begin = "/q" if first.role == FIRST else "/second"
            page = f"{begin}/{first.item}/{number}" if first.item in self.service.questions else ""
            return {"page": page, "count": len(undone)}

        return await self.service.ask(back)

    async def claim(self, request: Request) -> dict[str, Any]:
        """Say that an answer is still looked at; return who else does."""
        message = await read_message(request, PlaceMessage)
        marker = request.state.marker

        def claim(store: MarkingStore) -> dict[str, Any]:
            submission = submission_at(self.service, store, message.item, message.number)
            self.service.claims.claim(marker, message.item, submission)
            return {"looking": self.service.claims.others(marker, message.item, submission)}

        return await self.service.ask(claim)

    async def reveal(self, request: Request) -> dict[str, Any]:
        """Show a name, and put on record who asked for it."""
        message = await read_message(request, PlaceMessage)
        marker = request.state.marker

        def reveal(store: MarkingStore) -> dict[str, Any]:
            submission = submission_at(self.service, store, message.item, message.number)
            store.log(marker, REVEALED, submission, message.item)
            return {"revealed": True}

        return await self.service.ask(reveal)

    async def pointer(self, request: Request) -> dict[str, Any]:
        """Note under which heading an answer stands, for all who look."""
        message = await read_message(request, PointerMessage)

        def note(store: MarkingStore) -> dict[str, Any]:
            submission = submission_at(self.service, store, message.item, message.number)
            store.set_fact(f"pointer:{message.item}:{submission}", message.heading.strip())
            return {"noted": True}

        return await self.service.ask(note)

    async def turn(self, request: Request) -> dict[str, Any]:
        """Turn a picture by a quarter, for all who look."""
        message = await read_message(request, TurnMessage)

        def turn(store: MarkingStore) -> dict[str, Any]:
            submission = submission_at(self.service, store, message.item, message.number)
            name = f"turn:{submission}:{message.picture}"
            degrees = (int(store.fact(name) or 0) + 90) % 360
            store.set_fact(name, str(degrees))
            return {"turn": degrees}

        return await self.service.ask(turn)

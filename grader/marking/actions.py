"""Requests that change something: each takes a body of JSON (`saving`) and answers in JSON."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from grader.errors import UsageError
from grader.marking.queue import next_open, shuffled
from grader.marking.saving import (
    CheckMessage,
    DraftMessage,
    EmptyMessage,
    GroupMessage,
    MarkMessage,
    PlaceMessage,
    PointerMessage,
    RubricMessage,
    SampleMessage,
    TurnMessage,
    hand_mark,
)
from grader.marking.views import REVEALED, students, summary
from grader.results.hand_marks import WHOLE, HandMark, MarkState
from grader.store.marking import FIRST, StaleMarkError, StaleRubricError, StoredMark
from grader.store.reading import now

if TYPE_CHECKING:
    from starlette.requests import Request

    from grader.marking.publishing import Publisher
    from grader.marking.service import MarkingService
    from grader.store.marking import MarkingStore

MOST_BYTES = 1 << 20
M = TypeVar("M", bound=BaseModel)


class ActionRefusedError(Exception):
    """Something that cannot be done, and why, for the marker."""


@dataclass
class Actions:
    """The actions of a marker."""

    service: MarkingService
    publisher: Publisher

    def routes(self) -> list[Route]:
        """Return the addresses."""
        handlers = {
            "mark": self.mark, "draft": self.draft, "undo": self.undo, "claim": self.claim, "reveal": self.reveal,
            "check": self.check, "rubric": self.rubric, "pointer": self.pointer, "turn": self.turn,
            "sample": self.sample, "group": self.group, "publish": self.publish,
        }  # fmt: skip
        return [Route(f"/api/{name}", _answering(handler), methods=["POST"]) for name, handler in handlers.items()]

    async def mark(self, request: Request) -> dict[str, Any]:
        """Save a mark; the page turns only when the answer is here."""
        message = await _read(request, MarkMessage)
        marker = request.state.marker
        return await self.service.ask(lambda store: self._mark(store, message, marker))

    def _mark(self, store: MarkingStore, message: MarkMessage, marker: str) -> dict[str, Any]:
        service = self.service
        by_number = self._numbers(store, message, marker)
        submission = _submission_of(by_number, message.number)
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
        left = sum(answer.state in {"unmarked", "draft", "look again"} for answer in queue)
        return {
            "version": saved.version if saved else 0,
            "next": following.number if following else None,
            "left": left,
            "state": next(str(answer.state) for answer in queue if answer.number == message.number),
        }

    def _numbers(self, store: MarkingStore, message: MarkMessage, marker: str) -> dict[int, str]:
        """Return the submissions by number; for a second mark, those of the sample alone."""
        if message.role == FIRST:
            return self.service.numbers(store, _question(self.service, message.item))
        queue = self.service.queue(store, _question(self.service, message.item), marker, message.role)
        return {answer.number: answer.submission for answer in queue}

    def _versions(
        self, store: MarkingStore, message: MarkMessage, marker: str, by_number: dict[int, str]
    ) -> tuple[list[StoredMark], dict[str, str]]:
        """Return the new versions that a message asks for, and the answers that they are about."""
        rubric, at = store.rubrics()[message.item], now()
        changes: list[StoredMark] = []
        answers: dict[str, str] = {}
        for number in dict.fromkeys((message.number, *message.others)):
            submission = _submission_of(by_number, number)
            answer = self.service.known(store, submission, message.item)
            digest = answer.digest if answer else ""
            answers[digest] = _answer_of(store, submission, message.item)
            mark = hand_mark(message.content, rubric, state=message.state, answer=digest, by=marker, at=at)
            newest = store.mark_of(submission, message.item, message.role)
            version = message.version if number == message.number else (newest.version if newest else 0)
            changes.append(StoredMark(submission, message.item, message.role, version + 1, mark, message.act))
        return changes, answers

    async def draft(self, request: Request) -> dict[str, Any]:
        """Keep what stands in the form."""
        message = await _read(request, DraftMessage)
        marker = request.state.marker

        def keep(store: MarkingStore) -> dict[str, Any]:
            submission = self._submission(store, message.item, message.number)
            text = "" if message.content.is_empty else message.content.model_dump_json(exclude_defaults=True)
            drafter = marker if message.role == FIRST else f"{message.role}:{marker}"
            store.keep_draft(submission, message.item, drafter, text)
            return {"kept": True}

        return await self.service.ask(keep)

    async def undo(self, request: Request) -> dict[str, Any]:
        """Take back what this marker decided last."""
        await _read(request, EmptyMessage)
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
        message = await _read(request, PlaceMessage)
        marker = request.state.marker

        def claim(store: MarkingStore) -> dict[str, Any]:
            submission = self._submission(store, message.item, message.number)
            self.service.claims.claim(marker, message.item, submission)
            return {"looking": self.service.claims.others(marker, message.item, submission)}

        return await self.service.ask(claim)

    async def reveal(self, request: Request) -> dict[str, Any]:
        """Show a name, and put on record who asked for it."""
        message = await _read(request, PlaceMessage)
        marker = request.state.marker

        def reveal(store: MarkingStore) -> dict[str, Any]:
            submission = self._submission(store, message.item, message.number)
            store.log(marker, REVEALED, submission, message.item)
            return {"revealed": True}

        return await self.service.ask(reveal)

    async def check(self, request: Request) -> dict[str, Any]:
        """Save points or a comment for a check that the grader decided, or an excuse."""
        message = await _read(request, CheckMessage)
        marker = request.state.marker
        return await self.service.ask(lambda store: self._check(store, message, marker))

    def _check(self, store: MarkingStore, message: CheckMessage, marker: str) -> dict[str, Any]:
        submission = _submission_of(students(self.service, store), message.student)
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
        mine = _fingerprint(store, submission, item)
        others = [id_ for id_ in store.ids() if id_ != submission]
        return [id_ for id_ in others if mine and _fingerprint(store, id_, item) == mine]

    async def rubric(self, request: Request) -> dict[str, Any]:
        """Save an edited rubric, once the marker has seen how many marks it changes."""
        message = await _read(request, RubricMessage)
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
        before = store.rubrics()[_question(self.service, message.item)]
        counts = self.service.item_counts(message.item)
        return {
            item.id: counts[item.id]
            for item in before.items
            if counts.get(item.id) and message.rubric.item(item.id) != item
        }

    async def pointer(self, request: Request) -> dict[str, Any]:
        """Note under which heading an answer stands, for all who look."""
        message = await _read(request, PointerMessage)

        def note(store: MarkingStore) -> dict[str, Any]:
            submission = self._submission(store, message.item, message.number)
            store.set_fact(f"pointer:{message.item}:{submission}", message.heading.strip())
            return {"noted": True}

        return await self.service.ask(note)

    async def turn(self, request: Request) -> dict[str, Any]:
        """Turn a picture by a quarter, for all who look."""
        message = await _read(request, TurnMessage)

        def turn(store: MarkingStore) -> dict[str, Any]:
            submission = self._submission(store, message.item, message.number)
            name = f"turn:{submission}:{message.picture}"
            degrees = (int(store.fact(name) or 0) + 90) % 360
            store.set_fact(name, str(degrees))
            return {"turn": degrees}

        return await self.service.ask(turn)

    async def sample(self, request: Request) -> dict[str, Any]:
        """Choose which answers of a question get a blind second mark."""
        message = await _read(request, SampleMessage)

        def choose(store: MarkingStore) -> dict[str, Any]:
            item = _question(self.service, message.item)
            self.service.marks.follow(store)
            marked = [
                id_ for id_, stored in self.service.marks.of(item, FIRST).items() if stored.mark.state == "marked"
            ]
            seconds = set(self.service.marks.of(item, "second"))
            order = shuffled(self.service.secret, f"second:{item}")(marked)
            kept = [id_ for id_ in order if id_ in seconds]
            chosen = [*kept, *(id_ for id_ in order if id_ not in seconds)][: max(message.count, len(kept))]
            store.set_fact(f"second:{item}", json.dumps(chosen))
            return {"chosen": len(chosen)}

        return await self.service.ask(choose)

    async def group(self, request: Request) -> dict[str, Any]:
        """Join answers that are the same although their words differ; a group of one is taken apart."""
        message = await _read(request, GroupMessage)

        def join(store: MarkingStore) -> dict[str, Any]:
            item = _question(self.service, message.item)
            ids = [self._submission(store, item, number) for number in message.numbers]
            groups = {id_: name for id_, name in self.service.groups(store, item).items() if id_ not in ids}
            if len(ids) > 1:
                groups |= dict.fromkeys(ids, uuid.uuid4().hex[:12])
            store.set_fact(f"group:{item}", json.dumps(groups))
            return {"joined": len(ids)}

        return await self.service.ask(join)

    async def publish(self, request: Request) -> dict[str, Any]:
        """Write every page and table that is older than the marks."""
        await _read(request, EmptyMessage)
        return {"says": await run_in_threadpool(self.publisher.publish_all)}

    def _submission(self, store: MarkingStore, item: str, number: int) -> str:
        numbers = self.service.numbers(store, _question(self.service, item))
        return _submission_of(numbers, number)


def _question(service: MarkingService, item: str) -> str:
    if item not in service.questions:
        raise ActionRefusedError("The course has no such question. Load the page anew.")
    return item


def _submission_of(by_number: dict[int, str], number: int) -> str:
    if number not in by_number:
        raise ActionRefusedError(f"There is no answer {number}. Load the page anew.")
    return by_number[number]


def _answer_of(store: MarkingStore, submission: str, item: str) -> str:
    return str(_field(store, submission, item, "answer"))


def _fingerprint(store: MarkingStore, submission: str, item: str) -> str:
    return str(_field(store, submission, item, "fingerprint"))


def _field(store: MarkingStore, submission: str, item: str, name: str) -> object:
    stored = store.newest(submission)
    tasks = json.loads(stored.judged)["tasks"] if stored else []
    values = (c for task in tasks for c in task["checks"] if f"{task['id']}.{c['id']}" == item)
    return next((check[name] for check in values), "")


async def _read(request: Request, model: type[M]) -> M:
    """Return the body of a request.  Raises ActionRefusedError for one that is none."""
    data = b""
    async for block in request.stream():
        data += block
        if len(data) > MOST_BYTES:
            raise ActionRefusedError("That is too long to be saved; shorten the comment.")
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ActionRefusedError(f"{where}: {first['msg']}" if where else str(first["msg"])) from error


def _answering(handler: Any) -> Any:
    """Return a handler of requests that says in JSON what became of one."""

    async def answer(request: Request) -> Response:
        try:
            return JSONResponse(await handler(request))
        except StaleMarkError as error:
            return JSONResponse({"conflict": _theirs(handler, error)}, 409)
        except StaleRubricError as error:
            message = "Somebody else has edited the rubric meanwhile. Load the page anew to see it."
            return JSONResponse({"error": message, "version": error.version}, 409)
        except (ActionRefusedError, UsageError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 422)

    return answer


def _theirs(handler: Any, error: StaleMarkError) -> dict[str, Any]:
    """Return the mark that somebody else has saved meanwhile."""
    newest = error.newest
    if newest is None:
        return {"version": 0, "by": "", "points": "", "items": [], "comment": "", "note": "", "state": "cleared"}
    service: MarkingService = handler.__self__.service
    question = service.questions.get(newest.item)
    rubric = question.rubric if question else None
    from grader.results import Rubric

    mark_summary = summary(newest.mark, rubric or Rubric(), service.points.get(newest.item, 0.0))
    mine = asdict(mark_summary)
    return {
        **mine,
        "state": str(newest.mark.state) if newest.mark.state else str(MarkState.MARKED),
        "version": newest.version,
    }

"""Requests that change something, as bodies of JSON: reading one, answering it, and what it may refer to."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.responses import JSONResponse, Response

from grader.errors import UsageError
from grader.marking.views import summary
from grader.results import Rubric
from grader.results.hand_marks import MarkState
from grader.store.marking import StaleMarkError, StaleRubricError

if TYPE_CHECKING:
    from starlette.requests import Request

    from grader.marking.service import MarkingService
    from grader.store.marking import MarkingStore

MOST_BYTES = 1 << 20
M = TypeVar("M", bound=BaseModel)


class ActionRefusedError(Exception):
    """Something that cannot be done, and why, for the marker."""


def question_of(service: MarkingService, item: str) -> str:
    """Return the id of a question.  Raises ActionRefusedError for one that the course does not have."""
    if item not in service.questions:
        raise ActionRefusedError("The course has no such question. Load the page anew.")
    return item


def submission_of(by_number: dict[int, str], number: int) -> str:
    """Return the submission behind a number.  Raises ActionRefusedError where there is none."""
    if number not in by_number:
        raise ActionRefusedError(f"There is no answer {number}. Load the page anew.")
    return by_number[number]


def submission_at(service: MarkingService, store: MarkingStore, item: str, number: int) -> str:
    """Return the submission behind a number of a question.  Raises ActionRefusedError where there is none."""
    return submission_of(service.numbers(store, question_of(service, item)), number)


def answer_of(store: MarkingStore, submission: str, item: str) -> str:
    """Return the Markdown that was graded."""
    return str(_field(store, submission, item, "answer"))


def fingerprint_of(store: MarkingStore, submission: str, item: str) -> str:
    """Return what tells how the code behaves in a check."""
    return str(_field(store, submission, item, "fingerprint"))


def _field(store: MarkingStore, submission: str, item: str, name: str) -> object:
    stored = store.newest(submission)
    tasks = json.loads(stored.judged)["tasks"] if stored else []
    values = (c for task in tasks for c in task["checks"] if f"{task['id']}.{c['id']}" == item)
    return next((check[name] for check in values), "")


async def read_message(request: Request, model: type[M]) -> M:
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


def answering(handler: Any, service: MarkingService) -> Any:
    """Return a handler of requests that says in JSON what became of one."""

    async def answer(request: Request) -> Response:
        try:
            return JSONResponse(await handler(request))
        except StaleMarkError as error:
            return JSONResponse({"conflict": _theirs(service, error)}, 409)
        except StaleRubricError as error:
            message = "Somebody else has edited the rubric meanwhile. Load the page anew to see it."
            return JSONResponse({"error": message, "version": error.version}, 409)
        except (ActionRefusedError, UsageError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 422)

    return answer


def _theirs(service: MarkingService, error: StaleMarkError) -> dict[str, Any]:
    """Return the mark that somebody else has saved meanwhile."""
    newest = error.newest
    if newest is None:
        return {"version": 0, "by": "", "points": "", "items": [], "comment": "", "note": "", "state": "cleared"}
    question = service.questions.get(newest.item)
    rubric = question.rubric if question else None
    mark_summary = summary(newest.mark, rubric or Rubric(), service.points.get(newest.item, 0.0))
    mine = asdict(mark_summary)
    return {
        **mine,
        "state": str(newest.mark.state) if newest.mark.state else str(MarkState.MARKED),
        "version": newest.version,
    }

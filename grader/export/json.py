"""The result itself, in its published schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import PydanticSerializationError

from grader.export.fitting import harmless_json
from grader.presentation.visible import visible_result
from grader.results import Audience, SubmissionResult, for_audience

if TYPE_CHECKING:
    from grader.export.snapshot import GradingSnapshot


def render(snapshot: GradingSnapshot) -> str:
    """Return the teacher's copy, unless another audience was chosen."""
    # The user of the command knows the seed: it is the public one, or was given on the command line.
    result = for_audience(snapshot.result, snapshot.audience or Audience.TEACHER, public_seed=True)
    if snapshot.unfinished_reason:
        result = result.model_copy(update={"notes": (*result.notes, snapshot.unfinished_reason)})
    return text_of(result)


def text_of(result: SubmissionResult) -> str:
    """Return `result` as JSON; lone surrogates, which UTF-8 cannot encode, are replaced by visible signs."""
    try:
        text = result.model_dump_json(indent=2)
    except PydanticSerializationError:
        text = visible_result(result).model_dump_json(indent=2)
    return harmless_json(f"{text}\n")

"""The result itself, as its published schema has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import PydanticSerializationError

from grader.export.fitting import harmless_json
from grader.presentation.visible import visible_result
from grader.results import Audience, SubmissionResult, for_audience

if TYPE_CHECKING:
    from grader.export.standing import Standing


def render(standing: Standing) -> str:
    """Return the copy for a teacher, unless it is for somebody else."""
    # Whoever runs the command knows the seed: it is the public one, or they have named it.
    result = for_audience(standing.result, standing.audience or Audience.TEACHER, public_seed=True)
    return text_of(result.model_copy(update={"notes": (*result.notes, standing.why)}) if standing.why else result)


def text_of(result: SubmissionResult) -> str:
    """Return `result` as JSON; halves of characters, which UTF-8 cannot hold, are replaced by signs."""
    try:
        text = result.model_dump_json(indent=2)
    except PydanticSerializationError:
        text = visible_result(result).model_dump_json(indent=2)
    return harmless_json(f"{text}\n")

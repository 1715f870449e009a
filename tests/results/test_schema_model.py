"""Published models: frozen, no key that is not theirs, and valid JSON whatever the numbers are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from grader.results import by_hand, evidence, hand_in_facts
from grader.results.schema_model import ResultModel

MODELS = [
    value
    for module in (by_hand, evidence, hand_in_facts)
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, ResultModel) and value.__module__ == module.__name__
]


class Share(ResultModel):
    """A model of one number."""

    value: float = 0.0


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_is_frozen_and_closed(model: type[ResultModel]) -> None:
    """A reader may rely on its keys; each has a sentence in the schema."""
    assert (model.model_config["frozen"], model.model_config["extra"]) == (True, "forbid")
    assert model.__doc__


@pytest.mark.parametrize(
    ("value", "text"),
    [(float("nan"), '"NaN"'), (float("-inf"), '"-Infinity"'), (0.1, "0.1")],
    ids=["nan", "inf", "real"],
)
def test_a_number_that_json_has_not_is_a_text(value: float, text: str) -> None:
    """And comes back as the number."""
    data = Share(value=value).model_dump_json()
    assert data == f'{{"value":{text}}}'
    json.loads(data, parse_constant=pytest.fail)
    assert repr(Share.model_validate_json(data).value) == repr(value)


def test_nothing_is_changed_or_added() -> None:
    """Neither by assignment nor by a key of another version."""
    share: Any = Share(value=1)
    with pytest.raises(ValidationError):
        share.value = 2
    with pytest.raises(ValidationError):
        Share.model_validate({"value": 1, "more": 2})

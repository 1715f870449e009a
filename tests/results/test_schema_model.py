"""Published models: frozen, no key that is not theirs, and valid JSON whatever the numbers are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from grader.models import ConstructedModel
from grader.results import by_hand, evidence, hand_in_facts, model
from grader.results.schema_model import ResultModel
from grader.submission import loaded

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


def every_model() -> list[Any]:
    """Return all models that are constructed."""
    modules = (model, by_hand, evidence, hand_in_facts, loaded)
    values = [value for module in modules for value in vars(module).values() if isinstance(value, type)]
    return [value for value in values if issubclass(value, ConstructedModel) and value is not ConstructedModel]


@pytest.mark.parametrize("kind", every_model(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("given", ["required", "all", "one-more", "none"])
def test_a_constructed_model_is_what_pydantic_constructs(kind: Any, given: str) -> None:
    """The same fields in the same order, the same defaults, and the same ones counted as given."""
    names = [name for name, field in kind.model_fields.items() if given == "all" or field.is_required()]
    values: dict[str, Any] = {} if given == "none" else {name: f"value of {name}" for name in names}
    values |= {"no_field": 1} if given == "one-more" else {}
    ours, theirs = kind.model_construct(**values), super(ConstructedModel, kind).model_construct(**values)
    assert (list(vars(ours).items()), ours.model_fields_set) == (list(vars(theirs).items()), theirs.model_fields_set)
    assert ours == theirs
    assert ours.model_copy(update={}) == theirs


class Changeable(ConstructedModel):
    """A model whose default could be changed."""

    values: list[int] = []  # noqa: RUF012 - what is tested
    name: str = ""


def test_a_default_that_can_change_is_not_shared() -> None:
    """Each object has its own."""
    Changeable.model_construct(name="a").values.append(1)
    assert Changeable.model_construct(name="b").values == []

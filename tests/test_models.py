"""The models of this process, and what else they may be."""

from __future__ import annotations

import copy
from typing import Any

import pydantic
import pytest

from grader import models, plain_models

OWN = ["ConstructedModel"]
"""What pydantic does not have: it stands on either."""


def test_everybody_but_the_command_gets_those_of_pydantic() -> None:
    """Whoever imports the grader, as these tests do, validates."""
    assert not plain_models.in_use
    taken = [name for name in models.__all__ if name not in OWN]
    assert {name: getattr(models, name) for name in taken} == {name: getattr(pydantic, name) for name in taken}
    assert issubclass(models.ConstructedModel, pydantic.BaseModel)


def test_the_plain_ones_have_the_same_names() -> None:
    """A model can be defined with either."""
    assert [name for name in models.__all__ if not hasattr(plain_models, name)] == OWN


class Part(models.ConstructedModel):
    """A small one, with a default of each kind that is shared."""

    id: str
    size: int = 3
    names: tuple[str, ...] = ()


class ValidatedPart(pydantic.BaseModel):
    """The same one of pydantic's."""

    id: str
    size: int = 3
    names: tuple[str, ...] = ()


class WithList(models.ConstructedModel):
    """One whose default may not be shared."""

    id: str
    items: list[int] = pydantic.Field(default=[])


@pytest.mark.parametrize("values", [{"id": "a"}, {"id": "a", "size": 4}, {"names": ("b",), "id": "a"}])
def test_a_constructed_model_is_as_pydantic_constructs_it(values: dict[str, Any]) -> None:
    """It only takes fewer steps: equal, with the same fields in the same order, and it can be changed and copied."""
    made, right = Part.model_construct(**values), ValidatedPart.model_construct(**values)
    assert (vars(made), list(vars(made))) == (vars(right), list(vars(right)))
    assert made.model_fields_set == right.model_fields_set
    assert made.model_dump() == right.model_dump()
    assert made.model_dump_json(exclude_unset=True) == right.model_dump_json(exclude_unset=True)
    assert made.model_copy(update={"size": 9}).size == 9
    assert copy.deepcopy(made) == made


def test_constructed_models_share_nothing_that_can_change() -> None:
    """A default that is a list is each model's own."""
    first, second = WithList.model_construct(id="a"), WithList.model_construct(id="b")
    first.items.append(1)
    assert second.items == []

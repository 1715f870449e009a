"""The default of a field, and what an annotation keeps for reading."""

from __future__ import annotations

from typing import Any

import pytest

from grader.plain_annotations import AfterValidator, BeforeValidator, Discriminator, PlainField, UnionTag


@pytest.mark.parametrize("field", [PlainField([1]), PlainField(default_factory=lambda: [1])], ids=["value", "factory"])
def test_each_model_has_a_default_of_its_own(field: PlainField) -> None:
    """A list that one changes is no default of the next."""
    first: Any = field.value(object, "size")
    first.append(2)
    assert field.value(object, "size") == [1]


def test_a_field_without_a_default_is_named() -> None:
    """With its model."""
    with pytest.raises(TypeError, match="dict needs `size`"):
        PlainField().value(dict, "size")


def test_bounds_and_functions_are_kept() -> None:
    """Whatever pydantic is told besides, about schemas and messages, is for pydantic."""
    assert PlainField(3, alias="list", ge=1, json_schema_extra={}).constraints == {"ge": 1, "json_schema_extra": {}}
    assert BeforeValidator(abs, json_schema_input_type=int).func(-1) == 1
    assert AfterValidator(abs).func(-2) == 2
    assert Discriminator(len, custom_error_type="missing").discriminator("ab") == 2
    assert UnionTag("word").tag == "word"

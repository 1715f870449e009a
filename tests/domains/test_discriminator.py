"""Models told apart by a key."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Tag, TypeAdapter, ValidationError

from grader.domains.discriminator import by_key


class Integer(BaseModel):
    """A model with a key of its own."""

    integer: int


class Text(BaseModel):
    """Another one, known by a second key as well."""

    text: str = ""
    length: int = 0


ADAPTER: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        Annotated[Integer, Tag("integer")] | Annotated[Text, Tag("text")] | Annotated[str, Tag("word")],
        by_key("integer", "text", word="word", also={"length": "text"}),
    ]
)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"integer": 1}, Integer),
        ({"text": "a"}, Text),
        ({"length": 3}, Text),
        ("seed", str),
        (Integer(integer=1), Integer),
        ({"text": "a", "length": 3}, Text),
    ],
    ids=["key", "other-key", "second-key", "word", "model", "both"],
)
def test_a_key_says_which_model(value: Any, kind: type) -> None:
    """The first one that is there."""
    assert type(ADAPTER.validate_python(value)) is kind


@pytest.mark.parametrize("value", [{}, {"other": 1}, 3, None, []], ids=repr)
def test_no_key_is_a_mistake_with_all_of_them(value: Any) -> None:
    """And not one mistake for each model."""
    with pytest.raises(ValidationError) as error:
        ADAPTER.validate_python(value)
    (mistake,) = error.value.errors()
    assert (mistake["type"], mistake["msg"]) == ("kind_missing", "one of these keys: integer, text")

"""A rubric: the items that a person ticks when they mark an answer, and what the points are bounded by."""

from __future__ import annotations

from typing import Annotated, Any, Self

from grader.models import BaseModel, ConfigDict, Field, model_validator

KEYS = "1234567890abdeghilmoqrtvwyz"
"""The key of each item, in order: digits first, then the letters that are no command of the marking page."""

_Points = Annotated[float, Field(allow_inf_nan=False)]


class RubricItem(BaseModel):
    """Points for one thing that an answer has, or lacks."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
    """Its name in the rubric: marks go by it, so it stays when the words change."""
    points: _Points
    """Added to the points of the answer; below zero, taken off."""
    says: Annotated[str, Field(min_length=1, max_length=1000)]
    """The reason for the points, shown to the student once the answer is marked; Markdown with $math$."""
    one_of: Annotated[str, Field(max_length=60)] = ""
    """A group of items that exclude each other: an answer has at most one of them."""
    note: Annotated[str, Field(max_length=2000)] = ""
    """For markers only; students never see it."""


class Rubric(BaseModel):
    """The rubric of a written answer."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    text: Annotated[str, Field(max_length=20_000)] = ""
    """Guidance for markers in words; students see it once the answer is marked."""
    note: Annotated[str, Field(max_length=20_000)] = ""
    """For markers only; students never see it."""
    start: _Points = 0.0
    """The points of an answer with no item: 0, or all points where items take some off."""
    least: _Points = 0.0
    """The points that an answer has at least, whatever the items add up to."""
    most: _Points | None = None
    """The points that an answer has at most; by default, the points of the check."""
    items: Annotated[tuple[RubricItem, ...], Field(max_length=len(KEYS))] = ()
    """The ticked items."""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        ids = [item.id for item in self.items]
        twice = next((id_ for id_ in ids if ids.count(id_) > 1), None)
        if twice is not None:
            raise ValueError(f"two items have the id `{twice}`; marks go by ids, so each is used once")
        if self.most is not None and self.most < self.least:
            raise ValueError(f"`most` ({self.most:g}) is below `least` ({self.least:g})")
        return self

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return self == Rubric.model_construct()

    def item(self, id_: str) -> RubricItem | None:
        """Return the item with this id."""
        return next((item for item in self.items if item.id == id_), None)

    def key_of(self, id_: str) -> str:
        """Return the key that ticks an item; unique by construction."""
        return KEYS[[item.id for item in self.items].index(id_)]

    def for_students(self) -> Rubric:
        """Return it without what is for those who mark."""
        items = tuple(item.model_copy(update={"note": ""}) for item in self.items)
        return self.model_copy(update={"note": "", "items": items})


def long_form(value: Any) -> Any:
    """Return a rubric as a mapping where an author wrote a text, or a list of items."""
    if isinstance(value, str):
        return {"text": value}
    return {"items": value} if isinstance(value, list | tuple) else value

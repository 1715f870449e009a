"""Rubrics: the forms in which an author writes them, and what each mistake says."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from grader.results.rubric import KEYS, Rubric, RubricItem, long_form

CANCEL = {"id": "cancel", "points": 0.5, "says": "it cancels", "note": "only with both sides"}


@pytest.mark.parametrize(
    ("written", "rubric"),
    [
        pytest.param("Look for c.", Rubric(text="Look for c."), id="a-text"),
        pytest.param([CANCEL], Rubric(items=(RubricItem(**CANCEL),)), id="a-list-of-items"),
        pytest.param({"start": 2, "items": [CANCEL]}, Rubric(start=2, items=(RubricItem(**CANCEL),)), id="a-mapping"),
        pytest.param("", Rubric(), id="nothing"),
    ],
)
def test_a_text_a_list_and_a_mapping_are_rubrics(written: str, rubric: Any) -> None:
    """Short forms are read as the long one."""
    assert Rubric.model_validate(long_form(written)) == rubric


@pytest.mark.parametrize(
    ("written", "says"),
    [
        pytest.param([CANCEL, CANCEL], "two items have the id `cancel`", id="an-id-twice"),
        pytest.param({"least": 3, "most": 2}, "`most` (2) is below `least` (3)", id="bounds-crossed"),
        pytest.param([{**CANCEL, "points": float("nan")}], "finite number", id="points-that-are-none"),
        pytest.param([{**CANCEL, "says": ""}], "at least 1 character", id="an-item-that-says-nothing"),
        pytest.param([{**CANCEL, "id": "Cancel it"}], "should match pattern", id="an-id-that-is-none"),
        pytest.param([{**CANCEL, "worth": 1}], "Extra inputs", id="an-unknown-key"),
        pytest.param(
            [{**CANCEL, "id": f"item{number}"} for number in range(len(KEYS) + 1)], "at most", id="more-items-than-keys"
        ),
        pytest.param(7, "valid dictionary", id="a-number"),
    ],
)
def test_a_mistake_is_named(written: Any, says: str) -> None:
    """Whatever is wrong, the message says it."""
    with pytest.raises(ValidationError) as raised:
        Rubric.model_validate(long_form(written))
    assert says in str(raised.value)


def test_every_item_has_a_key_of_its_own() -> None:
    """Also the eleventh, and no key is one of the page's commands."""
    items = tuple(RubricItem(id=f"item{number}", points=1, says="x") for number in range(len(KEYS)))
    keys = [Rubric(items=items).key_of(item.id) for item in items]
    assert len(set(keys)) == len(items) == 27
    assert keys[:11] == [*"1234567890", "a"]
    assert not set(keys) & set("cfjknpsux?")


def test_students_get_no_notes() -> None:
    """Neither that of an item nor that of the rubric."""
    rubric = Rubric(text="shown", note="secret", items=(RubricItem(**CANCEL),))
    shown = rubric.for_students().model_dump_json()
    assert "shown" in shown
    assert "secret" not in shown
    assert "both sides" not in shown

"""What plain models read, pydantic reads too, and as the same; what they have a doubt about, it decides."""

from __future__ import annotations

import json
import subprocess  # noqa: TID251 - the models of a process are those that it began with
import sys
from datetime import timedelta
from typing import Annotated, Any

import pydantic
import pytest

from grader import plain_models
from grader.checks.kinds import KINDS
from grader.checks.returns import FORMS as RETURNS
from grader.domains import DOMAINS
from grader.plain_annotations import BeforeValidator, PlainField, ValidationNeededError
from grader.plain_reading import reader_of
from tests import plain_documents


@pytest.mark.parametrize("changes", [200, pytest.param(2500, marks=pytest.mark.slow)])
def test_all_that_plain_models_read_is_what_pydantic_makes_of_it(changes: int) -> None:
    """Every task here, a document with every form, and many that differ from these in one place."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.plain_documents", str(changes)], cwd=plain_documents.ROOT,
        capture_output=True, check=True, timeout=300, text=True,
    )  # fmt: skip
    plain = [json.loads(line) for line in done.stdout.splitlines()]
    validated = list(plain_documents.readings(changes, pydantic.ValidationError))
    assert len(plain) == len(validated)
    assert [
        (data, fast, full)
        for fast, (data, full) in zip(plain, validated, strict=True)
        if fast is not None and fast != full
    ] == []
    originals = len(list(plain_documents.documents()))
    assert None not in plain[:originals]
    # Most of what is right is read; the rest costs a second start and nothing else.
    right = [fast for fast, (_, full) in zip(plain, validated, strict=True) if full is not None]
    assert sum(fast is not None for fast in right) > 0.8 * len(right)
    assert len(right) < 0.8 * len(plain)


def test_the_document_with_every_form_has_them_all() -> None:
    """A domain, a form of `returns` or a kind of check that is new is compared as well."""
    text = json.dumps(plain_documents.every_form(), default=str)
    assert [key for key in (*DOMAINS, *RETURNS, *KINDS) if f'"{key}"' not in text] == []


@pytest.mark.parametrize(
    ("annotation", "data"),
    [
        pytest.param(int, True, id="truth for a number"),
        pytest.param(int, "3", id="text for a number"),
        pytest.param(int, 3.0, id="float for a whole number"),
        pytest.param(float, "0.5", id="text for a float"),
        pytest.param(float, float("nan"), id="no number"),
        pytest.param(float, 2**60, id="a whole number that no float is"),
        pytest.param(str, 3, id="number for a text"),
        pytest.param(str, "\ud800", id="half a character"),
        pytest.param(Annotated[str, PlainField(pattern="^a$")], "a\n", id="a line end behind the pattern"),
        pytest.param(Annotated[str, PlainField(pattern=r"^\w$")], "é", id="letters of other alphabets"),
        pytest.param(tuple[int, int], [1], id="too short"),
        pytest.param(tuple[int, ...], {1, 2}, id="a set"),
        pytest.param(int | float, True, id="nothing that fits a union"),
        pytest.param(dict[str, int], [("a", 1)], id="pairs"),
        pytest.param(Annotated[int, BeforeValidator(lambda _: 1 // 0)], 1, id="a validator that fails"),
    ],
)
def test_a_doubt_is_left_to_pydantic(annotation: Any, data: Any) -> None:
    """It may convert such data, or explain them."""
    with pytest.raises(ValidationNeededError):
        reader_of(annotation)(data)


@pytest.mark.parametrize(
    "annotation",
    [bytes, set[int], complex, Annotated[int, "note"], Annotated[int, PlainField(multiple_of=3)]],
    ids=["bytes", "set", "complex", "metadata", "constraint"],
)
def test_an_annotation_of_another_form_is_left_to_pydantic(annotation: Any) -> None:
    """Whoever uses a new one in a model loses time and nothing else."""
    with pytest.raises(ValidationNeededError):
        reader_of(annotation)(3)


def test_a_moment_is_itself() -> None:
    """As TOML and validators make them."""
    assert reader_of(timedelta)(timedelta(1)) == timedelta(1)


LIBRARY: Any = plain_models


class Pair(plain_models.BaseModel):
    """A model with everything that one may have."""

    model_config = plain_models.ConfigDict(extra="forbid")

    low: int
    high: int = LIBRARY.Field(default=9, alias="to")

    @plain_models.field_validator("low", mode="before")
    @classmethod
    def _not_text(cls, value: Any) -> Any:
        return 0 if value == "zero" else value

    @plain_models.field_validator("high")
    @classmethod
    def _doubled(cls, value: int) -> int:
        return 2 * value

    @plain_models.model_validator(mode="after")
    def _in_order(self) -> Pair:
        if self.low > self.high:
            raise ValueError("the smaller number comes first")
        return self


def test_validators_of_a_class_apply() -> None:
    """Those of its fields and of the whole."""
    pair = Pair.model_validate({"low": "zero", "to": 3})
    assert (pair.low, pair.high, pair.model_fields_set) == (0, 6, {"low", "high"})
    assert Pair.model_validate({"low": 1}).high == 9
    assert Pair.model_validate(pair) is pair
    with pytest.raises(ValidationNeededError):
        Pair.model_validate({"low": 7, "to": 3})


@pytest.mark.parametrize(
    "text",
    ['{"low": 1, "low": 2}', '{"low": NaN}', '{"low": 1', '{"low": 1, "high": 2}', "[1]", '\ufeff{"low": 1}', "{}"],
    ids=["twice", "no number", "cut", "name for key", "list", "mark", "missing"],
)
def test_json_with_a_doubt_is_left_to_pydantic(text: str) -> None:
    """Readers differ in what they make of it."""
    with pytest.raises(ValidationNeededError):
        Pair.model_validate_json(text)
    with pytest.raises(ValidationNeededError):
        Pair.model_validate_json(text.encode())
    assert Pair.model_validate_json(b'{"low": 1, "to": 2}').high == 4


@pytest.mark.parametrize(
    "config", [{}, {"extra": "ignore"}, {"extra": "forbid", "strict": True}], ids=["none", "ignored", "strict"]
)
def test_a_model_with_other_rules_is_left_to_pydantic(config: dict[str, Any]) -> None:
    """Plain reading knows the rules of specs."""

    class Other(plain_models.BaseModel):
        model_config = plain_models.ConfigDict(config)
        size: int = 3

    with pytest.raises(ValidationNeededError):
        Other.model_validate({"size": 4})


def test_a_validator_of_another_mode_is_left_to_pydantic() -> None:
    """It would have to be applied in another order."""

    class Wrapped(plain_models.BaseModel):
        model_config = plain_models.ConfigDict(extra="forbid")
        size: int = 3

        @plain_models.model_validator(mode="before")
        @classmethod
        def _read(cls, data: Any) -> Any:
            return data

    with pytest.raises(ValidationNeededError):
        Wrapped.model_validate({"size": 4})

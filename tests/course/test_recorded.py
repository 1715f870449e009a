"""Answers in a file: what goes in comes out, keys notice other arguments, and damage is named."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.course.recorded import (
    AnswerFile,
    PackedFunction,
    RecordedFunction,
    key_of,
    pack,
    parameters_text,
    recorded_functions,
    unpack,
)
from grader.errors import UsageError
from grader.expressions.evaluation import RecordError
from grader.worker.wire.columns import Column

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def function(values: list[Any], parameters: tuple[str] = ("x",)) -> RecordedFunction:
    """Return a recorded function that answers `values` to the numbers 0, 1, 2, ..."""
    keys = [key_of([float(number)]) for number in range(len(values))]
    return unpack("f", PackedFunction(parameters=parameters, answers=(pack(keys, Column.of(values)),)))


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([1.5, -0.0, 1e-320, 1e308], id="reals"),
        pytest.param([3, -(2**62)], id="whole"),
        pytest.param([True, False], id="truths"),
        pytest.param([np.array([1.0, 2.0]), np.array([])], id="vectors"),
        pytest.param([np.ones((2, 3)), np.zeros((0, 4))], id="matrices"),
        pytest.param([np.array([np.nan, np.inf])], id="not-finite"),
    ],
)
def test_answers_come_back_as_they_were(values: list[Any]) -> None:
    """Bit by bit, with their kinds and shapes."""
    recorded = function(values)
    for number, value in enumerate(values):
        answer = recorded(float(number))
        assert np.array_equal(answer, value, equal_nan=np.asarray(value).dtype.kind == "f")
        assert np.asarray(answer).dtype == np.asarray(value).dtype
        assert np.shape(answer) == np.shape(value)


def test_an_answer_belongs_to_whoever_asks() -> None:
    """Changing it changes no later one."""
    recorded = function([np.array([1.0, 2.0])])
    recorded(0.0)[:] = 9
    assert recorded(0.0).tolist() == [1.0, 2.0]


def test_what_is_not_recorded_is_said() -> None:
    """With the likely reason."""
    with pytest.raises(RecordError, match=r"`f` to these arguments is recorded.*another version of grader or numpy"):
        function([1.0])(5.0)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        pytest.param([1.0], [1], True, id="kind"),
        pytest.param([0.0], [-0.0], True, id="zero"),
        pytest.param([1 / 3], [np.nextafter(1 / 3, 1)], True, id="last-digit"),
        pytest.param([1.0], [1.000001], False, id="sixth-digit"),
        pytest.param([np.array([1.0])], [1.0], False, id="shape"),
        pytest.param([np.zeros((2, 3))], [np.zeros((3, 2))], False, id="turned"),
        pytest.param([np.zeros(2), np.zeros(3)], [np.zeros(3), np.zeros(2)], False, id="order"),
        pytest.param([np.array([])], [np.array([]), np.array([])], False, id="count"),
        pytest.param([1e300], [2e300], True, id="beyond-single-precision"),
    ],
)
def test_keys(one: list[Any], two: list[Any], same: bool) -> None:
    """Equal to seven digits is equal; everything else about the arguments matters."""
    assert (key_of(one) == key_of(two)) is same


@pytest.mark.parametrize(
    ("made", "parameters"),
    [
        pytest.param(lambda x, y: 0, ("x", "y"), id="plain"),
        pytest.param(lambda x, y=1: 0, ("x", "y="), id="default"),
        pytest.param(lambda x, *rest: 0, ("x", "*rest"), id="rest"),
        pytest.param(lambda x, *, key=1: 0, ("x",), id="keyword"),
    ],
)
def test_parameters_are_kept(made: Callable[..., Any], parameters: tuple[Any, ...]) -> None:
    """Expressions are held against them as against those of the reference."""
    assert parameters_text(inspect.signature(made)) == parameters
    recorded = unpack("f", PackedFunction(parameters=parameters))
    assert parameters_text(inspect.signature(recorded)) == parameters


FINE = pack([1, 2], Column.of([np.array([1.0]), np.array([2.0])]))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"entries": FINE.entries[:8]}, id="cut"),
        pytest.param({"entries": "!"}, id="no-base64"),
        pytest.param({"entries": FINE.keys[:-4] + "AAAA"}, id="spoilt"),
        pytest.param({"shapes": pack([1], Column.of([1.0])).keys}, id="shapes-of-another"),
        pytest.param({"dimensions": 2}, id="dimensions"),
        pytest.param({"dimensions": 99}, id="too-many-dimensions"),
        pytest.param({"kind": "object"}, id="kind"),
        pytest.param({"more": 1}, id="unknown-key"),
        pytest.param({"entries": pack([1], Column.of([np.zeros(3)])).entries}, id="entries-of-another"),
    ],
)
def test_damage_is_named(tmp_path: Path, change: dict[Any, Any]) -> None:
    """A file that was changed is no course, and no answer either."""
    import json

    told = json.loads(AnswerFile(functions={"f": PackedFunction(parameters=("x",), answers=(FINE,))}).model_dump_json())
    told["functions"]["f"]["answers"][0] |= change
    (tmp_path / "a.json").write_text(json.dumps(told))
    with pytest.raises(UsageError, match=r"a\.json: cannot be read .* Get the kit again"):
        recorded_functions(tmp_path / "a.json")


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers beyond the limit are refused before they are there."""
    from grader.course import recorded

    monkeypatch.setattr(recorded, "LARGEST", 1000)
    zeros = pack([1], Column.of([np.zeros(10_000)]))
    with pytest.raises(ValueError, match="numbers are missing"):
        unpack("f", PackedFunction(parameters=("x",), answers=(zeros,)))

"""The lines of a derivation: which relations and quantities are read, and what is said of the others."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.worker.wire.derivations import RELATIONS, SPELLINGS, LineError, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def yielding(*lines: Any) -> Iterator[Any]:
    """Yield lines."""
    yield from lines


@pytest.mark.parametrize("relation", [*RELATIONS, *SPELLINGS, " <= "])
def test_a_relation_is_read_however_it_is_written(relation: str) -> None:
    """With or without blanks."""
    rows = lines_of(yielding(("=", 1.0), (relation, 2.0)), 5)
    spelled = relation.strip()
    assert RELATIONS[int(rows[1, 0])] == SPELLINGS.get(spelled, spelled)


@pytest.mark.parametrize(
    ("quantity", "numbers"),
    [
        pytest.param(3, [3.0], id="integer"),
        pytest.param(True, [1.0], id="truth"),
        pytest.param([1, 2.5], [1.0, 2.5], id="list"),
        pytest.param(np.array([[1, 2]], dtype=np.int8), [1.0, 2.0], id="matrix"),
        pytest.param(10**30, [1e30], id="large-integer"),
        pytest.param([Decimal("0.5")], [0.5], id="decimals"),
        pytest.param(float("nan"), [np.nan], id="nan"),
    ],
)
def test_a_quantity_is_a_number_or_an_array(quantity: Any, numbers: list[float]) -> None:
    """Of reals; a check compares entry by entry."""
    assert np.array_equal(lines_of(yielding(("=", quantity)), 1), [[0, *numbers]], equal_nan=True)


def test_a_quantity_is_read_when_it_is_yielded() -> None:
    """The generator may change its array for the next line."""

    def lines() -> Iterator[Any]:
        total = np.zeros(2)
        for _ in range(3):
            yield "=", total
            total += 1

    assert lines_of(lines(), 3)[:, 1].tolist() == [0.0, 1.0, 2.0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param([("=", 1)], "it returns a value; write each line as", id="no-generator"),
        pytest.param(yielding(), "it yields no line", id="no-line"),
        pytest.param(yielding(*[("=", 1)] * 4), "it yields more than 3 lines", id="too-many"),
        pytest.param(yielding(1.0), "line 1 is no pair of a relation and a quantity", id="no-pair"),
        pytest.param(yielding(["=", 1]), "line 1 is no pair", id="a-list"),
        pytest.param(yielding((1, "=")), "line 1 is no pair", id="turned-round"),
        pytest.param(yielding(("=", 1), ("!=", 1)), "line 2 has the relation '!='; known are =, <=", id="relation"),
        pytest.param(yielding(("x" * 99, 1)), f"the relation {'x' * 20!r};", id="long-relation"),
        pytest.param(yielding(("=", "1.5")), "the quantity of line 1 is no number", id="text"),
        pytest.param(yielding(("=", None)), "the quantity of line 1 is no number", id="none"),
        pytest.param(yielding(("=", 1j)), "the quantity of line 1 is no number", id="complex"),
        pytest.param(yielding(("=", [[1], [1, 2]])), "the quantity of line 1 is no number", id="uneven"),
        pytest.param(yielding(("=", 10**400)), "the quantity of line 1 is no number", id="beyond-floats"),
        pytest.param(yielding(("=", [1, 2]), ("=", 1)), "line 2 has 1 numbers and line 1 has 2", id="other-size"),
    ],
)
def test_a_line_that_is_none_is_told_by_its_number(value: Any, text: str) -> None:
    """With the form that is read."""
    with pytest.raises(LineError) as error:
        lines_of(value, 3)
    assert text in str(error.value)


def test_an_endless_derivation_ends_at_the_limit() -> None:
    """No more is asked of the generator than the line after the last."""
    asked = []

    def lines() -> Iterator[Any]:
        while True:
            asked.append(1)
            yield "=", 1.0

    with pytest.raises(LineError, match="more than 10 lines"):
        lines_of(lines(), 10)
    assert len(asked) == 11

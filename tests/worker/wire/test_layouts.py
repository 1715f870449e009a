"""Answers that lie like right ones are taken in by one look; all others go the long way, and mean the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks.question import CallGroup, Question
from grader.worker.wire.answers import Answers, layout_of
from grader.worker.wire.columns import Column
from grader.worker.wire.frames import FrameError
from tests.present import present
from tests.worker.wire.samples import Asked, part

VECTORS = [np.arange(3.0), np.empty(0), np.array([np.nan, np.inf])]
EXPECTED = {
    "numbers": Column.of([1.0, 2.0, 3.0]),
    "vectors": Column.of(VECTORS),
    "matrices": Column.of([np.eye(2), np.zeros((0, 3)), np.ones((3, 1))]),
}


def taken(values: list[Any], expected: Column) -> tuple[Answers, ...]:
    """Return the answers `values` where `expected` is due, with and without a known layout."""
    both = (Answers(len(values), layout_of(expected)), Answers(len(values)))
    for answers in both:
        header, body = part(values)
        answers.add(header, memoryview(body))
    return both


@pytest.mark.parametrize("name", EXPECTED)
def test_right_answers_are_known_by_their_layout(name: str) -> None:
    """Numbers, vectors and matrices in float64: the same column either way, down to the marks."""
    expected = EXPECTED[name]
    quick, slow = taken([value if np.ndim(value) else float(value) for value in expected], expected)
    assert quick.matches_layout
    assert not slow.matches_layout
    np.testing.assert_array_equal(present(quick.uniform()).flat, present(slow.uniform()).flat)
    assert present(quick.uniform()).shapes is expected.shapes
    assert quick.shapes() == slow.shapes()
    for mark in ("forms", "codes", "ndims"):
        assert getattr(quick, mark).tolist() == getattr(slow, mark).tolist()
    for a, b in zip(quick.values(), slow.values(), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([np.arange(3.0), np.empty(0), np.zeros(3)], id="another-shape"),
        pytest.param([np.arange(3.0), np.empty(0), np.zeros((2, 1))], id="another-dimension"),
        pytest.param([np.arange(3.0), np.empty(0), np.zeros(2, dtype=np.float32)], id="single-precision"),
        pytest.param([np.arange(3.0), np.empty(0), [0.0, 0.0]], id="a-list"),
        pytest.param([np.arange(3.0), np.empty(0), None], id="none"),
        pytest.param([np.arange(3), np.empty(0), np.zeros(2)], id="integers"),
    ],
)
def test_all_others_go_the_long_way(values: list[Any]) -> None:
    """One answer of another kind is enough."""
    quick, slow = taken(values, EXPECTED["vectors"])
    assert not quick.matches_layout
    assert quick.shapes() == slow.shapes()
    assert quick.forms.tolist() == slow.forms.tolist()


@given(st.data())
def test_a_changed_part_is_refused_or_means_the_same(data: Any) -> None:
    """Whatever bytes come, knowing the layout changes nothing."""
    header, body = part(VECTORS)
    forged = bytearray(body)
    for _ in range(data.draw(st.integers(0, 3))):
        forged[data.draw(st.integers(0, len(forged) - 1))] = data.draw(st.integers(0, 255))
    header["data"] = data.draw(st.sampled_from([header["data"], 0, 8, 32, len(body)]))
    outcomes = []
    for answers in (Answers(3, layout_of(EXPECTED["vectors"])), Answers(3)):
        try:
            answers.add(header, memoryview(bytes(forged)))
            outcomes.append([None if value is None else value.tobytes() for value in answers.values()])
        except FrameError as error:
            outcomes.append(str(error))  # type: ignore[arg-type]
    assert outcomes[0] == outcomes[1]


def test_a_function_in_the_worker_meets_the_layout() -> None:
    """What a worker packs for a right function is what the judge looks for."""
    column = Column.of(VECTORS[:2])
    question = Question.of([CallGroup("f", (column,), 2, 1 << 16, layout=layout_of(column))])
    asked = Asked(question, f=lambda x: x * 2)
    answers = Answers(2, question.groups[0].layout)
    header, body = asked.parts[0]
    answers.add(header, memoryview(body))
    assert answers.matches_layout


@pytest.mark.parametrize("name", EXPECTED)
def test_answers_that_are_the_expected_ones_are_known_by_their_bits(name: str) -> None:
    """Of the column that is expected itself, and of the way with a layout alone."""
    expected = EXPECTED[name]
    quick, slow = taken([value if np.ndim(value) else float(value) for value in expected], expected)
    assert quick.equal(expected)
    assert not slow.equal(expected)
    assert not quick.equal(Column(expected.flat, expected.shapes)), "another column is not looked into"


@pytest.mark.parametrize(
    ("answer", "expected", "equal"),
    [
        pytest.param(0.0, 0.0, True, id="zero"),
        pytest.param(-0.0, 0.0, False, id="minus-zero"),
        pytest.param(np.nan, np.nan, True, id="nan"),
        pytest.param(np.nextafter(1.0, 2.0), 1.0, False, id="last-bit"),
        pytest.param(1.0, 1, False, id="whole-number"),
        pytest.param(1.0, True, False, id="truth"),
    ],
)
def test_equal_means_bit_for_bit(answer: float, expected: float, equal: bool) -> None:
    """Whole numbers and truths are expected in another type than answers of this layout have."""
    column = Column.of([expected])
    answers, _ = taken([answer], column)
    assert answers.matches_layout
    assert answers.equal(column) is equal

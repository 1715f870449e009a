"""Answers packed as columns: the form of each, and that nothing of a student's class is asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.worker.wire.forms import BYTE_CODE, CODE_OF, FLOAT_CODE, INT_CODE, MAX_DIMENSIONS, Form
from grader.worker.wire.packing import FACTS_A_PART, AnswerPacker


class Sly(float):
    """A number that would run code of its own."""

    def __float__(self) -> float:
        raise AssertionError("asked")

    def __repr__(self) -> str:
        raise AssertionError("asked")


FLOAT = np.dtype(np.float64)
ANSWERS: dict[str, tuple[Any, tuple[int, int, int], int]] = {
    "float": (0.5, (Form.NUMBER, FLOAT_CODE, 0), 8),
    "numpy-float": (np.float64(0.5), (Form.NUMBER, FLOAT_CODE, 0), 8),
    "single": (np.float32(0.5), (Form.NUMBER, CODE_OF[np.dtype("float32")], 0), 4),
    "int": (-3, (Form.NUMBER, INT_CODE, 0), 8),
    "truth": (True, (Form.NUMBER, CODE_OF[np.dtype("bool")], 0), 1),
    "complex": (1j, (Form.NUMBER, CODE_OF[np.dtype("complex128")], 0), 16),
    "none": (None, (Form.NONE, 0, 0), 0),
    "array": (np.ones((2, 3)), (Form.ARRAY, FLOAT_CODE, 2), 48),
    "no-dimension": (np.array(1.0), (Form.ARRAY, FLOAT_CODE, 0), 8),
    "swapped-bytes": (np.ones(2, dtype=">f8"), (Form.ARRAY, FLOAT_CODE, 1), 16),
    "too-large": (np.ones(1000), (Form.LARGE, 0, 1), 0),
    "a-view-of-nothing": (np.broadcast_to(1.0, (10**6, 10**6)), (Form.LARGE, 0, 2), 0),
    "too-deep": (np.ones((1,) * (MAX_DIMENSIONS + 1)), (Form.OTHER, 0, 0), 0),
    "objects": (np.array([object()]), (Form.OTHER, 0, 0), 0),
    "an-object": (object(), (Form.OTHER, 0, 0), 0),
    "a-long-list": (list(range(1000)), (Form.LARGE, 0, 1), 0),
    "a-long-text": ("x" * 10_000, (Form.LARGE, 0, 0), 0),
}


@pytest.mark.parametrize(("value", "marks", "size"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_has_a_form(value: Any, marks: tuple[int, int, int], size: int) -> None:
    """And as many bytes as its numbers."""
    packer = AnswerPacker(1000)
    packer.add(value)
    assert [tuple(mark) for mark in packer.marks] == [marks]
    assert (packer.size, len(packer)) == (size, 1)
    assert sum(map(len, packer.chunks)) == size


@pytest.mark.parametrize(
    "value", ["text", [1, "a"], {"a": 1}, 2**70, Sly(0.5)], ids=["text", "list", "dict", "int", "sly"]
)
def test_everything_else_is_tagged_bytes(value: Any) -> None:
    """A subclass crosses as its base, without its own methods."""
    packer = AnswerPacker(1000)
    packer.add(value)
    assert packer.marks == [bytes((Form.VALUE, BYTE_CODE, 1))]
    assert packer.shapes == [(packer.size,)]


def test_an_array_is_copied_at_once() -> None:
    """The function may return the same one again and change it."""
    packer, array = AnswerPacker(1000), np.zeros(2)
    packer.add(array)
    array += 1
    packer.add(array)
    data, shapes, *marks = packer.body()
    assert np.frombuffer(data).tolist() == [0, 0, 1, 1]
    assert np.frombuffer(shapes, dtype=np.int64).tolist() == [2, 2]
    assert [bytes(mark) for mark in marks] == [bytes([Form.ARRAY] * 2), bytes([FLOAT_CODE] * 2), bytes([1, 1])]


def test_a_text_about_answers_is_sent_once() -> None:
    """Most calls fail alike; of many different ones the first few have room."""
    packer = AnswerPacker(1000)
    for number in range(3 * FACTS_A_PART):
        packer.other(Form.RAISED, {"type": "ValueError", "text": str(number // 2)})
    assert len(packer.facts) == FACTS_A_PART
    assert packer.fact_of == {number: number // 2 for number in range(2 * FACTS_A_PART)}
    assert len(packer) == 3 * FACTS_A_PART


def test_long_texts_are_bounded() -> None:
    """A header has a cap."""
    packer = AnswerPacker(1000)
    packer.other(Form.RAISED, {"text": "x" * 10**6})
    assert (packer.facts, packer.fact_of, len(packer)) == ([], {}, 1)

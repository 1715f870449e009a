"""The kinds of answers and numbers on the wire: codes that both sides count alike."""

from __future__ import annotations

import numpy as np
import pytest

from grader.worker.wire.forms import BOOL_CODE, BYTE_CODE, CODE_OF, CODES, FLOAT_CODE, INT_CODE, MAX_DIMENSIONS, Form


@pytest.mark.parametrize(
    ("code", "name"), [(FLOAT_CODE, "float64"), (INT_CODE, "int64"), (BOOL_CODE, "bool"), (BYTE_CODE, "uint8")],
    ids=["float", "int", "bool", "byte"],
)  # fmt: skip
def test_a_code_is_one_more_than_its_place(code: int, name: str) -> None:
    """0 says that there are no numbers."""
    assert CODES[code - 1] == np.dtype(name)


def test_every_code_fits_a_byte_and_is_its_own() -> None:
    """Each answer has one byte for its form, its code and its dimensions."""
    assert sorted(CODE_OF.values()) == list(range(1, len(CODES) + 1))
    assert max(*CODE_OF.values(), *Form, MAX_DIMENSIONS) < 256


def test_no_form_on_the_wire_is_lost() -> None:
    """0 stands for what never came, so that memory that nobody wrote to claims no answer."""
    assert Form(0) is Form.LOST
    assert len({*Form}) == len(Form.__members__)


@pytest.mark.parametrize("dtype", CODES, ids=str)
def test_numbers_that_cross_are_of_fixed_size(dtype: np.dtype[np.generic]) -> None:
    """No objects, texts or long doubles: their bytes mean nothing in another process."""
    assert dtype.kind in "biufc"
    assert dtype.itemsize in {1, 2, 4, 8, 16}
    assert dtype.isnative

"""Printing: Python that repeats a value, of the same kind in every part."""

from __future__ import annotations

import datetime as dt
from collections import Counter, OrderedDict, namedtuple
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from grader.values.printing import as_python, brief, imports_of, numpy_import_of
from tests.values.any_value import VALUES
from tests.worker.wire.canonical import canonical

NAMES = {
    "np": np, "Counter": Counter, "OrderedDict": OrderedDict, "Decimal": Decimal, "Fraction": Fraction,
    "datetime": dt, "namedtuple": namedtuple,  # noqa: PYI024
}  # fmt: skip


@given(VALUES)
def test_what_is_printed_repeats_the_value(value: Any) -> None:
    """Evaluated, it has the kinds and parts of the value."""
    again = eval(as_python(value), dict(NAMES))
    if "NamedValues" not in canonical(value):
        assert canonical(again) == canonical(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array([1, 2]), "np.array([1, 2])"),
        (np.array([1.0, 2.5]), "np.array([1.0, 2.5])"),
        (np.array([True]), "np.array([True])"),
        (np.array([1], dtype=np.float32), "np.array([1.0], dtype=np.float32)"),
        (np.zeros((0, 3)), "np.zeros((0, 3))"),
        (np.zeros(0, dtype=np.int64), "np.zeros((0,), dtype=int)"),
        (np.array([np.inf, np.nan]), "np.array([np.inf, np.nan])"),
        (np.float64(0.5), "0.5"),
        (float("inf"), 'float("inf")'),
        (3 - 2j, "(3-2j)"),
        (2j, "2j"),
        (complex(-0.0, -0.0), "complex(-0.0, -0.0)"),
        (complex(0.0, -2.0), "complex(0.0, -2.0)"),
        (complex(1.0, -0.0), "complex(1.0, -0.0)"),
        (complex(0.0, float("inf")), 'complex(0.0, float("inf"))'),
        ([complex(-0.0, 1.0)], "[complex(-0.0, 1.0)]"),
        ((1,), "(1,)"),
        ({3, 1}, "{1, 3}"),
        (set(), "set()"),
        (Counter("aa"), "Counter({'a': 2})"),
        ("a\n", r"'a\n'"),
        (dt.date(2024, 2, 29), "datetime.date(2024, 2, 29)"),
    ],
)
def test_printed(value: Any, text: str) -> None:
    """As a person would write it."""
    assert as_python(value) == text


def test_imports_are_those_that_the_text_needs() -> None:
    """That of numpy is asked for alone, and what stands in a text uses nothing."""
    assert numpy_import_of(as_python(np.zeros(1))) == ["import numpy as np"]
    assert numpy_import_of("f(np.zeros(1), <an object>)") == ["import numpy as np"]
    assert numpy_import_of(as_python("see np.zeros(1)")) == numpy_import_of("f(snp.x, <an object>)") == []
    assert imports_of(as_python("Counter(x)")) == []
    assert imports_of(as_python([Counter("a"), np.zeros(1)])) == ["from collections import Counter"]
    assert imports_of(as_python({"Counter": 1})) == []


@given(VALUES)
def test_a_short_form_is_short(value: Any) -> None:
    """A long value loses its middle."""
    assert len(brief(value)) <= 60

"""Numbers as authors write them: 3, 0.5, 1e-6 or a fraction such as 1/64."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator


def read_number(value: object) -> float:
    """Return `value` as a float.  Raises ValueError for anything but a finite number or a fraction of two integers."""
    if type(value) is int or type(value) is float:
        number = float(value)
    elif isinstance(value, str) and len(value) < 40:
        try:
            number = float(Fraction(value.replace(" ", "")))
        except (ValueError, ZeroDivisionError, OverflowError):
            raise ValueError(f"a number such as 3, 0.5, 1e-6 or 1/64 is due, not {value!r}") from None
    else:
        raise ValueError(f"a number such as 3, 0.5, 1e-6 or 1/64 is due, not {value!r}")
    if not math.isfinite(number):
        raise ValueError("a finite number is due")
    return number


def _positive(number: float) -> float:
    if number <= 0:
        raise ValueError(f"a number above 0 is due, not {number:g}")
    return number


def _ordered(bounds: tuple[float, float]) -> tuple[float, float]:
    if bounds[0] > bounds[1]:
        raise ValueError(f"the lower bound comes first, and {bounds[0]:g} is above {bounds[1]:g}")
    return bounds


Number = Annotated[float, BeforeValidator(read_number)]
Positive = Annotated[float, BeforeValidator(read_number), AfterValidator(_positive)]
Bounds = Annotated[tuple[Number, Number], AfterValidator(_ordered)]
"""The smallest and the largest value, both included."""

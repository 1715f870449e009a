"""Numbers as authors write them: 3, 0.5, 1e-6 or a fraction such as 1/64."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Annotated

from grader.models import AfterValidator, BeforeValidator, Field

LARGEST_WHOLE = 2**53
"""Up to here every whole number is a float."""
MOST_DIGITS = 1000
LARGEST_INT = 10**MOST_DIGITS


def read_number(value: object) -> float:
    """Return `value` as a float.  Raises ValueError for anything but a finite number or a fraction of two integers."""
    try:
        number = _as_float(value)
    except (ValueError, ZeroDivisionError, OverflowError):
        raise ValueError(f"a number such as 3, 0.5, 1e-6 or 1/64 is due, not {str(value)[:40]!r}") from None
    if not math.isfinite(number):
        raise ValueError("a finite number is due")
    return number + 0.0  # -0.0 becomes 0: bounds of 0 and -0.0 are in no order that a generator would take


def _as_float(value: object) -> float:
    if type(value) is int or type(value) is float:
        return float(value)
    if not isinstance(value, str) or len(value) > 40:
        raise ValueError(value)
    text = value.replace(" ", "")  # a Fraction reads 1e-6 too, and for 1e-999999999 it takes all the memory there is
    return float(Fraction(text)) if "/" in text else float(text)


def _positive(number: float) -> float:
    if number <= 0:
        raise ValueError(f"a number above 0 is due, not {number:g}")
    return number


def _ordered(bounds: tuple[float, float]) -> tuple[float, float]:
    if bounds[0] > bounds[1]:
        raise ValueError(f"the lower bound comes first, and {bounds[0]:g} is above {bounds[1]:g}")
    if not math.isfinite(bounds[1] - bounds[0]):
        raise ValueError(f"{bounds[0]:g} and {bounds[1]:g} are too far apart to draw between them")
    return bounds


def resolved(size: float, grid: float | None) -> None:
    """Raise ValueError where numbers of this size are no exact multiples of `grid`."""
    if grid is not None and size / grid > LARGEST_WHOLE:
        raise ValueError(f"a grid of {grid:g} is too fine for numbers as large as {size:g}")


_Text = Annotated[str, Field(pattern=r"^ *[-+]?(\d+ */ *\d+|(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?) *$", max_length=40)]
"""A number as text, for JSON Schema: a fraction, or what YAML takes for text, such as 1e-6 without a point."""
_UnsignedText = Annotated[str, Field(pattern=r"^ *\+?(\d+ */ *\d+|(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?) *$", max_length=40)]
Number = Annotated[float, BeforeValidator(read_number, json_schema_input_type=float | _Text)]
NotNegative = Annotated[
    float,
    Field(ge=0),
    BeforeValidator(read_number, json_schema_input_type=Annotated[float, Field(ge=0)] | _UnsignedText),
]
Positive = Annotated[
    float,
    BeforeValidator(read_number, json_schema_input_type=Annotated[float, Field(gt=0)] | _UnsignedText),
    AfterValidator(_positive),
]
Bounds = Annotated[tuple[Number, Number], AfterValidator(_ordered)]
"""The smallest and the largest value, both included."""


def _ordered_whole(bounds: tuple[int, int]) -> tuple[int, int]:
    if bounds[0] > bounds[1]:
        raise ValueError(f"the lower bound comes first, and {bounds[0]} is above {bounds[1]}")
    if max(map(abs, bounds)) > LARGEST_WHOLE:
        raise ValueError(f"whole numbers go up to 2**53 = {LARGEST_WHOLE} here, of either sign")
    return bounds


def _ordered_large(bounds: tuple[int, int]) -> tuple[int, int]:
    if bounds[0] > bounds[1]:
        raise ValueError(f"the lower bound comes first, and {bounds[0]} is above {bounds[1]}")
    if max(map(abs, bounds)) > LARGEST_INT:
        raise ValueError(f"whole numbers have up to {MOST_DIGITS} digits here")
    return bounds


LargeBounds = Annotated[tuple[int, int], AfterValidator(_ordered_large)]
"""The smallest and the largest of whole numbers of any size, both included."""
IntBounds = Annotated[tuple[int, int], AfterValidator(_ordered_whole)]
"""The smallest and the largest whole number, both included."""

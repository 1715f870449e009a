"""How long texts, lists, sets and dicts are, and which parts of one are tried without the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from grader.models import AfterValidator, BeforeValidator, Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

LONGEST = 10_000
SINGLE_ITEMS = 24
"""Items of a list, or characters of a text, that are left out one by one."""


def _bounds(value: object) -> object:
    if isinstance(value, str):
        raise ValueError(  # noqa: TRY004 - pydantic reports no TypeError
            f"a length is a number or two, such as [0, 8], not {value!r}; arrays have named sizes: {{vector: {value}}}"
        )
    return (value, value) if isinstance(value, int) else value


def _ordered(length: tuple[int, int]) -> tuple[int, int]:
    if length[0] > length[1]:
        raise ValueError(f"the smaller length comes first, and {length[0]} is above {length[1]}")
    return length


_Count = Annotated[int, Field(ge=0, le=LONGEST)]
Length = Annotated[
    tuple[_Count, _Count],
    BeforeValidator(_bounds, json_schema_input_type=_Count | tuple[_Count, _Count]),
    AfterValidator(_ordered),
]
"""The smallest and the largest length, or one number for a fixed one."""


def draw_length(length: tuple[int, int], rng: np.random.Generator) -> int:
    """Return a random length."""
    return int(rng.integers(length[0], length[1], endpoint=True))


def kept_positions(count: int, least: int) -> Iterator[list[int]]:
    """Yield which positions of `count` are kept: the least number, one half or the other, all but one."""
    if count <= least:
        return
    half = max(least, count // 2)
    positions = list(range(count))
    yield from (positions[:least], positions[count - least :], positions[:half], positions[count - half :])
    if least <= 1 < count:
        yield from ([position] for position in positions[:SINGLE_ITEMS])
    yield from (positions[:left_out] + positions[left_out + 1 :] for left_out in range(min(count, SINGLE_ITEMS)))

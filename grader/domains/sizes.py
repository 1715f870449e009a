"""Named sizes: how a domain refers to one, and what it stands for in a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from grader.models import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

SizeName = Annotated[str, Field(pattern=r"^[A-Za-z_]\w*$")] | Annotated[int, Field(ge=0, le=1_000_000)]
"""A size: the name of one, or the number itself."""


def resolve(size: str | int, sizes: Mapping[str, int]) -> int:
    """Return the number that a size stands for in this case."""
    return size if isinstance(size, int) else sizes[size]


def shape_of(names: tuple[str | int, ...], sizes: Mapping[str, int]) -> tuple[int, ...]:
    """Return the shape that sizes stand for in this case."""
    return tuple(resolve(name, sizes) for name in names)


def named_sizes(
    names: tuple[str | int, ...], value: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> dict[str, int]:
    """Return the named ones of the sizes of an array."""
    return {name: int(count) for name, count in zip(names, value.shape, strict=False) if isinstance(name, str)}

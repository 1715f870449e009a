"""Families of cases that prove the same thing: some members are tried by default, all of them in CI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable


def some_of(cases: Iterable[Any] | Mapping[str, Any], step: int = 3) -> list[Any]:
    """Return the parameters of a test: each `step`th case is tried by default, the others are `wide`.

    A tuple is a row of several parameters; the keys of a mapping are the names of the cases.
    """
    if isinstance(cases, Mapping):
        return [_parameter(case, wide=number % step > 0, id=id_) for number, (id_, case) in enumerate(cases.items())]
    return [wide(case) if number % step else case for number, case in enumerate(cases)]


def wide(case: Any) -> Any:
    """Return a case as a parameter that only CI tries."""
    return _parameter(case, wide=True)


def _parameter(case: Any, *, wide: bool, **named: Any) -> Any:
    values = case if isinstance(case, tuple) else (case,)
    return pytest.param(*values, marks=pytest.mark.wide if wide else (), **named)

"""Families of cases that prove the same thing: some members are tried by default, all of them in CI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable


def some_of(cases: Iterable[Any], step: int = 3) -> list[Any]:
    """Return the parameters of a test: each `step`th case is tried by default, the others are `wide`.

    A tuple is a row of several parameters.
    """
    return [case if number % step == 0 else wide(case) for number, case in enumerate(cases)]


def wide(case: Any) -> Any:
    """Return a case as a parameter that only CI tries."""
    return pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.wide)

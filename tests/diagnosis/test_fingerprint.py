"""Fingerprints: equal for those who behave alike, different for those who do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.samples.small_tasks import expecting, verdict_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TWICE = "def f(x):\n    return 2 * x / 3\n"


def raising(kind: Any) -> Any:
    """Return a function that raises for long vectors."""

    def f(x: Any) -> Any:
        if len(x) > 2:
            raise kind("no")
        return 2 * x

    return f


SOLUTIONS = {
    "wrong": lambda x: x * x,
    "wrong-otherwise": lambda x: x * x * (1 + 1e-4),
    "a-text": lambda x: "squares",
    "none": lambda x: None,
    "one-exception": raising(ValueError),
    "another-exception": raising(KeyError),
    "not-a-number": lambda x: x * np.nan,
    "one-entry-more": lambda x: np.append(x, 0.0),
}
SAME = {
    "wrong": lambda x: np.array([float(entry) ** 2 * (1 + 1e-13) for entry in x]),
    "a-text": lambda x: "squared",
    "none": lambda x: list.reverse([x]),
    "one-exception": raising(ValueError),
}


@pytest.fixture
def of(tmp_path: Path) -> Callable[..., Any]:
    """Return what gives the fingerprint of a function."""
    check = expecting(tmp_path, "close(f(x), ref.f(x))", TWICE)
    return lambda function: verdict_on(check, f=function).fingerprint


def test_those_who_behave_otherwise_differ(of: Callable[..., Any]) -> None:
    """In a number, a kind, a shape, an exception."""
    found = {name: of(function) for name, function in SOLUTIONS.items()}
    assert "" not in found.values()
    assert len(set(found.values())) == len(SOLUTIONS)


@pytest.mark.parametrize("name", SAME)
def test_those_who_behave_alike_are_equal(of: Callable[..., Any], name: str) -> None:
    """However they compute it, down to the last digits."""
    assert of(SAME[name]) == of(SOLUTIONS[name])


def test_what_passes_has_none(of: Callable[..., Any]) -> None:
    """There is nothing to group."""
    assert of(lambda x: x * 2 / 3) == ""


def test_answers_near_zero_are_rounded_as_others(tmp_path: Path) -> None:
    """What cancels to 1e-17 in one program and to 0 in another is the same."""
    check = expecting(tmp_path, "close(f(x), ref.f(x), scale=sum(abs(x)))", "def f(x):\n    return x - 2 * x\n")
    some = [lambda x: x * 1.0, lambda x: x * 1.0 + 1e-17, lambda x: x * (1 + 1e-15)]
    assert len({verdict_on(check, f=function).fingerprint for function in some}) == 1

"""Known wrong solutions and their rivals."""

from __future__ import annotations

from typing import Any

import pytest

from grader.checks.misconception import Misconception


def known(name: str, *rivals: str) -> Misconception:
    """Return a wrong solution with rivals."""
    return Misconception(name, "f", lambda x: x, ("a",), "tells", rivals=rivals)


ALL = [known("one"), known("two", "one"), known("three", "one", "two", "four")]


@pytest.mark.parametrize(("index", "names"), [(0, ["one"]), (1, ["two", "one"]), (2, ["three", "one", "two"])])
def test_a_wrong_solution_comes_with_its_rivals(index: int, names: list[str]) -> None:
    """Itself first, then the others in their own order; one that is not there is left out."""
    together: Any = ALL[index].with_rivals(ALL)
    assert [misconception.name for misconception in together] == names

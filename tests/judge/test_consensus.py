"""Agreement: what one check leaves open the others tell, and a hidden check tells a public one nothing."""

from __future__ import annotations

from typing import Any

import pytest

from grader.checks.misconception import Misconception
from grader.judge.consensus import resolve_misconceptions


def known(name: Any, *fails: Any, function: str = "f") -> Any:
    """Return a misconception."""
    return Misconception(name, function, abs, fails or ("a", "b", "c"), f"You {name}.")


ONE, TWO, OTHER = known("one"), known("two"), known("other", function="g")
BOTH = (ONE, TWO)
PUBLIC = {"a", "b"}


@pytest.mark.parametrize(
    ("explained", "passed", "told"),
    [
        pytest.param({"a": (ONE,)}, (), {"a": "You one."}, id="one"),
        pytest.param({"a": BOTH}, (), {}, id="left-open"),
        pytest.param({"a": BOTH, "b": (ONE,)}, (), {"a": "You one.", "b": "You one."}, id="told-by-another"),
        pytest.param({"a": (ONE,), "b": (TWO,)}, (), {}, id="contradictory"),
        pytest.param({"a": BOTH, "b": (OTHER,)}, (), {"b": "You other."}, id="of-another-function"),
        pytest.param({"a": BOTH, "c": (ONE,)}, (), {"c": "You one."}, id="hidden-tells-public-nothing"),
        pytest.param({"a": (ONE,), "c": BOTH}, (), {"a": "You one.", "c": "You one."}, id="public-tells-hidden"),
        pytest.param(
            {"a": (known("one", "a", "b"), known("two", "a"))}, ("b",), {"a": "You two."}, id="one-would-fail-b"
        ),
        pytest.param({}, ("a",), {}, id="nothing-failed"),
    ],
)
def test_what_is_told(explained: dict[Any, Any], passed: tuple[Any, ...], told: dict[Any, Any]) -> None:
    """A sentence where exactly one is left."""
    assert resolve_misconceptions(explained, passed, PUBLIC) == told

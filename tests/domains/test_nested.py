"""Domains within domains: of any kind, to any depth, and a mistake with the keys where it is none."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from grader.domains import DOMAINS, stream

MADE: Any = DOMAINS
INNER: dict[str, dict[str, Any]] = {
    "integer": {"integer": [0, 5]}, "real": {"real": [0, 1]}, "choice": {"choice": ["a", "b"]},
    "tuple": {"tuple": [{"integer": [0, 5]}, {"tuple": [{"real": [0, 1]}]}]},
}  # fmt: skip


@pytest.mark.parametrize(("key", "written"), INNER.items(), ids=INNER)
def test_a_domain_may_hold_any_other(key: str, written: dict[str, Any]) -> None:
    """Its members are drawn by that one."""
    outer = MADE["tuple"].model_validate({"tuple": [written]})
    (inner,) = outer.tuple if hasattr(outer, "tuple") else outer.inner()
    assert type(inner) is DOMAINS[key]
    member = outer.draw({}, stream(1, "nested"))
    assert outer.contains(member, {})
    assert inner.contains(member[0], {})


@pytest.mark.parametrize("written", [{"whole": [0, 5]}, {}, 3], ids=["unknown", "empty", "number"])
def test_what_is_no_domain_is_told_by_its_place(written: Any) -> None:
    """With the keys that there are."""
    with pytest.raises(ValidationError) as error:
        MADE["tuple"].model_validate({"tuple": [{"integer": [0, 5]}, written]})
    (mistake,) = error.value.errors()
    assert mistake["type"] == "kind_missing"
    assert 1 in mistake["loc"]
    assert "integer" in mistake["msg"]

"""Domain `dict`: dicts of named keys, or of drawn keys and values."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"dict": {"a": "boolean", "b": {"integer": [0, 9]}}},
        {"dict": [{"text": [2, 4]}, {"integer": [0, 9]}], "length": [0, 3]},
        {"dict": {1: "boolean"}},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), dict)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"dict": {"a": "boolean"}}, {"a": True}, True),
        ({"dict": {"a": "boolean"}}, {}, False),
        ({"dict": {"a": "boolean"}}, {"a": True, "b": 1}, False),
        ({"dict": {"a": "boolean"}}, {"a": 3}, False),
        ({"dict": [{"text": 1}, "boolean"], "length": [1, 2]}, {"x": True}, True),
        ({"dict": [{"text": 1}, "boolean"], "length": [1, 2]}, {}, False),
        ({"dict": [{"text": 1}, "boolean"]}, {"xy": True}, False),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"dict": {"a": {"integer": [0, 9]}}}, {"a": 7}, {"a": 0}),
        ({"dict": [{"text": [1, 3]}, {"integer": [0, 9]}]}, {"ab": 3, "c": 4}, {}),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), value) == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"dict": {"a": "boolean"}, "length": 2}, "keys that have a domain"),
        ({"dict": [{"text": 1}, "boolean"], "length": [2, 1]}, "smaller length"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)

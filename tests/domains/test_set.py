"""Domain `set`: sets of members of another domain."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.domains.contract import SIZES, keep, read, simplest


@pytest.mark.parametrize(
    "spec",
    [
        {"set": {"integer": [0, 99]}},
        {"set": {"text": [1, 3]}, "length": [1, 2]},
        {"set": {"tuple": ["boolean", {"integer": [0, 9]}]}, "length": [0, 2]},
    ],
    ids=str,
)
def test_it_keeps_the_contract_of_domains(spec: Any) -> None:
    """Draws, edges and plain members belong to it; simpler ones lead down to an end."""
    keep(read(spec), set)


@pytest.mark.parametrize(
    ("spec", "value", "inside"),
    [
        ({"set": {"integer": [0, 9]}}, set(), True),
        ({"set": {"integer": [0, 9]}, "length": [1, 2]}, set(), False),
        ({"set": {"integer": [0, 9]}, "length": [1, 2]}, {1, 2, 3}, False),
        ({"set": {"integer": [0, 9]}}, {10}, False),
    ],
    ids=str,
)
def test_a_value_belongs_or_not(spec: Any, value: Any, inside: bool) -> None:
    """On both sides of each bound."""
    assert read(spec).contains(value, SIZES) is inside


@pytest.mark.parametrize(
    ("spec", "value", "end"),
    [
        ({"set": {"integer": [0, 9]}}, {3, 7}, set()),
        ({"set": {"integer": [0, 9]}, "length": 1}, {7}, {0}),
    ],
    ids=str,
)
def test_the_simplest_member_is_reached(spec: Any, value: Any, end: Any) -> None:
    """A student sees this one."""
    assert simplest(read(spec), value) == end


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"set": "boolean", "length": [2, 1]}, "smaller length"),
        ({"set": "bool"}, "validation error"),
    ],
    ids=str,
)
def test_a_domain_that_cannot_be_is_refused(spec: Any, words: str) -> None:
    """When the task is read, with a reason."""
    with pytest.raises(ValidationError, match=words):
        read(spec)


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ({"list": "boolean"}, "a tuple can"),
        ({"vector": 2}, "cannot be in a set"),
        ({"integer": [0, 9]}, ""),
    ],
    ids=str,
)
def test_members_that_cannot_be_in_a_set_are_a_mistake(member: Any, words: str) -> None:
    """Told when the task is read."""
    mistakes = list(read({"set": member, "length": 2}).mistakes(dict.fromkeys(SIZES, (1, 1))))
    assert bool(mistakes) is bool(words)
    assert words in "".join(mistakes)

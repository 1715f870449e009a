"""Traits of lists, tuples, dicts and sets, whatever is in them."""

from __future__ import annotations

from typing import Any

import pytest

from grader.domains.traits.containers import (
    EMPTY,
    MAPPING,
    MAPPING_MEASURES,
    SEQUENCE,
    SEQUENCE_MEASURES,
    SET_MEASURES,
    TRUTH,
)


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ([], {"{} is empty", "{} is sorted", "the number of items of {} is even"}),
        ([1], {"{} has a single item", "{} is sorted", "the first and the last item of {} are equal"}),
        ([1, 2, 1], {"two items of {} are equal", "the first and the last item of {} are equal"}),
        (("a", "b"), {"{} is sorted", "the number of items of {} is even"}),
        ([1, "a", [2]], set()),
        ([[1], [1]], {"two items of {} are equal", "{} is sorted", "the first and the last item of {} are equal",
                      "the number of items of {} is even"}),
    ],
    ids=["empty", "single", "ends", "tuple", "mixed", "nested"],
)  # fmt: skip
def test_traits_of_a_sequence(value: Any, texts: set[str]) -> None:
    """Items that cannot be ordered are not sorted."""
    assert {trait.text for trait in SEQUENCE if trait.holds(value)} == texts


@pytest.mark.parametrize(
    ("value", "count"), [({}, 1), ({"a": 1, "b": 1}, 1), ({"a": [1], "b": [1]}, 1), ({"a": 1, "b": 2}, 0)],
    ids=["empty", "equal-values", "lists", "other-values"],
)  # fmt: skip
def test_traits_of_a_dict(value: dict[str, Any], count: int) -> None:
    """Values need no hash."""
    assert sum(trait.holds(value) for trait in MAPPING) == count


def test_sizes_are_counted_in_their_own_nouns() -> None:
    """Items, keys, members."""
    for measures, noun in ((SEQUENCE_MEASURES, "items"), (MAPPING_MEASURES, "keys"), (SET_MEASURES, "members")):
        (measure,) = measures
        assert measure.at_least == f"{{}} has {{bound}} {noun} or more"
        assert measure.of({1: 2, 3: 4}) == 2.0
    assert EMPTY.holds(frozenset())
    assert TRUTH[0].holds(True)
    assert not TRUTH[0].holds(False)

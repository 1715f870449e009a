"""What a pickle may import in a test."""

from __future__ import annotations

import pickle  # noqa: TID251 - what is refused
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING

import pytest

from grader.tester.pickle_guard import free_pickles, guard_pickles

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _free_afterwards() -> Iterator[None]:
    yield
    free_pickles()


@pytest.mark.parametrize("load", [pickle.loads, pickle._loads])  # type: ignore[attr-defined]
def test_a_pickle_imports_what_is_allowed(load: object) -> None:
    """By either implementation; plain values import nothing."""
    assert callable(load)
    guard_pickles("collections.Counter".__eq__)
    assert [load(pickle.dumps(value)) for value in ([1], Counter("a"))] == [[1], Counter("a")]
    with pytest.raises(pickle.UnpicklingError, match=r"collections\.OrderedDict"):
        load(pickle.dumps(OrderedDict()))
    free_pickles()
    assert load(pickle.dumps(OrderedDict())) == {}

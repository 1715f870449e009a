"""Questions: what the judge means is what a function in the worker gets."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from grader.checks.question import LEAST_ROOM, LEAST_ROOM_IN_ALL, CallGroup, Question, room_for
from grader.worker.wire.columns import Column
from tests.samples.small_tasks import response_to

ENTRIES = {np.float64: st.floats(), np.int64: st.integers(-(2**63), 2**63 - 1), np.bool_: st.booleans()}
TYPES = st.sampled_from(list(ENTRIES))


@st.composite
def columns(draw: Any, count: Any) -> Any:
    """Draw a column of `count` values of one type and number of dimensions."""
    dtype, ndim = draw(TYPES), draw(st.integers(0, 3))
    shapes = st.tuples(*[st.integers(0, 3)] * ndim)
    return Column.of([draw(arrays.arrays(dtype, draw(shapes), elements=ENTRIES[dtype])) for _ in range(count)])


@st.composite
def groups(draw: Any) -> Any:
    """Draw groups of calls with up to three arguments each."""
    made = []
    for name in "fgh"[: draw(st.integers(1, 3))]:
        count = draw(st.integers(1, 4))
        made.append(
            CallGroup(name, tuple(draw(columns(count)) for _ in range(draw(st.integers(0, 3)))), count, 1 << 10)
        )
    return made


@settings(deadline=None)
@given(groups())
def test_every_argument_arrives_as_it_was(asked: Any) -> None:
    """Numbers to the last bit, and shapes; whole numbers as int64, truths as bool, others as float64."""
    seen: dict[Any, list[Any]] = {group.function: [] for group in asked}
    functions = {name: lambda *args, name=name: seen[name].append([np.copy(arg) for arg in args]) for name in seen}
    response_to(Question.of(asked), functions)
    for group in asked:
        rows = list(zip(*group.arguments, strict=True)) if group.arguments else [()] * group.count
        assert len(seen[group.function]) == len(rows)
        for got, due in zip(seen[group.function], rows, strict=True):
            for value, original in zip(got, due, strict=True):
                np.testing.assert_array_equal(value, original, strict=False)
                assert value.shape == np.shape(original)
                assert value.dtype == {"i": np.int64, "b": np.bool_}.get(np.asarray(original).dtype.kind, np.float64)


def test_arguments_are_writable_and_shared_with_no_other_call() -> None:
    """A function that overwrites its argument changes no other call's."""
    column = Column.of([np.arange(3.0)] * 4)
    seen = []

    def greedy(x: Any, y: Any) -> None:
        seen.append((x.copy(), y.copy()))
        x[:] = y[:] = np.nan

    response = response_to(Question.of([CallGroup("f", (column, column), 4, 64)] * 2), {"f": greedy})
    assert all(x.tolist() == y.tolist() == [0, 1, 2] for x, y in seen)
    assert response.changed == ((0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 0))
    assert column.flat.tolist() == [0, 1, 2] * 4


@pytest.mark.parametrize(
    ("count", "entries", "room"),
    [(1, 3, LEAST_ROOM), (100, 0, LEAST_ROOM), (10_000, 3, LEAST_ROOM_IN_ALL // 10_000), (1, 10**6, 4 * 8 * 10**6)],
    ids=["small", "empty", "many", "large"],
)
def test_an_answer_has_room_for_a_wrong_shape_and_not_for_a_flood(count: int, entries: int, room: int) -> None:
    """Four times what is due, or a little for everyone."""
    expected = Column(np.zeros(count * entries), np.full((count, 1), entries))
    assert room_for(expected) == room
    assert room_for(expected) * count <= max(LEAST_ROOM_IN_ALL, 4 * 8 * count * entries)

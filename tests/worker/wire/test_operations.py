"""Operations and their answers: what a handle is, and what an answer says of itself."""

from __future__ import annotations

import copy

import pytest

from grader.worker.wire.operations import LOST, Answer, Code, ForeignHandleError, Handle, Operation, Scope, Status
from grader.worker.wire.plain import Opaque, PlainValueError


def test_a_handle_is_a_number_of_its_scope() -> None:
    """The same number of another scope is another object."""
    first, second = Scope(), Scope()
    handle = Handle(7, "Stack", first)
    assert handle == Handle(7, "other name", first)
    assert handle not in (Handle(7, "Stack", second), Handle(8, "Stack", first), 7)
    assert len({handle, Handle(7, "Stack", first), Handle(7, "Stack", second)}) == 2


def test_a_copy_of_a_handle_is_the_same_one() -> None:
    """A copy of its scope would be nobody's."""
    handle = Handle(7, "Stack", Scope())
    assert copy.deepcopy([handle])[0] is handle
    assert isinstance(handle, Opaque)
    assert repr(handle) == "<Stack>"


@pytest.mark.parametrize("status", Status)
def test_an_answer_says_how_it_ended(status: Status) -> None:
    """A value, an exception, or neither."""
    answer = Answer(status, 3, {"type": "ValueError"})
    assert answer.done == (status is Status.DONE)
    assert answer.raised == ({"type": "ValueError"} if status is Status.RAISED else None)


def test_an_answer_that_never_came_is_none() -> None:
    """It is no exception of the student's."""
    assert not LOST.done
    assert LOST.raised is None


def test_codes_and_statuses_fit_a_byte() -> None:
    """0 is none of them: memory that nobody wrote to says nothing."""
    for kind in (Code, Status):
        assert sorted(kind) == list(range(1, len(kind) + 1))
        assert max(kind) < 256
    assert Operation(Code.VALUE).operands == ()
    assert issubclass(ForeignHandleError, PlainValueError)

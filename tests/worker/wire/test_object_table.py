"""Objects by their numbers: none is used twice, none is another scope's, and a scope holds only so many."""

from __future__ import annotations

import pytest

from grader.worker.wire import object_table
from grader.worker.wire.object_table import Numbers, ObjectTable, Scopes, TooManyObjectsError
from grader.worker.wire.operations import Status
from grader.worker.wire.plain import NUMBER


class Stack:
    """A class of a student's."""


def number_in(data: bytes) -> int:
    """Return the number in the bytes of a reference."""
    assert data[:1] == b"H"
    number: int = NUMBER.unpack_from(data, 1)[0]
    return number


def test_an_object_has_one_number() -> None:
    """Asked again, the same; another object, another one."""
    table, stack = ObjectTable(Numbers(7), exact=True), Stack()
    data = table.reference(stack)
    assert data == table.reference(stack)
    assert data.endswith(b"Stack")
    assert number_in(data) == 8
    assert number_in(table.reference(Stack())) == 9
    assert table.handle(8, "Stack") is stack
    assert table.taken_fault() is None


def test_a_number_that_is_nobodys_is_a_fault_once() -> None:
    """The rest of the operands is read all the same."""
    table = ObjectTable(Numbers(0), exact=True)
    assert table.handle(99, "Stack") is None
    assert table.taken_fault() is Status.REFUSED
    assert table.taken_fault() is None


def test_a_number_is_never_used_again() -> None:
    """A handle that somebody kept means nothing later on."""
    table, stack = ObjectTable(Numbers(0), exact=True), Stack()
    first = number_in(table.reference(stack))
    table.drop((stack, "not held"))
    assert len(table) == 0
    assert table.handle(first, "Stack") is None
    assert number_in(table.reference(stack)) == first + 1


def test_what_gave_nothing_has_no_result() -> None:
    """An earlier fault is not overwritten."""
    table = ObjectTable(Numbers(0), exact=True)
    table.results = [(None,), None]
    assert table.result(0) is None
    assert table.fault is None
    assert table.result(1) is None
    assert table.taken_fault() is Status.NOT_MADE
    table.handle(5, "x")
    table.result(7)
    assert table.taken_fault() is Status.REFUSED


def test_a_scope_holds_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """An object that is held already needs no more room."""
    monkeypatch.setattr(object_table, "MOST_OBJECTS", 2)
    table, held = ObjectTable(Numbers(0), exact=True), [Stack(), Stack()]
    for stack in (*held, *held):
        table.reference(stack)
    with pytest.raises(TooManyObjectsError):
        table.reference(Stack())


def test_scopes_go_on_or_begin_anew() -> None:
    """One for each program; numbers go on in any case."""
    scopes = Scopes(Numbers(0))
    first = scopes.open(2, goes_on=False, exact=True)
    first[0].reference(Stack())
    more = scopes.open(3, goes_on=True, exact=True)
    assert more[:2] == first
    anew = scopes.open(1, goes_on=False, exact=False)
    assert anew[0] is not first[0]
    assert number_in(anew[0].reference(Stack())) == 2
    scopes.close()
    assert scopes.open(1, goes_on=True, exact=True)[0] is not anew[0]


def test_numbers_of_two_workers_do_not_meet() -> None:
    """They begin where nobody can guess."""
    assert len({Numbers().take() for _ in range(100)}) == 100

"""Programs of operations through a real worker: answers, limits, and forged frames."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from grader.checks.question import CallGroup, Question
from grader.judge.budget import Clock
from grader.judge.required import RequiredFunction
from grader.judge.session import Session
from grader.sandbox.exits import EndReason
from grader.sandbox.process import Worker
from grader.submission import SourceFile, Submission
from grader.worker.wire.columns import Column
from grader.worker.wire.operations import Code, Operation, Result, Scope, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

WORK = """
class Stack:
    def __init__(self):
        self.items = []
    def push(self, x):
        self.items.append(x)
    def hang(self):
        while True:
            pass
    def die(self):
        import os
        os._exit(3)
def f(x):
    return x
"""
NEW = (Operation(Code.FUNCTION, name="Stack"), Operation(Code.CALL, (Result(0),), keep=True))


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """Give a session on a class and a function."""
    wanted = {"Stack": RequiredFunction(0, "work", is_class=True), "f": RequiredFunction(1, "work")}
    opened = Session(Submission("anna", (SourceFile("work.py", dedent(WORK).encode()),)), wanted, Worker)
    assert opened.load() is not None
    yield opened
    opened.close()


def method(name: str, *args: object) -> Operation:
    """Return the call of a method of the object that a program begins with."""
    return Operation(Code.METHOD, (Result(1), *args), name=name)


def test_many_programs_in_one_message(session: Session) -> None:
    """Each has its own objects."""
    programs = [[*NEW, method("push", n), Operation(Code.GET, (Result(1),), name="items")] for n in range(50)]
    response = session.ask(Question.of_programs(programs, [Scope() for _ in programs], room=4096), Clock(20.0, 20.0))
    assert response.programs is not None
    assert [response.programs.answers(n)[3].value for n in range(50)] == [[n] for n in range(50)]


def test_objects_live_until_the_next_question(session: Session) -> None:
    """One that goes on has them, also call by call; any other ends them."""
    clock, scope = Clock(20.0, 20.0), Scope()
    made = session.ask(Question.of_programs([NEW], [scope], room=4096), clock).programs
    assert made is not None
    handle = made.answers(0)[1].value
    items = [Operation(Code.GET, (handle,), name="items")]
    again = Question.of_programs([items], [scope], room=4096, goes_on=True)
    assert [answer.value for answer in session.ask(again, clock).programs.answers(0)] == [[]]  # type: ignore[union-attr]
    session.ask(Question.of([CallGroup("f", (Column.of([1.0]),), 1, 4096)]), clock)
    assert session.ask(again, clock).programs.answers(0)[0].status is Status.REFUSED  # type: ignore[union-attr]


@pytest.mark.parametrize(("name", "reason"), [("die", EndReason.EXIT), ("hang", EndReason.TIME)])
def test_the_operation_that_ends_a_worker_is_named(session: Session, name: str, reason: EndReason) -> None:
    """By its program and its place in it; a handle of the worker that ended means nothing in the next one."""
    scopes = [Scope(), Scope()]
    question = Question.of_programs([NEW, [*NEW, method("push", 1), method(name)]], scopes, room=4096)
    response = session.ask(question, Clock(1.0, 20.0))
    assert response.end is not None
    assert response.programs is not None
    assert response.end.reason is reason
    assert response.programs.position(response.end.call) == (1, 3)
    handles = [answer.value for answer in response.programs.answers(0)[1:] if answer.done]
    items = [Operation(Code.GET, (handle,), name="items") for handle in handles]
    if items:
        late = session.ask(
            Question.of_programs([items], scopes[:1], room=4096, goes_on=True), Clock(20.0, 20.0)
        ).programs
        assert late is not None
        assert late.answers(0)[0].status is Status.REFUSED
    assert session.ask(Question.of_programs([NEW], [Scope()], room=4096), Clock(20.0, 20.0)).end is None

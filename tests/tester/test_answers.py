"""What a test may ask of a student's object is bounded by the values that the reference gives at the same place."""

from __future__ import annotations

from typing import Any

import pytest

from tests.samples.conversations import conversation
from tests.samples.families import some_of
from tests.tester.answer_cases import CHEATS, HONEST, AnswerCase
from tests.tester.trick_cases import HONEST_TRICKS, TRICKS


def run(source: str, test: str, expected: dict[str, str] | None, *, recording: bool = False) -> tuple[str, Any]:
    """Run the lines of a test; return "" or the exception that ends them as text, and the kinds of answers."""
    with conversation(source) as (work, joined):
        answers = joined.link.answers
        answers.recording, answers.expected = recording, expected
        names: dict[str, Any] = {"work": work, "joined": joined}
        text = ""
        try:
            exec(test, names)
            joined.link.check_caught()
        except Exception as error:  # noqa: BLE001 - it is the result
            text = f"{type(error).__name__}: {error}"
        finally:
            names.clear()
        return text, answers


def kinds_of(case: AnswerCase) -> dict[str, str]:
    """Return what the reference shows of a test, which it passes."""
    text, answers = run(case.reference, case.test, None, recording=True)
    assert not text
    recorded: dict[str, str] = answers.recorded()
    return recorded


def end_of_cheat(case: AnswerCase) -> str:
    """Return what ends a test that passes where nothing is known of the reference, where its answers are known."""
    assert not run(case.student, case.test, None)[0], "the test would not be a cheat"
    text, _ = run(case.student, case.test, kinds_of(case))
    assert text
    assert case.says in text
    return text


@pytest.mark.parametrize("case", CHEATS.values(), ids=CHEATS.keys())
def test_an_object_that_always_says_yes_earns_nothing(case: AnswerCase) -> None:
    """Each of these passes where nothing is known of the reference, and fails where its answers are."""
    assert end_of_cheat(case)


@pytest.mark.parametrize("case", some_of(CHEATS | HONEST | TRICKS | HONEST_TRICKS))
def test_the_reference_meets_its_own_bounds(case: AnswerCase) -> None:
    """What the reference shows refuses nothing of the reference itself."""
    text, answers = run(case.reference, case.test, kinds_of(case))
    assert not text
    assert not answers.refusals


@pytest.mark.parametrize("case", HONEST.values(), ids=HONEST.keys())
def test_an_honest_answer_of_another_class_passes(case: AnswerCase) -> None:
    """Helper classes of other names, derived classes, fluent methods and branches on attributes stay possible."""
    assert run(case.student, case.test, kinds_of(case))[0] == ""


def test_the_refusal_says_what_is_expected() -> None:
    """The sentence names the attribute, the call, the type that is expected and the class that came."""
    text, answers = run(CHEATS["array"].student, CHEATS["array"].test, kinds_of(CHEATS["array"]))
    assert text == (
        "AttributeError: the test uses `.all` of what `flags(...)` returns: a value of type ndarray is expected there, "
        "and your code gives an object of class Yes"
    )
    assert answers.refusals == [text.partition(": ")[2]]


def test_what_the_reference_gives_is_recorded_by_place() -> None:
    """Names, calls, methods, attributes and members each have a place; a place may have several kinds."""
    source = """
LIMIT = 3
def pair(): return 1.5, [True]
class Stack:
    def __init__(self): self.items = ["a"]
    def pop(self): return self.items.pop() if self.items else None
"""
    test = "s = work.Stack()\ns.items\ns.pop()\ns.pop()\nwork.pair()\nwork.LIMIT"
    _, answers = run(source, test, None, recording=True)
    assert answers.recorded() == {
        ".items": "list", ".items[0]": "str", ".pop()": "str types.NoneType", "LIMIT": "int", "Stack": "class object",
        "Stack()": "object", "pair": "object", "pair()": "tuple", "pair()[0]": "float", "pair()[1]": "list",
        "pair()[1][0]": "bool",
    }  # fmt: skip


@pytest.mark.parametrize("case", TRICKS.values(), ids=TRICKS.keys())
def test_a_trick_earns_nothing(case: AnswerCase) -> None:
    """Ends of loops, context managers that end everything, classes of everything, changed objects of the test."""
    text, _ = run(case.student, case.test, kinds_of(case))
    assert text
    assert case.says in text


@pytest.mark.parametrize("case", HONEST_TRICKS.values(), ids=HONEST_TRICKS.keys())
def test_what_the_reference_does_too_is_no_trick(case: AnswerCase) -> None:
    """Context managers that end an exception, iterators by hand, callbacks that raise, and mocks stay possible."""
    assert run(case.student, case.test, kinds_of(case))[0] == ""

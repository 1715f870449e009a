"""The facts of what a reference does with files."""

from __future__ import annotations

import pytest

from grader.tester.answers import AnswerKinds
from grader.tester.file_marks import CHANGED, MADE, PLACE, add_mark, has_mark
from grader.tester.link import Conversation


@pytest.fixture
def link() -> Conversation:
    """Return a conversation with nobody."""
    return Conversation(lambda _: None, lambda: memoryview(b""))


def test_marks_are_those_of_a_place(link: Conversation) -> None:
    """Recorded with the reference, by what a file is called; a name with blanks is one mark."""
    link.answers = AnswerKinds(recording=True)
    add_mark(link, MADE, "my file.txt")
    assert has_mark(link, CHANGED, "old.txt")
    recorded = link.answers.recorded()
    assert recorded == {PLACE: "changed:old.txt made:my%20file.txt"}
    link.answers = AnswerKinds()
    link.answers.expected = recorded
    assert has_mark(link, MADE, "my file.txt")
    assert not has_mark(link, CHANGED, "my file.txt")
    assert link.answers.recorded() == {}


def test_nothing_is_known_without_a_reference(link: Conversation) -> None:
    """Neither that it does something nor that it does not."""
    assert has_mark(link, MADE, "a") is None

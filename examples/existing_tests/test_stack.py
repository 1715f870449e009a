"""Tests of a stack, as a teacher has them: nothing in this file knows about grader."""

import pytest
from stack import Stack


@pytest.mark.parametrize("items", [[1], [1, 2], list("abc")])
def test_the_last_item_comes_first(items):
    """Items come back in the opposite order."""
    stack = Stack()
    for item in items:
        stack.push(item)
    assert [stack.pop() for _ in items] == items[::-1]


def test_length():
    """Len counts the items."""
    stack = Stack()
    assert len(stack) == 0
    stack.push("x")
    assert len(stack) == 1


def test_empty():
    """An empty stack has nothing to give."""
    with pytest.raises(IndexError):
        Stack().pop()


def test_stacks_are_apart():
    """Two stacks share nothing."""
    first, second = Stack(), Stack()
    first.push(1)
    assert len(second) == 0

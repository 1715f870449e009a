"""What a student's code may do with the objects of a test."""

from __future__ import annotations

import unittest
from unittest.mock import Mock

import pytest

from grader.tester.callbacks import ANSWERS


class Box:
    """An object of a test."""

    size = 3

    def check(self) -> bool:
        """Return whether it is full."""
        return self.size > 3


def test_public_attributes_are_read_and_set() -> None:
    """Values of an object of the test are, and a mock's own names."""
    box, mock = Box(), Mock(send=4)
    ANSWERS["set"](box, "size", 5)
    assert ANSWERS["get"](box, "size") == 5
    assert ANSWERS["get"](mock, "send") == 4
    assert ANSWERS["call"](box.check, (), ()) is True


@pytest.mark.parametrize(
    ("target", "name"),
    [
        (Box(), "check"), (Box(), "__class__"), (Box(), "gi_frame"), (Box, "size"), (Box(), 3), (Mock(), "called"),
        (Mock(), "assert_called"), (unittest.TestCase(), "assertEqual"), (Mock(), "return_value"),
    ],
    ids=["method", "special", "frame", "class", "number", "called", "assertion", "case", "return_value"],
)  # fmt: skip
def test_what_decides_a_test_cannot_be_set(target: object, name: object) -> None:
    """Neither methods, nor classes, nor what a mock or a test case says of itself."""
    with pytest.raises(AttributeError):
        ANSWERS["set"](target, name, None)


@pytest.mark.parametrize("name", ["reset_mock", "call_args", "_mock_name", "assert_called_once_with"])
def test_what_a_mock_says_of_itself_cannot_be_read(name: str) -> None:
    """A student's code calls a mock, and does not ask it."""
    with pytest.raises(AttributeError):
        ANSWERS["get"](Mock(), name)

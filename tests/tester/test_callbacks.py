"""What a student's code may do with the objects of a test."""

from __future__ import annotations

import io
import math
import pathlib
import subprocess  # noqa: TID251 - nothing is started
import types
import unittest
from typing import Any
from unittest.mock import Mock

import pytest

from grader.tester import party as parties
from grader.tester.callbacks import NotGivenError, answer


class Box:
    """An object of a test."""

    size = 3

    def check(self) -> bool:
        """Return whether it is full."""
        return self.size > 3


def asked(operation: str, target: Any, *more: Any) -> Any:
    """Return the answer about an object that a test has given away."""
    party = parties.TesterParty()
    party.number_of(target)
    return answer(party, operation, [target, *more])


def test_public_attributes_are_read_and_set() -> None:
    """Values of an object of the test are, and a mock's own names."""
    box, mock = Box(), Mock(send=4)
    asked("set", box, "size", 5)
    assert asked("get", box, "size") == 5
    assert asked("get", mock, "send") == 4
    assert asked("call", box.check, (), ()) is True


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
        asked("set", target, name, None)


@pytest.mark.parametrize("name", ["reset_mock", "call_args", "_mock_name", "assert_called_once_with"])
def test_what_a_mock_says_of_itself_cannot_be_read(name: str) -> None:
    """A student's code calls a mock, and does not ask it."""
    with pytest.raises(AttributeError):
        asked("get", Mock(), name)


LIBRARY = [
    ("get", subprocess, "Popen"), ("set", math, "isclose", bool), ("call", map, (types.CodeType, ()), ()),
    ("op", "eq", (pathlib.Path("/"), 1)), ("call", subprocess.run, (["true"],), ()), ("get", Box(), "size"),
]  # fmt: skip


@pytest.mark.parametrize("question", LIBRARY, ids=["module", "set", "type", "path", "function", "object"])
def test_what_was_not_given_away_is_not_asked(question: tuple[Any, ...]) -> None:
    """Modules and types of libraries cross by name: whoever names one means their own."""
    with pytest.raises(NotGivenError):
        answer(parties.TesterParty(), question[0], list(question[1:]))


class Program(subprocess.Popen[bytes]):
    """A class of the test that starts programs."""


@pytest.mark.parametrize("kind", [subprocess.Popen, io.FileIO, pathlib.PosixPath, pytest.MonkeyPatch, Program])
def test_classes_that_reach_outside_make_nothing_and_lend_no_method(kind: type) -> None:
    """The class of each object that is given away can be named."""
    with pytest.raises(TypeError, match="cannot be used"):
        asked("call", kind, (["true"],), ())
    with pytest.raises(TypeError, match="cannot be used"):
        asked("get", kind, "mro")


@pytest.mark.parametrize("kind", [Box, io.StringIO, subprocess.SubprocessError])
def test_other_classes_make_objects(kind: type) -> None:
    """A test may hand out a class so that objects are made of it."""
    assert type(asked("call", kind, (), ())) is kind


def test_fixtures_are_for_the_test_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets one could change the libraries of the test."""
    with pytest.raises(AttributeError, match="for the test alone"):
        asked("get", monkeypatch, "setattr")

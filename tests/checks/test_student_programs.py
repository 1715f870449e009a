"""The reference as a program: what it reads, prints and exits with, and that nothing of it stays behind."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from grader.checks.student_programs import program_function, reference_program, with_programs
from grader.expressions.signatures import arity_of


def greet() -> None:
    """Read a name as a program does."""
    sys.stdout.write(f"hello {input()}\n")


def returned(text: str) -> str:
    """Return the output."""
    return text.upper()


def by_words(text: str, words: list[str]) -> str:
    """Return the words behind the name."""
    del text
    return " ".join(words)


def stopped(code: Any) -> Any:
    """Return a program that ends itself after printing."""

    def run() -> None:
        sys.stdout.write("so far\n")
        sys.exit(code)

    return run


@pytest.mark.parametrize(
    ("function", "arguments", "output", "code"),
    [
        pytest.param(greet, ("Ana\n",), "hello Ana\n", 0, id="reads-and-prints"),
        pytest.param(returned, ("abc",), "ABC", 0, id="returns-its-output"),
        pytest.param(by_words, ("", ["-v", "3"]), "-v 3", 0, id="words"),
        pytest.param(stopped(3), (), "so far\n", 3, id="an-exit-code"),
        pytest.param(stopped(None), (), "so far\n", 0, id="a-plain-exit"),
        pytest.param(stopped("no such file"), (), "so far\n", 1, id="a-message-is-1"),
    ],
)
def test_a_function_of_the_reference_is_a_program(function: Any, arguments: Any, output: str, code: int) -> None:
    """It takes what it has parameters for."""
    run = reference_program(function)(*arguments)
    assert tuple(run)[:3] == (output, "", code)


def test_its_own_streams_come_back() -> None:
    """Also where it raises."""
    before = (sys.stdin, sys.stdout, sys.argv)

    def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        reference_program(broken)("text")
    assert (sys.stdin, sys.stdout, sys.argv) == before


def test_its_parameters_are_those_of_a_program() -> None:
    """An expression calls it with an input and words."""
    arity = arity_of(reference_program(greet))
    assert (arity.least, arity.most) == (0, 2)
    assert program_function("main").args == ("stdin", "args")


def test_programs_and_wrong_ones_of_them_are_wrapped() -> None:
    """By their names; other functions stay what they are."""
    made = with_programs({"main": greet, "main_upper": greet, "maintain": returned, "other": returned}, ["main"])
    assert {name for name, function in made.items() if function not in (greet, returned)} == {"main", "main_upper"}

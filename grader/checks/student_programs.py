"""A program that a student hands in: what an author writes about it, and the reference as a program."""

from __future__ import annotations

import contextlib
import io
import sys
from functools import wraps
from typing import TYPE_CHECKING, Any

from grader.checks.functions import StudentFunction
from grader.checks.spec import Sentence, SpecModel
from grader.expressions.signatures import arity_of
from grader.values.runs import FIELDS
from grader.values.types import KindType, MappingType, NumberType, TupleType
from grader.worker.wire.plain import NamedValues
from grader.worker.wire.program_input import argv_texts, stdin_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

_TEXT = KindType("text")


_MARK = "is_program"
"""The attribute of a function of the reference that is run as a program."""


class ProgramSpec(SpecModel):
    """A program that a student must hand in: a file of its name, or the only file."""

    reads: tuple[Sentence, ...] = ()
    """The lines that it reads, in a few words each; a starter says it."""
    says: str = ""
    """The printed output in words."""


def program_function(name: str) -> StudentFunction:
    """Return a program as what is called: with an input and the words behind its name, giving the traces of a run."""
    returns = TupleType((_TEXT, _TEXT, NumberType("integer"), MappingType(_TEXT, _TEXT)), FIELDS)
    return StudentFunction(name, ("stdin", "args"), returns, program=True)


def reference_program(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of the reference as a program.

    It takes what it has parameters for: the input as one text, the words as a list.  It returns the output, or prints
    it; one without parameters reads its input as a program does.
    """
    most = arity_of(function).most

    @wraps(function)
    def run(stdin: Any = None, args: Any = None) -> NamedValues:
        text, words = stdin_text(stdin), argv_texts(args)
        printed, code, before = io.StringIO(), 0, (sys.stdin, sys.argv)
        sys.stdin, sys.argv = io.StringIO(text), ["reference", *words]
        try:
            with contextlib.redirect_stdout(printed):
                returned = function(*(text, words)[:most])
        except SystemExit as error:
            returned, code = None, error.code if isinstance(error.code, int) else int(error.code is not None)
        finally:
            sys.stdin, sys.argv = before
        return NamedValues("", FIELDS, (printed.getvalue() if returned is None else str(returned), "", code, {}))

    del run.__wrapped__  # its parameters are those of a program
    setattr(run, _MARK, True)
    return run


def is_reference_program(function: Callable[..., Any]) -> bool:
    """Whether a function of the reference is run as a program."""
    return getattr(function, _MARK, False) is True


def with_programs(
    functions: Mapping[str, Callable[..., Any]], programs: Collection[str]
) -> dict[str, Callable[..., Any]]:
    """Return functions of a module, those named like a program, or like a wrong solution of it, as programs."""
    return {
        name: reference_program(function)
        if any(name == of or name.startswith(f"{of}_") for of in programs)
        else function
        for name, function in functions.items()
    }

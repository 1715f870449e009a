"""Variables as functions without arguments."""

from __future__ import annotations

import inspect

from grader.checks.variables import constant_function, variable_function
from grader.values.types import NumberType


def test_a_variable_is_called_like_a_function() -> None:
    """Without arguments, and known as a variable."""
    function = variable_function("w", NumberType("real"))
    assert (function.name, function.args, function.variable, function.returns) == ("w", (), True, NumberType("real"))
    assert not function.is_class
    assert not function.program


def test_the_reference_gives_its_own_value() -> None:
    """The very one: nobody changes it, for copies are made where it is used."""
    value = [1, 2]
    called = constant_function(value)
    assert called() is value
    assert not inspect.signature(called).parameters

"""Objects of a test in the process of the student's code: every use is asked back, under the right name."""

from __future__ import annotations

from typing import Any

import pytest

from grader.worker.echoes import SPECIAL, CallableEcho, Echo, echo_class, echo_of, function_echo
from grader.worker.wire.type_names import OPERATIONS


class Asked(list[tuple[Any, ...]]):
    """Notes what is asked, and answers with a word."""

    def __call__(self, *question: Any) -> Any:
        """Note a question."""
        self.append(question)
        return "answer"


@pytest.mark.parametrize(
    ("method", "use", "operation", "args"),
    [
        pytest.param("__getitem__", lambda x: x[3], "getitem", (3,), id="item"),
        pytest.param("__add__", lambda x: x + 1, "add", (1,), id="operator"),
        pytest.param("__eq__", lambda x: x == 2, "eq", (2,), id="equality"),
        pytest.param("__lt__", lambda x: x < 2, "lt", (2,), id="order"),
        pytest.param("__and__", lambda x: x & 1, "and_", (1,), id="a-name-with-an-underscore"),
        pytest.param("__matmul__", lambda x: x @ x, "matmul", ..., id="itself"),
        pytest.param("__setitem__", lambda x: x.__setitem__(0, 1), "setitem", (0, 1), id="two-arguments"),
        pytest.param("__neg__", lambda x: -x, "neg", (), id="sign"),
        pytest.param("__enter__", lambda x: x.__enter__(), "enter", (), id="context"),
        pytest.param("__str__", lambda x: x.__str__(), "str", (), id="text"),
    ],
)
def test_a_special_method_is_an_operation_of_the_test(method: str, use: Any, operation: str, args: Any) -> None:
    """With the object first."""
    ask = Asked()
    echo = echo_of(echo_class("Thing", (method,), ask)[0])
    assert use(echo) in {"answer", None, True}
    assert ask[0][0] == "op"
    assert ask[0][1] == operation
    assert ask[0][2][0] is echo
    assert args is ... or ask[0][2][1:] == args


def test_only_the_methods_that_the_original_has_are_there() -> None:
    """A student's code that asks for the length of a number gets Python's own exception."""
    ask = Asked()
    plain, with_length = echo_class("A", (), ask)[0], echo_class("B", ("__len__", "__made_up__"), ask)[0]
    with pytest.raises(TypeError, match="has no len"):
        len(echo_of(plain))
    assert "__len__" in vars(with_length)
    assert "__made_up__" not in vars(with_length)
    assert ask == []


def test_attributes_are_asked_and_set_in_the_test() -> None:
    """Private ones are not: Python itself looks for many of them."""
    ask = Asked()
    echo = echo_of(echo_class("A", (), ask)[0])
    assert echo.size == "answer"
    echo.size = 4
    assert [question[0] for question in ask] == ["get", "set"]
    assert ask[1][1:] == (echo, "size", 4)
    for name in ("_private", "__array__", "__deepcopy__"):
        with pytest.raises(AttributeError):
            getattr(echo, name)
    assert len(ask) == 2


def test_a_call_is_made_in_the_test() -> None:
    """Keywords cross as values with their names; what cannot be called says so."""
    ask = Asked()
    plain, callable_ = echo_class("A", (), ask)
    assert echo_of(callable_)(1, 2, key=3) == "answer"
    assert ask[0][0] == "call"
    assert ask[0][2:] == ((1, 2, 3), ("key",))
    assert isinstance(echo_of(callable_), CallableEcho)
    assert not callable(echo_of(plain))


def test_calling_the_class_makes_an_object_of_the_test() -> None:
    """Nothing is made here."""
    ask = Asked()
    made: Any = echo_class("A", (), ask)[0]
    assert made(5, n=6) == "answer"
    assert ask == [("call", made, (5, 6), ("n",))]
    assert isinstance(echo_of(made), Echo)
    assert made.__name__ == "A"


def test_a_function_of_the_test_is_a_function_here() -> None:
    """So that it becomes a method in a class, and has its name in a traceback."""
    ask = Asked()
    echo = function_echo("f", ask)

    class Student:
        method = echo

    student: Any = Student()
    student.method(1)
    assert ask[0][0] == "call"
    assert ask[0][1] is echo
    assert ask[0][2] == (student, 1)
    assert (echo.__name__, echo.__qualname__) == ("f", "f")


def test_every_special_method_has_an_operation() -> None:
    """A call is not one: it has a question of its own."""
    assert set(SPECIAL.values()) <= set(OPERATIONS)
    assert "__call__" not in SPECIAL
    assert all(name.startswith("__") and name.endswith("__") for name in SPECIAL)

"""Calls that need objects: which node each makes, and the sentence where the class has no such thing."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from grader.expressions.nodes import Compare, Constant, Input, Item, Part, StudentCall
from grader.expressions.object_calls import (
    MOST_REPEATS,
    OPAQUE,
    ClassSignature,
    ObjectCalls,
    ObjectExpressionError,
    kept,
)
from grader.values.types import KindType, NumberType, RecordType, TupleType

STACK = ClassSignature({"push": ("x",), "pop": ()}, frozenset({"push", "pop", "size"}))
REAL = NumberType("real")


@pytest.fixture
def calls() -> ObjectCalls:
    """Return a builder that knows a class and a few functions."""
    types = {"fit": TupleType((REAL, OPAQUE), ("loss", "model")), "make": RecordType({"m": OPAQUE}), "f": REAL}
    return ObjectCalls({"Stack": STACK}, types, frozenset({"EmptyError"}))


def tree(text: str) -> Any:
    """Return a call as Python parses it."""
    return ast.parse(text, mode="eval").body


def stack(calls: ObjectCalls) -> StudentCall:
    """Return a new object."""
    return calls.new(StudentCall("Stack", (), "Stack()"))


def test_equal_calls_are_two_where_they_stand(calls: ObjectCalls) -> None:
    """A second push is another one."""
    base = stack(calls)
    first, second = (calls.method(base, "pop", (), tree("it.pop()")) for _ in range(2))
    assert first != second
    assert first.order < second.order
    assert (first.function, first.form, first.args) == ("Stack.pop", "method", (base,))


def test_of_an_object_items_lengths_and_attributes_are_asked(calls: ObjectCalls) -> None:
    """Under the names that Python has for them."""
    base = stack(calls)
    asked = [
        calls.length(base, "len(it)"),
        calls.item(base, Constant(0), "it[0]"),
        calls.attribute(base, "size", "it.size"),
    ]
    assert [(call.function, call.form) for call in asked] == [
        ("Stack.__len__", "length"), ("Stack.__getitem__", "item"), ("Stack.size", "attribute"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("node", "is_object"),
    [
        pytest.param(StudentCall("Stack", (), "Stack()", form="new"), True, id="new"),
        pytest.param(Item(StudentCall("fit", (), "fit()"), Constant(1)), True, id="item-of-a-tuple"),
        pytest.param(Part(StudentCall("fit", (), "fit()"), "model"), True, id="named-part"),
        pytest.param(Item(StudentCall("make", (), "make()"), Constant("m")), True, id="value-of-a-dict"),
        pytest.param(Item(StudentCall("fit", (), "fit()"), Constant(-2)), False, id="a-number-of-a-tuple"),
        pytest.param(Item(StudentCall("fit", (), "fit()"), Constant(2)), False, id="beyond-its-end"),
        pytest.param(Item(StudentCall("fit", (), "fit()"), Constant(True)), False, id="a-truth-as-index"),
        pytest.param(StudentCall("f", (), "f()"), False, id="number"),
        pytest.param(StudentCall("g", (), "g()"), False, id="not-declared"),
        pytest.param(StudentCall("Stack", (), "Stack()", form="new", effect="prints"), False, id="what-is-printed"),
        pytest.param(Input("x"), False, id="input"),
    ],
)
def test_what_stays_with_the_student_is_declared(calls: ObjectCalls, node: Any, is_object: bool) -> None:
    """An object crosses as a number; anything else as a value."""
    assert calls.is_object(node) is is_object


@pytest.mark.parametrize(
    ("returns", "stays"),
    [
        pytest.param(OPAQUE, True, id="object"),
        pytest.param(TupleType((REAL, OPAQUE)), [None, True], id="part-of-a-tuple"),
        pytest.param(TupleType((REAL, KindType("text"))), None, id="plain-tuple"),
        pytest.param(RecordType({"m": OPAQUE, "n": REAL}), {"m": True, "n": None}, id="part-of-a-dict"),
        pytest.param(TupleType((TupleType((OPAQUE,)),)), [[True]], id="deeper"),
        pytest.param(None, None, id="not-declared"),
    ],
)
def test_the_parts_that_stay_are_named(returns: Any, stays: Any) -> None:
    """None where nothing does."""
    assert kept(returns) == stays


def node_of(expression: ast.expr) -> Any:
    """Return a call as a node; anything else as an input."""
    if isinstance(expression, ast.Call):
        args = tuple(Input(ast.unparse(arg)) for arg in expression.args)
        return StudentCall(ast.unparse(expression.func), args, ast.unparse(expression))
    return Input(ast.unparse(expression))


@pytest.mark.parametrize(
    ("text", "effect", "detail"),
    [
        ("after(f(a, b), b)", "after", 1), ("repeat(f(x), 1000)", "repeat", 1000), ("prints(f(x))", "prints", ""),
    ],
    ids=["after", "repeat", "prints"],
)  # fmt: skip
def test_an_effect_is_a_call_of_its_own(calls: ObjectCalls, text: str, effect: str, detail: Any) -> None:
    """With what is compared."""
    node = calls.effect(tree(text), node_of)
    assert isinstance(node, StudentCall)
    assert (node.effect, node.detail, node.text) == (effect, detail, text)


@pytest.mark.parametrize("exception", ["ValueError", "EmptyError", "KeyboardInterrupt", "ref.EmptyError"])
def test_raising_is_compared_with_the_exception(calls: ObjectCalls, exception: str) -> None:
    """One of Python's or of the reference."""
    node = calls.effect(tree(f"raises(f(x), {exception})"), node_of)
    assert isinstance(node, Compare)
    assert node.right == Constant(f"raises {exception.rpartition('.')[2]}")
    assert isinstance(node.left, StudentCall)
    assert node.left.text == "f(x)"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("raises(f(x))", "`raises` is written raises(f(x), ValueError)"),
        ("prints(f(x), 1)", "`prints` is written prints(f(x))"),
        ("repeat(f(x), n=3)", "`repeat` is written"),
        ("raises(x, ValueError)", "the first part of `raises` is one call of the student"),
        ("raises(f(x), int)", "`int` is no class of exceptions (ValueError is one; the reference defines EmptyError)"),
        ("raises(f(x), Oops)", "`Oops` is no class of exceptions"),
        ("after(f(a), b)", "the second part of `after` is an argument of the call: after(f(a), a)"),
        ("repeat(f(x), 0)", "a number from 1 to 10,000, written out"),
        (f"repeat(f(x), {MOST_REPEATS + 1})", "a number from 1 to 10,000"),
        ("repeat(f(x), True)", "a number from 1 to 10,000"),
        ("repeat(f(x), n)", "a number from 1 to 10,000"),
    ],
)  # fmt: skip
def test_an_effect_that_is_none_shows_the_form(calls: ObjectCalls, text: str, sentence: str) -> None:
    """Each with the way it is written."""
    with pytest.raises(ObjectExpressionError) as error:
        calls.effect(tree(text), node_of)
    assert sentence in str(error.value)


def test_a_method_that_the_class_has_not_is_refused(calls: ObjectCalls) -> None:
    """With those that there are; a method that the reference alone has may be called."""
    base = stack(calls)
    with pytest.raises(ObjectExpressionError, match=r"`Stack` has no method `peek` \(known: pop, push\)"):
        calls.method(base, "peek", (), tree("it.peek()"))
    with pytest.raises(ObjectExpressionError, match=r"`Stack.push` takes 1 arguments, not 2"):
        calls.method(base, "push", (Input("a"), Input("b")), tree("it.push(a, b)"))
    with pytest.raises(ObjectExpressionError, match=r"`push` is a method: write it.push\(...\)"):
        calls.attribute(base, "push", "it.push")
    assert calls.method(base, "size", (), tree("it.size()")).function == "Stack.size"
    assert calls.method(Input("x"), "anything", (), tree("x.anything()")).function == "object.anything"
